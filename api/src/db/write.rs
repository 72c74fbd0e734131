//! The write path: the only way to change what people see.
//!
//! One transaction holds the idempotency key, the effect, its audit rows, its change-log rows, its mails, what webhooks are
//! told and the stored answer; either all of it happened or nothing did. A deadlock or a serialisation failure is tried again.
//! The transaction runs in a task of its own, so that a caller who hangs up interrupts nothing.

#[cfg(feature = "planted-faults")]
mod planted;

use std::time::Duration;

use actix_web::{FromRequest, HttpMessage, HttpRequest, dev::Payload};
use diesel::{
    QueryableByName,
    result::DatabaseErrorKind,
    sql_types::{Array, BigInt, Binary, Bool, Nullable, SmallInt, Text, Uuid as SqlUuid},
};
use diesel_async::{AsyncPgConnection, RunQueryDsl, pooled_connection::deadpool::Pool};
use serde::Serialize;
use sha2::{Digest, Sha256};
use uuid::Uuid;

use super::{Db, PATIENCE, Sight, Tx, sql, unavailable};
use crate::{
    auth::Actor,
    clock,
    error::ErrorCode,
    http::{Answer, Problem, shell::RequestId},
    ids::{self, AccountId},
};

/// How often a transaction is tried that lost against another one.
const ATTEMPTS: u64 = 5;

/// Who asks for a write, and under which key.
#[derive(Clone, Debug)]
pub struct Origin {
    pub actor_kind: &'static str,
    pub actor_id: Option<Uuid>,
    pub request_id: String,
    sight: Sight,
    scope: String,
    key: Option<Result<String, Problem>>,
}

/// An idempotency key with what it was used for.
#[derive(Clone, Debug)]
pub struct Key {
    scope: String,
    key: String,
    fingerprint: [u8; 32],
}

impl Origin {
    /// The program itself, doing what is due.
    pub fn system(task: &'static str) -> Self {
        let (request_id, sight) = (task.to_owned(), Sight::everything());
        Self { actor_kind: "system", actor_id: None, request_id, sight, scope: String::new(), key: None }
    }

    /// Somebody's own act, by a mail of theirs.
    pub fn by_mail(actor: &Actor) -> Self {
        let (actor_kind, actor_id) = actor.audit_name();
        let (request_id, sight) = ("mail".to_owned(), Sight::of(actor));
        Self { actor_kind, actor_id, request_id, sight, scope: String::new(), key: None }
    }

    /// The same request once it is known whose it is: a sign-in is its account's own act.
    pub fn by(self, account: AccountId) -> Self {
        Self { actor_kind: "account", actor_id: Some(account.0), ..self }
    }

    /// For what somebody's link in a mail has shown that they may: their own act, by none of the rights of whoever asks.
    pub fn by_link_of(self, account: AccountId) -> Self {
        let sight = self.sight.clone().own_within(account);
        Self { sight, ..self.by(account) }
    }

    /// Makes this request, which is nobody's before.
    pub fn making(self, request: ids::RequestId) -> Self {
        Self { sight: self.sight.with(request), ..self }
    }

    /// For what has shown by itself that it may, such as a password or the link in a mail, and is done before anybody is
    /// signed in. A test holds the list of who may.
    pub fn trusted(self) -> Self {
        Self { sight: Sight::everything(), ..self }
    }

    /// The key for this body, if the caller gave one.
    fn key_for(&self, body: &[u8]) -> Result<Option<Key>, Problem> {
        let Some(key) = self.key.clone().transpose()? else { return Ok(None) };
        Ok(Some(Key { scope: self.scope.clone(), key, fingerprint: Sha256::digest(body).into() }))
    }

    /// For what stands by itself without the answer being kept.
    pub fn without_key(self) -> Self {
        Self { key: None, ..self }
    }

    /// For what is done later and must not be begun twice.
    pub fn require_key(&self) -> Result<(), Problem> {
        if self.key.is_some() { Ok(()) } else { Err(ErrorCode::IdempotencyKeyRequired.into()) }
    }

    /// For answers that show a secret: they are never stored, so a key would promise what cannot be kept.
    pub fn refuse_key(&self) -> Result<(), Problem> {
        if self.key.is_some() { Err(ErrorCode::IdempotencyNotSupported.into()) } else { Ok(()) }
    }
}

impl FromRequest for Origin {
    type Error = Problem;
    type Future = std::future::Ready<Result<Self, Problem>>;

    fn from_request(req: &HttpRequest, _: &mut Payload) -> Self::Future {
        std::future::ready(Ok(Self::of(req)))
    }
}

