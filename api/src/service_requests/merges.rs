//! Somebody asked for the same thing twice: an agent joins the two, and nothing that was said is lost.

use actix_web::{get, post, web::Data};
use chrono::{DateTime, Utc};
use garde::Validate;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{
    model::{Author, Message, Party, Reason, RequestRef, ServiceRequest, Status},
    policy, queries,
    queries::Found,
    transitions::{advance, finish, open, to_requester},
};
use crate::{
    auth::Actor,
    db::{Event, Kind, Origin, Tx},
    error::{ErrorCode, FieldCode, Language},
    http::{Answer, Json, Listing, Path, Problem, Query, answer::OptionalIfMatch, query::NoParameters},
    ids::{MessageId, RequestId},
    notifications::Occasion,
    state::State,
};

/// The request that ends in favour of this one.
#[derive(Clone, Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
#[garde(allow_unvalidated)]
#[schema(example = json!({"duplicate_id": "01920c1e-7b5a-7c3e-9d4f-2a6b8c0d1e3f"}))]
pub struct CreateMerge {
    duplicate_id: RequestId,
}

/// Another open request of whoever asked, at the same site.
#[derive(Serialize, ToSchema)]
pub struct PossibleDuplicate {
    #[serde(flatten)]
    pub request: RequestRef,
    #[schema(example = "Préparer une première levée")]
    pub subject: String,
    pub status: Status,
    pub submitted_at: DateTime<Utc>,
}

#[utoipa::path(
    tag = "service requests",
    summary = "Find what may be the same request",
    description = "For the agents of its site: the other requests of whoever asked (the same account, or the same e-mail address) \
        that are open there, the newest first, all on one page.",
    params(("id" = RequestId, Path, description = "Id of the request")),
    responses((status = 200, description = "What could be joined to it", body = Listing<PossibleDuplicate>)),
)]
#[get("/v1/service-requests/{id}/duplicates")]
pub async fn list_service_request_duplicates(
    actor: Actor,
    state: Data<State>,
    id: Path<RequestId>,
    _: Query<NoParameters>,
) -> Result<Answer, Problem> {
    let found = state.db.read_as(&actor, async |connection| queries::find(connection, &actor, id.0).await).await?;
    let request = found.ok_or(ErrorCode::NotFound)?.request;
    policy::require_agent(policy::require(&actor, &request)?)?;
    let duplicates = state.db.read_as(&actor, async |connection| queries::duplicates(connection, &request).await).await?;
    Listing::whole(duplicates).answer()
}

#[utoipa::path(
    tag = "service requests",
    summary = "Join a duplicate to a request",
    description = "For the agents of the site where both are. The duplicate ends as `rejected` with the reason `duplicate`; what it says, \
        its messages and its files go over to this request, the earlier of the two deadlines holds, and whoever asked is told. \
        Requests of different people stay apart, for each follows their own. It cannot be undone.",
    params(("id" = RequestId, Path, description = "Id of the request that goes on")),
    responses((status = 201, description = "Joined", body = ServiceRequest)),
)]
#[post("/v1/service-requests/{id}/merges")]
pub async fn create_service_request_merge(
    actor: Actor,
    state: Data<State>,
    origin: Origin,
    id: Path<RequestId>,
    read: OptionalIfMatch,
    _: Query<NoParameters>,
    body: Json<CreateMerge>,
) -> Result<Answer, Problem> {
    let (id, bytes, CreateMerge { duplicate_id }, now) = (id.0, body.bytes, body.value, state.clock.now());
    let write = async move |tx: &mut Tx| {
        // In the order of their ids, so that two agents who join the same two never wait for each other.
        if duplicate_id < id {
            queries::lock(tx, &actor, duplicate_id).await.map(drop).or_else(unless_unseen)?;
        }
        let (mut kept, party) = open(tx, &actor, id, &read).await?;
        policy::require_agent(party)?;
        let mut duplicate = queries::lock(tx, &actor, duplicate_id).await.map_err(unknown)?;
        policy::require_agent(policy::require(&actor, &duplicate.request)?)?;
        check(&kept.request, &duplicate.request)?;
        let note = Some(kept.request.reference.clone());
        advance(tx, &actor, &mut duplicate, party, Status::Rejected, Some(Reason::Duplicate), note, now).await?;
        queries::join(tx, duplicate_id, id).await?;
        queries::insert_message(tx, id, &said(&duplicate.request), duplicate.request.requester_id, None).await?;
        earlier(&mut kept, &duplicate);
        queries::update(tx, &kept, now).await?;
        let text = format!("{} · {}", duplicate.request.reference, duplicate.request.subject);
        let letter = to_requester(tx, &kept.request, Occasion::Merged, Some(text), now).await?;
        // Who follows the duplicate hears of its end.
        let ended = queries::find(tx, &actor, duplicate_id).await?.ok_or(ErrorCode::NotFound)?.request;
        let ended = Event::new("service_request.moved", Kind::ServiceRequest, ended.id.0, ended.revision);
        Ok(finish(tx, &actor, id, "service_request.merged", vec![letter]).await?.and([ended]))
    };
    state.db.write(origin, &bytes, write).await
}

/// Whether there is such a request is said when it is looked at as the duplicate.
fn unless_unseen(problem: Problem) -> Result<(), Problem> {
    if problem.code == ErrorCode::NotFound { Ok(()) } else { Err(problem) }
}

fn unknown(problem: Problem) -> Problem {
    if problem.code == ErrorCode::NotFound { Problem::field("/duplicate_id", FieldCode::UnknownReference) } else { problem }
}

/// Two different ones, of one person, at one site, and the one that goes on still open.
fn check(kept: &ServiceRequest, duplicate: &ServiceRequest) -> Result<(), Problem> {
    if kept.id == duplicate.id || kept.totem.id != duplicate.totem.id {
        return Err(Problem::field("/duplicate_id", FieldCode::NotAvailable));
    }
    if !Status::OPEN.contains(&kept.status) {
        let allowed = kept.status.next(Party::Agent).iter().map(|status| status.name());
        return Err(Problem::new(ErrorCode::StateConflict).with([kept.status.name(), "merges"]).allowed(allowed));
    }
    let same_account = kept.requester_id.is_some() && kept.requester_id == duplicate.requester_id;
    let same_address = kept.contact.email.to_lowercase() == duplicate.contact.email.to_lowercase();
    if same_account || same_address { Ok(()) } else { Err(Problem::field("/duplicate_id", FieldCode::OtherRequester)) }
}

/// What the duplicate asked for, as a message of that day; its id is free, for it was a request's.
fn said(duplicate: &ServiceRequest) -> Message {
    let language = Language::negotiate(Some(&duplicate.contact.language));
    let answers = duplicate.answers.iter().filter_map(|answer| answer.words(language));
    let parts: Vec<String> = [duplicate.subject.clone(), duplicate.body.clone()].into_iter().chain(answers).collect();
    let (body, name) = (parts.join("\n\n"), Some(duplicate.contact.name.clone()));
    let author = Author { kind: Party::Requester.name().to_owned(), name };
    let created_at = duplicate.submitted_at.unwrap_or(duplicate.created_at);
    Message { id: MessageId(duplicate.id.0), author, body, internal: false, created_at }
}

/// Whoever asked first was promised an answer first.
fn earlier(kept: &mut Found, duplicate: &Found) {
    let due = [kept.request.due_at, duplicate.request.due_at].into_iter().flatten().min();
    if kept.request.due_at.is_some() {
        kept.request.due_at = due;
    }
}
