//! Replies by mail: whose an address is, what they write as, and what they are told when a mail of theirs is not taken.

use chrono::Duration;
use diesel::{
    QueryableByName,
    sql_types::{Binary, Bool, Nullable, Text, Timestamptz, Uuid as SqlUuid},
};
use diesel_async::RunQueryDsl;

use super::{
    messages::{self, CreateMessage},
    queries, transitions,
};
use crate::{
    auth::Actor,
    db::{Emitted, Event, Kind, Mail, Origin, Tx, Upkeep, sql},
    error::ErrorCode,
    http::{Answer, Problem, answer::OptionalIfMatch},
    identity,
    ids::{AccountId, DocumentId, LinkId, ReplyId, RequestId},
    notifications::{Letter, Occasion},
    state::State,
};

/// Whoever is told that a mail was not taken is not told so again for this time.
const QUIET: Duration = Duration::hours(1);

/// Whose an address is, and about what.
#[derive(Clone, QueryableByName)]
pub struct Reply {
    #[diesel(sql_type = SqlUuid)]
    pub id: ReplyId,
    #[diesel(sql_type = SqlUuid)]
    pub request: RequestId,
    #[diesel(sql_type = Nullable<SqlUuid>)]
    account: Option<AccountId>,
    #[diesel(sql_type = Text)]
    pub language: String,
}

/// Why a mail was not taken, or not as a whole.
#[derive(Clone, Copy, Debug)]
pub enum Refusal {
    /// Nothing can be written there any more, or not by them.
    Over,
    TooLong,
    Empty,
    /// Of files, with their names and reasons.
    Files,
}

impl Refusal {
    fn name(self) -> &'static str {
        match self {
            Self::Over => "mail_over",
            Self::TooLong => "mail_too_long",
            Self::Empty => "mail_empty",
            Self::Files => "mail_files",
        }
    }
}

pub async fn find(state: &State, id: ReplyId) -> Result<Option<Reply>, Problem> {
    let found = sql("select p.id, coalesce(r.merged_into, r.id) as request, p.account_id as account, coalesce(a.language, r.contact_language) as language from reply_addresses p join service_requests r on r.id = p.request_id left join accounts a on a.id = p.account_id where p.id = ")
        .bind::<SqlUuid, _>(id);
    let rows: Vec<Reply> = state.db.read_everything(async |connection| found.load(connection).await).await?;
    Ok(rows.into_iter().next())
}

/// Whether the mail has been taken already.
pub async fn is_known(state: &State, reply: &Reply, digest: &[u8]) -> Result<bool, Problem> {
    #[derive(QueryableByName)]
    struct Known {
        #[diesel(sql_type = Bool)]
        known: bool,
    }
    let known = sql("select exists (select from request_messages where request_id = ")
        .bind::<SqlUuid, _>(reply.request)
        .push(" and mail_digest = ")
        .bind::<Binary, _>(digest.to_vec())
        .push(") as known");
    let known: Known = state.db.read_everything(async |connection| known.get_result(connection).await).await?;
    Ok(known.known)
}

/// Who writes, with the rights that they have now; nobody when their account has ended.
pub async fn actor(state: &State, reply: &Reply) -> Result<Option<Actor>, Problem> {
    match reply.account {
        Some(account) => Ok(identity::account_by_mail(state, account).await?.map(Actor::Account)),
        None => Ok(Some(Actor::Link { id: LinkId(reply.id.0), request: reply.request })),
    }
}

/// Makes a message of it, just as the site does.
pub async fn write(
    state: &State,
    reply: &Reply,
    actor: Actor,
    text: String,
    documents: Vec<DocumentId>,
    digest: Vec<u8>,
) -> Result<(), Problem> {
    let (id, now) = (reply.request, state.clock.now());
    let origin = Origin::by_mail(&actor);
    let input = CreateMessage::by_mail(text, documents, digest);
    let write = async move |tx: &mut Tx| messages::write(tx, &actor, id, &OptionalIfMatch::NONE, &input, now).await;
    state.db.write(origin, &[], write).await.map(drop)
}

/// Forgets the files of a mail that was not taken: it may come again.
pub async fn forget_files(state: &State, ids: Vec<DocumentId>) -> Result<(), Problem> {
    let ids = ids.into_iter().map(|id| id.0).collect();
    state.db.maintain(Upkeep::ForgetUnsentOnes { ids }).await.map(drop)
}

/// Tells whoever the address belongs to, at the address that we know of them and wherever the mail came from; once in a
/// while only, so that two programs do not write to each other for ever.
pub async fn refuse(state: &State, reply: &Reply, refusal: Refusal, text: Option<String>) -> Result<(), Problem> {
    let (reply, now) = (reply.clone(), state.clock.now());
    let write = async move |tx: &mut Tx| {
        let noted = sql("update reply_addresses set refused_at = ")
            .bind::<Timestamptz, _>(now)
            .push(" where (refused_at is null or refused_at < ")
            .bind::<Timestamptz, _>(now - QUIET)
            .push(") and id = ")
            .bind::<SqlUuid, _>(reply.id)
            .execute(tx)
            .await?;
        let found = queries::lock_for_service(tx, reply.request).await?.ok_or(ErrorCode::NotFound)?;
        let mut request = found.request;
        request.reason = Some(refusal.name().to_owned());
        let (occasion, text) = (Occasion::MailRefused, text.clone());
        let letter = match reply.account {
            _ if noted == 0 => None,
            Some(account) if request.requester_id != Some(account) => {
                Some(Mail(Letter::to_agent(&request, occasion, text, account)))
            }
            _ => Some(transitions::to_requester(tx, &request, occasion, text, now).await?),
        };
        let event = Event::new("service_request.mail_refused", Kind::ServiceRequest, request.id.0, request.revision);
        Ok(Emitted::new(event, Answer::no_content()).mail(letter))
    };
    state.db.write(Origin::system("receive mails"), &[], write).await.map(drop)
}