impl Origin {
    pub fn of(req: &HttpRequest) -> Self {
        let extensions = req.extensions();
        let actor = extensions.get::<Actor>().unwrap_or(&Actor::Anonymous);
        let (actor_kind, actor_id) = actor.audit_name();
        let request_id = extensions.get::<RequestId>().map(|id| id.0.clone()).unwrap_or_default();
        let principal = actor_id.map_or_else(|| actor_kind.to_owned(), |id| id.to_string());
        let key = req.headers().get("Idempotency-Key").map(|header| {
            let key = header.to_str().unwrap_or_default().trim_matches('"').to_owned();
            let visible = (1..=128).contains(&key.len()) && key.bytes().all(|byte| byte.is_ascii_graphic());
            let good = visible && (actor_id.is_some() || Uuid::try_parse(&key).is_ok());
            if good { Ok(key) } else { Err(ErrorCode::InvalidIdempotencyKey.into()) }
        });
        let scope = format!("{principal} {} {}", req.method(), req.path());
        Self { actor_kind, actor_id, request_id, sight: Sight::of(actor), scope, key }
    }
}

/// What kinds of record have a history and reach the feed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    Account,
    AnswerTemplate,
    ApiClient,
    Booking,
    Candidacy,
    Claim,
    Confirmation,
    Identity,
    Consent,
    Document,
    DossierReview,
    Draft,
    Export,
    Import,
    ImportMapping,
    Indicator,
    Invitation,
    LabelProgramme,
    Member,
    Milestone,
    Objective,
    Observation,
    Organization,
    Project,
    Proposal,
    Reference,
    SavedSearch,
    ServiceRequest,
    Session,
    Space,
    SyncAck,
    SyncConflict,
    Totem,
    Wave,
    Webhook,
}

impl Kind {
    fn name(self) -> &'static str {
        match self {
            Self::Account => "account",
            Self::AnswerTemplate => "answer_template",
            Self::ApiClient => "api_client",
            Self::Booking => "booking",
            Self::Candidacy => "candidacy",
            Self::Claim => "claim",
            Self::Confirmation => "confirmation",
            Self::Identity => "identity",
            Self::Consent => "consent",
            Self::Document => "document",
            Self::DossierReview => "dossier_review",
            Self::Draft => "draft",
            Self::Export => "export",
            Self::Import => "import",
            Self::ImportMapping => "import_mapping",
            Self::Indicator => "indicator",
            Self::Invitation => "invitation",
            Self::LabelProgramme => "label_programme",
            Self::Member => "member",
            Self::Milestone => "milestone",
            Self::Objective => "objective",
            Self::Observation => "observation",
            Self::Organization => "organization",
            Self::Project => "project",
            Self::Proposal => "proposal",
            Self::Reference => "reference",
            Self::SavedSearch => "saved_search",
            Self::ServiceRequest => "service_request",
            Self::Session => "session",
            Self::Space => "space",
            Self::SyncAck => "sync_ack",
            Self::SyncConflict => "sync_conflict",
            Self::Totem => "totem",
            Self::Wave => "wave",
            Self::Webhook => "webhook",
        }
    }
}

/// What happened to a record: a row of the audit log and one of the change log.
#[derive(Clone, Debug)]
pub struct Event {
    action: &'static str,
    kind: Kind,
    id: Uuid,
    revision: i64,
    gone: bool,
}

impl Event {
    /// `action` is what was done, as `<kind>.<past participle>`.
    pub fn new(action: &'static str, kind: Kind, id: impl Into<Uuid>, revision: i64) -> Self {
        Self { action, kind, id: id.into(), revision, gone: false }
    }

    /// The record is no more: whoever keeps a copy of it is told to delete it.
    pub fn gone(self) -> Self {
        Self { gone: true, ..self }
    }
}

/// A mail that leaves after the commit.
#[derive(Clone, Debug, Serialize)]
pub struct Mail(pub crate::notifications::Letter);

/// What a write did, and its answer.
#[derive(Debug)]
pub struct Emitted {
    events: Vec<Event>,
    mails: Vec<Mail>,
    answer: Answer,
}

impl Emitted {
    pub fn new(event: Event, answer: Answer) -> Self {
        Self { events: vec![event], mails: vec![], answer }
    }

    /// For what partners say, which may be known already: then nothing has happened.
    pub fn all(events: impl IntoIterator<Item = Event>, answer: Answer) -> Self {
        Self { events: events.into_iter().collect(), mails: vec![], answer }
    }

    pub fn and(mut self, events: impl IntoIterator<Item = Event>) -> Self {
        self.events.extend(events);
        self
    }

    pub fn mail(mut self, mail: impl IntoIterator<Item = Mail>) -> Self {
        self.mails.extend(mail);
        self
    }
}

