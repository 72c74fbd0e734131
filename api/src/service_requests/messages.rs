//! Messages of a request, both ways, and notes among agents.

use actix_web::{get, post, web::Data};
use garde::Validate;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::{
    documents,
    model::{Message, Party, ServiceRequest, Status},
    policy, queries,
    queries::Found,
    transitions::{self, advance, author, seen_by, to_requester, view},
};
use crate::{
    auth::Actor,
    db::{Emitted, Event, Kind, Mail, Origin, Tx},
    error::{ErrorCode, FieldCode},
    http::{Answer, Json, Limit, Listing, Pages, Path, Problem, Prose, Query, answer::OptionalIfMatch, query::NoParameters},
    ids::{DocumentId, MessageId, RequestId},
    notifications::{Letter, Occasion},
    state::State,
};

#[derive(Deserialize, IntoParams, Validate)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct ListMessages {
    #[serde(default)]
    #[garde(dive)]
    #[param(required = false)]
    pub limit: Limit,
    #[garde(skip)]
    pub cursor: Option<String>,
}

#[utoipa::path(
    tag = "service requests",
    summary = "List the messages of a request",
    description = "In their order. Notes among agents are seen by agents only.",
    params(("id" = RequestId, Path, description = "Id of the request"), ListMessages),
    responses((status = 200, description = "A page of messages", body = Listing<Message>)),
)]
#[get("/v1/service-requests/{id}/messages")]
pub async fn list_service_request_messages(
    actor: Actor,
    state: Data<State>,
    pages: Pages,
    id: Path<RequestId>,
    query: Query<ListMessages>,
) -> Result<Answer, Problem> {
    let ListMessages { limit, cursor } = query.0;
    let after: Option<MessageId> = pages.after(cursor.as_deref())?;
    let found = state.db.read_as(&actor, async |connection| queries::find(connection, &actor, id.0).await).await?;
    let party = policy::require(&actor, &found.ok_or(ErrorCode::NotFound)?.request)?;
    let load = async |connection: &mut diesel_async::AsyncPgConnection| {
        queries::messages(connection, id.0, party, after, limit.0 + 1).await
    };
    pages.answer(state.db.read_as(&actor, load).await?, limit, |message| message.id, None, |message| message)
}

/// A message, with the step that goes with it.
#[derive(Clone, Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
#[garde(allow_unvalidated)]
#[schema(example = json!({"body": "Pouvez-vous préciser votre calendrier ?", "to": "waiting_requester"}))]
pub struct CreateMessage {
    #[garde(dive)]
    #[schema(inline)]
    body: Prose<1, 10_000>,
    /// A note among agents, which whoever asked never sees.
    #[serde(default)]
    internal: bool,
    /// For agents: the message is the answer (`answered`), or asks something back (`waiting_requester`).
    to: Option<MessageStep>,
    /// Files that were sent for this message and wait for it.
    #[serde(default)]
    #[garde(custom(few))]
    #[schema(max_items = 10)]
    document_ids: Vec<DocumentId>,
    /// Of the mail that it came by.
    #[serde(skip)]
    #[garde(skip)]
    mail_digest: Option<Vec<u8>>,
}

impl CreateMessage {
    /// What somebody answered to a letter of ours.
    pub fn by_mail(body: String, document_ids: Vec<DocumentId>, digest: Vec<u8>) -> Self {
        Self { body: Prose(body), internal: false, to: None, document_ids, mail_digest: Some(digest) }
    }
}

fn few(documents: &[DocumentId], (): &()) -> garde::Result {
    if documents.len() <= 10 { Ok(()) } else { Err(garde::Error::new("item_count|0|10")) }
}

#[derive(Clone, Copy, PartialEq, Eq, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
enum MessageStep {
    Answered,
    WaitingRequester,
}

/// A message with its request after it.
#[derive(Serialize, ToSchema)]
pub struct MessageSent {
    message: Message,
    request: ServiceRequest,
}

