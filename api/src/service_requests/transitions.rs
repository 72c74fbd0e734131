//! Steps of a request from state to state.

use actix_web::{post, web::Data};
use chrono::{DateTime, Utc};
use garde::Validate;
use serde::Deserialize;
use utoipa::ToSchema;

use super::{
    answers,
    model::{Author, Party, Reason, ServiceRequest, Status, Step},
    policy, queries,
    queries::Found,
};
use crate::{
    auth::Actor,
    db::{Emitted, Event, Kind, Mail, Origin, Tx},
    error::{ErrorCode, FieldCode},
    http::{Answer, FieldError, Json, Path, Problem, Prose, Query, answer::OptionalIfMatch, query::NoParameters, shell::Spoken},
    ids::{EventId, RequestId},
    notifications::{Letter, Occasion},
    state::State,
};

/// A step to another state.
#[derive(Clone, Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
#[garde(allow_unvalidated)]
#[schema(example = json!({"to": "rejected", "reason": "out_of_area", "note": "Le Totem de Nancy vous répondra."}))]
pub struct CreateTransition {
    to: Status,
    /// Required to refuse a request, and only then.
    reason: Option<Reason>,
    /// Said to whoever asked; with a refusal, where to go instead.
    #[garde(dive)]
    #[schema(inline)]
    note: Option<Prose<1, 2000>>,
}

#[utoipa::path(
    tag = "service requests",
    summary = "Move a request to another state",
    description = "`allowed_transitions` of the request says what its reader may do. Whoever asked without an account confirms \
        the e-mail address by `submitted` on the draft, which is refused as long as a required file is missing. An agent who moves a request to `assigned` takes it. A closed request \
        is reopened by `triage`, within 30 days.",
    params(("id" = RequestId, Path, description = "Id of the request")),
    responses((status = 201, description = "Moved", body = ServiceRequest)),
)]
#[post("/v1/service-requests/{id}/transitions")]
#[expect(clippy::too_many_arguments, reason = "each is a part of the request, and all are looked at")]
pub async fn create_service_request_transition(
    actor: Actor,
    state: Data<State>,
    origin: Origin,
    id: Path<RequestId>,
    read: OptionalIfMatch,
    Spoken(language): Spoken,
    _: Query<NoParameters>,
    body: Json<CreateTransition>,
) -> Result<Answer, Problem> {
    let (id, bytes, step, now) = (id.0, body.bytes, body.value, state.clock.now());
    if (step.to == Status::Rejected) != step.reason.is_some() {
        let code = if step.reason.is_some() { FieldCode::NotAllowed } else { FieldCode::Required };
        return Err(Problem::field("/reason", code));
    }
    let write = async move |tx: &mut Tx| {
        let (mut found, party) = open(tx, &actor, id, &read).await?;
        let note = step.note.as_ref().map(|note| note.0.clone());
        if let (Status::Submitted, Some(question)) = (step.to, answers::awaited(&found.request.answers)) {
            let missing = FieldError::body("/to", FieldCode::AnswerMissing).with([question.say(language)]);
            return Err(Problem::invalid(vec![missing]));
        }
        if step.to == Status::Assigned {
            take(tx, &actor, &mut found, party, now).await?;
        } else {
            advance(tx, &actor, &mut found, party, step.to, step.reason, note.clone(), now).await?;
        }
        let letters = letters(tx, &found.request, party, step.to, note, now).await?;
        finish(tx, &actor, id, "service_request.moved", letters).await
    };
    state.db.write(origin, &bytes, write).await
}

/// The request to be changed, held until the transaction ends, with the side on which the actor stands; only at the
/// revision that the actor read, if one is named.
pub async fn open(tx: &mut Tx, actor: &Actor, id: RequestId, read: &OptionalIfMatch) -> Result<(Found, Party), Problem> {
    let found = queries::lock(tx, actor, id).await?;
    let party = policy::require(actor, &found.request)?;
    read.check(found.request.revision)?;
    Ok((found, party))
}

/// Puts the actor in charge, from wherever a site may take a request up.
pub async fn take(tx: &mut Tx, actor: &Actor, found: &mut Found, party: Party, now: DateTime<Utc>) -> Result<(), Problem> {
    let Some(account) = actor.account() else { return Err(Problem::new(ErrorCode::Forbidden).with(["agent"])) };
    if found.request.status == Status::Submitted && party == Party::Agent {
        advance(tx, actor, found, party, Status::Triage, None, None, now).await?;
    }
    advance(tx, actor, found, party, Status::Assigned, None, None, now).await?;
    queries::assign(tx, found.request.id, account.id, true, now).await?;
    Ok(())
}

