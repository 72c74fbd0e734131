//! All SQL of webhooks.

use chrono::{DateTime, Duration, Utc};
use diesel::{
    QueryResult, QueryableByName,
    sql_types::{Array, BigInt, Binary, Bool, Integer, Jsonb, Nullable, Text, Timestamptz, Uuid as SqlUuid},
};
use diesel_async::RunQueryDsl;
use uuid::Uuid;

use super::{
    Owner,
    model::{CHALLENGE, Delivery, DeliveryAnswer, DeliveryStatus, DisabledReason, EventType, Webhook, WebhookStatus},
};
use crate::{
    db::{JsonColumn, Sql, Tx, sql},
    error::ErrorCode,
    http::Problem,
    ids::{AccountId, ApiClientId, DeliveryId, WebhookId},
    state::State,
};

/// Events given out at a time.
const BATCH: i64 = 500;
/// What was sent, and what could have been, is known for so long.
const KEPT: Duration = Duration::days(30);

#[derive(QueryableByName)]
pub struct Row {
    #[diesel(sql_type = SqlUuid)]
    pub id: WebhookId,
    #[diesel(sql_type = Nullable<SqlUuid>)]
    api_client_id: Option<ApiClientId>,
    #[diesel(sql_type = Text)]
    url: String,
    #[diesel(sql_type = Array<Text>)]
    types: Vec<String>,
    #[diesel(sql_type = Text)]
    status: String,
    #[diesel(sql_type = Nullable<Text>)]
    disabled_reason: Option<String>,
    #[diesel(sql_type = Nullable<Timestamptz>)]
    failing_since: Option<DateTime<Utc>>,
    #[diesel(sql_type = Nullable<Timestamptz>)]
    former_secret_until: Option<DateTime<Utc>>,
    #[diesel(sql_type = BigInt)]
    revision: i64,
    #[diesel(sql_type = Timestamptz)]
    created_at: DateTime<Utc>,
    #[diesel(sql_type = Timestamptz)]
    updated_at: DateTime<Utc>,
}

impl Row {
    pub fn shown(self, now: DateTime<Utc>) -> Webhook {
        let Self { id, api_client_id, url, types, status, disabled_reason, failing_since, .. } = self;
        let Self { former_secret_until, revision, created_at, updated_at, .. } = self;
        let reason = |name: String| if name == "gone" { DisabledReason::Gone } else { DisabledReason::Failing };
        Webhook {
            id,
            api_client_id,
            url,
            types: types.iter().filter_map(|name| EventType::from_name(name)).collect(),
            status: WebhookStatus::from_name(&status),
            disabled_reason: disabled_reason.map(reason),
            failing_since,
            secret: None,
            former_secret_until: former_secret_until.filter(|until| *until > now),
            revision,
            created_at,
            updated_at,
        }
    }
}

fn names(types: &[EventType]) -> Vec<String> {
    types.iter().map(|one| one.name().to_owned()).collect()
}

const WHOLE: &str = "select id, api_client_id, url, types, status, disabled_reason, failing_since, former_secret_until, revision, \
    created_at, updated_at from webhooks where ";

fn of(owner: Owner) -> Sql {
    match owner {
        Owner::Account(account) => sql(WHOLE).push("account_id = ").bind::<SqlUuid, _>(account),
        Owner::Client { id, .. } => sql(WHOLE).push("api_client_id = ").bind::<SqlUuid, _>(id),
    }
}

/// A page, the newest first.
pub fn page(owner: Owner, after: Option<WebhookId>, limit: i64) -> Sql {
    let mut statement = of(owner);
    if let Some(after) = after {
        statement = statement.push(" and id < ").bind::<SqlUuid, _>(after);
    }
    statement.push(" order by id desc limit ").bind::<BigInt, _>(limit)
}

pub fn one(owner: Owner, id: WebhookId) -> Sql {
    of(owner).push(" and id = ").bind::<SqlUuid, _>(id)
}

/// The same, held until the transaction ends.
pub async fn lock(tx: &mut Tx, owner: Owner, id: WebhookId, now: DateTime<Utc>) -> Result<Webhook, Problem> {
    let rows: Vec<Row> = one(owner, id).push(" for update").load(tx).await?;
    rows.into_iter().next().map(|row| row.shown(now)).ok_or_else(|| ErrorCode::NotFound.into())
}

