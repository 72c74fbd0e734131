//! An entrepreneur asks.

use actix_web::{post, web::Data};
use garde::Validate;
use serde::Deserialize;
use utoipa::ToSchema;

use super::{
    answers::{self, AnswerInput, GivenAnswer},
    dates::next_look,
    model::{Author, CONFIRM_WITHIN, Contact, Party, ServiceRef, ServiceRequest, Status, Step},
    queries::{self, Offer, Schedule},
    transitions::{seen_by, view},
};
use crate::{
    auth::{Account, Actor},
    clock,
    db::{Emitted, Event, Kind, Mail, Origin, Tx},
    directory::model::at_most,
    error::{FieldCode, Language},
    http::{Answer, Email, FieldError, Json, Line, Problem, Prose, Query, query::NoParameters, shell::Spoken},
    ids::{EventId, LinkId, OrganizationId, ProjectId, Ref, RequestId, ServiceId, TotemId},
    notifications::{Letter, Occasion},
    state::State,
    totems::questions::MOST,
};

/// What is asked, of whom.
#[derive(Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
#[garde(allow_unvalidated)]
#[schema(example = json!({
    "totem_id": "metz", "service_id": "accompagnement", "subject": "Préparer une première levée",
    "body": "Nous sommes deux, nous avons un prototype et cherchons un regard extérieur.",
    "answers": [{"question_id": "stage", "value": "idea"}],
    "contact": {"name": "Camille Exemple", "email": "camille@exemple.fr"},
}))]
pub struct CreateServiceRequest {
    /// Id or slug of the Totem.
    #[schema(value_type = String, example = "metz", min_length = 1, max_length = 120, pattern = "^[a-z0-9-]+$")]
    totem_id: Ref<TotemId>,
    /// Id or slug of one of its services.
    #[schema(value_type = String, example = "accompagnement", min_length = 1, max_length = 120, pattern = "^[a-z0-9-]+$")]
    service_id: Ref<ServiceId>,
    #[garde(dive)]
    #[schema(inline)]
    subject: Line<3, 200>,
    #[garde(dive)]
    #[schema(inline)]
    body: Prose<10, 10_000>,
    /// To the questions of the service.
    #[serde(default)]
    #[garde(custom(at_most::<{ MOST }, _>), dive)]
    #[schema(max_items = 30)]
    answers: Vec<AnswerInput>,
    /// Required without an account; with one it is the account's unless given.
    #[garde(dive)]
    contact: Option<ContactInput>,
    organization_id: Option<OrganizationId>,
    /// A project of one's own that it belongs to.
    project_id: Option<ProjectId>,
}

/// How to reach whoever asks.
#[derive(Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
#[garde(allow_unvalidated)]
#[schema(as = ContactInput)]
struct ContactInput {
    #[garde(dive)]
    #[schema(inline, example = "Camille Exemple")]
    name: Line<1, 120>,
    #[garde(dive)]
    #[schema(inline)]
    email: Email,
    #[garde(dive)]
    #[schema(inline, example = "+33 3 00 00 00 00")]
    phone: Option<Line<6, 30>>,
    /// The language to be written to in; by default that of the request.
    language: Option<Language>,
}

#[utoipa::path(
    tag = "service requests",
    summary = "Ask a Totem for a service",
    description = "With an account the request is `submitted` at once. Without one it is a `draft` until the e-mail address is \
        confirmed through the link that is sent to it, within 7 days. No company number is ever asked for. `answers` are to the \
        questions that the service asks: those required, unless one is `shown_when` another answer is given and it is not. A question of the type \
        `file` is answered afterwards, by `POST …/documents?question_id=…`; as long as a required one waits for its file the request \
        is a `draft` with an account, too, and whoever asks sends it by the transition to `submitted`.",
    responses((status = 201, description = "Asked", body = ServiceRequest)),
)]
#[post("/v1/service-requests")]
pub async fn create_service_request(
    actor: Actor,
    state: Data<State>,
    origin: Origin,
    Spoken(language): Spoken,
    _: Query<NoParameters>,
    body: Json<CreateServiceRequest>,
) -> Result<Answer, Problem> {
    let CreateServiceRequest { totem_id, service_id, subject, body: text, answers, contact, organization_id, project_id } =
        body.value;
    let offer = queries::offer(&state, &totem_id, &service_id).await?;
    let offer = offer.ok_or_else(|| Problem::field("/totem_id", FieldCode::UnknownReference))?;
    let service = offered(&offer, actor.account())?;
    let contact = reach(contact, actor.account(), language)?;
    let answers = answers::answered(&offer.questions.0, answers, language)?;
    let mut request = draft(&offer, service, subject.0, text.0, answers, contact, state.clock.now());
    if project_id.is_some() && actor.account().is_none() {
        return Err(Problem::field("/project_id", FieldCode::AccountNeeded));
    }
    request.organization_id = organization_id;
    request.project_id = project_id;
    request.requester_id = actor.account().map(|account| account.id);
    let (id, link) = (request.id, request.requester_id.is_none().then(LinkId::new));
    // What asks for a file is sent once it has come.
    let complete = answers::awaited(&request.answers).is_none();
    if link.is_none() && complete {
        submit(&mut request, &offer);
    }
    let look_at = next_look(&request, None, &offer.days(), request.created_at);
    let schedule = Schedule { look_at, target_days: request.submitted_at.and(offer.response_target_days) };
    let write = async move |tx: &mut Tx| {
        // Drawn anew for each attempt: a reference that is taken is what another attempt mends.
        let mut request = request.clone();
        request.reference = clock::new_reference(&offer.totem_code);
        let step = first_step(&request);
        queries::insert(tx, &request, schedule, &step, actor.audit_name().1, link).await?;
        let mails = letters(&request, link);
        let request = seen_by(&actor, request);
        let location = format!("/v1/service-requests/{}", request.id);
        let answer = Answer::created(location, &request)?.revision(request.revision, view(&actor, &request));
        let event = Event::new("service_request.created", Kind::ServiceRequest, request.id.0, request.revision);
        Ok(Emitted::new(event, answer).mail(mails))
    };
    state.db.write(origin.making(id), &body.bytes, write).await
}