impl Db {
    /// Does `effect` once: `body` is what the caller sent, which an idempotency key is bound to.
    pub async fn write<F>(&self, origin: Origin, body: &[u8], effect: F) -> Result<Answer, Problem>
    where
        F: AsyncFn(&mut Tx) -> Result<Emitted, Problem> + 'static,
    {
        let key = origin.key_for(body)?;
        let slot = self.slots.clone().try_acquire_owned().map_err(|_| unavailable())?;
        let pool = self.writers.clone();
        let task = actix_web::rt::spawn(async move {
            let _slot = slot;
            persist(&pool, &origin, key.as_ref(), &effect).await
        });
        #[expect(clippy::disallowed_methods, reason = "only the waiting ends; the task goes on to its own end")]
        match tokio::time::timeout(PATIENCE, task).await {
            Ok(Ok(outcome)) => outcome,
            Ok(Err(panic)) => {
                log::error!("a write panicked: {panic}");
                Err(ErrorCode::InternalError.into())
            }
            Err(_) => Err(unavailable()),
        }
    }
}

/// Tries until the transaction stands, or fails for good.
async fn persist<F>(pool: &Pool<AsyncPgConnection>, origin: &Origin, key: Option<&Key>, effect: &F) -> Result<Answer, Problem>
where
    F: AsyncFn(&mut Tx) -> Result<Emitted, Problem>,
{
    #[cfg(feature = "planted-faults")]
    if let (Some(fault), Some(key)) = (planted::fault(), key) {
        return planted::persist(fault, pool, origin, key, effect).await;
    }
    let mut attempt = 1;
    loop {
        let mut tx = Tx::take(pool).await?;
        let outcome = attempt_once(&mut tx, origin, key, effect).await;
        match outcome {
            Err(problem) if problem.transient && attempt < ATTEMPTS => {
                drop(tx);
                let [jitter] = clock::random();
                actix_web::rt::time::sleep(Duration::from_millis(attempt * 5 + u64::from(jitter) / 16)).await;
                attempt += 1;
            }
            outcome => return outcome,
        }
    }
}

/// Begin, effect, record, commit. Whatever fails rolls back; what cannot roll back loses its connection.
async fn attempt_once<F>(tx: &mut Tx, origin: &Origin, key: Option<&Key>, effect: &F) -> Result<Answer, Problem>
where
    F: AsyncFn(&mut Tx) -> Result<Emitted, Problem>,
{
    tx.begin = Some(origin.sight.begin(key.is_some()));
    let outcome = inside(tx, origin, key, effect).await;
    let ended = match &outcome {
        Ok(Outcome::Done(_)) => tx.end("COMMIT").await,
        Ok(Outcome::Replayed(_)) | Err(_) => tx.end("ROLLBACK").await,
    };
    if ended.is_ok() {
        tx.lease.settle();
    }
    match outcome? {
        Outcome::Done(answer) => ended.map(|()| answer).map_err(Into::into),
        Outcome::Replayed(answer) => Ok(answer),
    }
}

enum Outcome {
    Done(Answer),
    Replayed(Answer),
}

async fn inside<F>(tx: &mut Tx, origin: &Origin, key: Option<&Key>, effect: &F) -> Result<Outcome, Problem>
where
    F: AsyncFn(&mut Tx) -> Result<Emitted, Problem>,
{
    if let Some(key) = key
        && let Some(answer) = claim(tx, key).await?
    {
        return Ok(Outcome::Replayed(answer));
    }
    let emitted = effect(tx).await?;
    record(tx, origin, key, &emitted).await?;
    Ok(Outcome::Done(emitted.answer))
}

#[derive(QueryableByName)]
struct Claim {
    #[diesel(sql_type = Bool)]
    won: bool,
    #[diesel(sql_type = Binary)]
    fingerprint: Vec<u8>,
    #[diesel(sql_type = Nullable<SmallInt>)]
    status: Option<i16>,
    #[diesel(sql_type = Nullable<Text>)]
    location: Option<String>,
    #[diesel(sql_type = Nullable<Text>)]
    etag: Option<String>,
    #[diesel(sql_type = Nullable<Binary>)]
    body: Option<Vec<u8>>,
}

