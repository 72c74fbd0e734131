//! An entrepreneur asks.

use actix_web::{post, web::Data};
use garde::Validate;
use serde::Deserialize;
use utoipa::ToSchema;

use super::{
    model::{Author, CONFIRM_WITHIN, Contact, Party, ServiceRequest, Status, Step},
    queries::{self, Offer},
    transitions::{seen_by, view},
};
use crate::{
    auth::{Account, Actor},
    clock,
    db::{Emitted, Event, Kind, Mail, Origin, Tx},
    error::{FieldCode, Language},
    http::{Answer, Email, FieldError, Json, Line, Problem, Prose, Query, query::NoParameters, shell::Spoken},
    ids::{EventId, LinkId, OrganizationId, Ref, RequestId, ServiceId, TotemId},
    notifications::{Letter, Occasion},
    state::State,
    totems::calendar::Calendar,
};

/// What is asked, of whom.
#[derive(Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
#[garde(allow_unvalidated)]
#[schema(example = json!({
    "totem_id": "metz", "service_id": "accompagnement", "subject": "Préparer une première levée",
    "body": "Nous sommes deux, nous avons un prototype et cherchons un regard extérieur.",
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
    /// Required without an account; with one it is the account's unless given.
    #[garde(dive)]
    contact: Option<ContactInput>,
    organization_id: Option<OrganizationId>,
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
    language: Option<ContactLanguage>,
}

#[derive(Clone, Copy, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum ContactLanguage {
    Fr,
    De,
    En,
}

impl ContactLanguage {
    pub fn name(self) -> &'static str {
        match self {
            Self::Fr => "fr",
            Self::De => "de",
            Self::En => "en",
        }
    }
}

#[utoipa::path(
    tag = "service requests",
    summary = "Ask a Totem for a service",
    description = "With an account the request is `submitted` at once. Without one it is a `draft` until the e-mail address is \
        confirmed through the link that is sent to it, within 7 days. No company number is ever asked for.",
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
    let CreateServiceRequest { totem_id, service_id, subject, body: text, contact, organization_id } = body.value;
    let offer = queries::offer(&state, &totem_id, &service_id).await?;
    let offer = offer.ok_or_else(|| Problem::field("/totem_id", FieldCode::UnknownReference))?;
    let contact = reach(contact, actor.account(), language)?;
    let mut request = draft(&offer, subject.0, text.0, contact, state.clock.now())?;
    request.organization_id = organization_id;
    request.requester_id = actor.account().map(|account| account.id);
    let (id, link) = (request.id, request.requester_id.is_none().then(LinkId::new));
    if link.is_none() {
        submit(&mut request, &offer);
    }
    let write = async move |tx: &mut Tx| {
        // Drawn anew for each attempt: a reference that is taken is what another attempt mends.
        let mut request = request.clone();
        request.reference = clock::new_reference(&offer.totem_code);
        let step = first_step(&request);
        queries::insert(tx, &request, &step, actor.audit_name().1, link).await?;
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
            language: chosen.map_or(language.tag(), ContactLanguage::name).to_owned(),
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

fn draft(
    offer: &Offer,
    subject: String,
    body: String,
    contact: Contact,
    now: chrono::DateTime<chrono::Utc>,
) -> Result<ServiceRequest, Problem> {
    let service = offer.service.clone().ok_or_else(|| Problem::field("/service_id", FieldCode::UnknownReference))?;
    if !offer.available {
        return Err(Problem::field("/service_id", FieldCode::NotAvailable));
    }
    Ok(ServiceRequest {
        id: RequestId::new(),
        reference: String::new(),
        totem: offer.totem.0.clone(),
        service: service.0,
        status: Status::Draft,
        subject,
        body,
        contact,
        organization_id: None,
        requester_id: None,
        assignees: vec![],
        submitted_at: None,
        due_at: None,
        answered_at: None,
        closed_at: None,
        ends_at: None,
        confirm_before: Some(now + CONFIRM_WITHIN),
        allowed_transitions: vec![],
        reason: None,
        created_at: now,
        updated_at: now,
        revision: 1,
    })
}

fn submit(request: &mut ServiceRequest, offer: &Offer) {
    let target = offer.response_target_days.and_then(|days| u32::try_from(days).ok()).unwrap_or(1);
    request.status = Status::Submitted;
    request.confirm_before = None;
    request.submitted_at = Some(request.created_at);
    request.due_at = Some(Calendar::from_name(&offer.calendar).deadline(request.created_at, target));
}

fn first_step(request: &ServiceRequest) -> Step {
    let actor = Author { kind: Party::Requester.name().to_owned(), name: Some(request.contact.name.clone()) };
    let (id, at, to) = (EventId::new(), request.created_at, request.status.name().to_owned());
    Step { id, at, actor, from: None, to, reason: None, note: None, totem: None }
}

fn letters(request: &ServiceRequest, link: Option<LinkId>) -> Vec<Mail> {
    match link {
        Some(_) => vec![Mail(Letter::to_requester(request, Occasion::Confirm, None, link))],
        None => vec![
            Mail(Letter::to_requester(request, Occasion::Submitted, None, None)),
            Mail(Letter::to_site(request, Occasion::NewRequest)),
        ],
    }
}