pub async fn count(tx: &mut Tx, owner: Owner) -> QueryResult<i64> {
    #[derive(QueryableByName)]
    struct Count {
        #[diesel(sql_type = BigInt)]
        count: i64,
    }
    let whole = sql("select count(*) as count from (").append(of(owner));
    // A person's own, without those of their clients.
    let own = if matches!(owner, Owner::Account(_)) { " and api_client_id is null" } else { "" };
    whole.push(own).push(") w").get_result::<Count>(tx).await.map(|row| row.count)
}

pub async fn insert(
    tx: &mut Tx,
    owner: Owner,
    id: WebhookId,
    url: &str,
    types: &[EventType],
    secret: Vec<u8>,
) -> QueryResult<usize> {
    let (account, client) = match owner {
        Owner::Account(account) => (account, None),
        Owner::Client { id, owner } => (owner, Some(id)),
    };
    sql("insert into webhooks (id, account_id, api_client_id, url, types, secret, status) values (")
        .bind::<SqlUuid, _>(id)
        .push(", ")
        .bind::<SqlUuid, _>(account)
        .push(", ")
        .bind::<Nullable<SqlUuid>, _>(client)
        .push(", ")
        .bind::<Text, _>(url.to_owned())
        .push(", ")
        .bind::<Array<Text>, _>(names(types))
        .push(", ")
        .bind::<Binary, _>(secret)
        .push(", 'pending')")
        .execute(tx)
        .await
}

/// Stores what a patch changed.
pub async fn update(tx: &mut Tx, webhook: &Webhook) -> QueryResult<usize> {
    sql("update webhooks set url = ")
        .bind::<Text, _>(webhook.url.clone())
        .push(", types = ")
        .bind::<Array<Text>, _>(names(&webhook.types))
        .push(", status = ")
        .bind::<Text, _>(webhook.status.name())
        .push(", disabled_reason = ")
        .bind::<Nullable<Text>, _>(webhook.disabled_reason.map(DisabledReason::name))
        .push(", failing_since = ")
        .bind::<Nullable<Timestamptz>, _>(webhook.failing_since)
        .push(" where id = ")
        .bind::<SqlUuid, _>(webhook.id)
        .execute(tx)
        .await
}

/// Another secret; the one before signs on until then.
pub async fn replace_secret(tx: &mut Tx, id: WebhookId, secret: Vec<u8>, until: DateTime<Utc>) -> QueryResult<usize> {
    sql("update webhooks set former_secret = secret, former_secret_until = ")
        .bind::<Timestamptz, _>(until)
        .push(", secret = ")
        .bind::<Binary, _>(secret)
        .push(" where id = ")
        .bind::<SqlUuid, _>(id)
        .execute(tx)
        .await
}

pub async fn recover_since(tx: &mut Tx, id: WebhookId, since: DateTime<Utc>) -> QueryResult<usize> {
    sql("update webhooks set recovering_since = least(recovering_since, ")
        .bind::<Timestamptz, _>(since)
        .push(") where id = ")
        .bind::<SqlUuid, _>(id)
        .execute(tx)
        .await
}

pub async fn delete(tx: &mut Tx, id: WebhookId) -> QueryResult<usize> {
    sql("delete from webhooks where id = ").bind::<SqlUuid, _>(id).execute(tx).await
}

#[derive(QueryableByName)]
pub struct DeliveryRow {
    #[diesel(sql_type = BigInt)]
    pub seq: i64,
    #[diesel(sql_type = SqlUuid)]
    id: DeliveryId,
    #[diesel(sql_type = SqlUuid)]
    event_id: Uuid,
    #[diesel(sql_type = Text)]
    kind: String,
    #[diesel(sql_type = Text)]
    status: String,
    #[diesel(sql_type = Timestamptz)]
    occurred_at: DateTime<Utc>,
    #[diesel(sql_type = Timestamptz)]
    next_attempt_at: DateTime<Utc>,
    #[diesel(sql_type = Jsonb)]
    answers: JsonColumn<Vec<DeliveryAnswer>>,
}