fn reach(given: Option<ContactInput>, account: Option<&Account>, language: Language) -> Result<Contact, Problem> {
    match (given, account) {
        (Some(ContactInput { name, email, phone, language: chosen }), _) => Ok(Contact {
            name: name.0,
            email: email.0,
            phone: phone.map(|phone| phone.0),
            language: chosen.unwrap_or(language).tag().to_owned(),
        }),
        (None, Some(account)) => Ok(Contact {
            name: account.name.clone(),
            email: account.email.clone(),
            phone: None,
            language: account.language.clone(),
        }),
        (None, None) => {
            let missing = |member: &str| FieldError::body(format!("/contact/{member}"), FieldCode::Required);
            Err(Problem::invalid(vec![missing("name"), missing("email")]))
        }
    }
}

/// The service, if it may be asked for now and by whoever asks.
fn offered(offer: &Offer, account: Option<&Account>) -> Result<ServiceRef, Problem> {
    let refused = |code| Problem::field("/service_id", code);
    let service = offer.service.clone().ok_or_else(|| refused(FieldCode::UnknownReference))?;
    if !offer.available {
        return Err(refused(FieldCode::NotAvailable));
    }
    if offer.for_accounts && account.is_none() {
        return Err(refused(FieldCode::AccountNeeded));
    }
    Ok(service.0)
}

fn draft(
    offer: &Offer,
    service: ServiceRef,
    subject: String,
    body: String,
    answers: Vec<GivenAnswer>,
    contact: Contact,
    now: chrono::DateTime<chrono::Utc>,
) -> ServiceRequest {
    ServiceRequest {
        id: RequestId::new(),
        reference: String::new(),
        totem: offer.totem.0.clone(),
        service,
        status: Status::Draft,
        subject,
        body,
        answers,
        contact,
        organization_id: None,
        project_id: None,
        requester_id: None,
        assignees: vec![],
        submitted_at: None,
        due_at: None,
        answered_at: None,
        closed_at: None,
        ends_at: None,
        confirm_before: Some(now + CONFIRM_WITHIN),
        satisfaction: None,
        allowed_transitions: vec![],
        reason: None,
        merged_into: None,
        merged: vec![],
        created_at: now,
        updated_at: now,
        revision: 1,
    }
}

fn submit(request: &mut ServiceRequest, offer: &Offer) {
    let target = offer.response_target_days.and_then(|days| u32::try_from(days).ok()).unwrap_or(1);
    request.status = Status::Submitted;
    request.confirm_before = None;
    request.submitted_at = Some(request.created_at);
    request.due_at = Some(offer.days().deadline(request.created_at, target));
}

fn first_step(request: &ServiceRequest) -> Step {
    let actor = Author { kind: Party::Requester.name().to_owned(), name: Some(request.contact.name.clone()) };
    let (id, at, to) = (EventId::new(), request.created_at, request.status.name().to_owned());
    Step { id, at, actor, from: None, to, reason: None, note: None, totem: None }
}

fn letters(request: &ServiceRequest, link: Option<LinkId>) -> Vec<Mail> {
    match link {
        Some(_) => vec![Mail(Letter::to_requester(request, Occasion::Confirm, None, link))],
        None if request.status == Status::Draft => vec![],
        None => vec![
            Mail(Letter::to_requester(request, Occasion::Submitted, None, None)),
            Mail(Letter::to_site(request, Occasion::NewRequest)),
        ],
    }
}