#[utoipa::path(
    tag = "service requests",
    summary = "Write in a request",
    description = "An agent answers, asks back, or leaves a note for colleagues; whoever asked replies, which puts a request that \
        waits or is answered back to work. Message and step are one.",
    params(("id" = RequestId, Path, description = "Id of the request")),
    responses((status = 201, description = "Sent", body = MessageSent)),
)]
#[post("/v1/service-requests/{id}/messages")]
pub async fn create_service_request_message(
    actor: Actor,
    state: Data<State>,
    origin: Origin,
    id: Path<RequestId>,
    read: OptionalIfMatch,
    _: Query<NoParameters>,
    body: Json<CreateMessage>,
) -> Result<Answer, Problem> {
    let (id, bytes, input, now) = (id.0, body.bytes, body.value, state.clock.now());
    if input.internal && input.to.is_some() {
        return Err(Problem::field("/to", FieldCode::NotAllowed));
    }
    let write = async move |tx: &mut Tx| write(tx, &actor, id, &read, &input, now).await;
    state.db.write(origin, &bytes, write).await
}

/// Writes a message, whichever way it came.
pub async fn write(
    tx: &mut Tx,
    actor: &Actor,
    id: RequestId,
    read: &OptionalIfMatch,
    input: &CreateMessage,
    now: chrono::DateTime<chrono::Utc>,
) -> Result<Emitted, Problem> {
    let (mut found, party) = transitions::open(tx, actor, id, read).await?;
    if party != Party::Agent && (input.internal || input.to.is_some()) {
        return Err(Problem::new(ErrorCode::Forbidden).with(["agent"]));
    }
    let mails = step(tx, actor, &mut found, party, input, now).await?;
    let author = author(actor, &found.request, party);
    let message = Message { id: MessageId::new(), author, body: input.body.0.clone(), internal: input.internal, created_at: now };
    queries::insert_message(tx, id, &message, actor.account().map(|account| account.id), input.mail_digest.clone()).await?;
    documents::queries::attach(tx, actor, id, party, message.id, input.internal, &input.document_ids).await?;
    // A message is a change of its request.
    queries::update(tx, &found, now).await?;
    let request = queries::find(tx, actor, id).await?.ok_or(ErrorCode::NotFound)?.request;
    let request = seen_by(actor, request);
    let (revision, view) = (request.revision, view(actor, &request));
    let location = format!("/v1/service-requests/{id}/messages");
    let answer = Answer::created(location, &MessageSent { message, request })?.revision(revision, view);
    let event = Event::new("service_request.message_sent", Kind::ServiceRequest, id.0, revision);
    Ok(Emitted::new(event, answer).mail(mails))
}

/// Moves the request as the message wants it, and says who is written to.
async fn step(
    tx: &mut Tx,
    actor: &Actor,
    found: &mut Found,
    party: Party,
    input: &CreateMessage,
    now: chrono::DateTime<chrono::Utc>,
) -> Result<Vec<Mail>, Problem> {
    let text = Some(input.body.0.clone());
    let status = found.request.status;
    if party == Party::Requester {
        return match status {
            Status::WaitingRequester | Status::Answered => {
                transitions::reply(tx, actor, found, now).await?;
                Ok(vec![Mail(Letter::to_site(&found.request, Occasion::Reply))])
            }
            Status::Submitted | Status::Triage | Status::Assigned | Status::InProgress => {
                Ok(vec![Mail(Letter::to_site(&found.request, Occasion::Reply))])
            }
            _ => status.apply(party, Status::InProgress).map(|_| vec![]),
        };
    }
    if input.internal {
        return Ok(vec![]);
    }
    if matches!(status, Status::Closed | Status::Rejected | Status::Expired | Status::Cancelled) {
        status.apply(party, Status::InProgress)?;
    }
    if status == Status::Assigned {
        advance(tx, actor, found, party, Status::InProgress, None, None, now).await?;
    }
    let occasion = match input.to {
        Some(MessageStep::Answered) => {
            advance(tx, actor, found, party, Status::Answered, None, None, now).await?;
            Occasion::Answered
        }
        Some(MessageStep::WaitingRequester) => {
            advance(tx, actor, found, party, Status::WaitingRequester, None, None, now).await?;
            Occasion::AskedBack
        }
        None => Occasion::Message,
    };
    Ok(vec![to_requester(tx, &found.request, occasion, text, now).await?])
}