impl From<DeliveryRow> for Delivery {
    fn from(row: DeliveryRow) -> Self {
        let DeliveryRow { seq: _, id, event_id, kind, status, occurred_at, next_attempt_at, answers } = row;
        let status = DeliveryStatus::from_name(&status);
        let next_attempt_at = (status == DeliveryStatus::Waiting).then_some(next_attempt_at);
        Self { id, event_id, r#type: kind, status, occurred_at, next_attempt_at, answers: answers.0 }
    }
}

const DELIVERY: &str = "seq, id, event_id, type as kind, status, occurred_at, next_attempt_at, answers";

/// A page of what was sent to a webhook, the newest first.
pub fn deliveries(id: WebhookId, after: Option<i64>, limit: i64) -> Sql {
    let mut statement = sql("select ").push(DELIVERY).push(" from webhook_deliveries where webhook_id = ").bind::<SqlUuid, _>(id);
    if let Some(after) = after {
        statement = statement.push(" and seq < ").bind::<BigInt, _>(after);
    }
    statement.push(" order by seq desc limit ").bind::<BigInt, _>(limit)
}

/// Something that is no event: a challenge or a test, which only this webhook is told.
pub async fn say(tx: &mut Tx, id: WebhookId, what: &'static str, revision: i64, now: DateTime<Utc>) -> QueryResult<Delivery> {
    let insert = sql("insert into webhook_deliveries (webhook_id, event_id, type, kind, record_id, event_revision, occurred_at, next_attempt_at) values (")
        .bind::<SqlUuid, _>(id)
        .push(", ")
        .bind::<SqlUuid, _>(crate::clock::new_id())
        .push(", ")
        .bind::<Text, _>(what)
        .push(", 'webhook', ")
        .bind::<SqlUuid, _>(id)
        .push(", ")
        .bind::<BigInt, _>(revision)
        .push(", ")
        .bind::<Timestamptz, _>(now)
        .push(", ")
        .bind::<Timestamptz, _>(now)
        .push(") returning ")
        .push(DELIVERY);
    insert.get_result::<DeliveryRow>(tx).await.map(Into::into)
}

/// Sends it once more, with all its attempts before it again.
pub async fn try_again(tx: &mut Tx, webhook: WebhookId, id: DeliveryId, now: DateTime<Utc>) -> QueryResult<Option<Delivery>> {
    let again = sql("update webhook_deliveries set status = 'waiting', attempts = 0, next_attempt_at = ")
        .bind::<Timestamptz, _>(now)
        .push(" where webhook_id = ")
        .bind::<SqlUuid, _>(webhook)
        .push(" and id = ")
        .bind::<SqlUuid, _>(id)
        .push(" returning ")
        .push(DELIVERY);
    let rows: Vec<DeliveryRow> = again.load(tx).await?;
    Ok(rows.into_iter().next().map(Into::into))
}

/// Which of the webhooks `w` an event `e` concerns.
const CONCERNS: &str = "e.type = any(w.types) and case e.kind \
    when 'organization' then w.api_client_id is null or exists (select from api_clients c where c.id = w.api_client_id \
        and c.scopes && '{directory:read,sync:read}') \
    when 'service_request' then w.api_client_id is null and exists (select from service_requests r where r.id = e.record_id \
        and r.requester_id = w.account_id) \
    when 'saved_search' then w.api_client_id is null and exists (select from saved_searches s where s.id = e.record_id \
        and s.account_id = w.account_id) \
    when 'proposal' then exists (select from proposals p join api_clients c on c.authority = p.authority \
        and 'sync:write' = any(c.scopes) where p.id = e.record_id and c.id = w.api_client_id) else false end";

const TO_DELIVERIES: &str = "insert into webhook_deliveries (webhook_id, event_id, type, kind, record_id, event_revision, \
    occurred_at, next_attempt_at) select w.id, e.id, e.type, e.kind, e.record_id, e.revision, e.occurred_at, ";

/// Gives waiting events to the webhooks that they concern, each once: event and deliveries are one transaction.
pub fn give_out(now: DateTime<Utc>) -> Sql {
    sql("with e as (update webhook_events set given_out = true where id in (select id from webhook_events where not given_out order by seq limit ")
        .bind::<BigInt, _>(BATCH)
        .push(" for update skip locked) returning *) ")
        .push(TO_DELIVERIES)
        .bind::<Timestamptz, _>(now)
        .push(" from e join webhooks w on w.status = 'active' and w.created_at <= e.occurred_at and ")
        .push(CONCERNS)
        .push(" order by e.seq on conflict on constraint webhook_deliveries_key do nothing")
}

/// Gives what did not arrive to the webhooks that are to recover it.
pub fn recover(now: DateTime<Utc>) -> Sql {
    sql("with r as (select id, recovering_since from webhooks where recovering_since is not null for update skip locked), done as (update webhooks set recovering_since = null from r where webhooks.id = r.id) ")
        .push(TO_DELIVERIES)
        .bind::<Timestamptz, _>(now)
        .push(" from r join webhooks w using (id) join webhook_events e on e.occurred_at >= r.recovering_since and e.given_out and ")
        .push(CONCERNS)
        .push(" order by e.seq on conflict on constraint webhook_deliveries_key do update set status = 'waiting', attempts = 0, next_attempt_at = excluded.next_attempt_at where webhook_deliveries.status = 'failed'")
}

/// Whether there is anything to give out, to recover or to send.
pub async fn is_behind(state: &State, now: DateTime<Utc>) -> Result<bool, Problem> {
    #[derive(QueryableByName)]
    struct Behind {
        #[diesel(sql_type = Bool)]
        behind: bool,
    }
    let statement = sql("select exists(select from webhook_events where not given_out) or exists(select from webhooks where recovering_since is not null) or exists(select from webhook_deliveries where status = 'waiting' and leased_until <= now() and next_attempt_at <= ")
        .bind::<Timestamptz, _>(now)
        .push(") as behind");
    let found: Behind = state.db.read_everything(async |connection| statement.get_result(connection).await).await?;
    Ok(found.behind)
}

/// A delivery, leased to whoever sends it.
#[derive(QueryableByName)]
pub struct Leased {
    #[diesel(sql_type = SqlUuid)]
    pub id: DeliveryId,
    #[diesel(sql_type = SqlUuid)]
    pub webhook_id: WebhookId,
    #[diesel(sql_type = SqlUuid)]
    pub account_id: AccountId,
    #[diesel(sql_type = Text)]
    pub url: String,
    #[diesel(sql_type = Binary)]
    pub secret: Vec<u8>,
    #[diesel(sql_type = Nullable<Binary>)]
    pub former_secret: Option<Vec<u8>>,
    #[diesel(sql_type = Nullable<Timestamptz>)]
    pub failing_since: Option<DateTime<Utc>>,
    #[diesel(sql_type = SqlUuid)]
    pub event_id: Uuid,
    #[diesel(sql_type = Text)]
    pub event_type: String,
    #[diesel(sql_type = Text)]
    pub kind: String,
    #[diesel(sql_type = SqlUuid)]
    pub record_id: Uuid,
    #[diesel(sql_type = BigInt)]
    pub event_revision: i64,
    #[diesel(sql_type = Timestamptz)]
    pub occurred_at: DateTime<Utc>,
    #[diesel(sql_type = Integer)]
    pub attempts: i32,
}

/// Leases what is due, a few of each webhook and of a failing one only one, so that no receiver holds up the others. The
/// lease is by the clock of the database, which all processes share, and longer than any attempt takes.
pub fn lease(now: DateTime<Utc>, busy: Vec<WebhookId>, each: i64, most: i64) -> Sql {
    sql("with due as (select d.id from webhooks w join accounts a on a.id = w.account_id and a.closes_at is null cross join lateral (select d.id, d.next_attempt_at from webhook_deliveries d where d.webhook_id = w.id and d.status = 'waiting' and d.leased_until <= now() and d.next_attempt_at <= ")
        .bind::<Timestamptz, _>(now)
        .push(" and (w.status = 'active' or d.type = ")
        .bind::<Text, _>(CHALLENGE)
        .push(") order by d.next_attempt_at, d.seq limit case when w.failing_since is null then ")
        .bind::<BigInt, _>(each)
        .push(" else 1 end for update skip locked) d where w.status in ('active', 'pending') and w.id <> all(")
        .bind::<Array<SqlUuid>, _>(busy)
        .push(") order by d.next_attempt_at limit ")
        .bind::<BigInt, _>(most)
        .push(") update webhook_deliveries d set attempts = attempts + 1, leased_until = now() + interval '40 seconds' from due, webhooks w where d.id = due.id and w.id = d.webhook_id returning d.id, d.webhook_id, w.account_id, w.url, w.secret, case when w.former_secret_until > ")
        .bind::<Timestamptz, _>(now)
        .push(" then w.former_secret end as former_secret, w.failing_since, d.event_id, d.type as event_type, d.kind, d.record_id, d.event_revision, d.occurred_at, d.attempts")
}

/// What came of an attempt.
pub struct Outcome {
    pub id: DeliveryId,
    pub attempts: i32,
    pub answer: DeliveryAnswer,
    pub delivered: bool,
    /// When it is tried again, if it is.
    pub again_at: Option<DateTime<Utc>>,
}

impl Outcome {
    /// Notes it, unless somebody else has taken the delivery over meanwhile.
    pub fn statement(self) -> Sql {
        let Self { id, attempts, answer, delivered, again_at } = self;
        let at = answer.at;
        let status = match (delivered, again_at) {
            (true, _) => "delivered",
            (false, Some(_)) => "waiting",
            (false, None) => "failed",
        };
        let failing = sql("with sent as (update webhook_deliveries set leased_until = '-infinity', status = ")
            .bind::<Text, _>(status)
            .push(", next_attempt_at = coalesce(")
            .bind::<Nullable<Timestamptz>, _>(again_at)
            .push(
                ", next_attempt_at), answers = case when jsonb_array_length(answers) < 12 then answers else answers - 0 end || ",
            )
            .bind::<Jsonb, _>(JsonColumn(answer))
            .push(" where id = ")
            .bind::<SqlUuid, _>(id)
            .push(" and attempts = ")
            .bind::<Integer, _>(attempts)
            .push(" returning webhook_id) update webhooks w set failing_since = ");
        if delivered {
            failing.push("null from sent where w.id = sent.webhook_id and w.failing_since is not null")
        } else {
            failing.bind::<Timestamptz, _>(at).push(" from sent where w.id = sent.webhook_id and w.failing_since is null")
        }
    }
}

/// What is over, and what nobody recovers any more.
pub fn forget(now: DateTime<Utc>) -> Sql {
    let old = now - KEPT;
    sql("with events as (delete from webhook_events where given_out and occurred_at < ")
        .bind::<Timestamptz, _>(old)
        .push("), secrets as (update webhooks set former_secret = null, former_secret_until = null where former_secret_until < ")
        .bind::<Timestamptz, _>(now)
        .push(") delete from webhook_deliveries where occurred_at < ")
        .bind::<Timestamptz, _>(old)
}

/// Its address has answered the challenge.
pub async fn activate(tx: &mut Tx, id: WebhookId, url: &str) -> QueryResult<Option<i64>> {
    let done = sql("update webhooks set status = 'active' where status = 'pending' and id = ")
        .bind::<SqlUuid, _>(id)
        .push(" and url = ")
        .bind::<Text, _>(url.to_owned());
    revision(tx, done).await
}

/// Nothing is sent to it any more.
pub async fn disable(tx: &mut Tx, id: WebhookId, reason: DisabledReason) -> QueryResult<Option<i64>> {
    let done = sql("update webhooks set status = 'disabled', disabled_reason = ")
        .bind::<Text, _>(reason.name())
        .push(" where status in ('active', 'pending') and id = ")
        .bind::<SqlUuid, _>(id);
    revision(tx, done).await
}

/// Its revision by then, if anything has changed.
async fn revision(tx: &mut Tx, change: Sql) -> QueryResult<Option<i64>> {
    #[derive(QueryableByName)]
    struct Changed {
        #[diesel(sql_type = BigInt)]
        revision: i64,
    }
    let rows: Vec<Changed> = change.push(" returning revision").load(tx).await?;
    Ok(rows.into_iter().next().map(|row| row.revision))
}