/// Takes the key, or finds the answer of whoever took it. A second caller waits here for the first one's commit;
/// the update that changes nothing is what lets it see that commit, which `do nothing` would not. It waits briefly, for
/// each one that waits holds a connection; what the effect then waits for has the usual time again.
async fn claim(tx: &mut Tx, key: &Key) -> Result<Option<Answer>, Problem> {
    let attempt = clock::new_id();
    let claim = sql("insert into idempotency_keys as k (scope, key, attempt, fingerprint) select ")
        .bind::<Text, _>(key.scope.clone())
        .push(", ")
        .bind::<Text, _>(key.key.clone())
        .push(", ")
        .bind::<SqlUuid, _>(attempt)
        .push(", ")
        .bind::<Binary, _>(key.fingerprint.to_vec())
        .push(" from set_config('lock_timeout', '300ms', true) on conflict on constraint idempotency_keys_key do update set scope = excluded.scope returning set_config('lock_timeout', '2s', true), k.attempt = ")
        .bind::<SqlUuid, _>(attempt)
        .push(" as won, fingerprint, status, location, etag, body");
    let claim: Claim = claim.get_result(tx).await.map_err(|error| match Problem::from(error) {
        problem if problem.code == ErrorCode::Unavailable && !problem.transient => ErrorCode::IdempotencyInProgress.into(),
        problem => problem,
    })?;
    if claim.won {
        return Ok(None);
    }
    if claim.fingerprint != key.fingerprint {
        return Err(ErrorCode::IdempotencyKeyReused.into());
    }
    let status = claim.status.and_then(|status| u16::try_from(status).ok()).ok_or(ErrorCode::InternalError)?;
    Ok(Some(Answer::stored(status, claim.location, claim.etag, claim.body.unwrap_or_default())))
}

/// Audit, change log, mails, what webhooks are told and the stored answer in one statement. It always runs: PostgreSQL answers COMMIT of an
/// aborted transaction with success, and this is what notices an error that the effect swallowed.
async fn record(tx: &mut Tx, origin: &Origin, key: Option<&Key>, emitted: &Emitted) -> Result<(), Problem> {
    let events = &emitted.events;
    let actions: Vec<&str> = events.iter().map(|event| event.action).collect();
    let kinds: Vec<&str> = events.iter().map(|event| event.kind.name()).collect();
    let ids: Vec<Uuid> = events.iter().map(|event| event.id).collect();
    let revisions: Vec<i64> = events.iter().map(|event| event.revision).collect();
    let states: Vec<&str> = events.iter().map(|event| if event.gone { "deleted" } else { "updated" }).collect();
    let mails = serde_json::to_string(&emitted.mails).map_err(|_| ErrorCode::InternalError)?;
    let mail_ids: Vec<Uuid> = emitted.mails.iter().map(|_| clock::new_id()).collect();
    let answer = &emitted.answer;
    let (scope, name) = key.map_or((None, None), |key| (Some(key.scope.clone()), Some(key.key.clone())));
    let body = key.map_or_else(Vec::new, |_| answer.body.to_vec());
    sql("with event as (select * from unnest(")
        .bind::<Array<Text>, _>(own(&actions))
        .push("::text[], ")
        .bind::<Array<Text>, _>(own(&kinds))
        .push("::text[], ")
        .bind::<Array<SqlUuid>, _>(ids)
        .push("::uuid[], ")
        .bind::<Array<BigInt>, _>(revisions)
        .push("::int8[], ")
        .bind::<Array<Text>, _>(own(&states))
        .push("::text[]) as e(action, kind, id, revision, state)), audited as (insert into audit_log (actor_kind, actor_id, action, subject_kind, subject_id, revision, request_id) select ")
        .bind::<Text, _>(origin.actor_kind)
        .push(", ")
        .bind::<Nullable<SqlUuid>, _>(origin.actor_id)
        .push(", action, kind, id, revision, ")
        .bind::<Text, _>(origin.request_id.clone())
        .push(" from event), changed as (insert into change_log (kind, record_id, revision, state) select kind, id, revision, state from event), told as (insert into webhook_events (type, kind, record_id, revision) select t.type, kind, id, revision from event, lateral webhook_type(action, kind, id, state = 'deleted') as t(type) where t.type is not null), posted as (insert into outbox (id, topic, payload) select m.id, 'mail', m.payload from rows from (unnest(")
        .bind::<Array<SqlUuid>, _>(mail_ids)
        .push("::uuid[]), jsonb_array_elements(")
        .bind::<Text, _>(mails)
        .push("::jsonb)) as m(id, payload)) update idempotency_keys set status = ")
        .bind::<SmallInt, _>(answer.status as i16)
        .push(", location = ")
        .bind::<Nullable<Text>, _>(answer.location.clone())
        .push(", etag = ")
        .bind::<Nullable<Text>, _>(answer.etag.clone())
        .push(", body = ")
        .bind::<Binary, _>(body)
        .push(" where scope = ")
        .bind::<Nullable<Text>, _>(scope)
        .push(" and key = ")
        .bind::<Nullable<Text>, _>(name)
        .execute(tx)
        .await?;
    Ok(())
}

fn own(words: &[&str]) -> Vec<String> {
    words.iter().map(|word| (*word).to_owned()).collect()
}

/// Whether an error of a transaction is one that a second attempt mends.
pub(super) fn is_transient(kind: &DatabaseErrorKind, message: &str) -> bool {
    matches!(kind, DatabaseErrorKind::SerializationFailure) || message == "deadlock detected"
}