/// One step: the machine allows it, the dates follow, and the event is kept.
#[expect(clippy::too_many_arguments, reason = "a step has this many parts, and each caller gives all of them")]
pub async fn advance(
    tx: &mut Tx,
    actor: &Actor,
    found: &mut Found,
    party: Party,
    to: Status,
    reason: Option<Reason>,
    note: Option<String>,
    now: DateTime<Utc>,
) -> Result<(), Problem> {
    let from = found.request.status;
    found.step(party, to, now)?;
    found.request.reason = reason.map(|reason| reason.name().to_owned());
    if to == Status::Triage {
        queries::unassign(tx, found.request.id).await?;
    }
    queries::update(tx, found, now).await?;
    let step = Step {
        id: EventId::new(),
        at: now,
        actor: author(actor, &found.request, party),
        from: Some(from.name().to_owned()),
        to: to.name().to_owned(),
        reason: found.request.reason.clone(),
        note,
        totem: None,
    };
    queries::insert_step(tx, found.request.id, &step, actor.audit_name().1).await?;
    Ok(())
}

/// The requester replies: what waited or was answered is worked on again.
pub async fn reply(tx: &mut Tx, actor: &Actor, found: &mut Found, now: DateTime<Utc>) -> Result<(), Problem> {
    let from = found.request.status;
    found.reply(now)?;
    queries::update(tx, found, now).await?;
    let step = Step {
        id: EventId::new(),
        at: now,
        actor: author(actor, &found.request, Party::Requester),
        from: Some(from.name().to_owned()),
        to: Status::InProgress.name().to_owned(),
        reason: None,
        note: None,
        totem: None,
    };
    queries::insert_step(tx, found.request.id, &step, actor.audit_name().1).await?;
    Ok(())
}

pub fn author(actor: &Actor, request: &ServiceRequest, party: Party) -> Author {
    let name = match (party, actor) {
        (Party::Requester, _) => Some(request.contact.name.clone()),
        (Party::Agent, Actor::Account(account)) => Some(account.name.clone()),
        (Party::Agent | Party::System, _) => None,
    };
    Author { kind: party.name().to_owned(), name }
}

/// Who is written to when a request reaches a state.
async fn letters(
    tx: &mut Tx,
    request: &ServiceRequest,
    by: Party,
    to: Status,
    note: Option<String>,
    now: DateTime<Utc>,
) -> Result<Vec<Mail>, Problem> {
    let letters = match (by, to) {
        (_, Status::Submitted) => {
            let receipt = to_requester(tx, request, Occasion::Submitted, note, now).await?;
            vec![receipt, Mail(Letter::to_site(request, Occasion::NewRequest))]
        }
        (Party::Requester, Status::Triage) => vec![Mail(Letter::to_site(request, Occasion::Reopened))],
        (Party::Agent, Status::Rejected) => vec![to_requester(tx, request, Occasion::Rejected, note, now).await?],
        (Party::Agent, Status::Answered) => vec![to_requester(tx, request, Occasion::Answered, note, now).await?],
        (Party::Agent, Status::WaitingRequester) => vec![to_requester(tx, request, Occasion::AskedBack, note, now).await?],
        _ => vec![],
    };
    Ok(letters)
}

/// A letter to whoever asked; without an account it carries a new link.
pub async fn to_requester(
    tx: &mut Tx,
    request: &ServiceRequest,
    occasion: Occasion,
    text: Option<String>,
    now: DateTime<Utc>,
) -> Result<Mail, Problem> {
    let link = match request.requester_id {
        Some(_) => None,
        None => Some(queries::insert_link(tx, request.id, now).await?),
    };
    Ok(Mail(Letter::to_requester(request, occasion, text, link)))
}

/// The answer of a write: the request as its reader now sees it.
pub async fn finish(
    tx: &mut Tx,
    actor: &Actor,
    id: RequestId,
    action: &'static str,
    mails: Vec<Mail>,
) -> Result<Emitted, Problem> {
    let found = queries::find(tx, actor, id).await?.ok_or(ErrorCode::NotFound)?;
    let request = seen_by(actor, found.request);
    let location = format!("/v1/service-requests/{id}");
    let answer = Answer::created(location, &request)?.revision(request.revision, view(actor, &request));
    let event = Event::new(action, Kind::ServiceRequest, id.0, request.revision);
    Ok(Emitted::new(event, answer).mail(mails))
}

/// Fills in what its reader may do.
pub fn seen_by(actor: &Actor, mut request: ServiceRequest) -> ServiceRequest {
    let party = policy::party(actor, &request);
    request.allowed_transitions = party.map(|party| request.status.next(party).to_vec()).unwrap_or_default();
    request
}

/// The variant of the representation, for its ETag.
pub fn view(actor: &Actor, request: &ServiceRequest) -> &'static str {
    match policy::party(actor, request) {
        Some(Party::Agent) => "agent",
        _ => "requester",
    }
}
