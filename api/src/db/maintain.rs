//! Upkeep: bookkeeping that nobody sees, each task one statement of this list. Everything else goes through `db.write`.

use diesel::{
    QueryResult, QueryableByName,
    sql_types::{Array, BigInt, Binary, Integer, Jsonb, Nullable, Text, Timestamptz, Uuid as SqlUuid},
};
use diesel_async::{AsyncPgConnection, RunQueryDsl};
use uuid::Uuid;

use super::{Db, Lease, Sight, Sql, sql, within};
use crate::{audit::Seal, http::Problem};

/// The bookkeeping there is, and the tables it may touch: `outbox`, `idempotency_keys`, `sessions`, `refresh_tokens`,
/// `client_tokens`, `client_assertions`, `account_links`, `invitations`, and
/// what only grows: `audit_log`, `audit_seals`.
pub enum Upkeep {
    /// A session was used.
    SessionSeen {
        id: crate::ids::SessionId,
        at: chrono::DateTime<chrono::Utc>,
    },
    /// A pair of tokens is in the hands of whoever it was given to.
    PairUsed {
        id: crate::ids::PairId,
        at: chrono::DateTime<chrono::Utc>,
    },
    /// A client authenticated itself by what it signed; nothing changes when it had done so before.
    AssertionUsed {
        client: crate::ids::ApiClientId,
        jti_hash: Vec<u8>,
        expires: chrono::DateTime<chrono::Utc>,
    },
    ForgetAssertions {
        now: chrono::DateTime<chrono::Utc>,
    },
    ForgetClientTokens {
        now: chrono::DateTime<chrono::Utc>,
    },
    /// A waiting message went out.
    Sent {
        id: Uuid,
    },
    /// A waiting message did not go out; it is tried again after these seconds.
    NotSent {
        id: Uuid,
        retry_in: i32,
        error: String,
    },
    /// Something was refused.
    Noted(Noted),
    /// Rows of the audit log are sealed.
    Sealed(Seal),
    /// Keys are kept for a day.
    ForgetKeys,
    /// Sent messages are kept for a week, ended sessions not at all.
    ForgetSent,
    ForgetSessions {
        now: chrono::DateTime<chrono::Utc>,
    },
    /// Answered invitations, and those that nobody answered, are kept for 90 days.
    ForgetInvitations {
        now: chrono::DateTime<chrono::Utc>,
    },
    /// The audit log is kept for a year: a function of its owner is the only way to take from it.
    ForgetAudit,
    /// Links in mails about accounts that nobody opened in time.
    ForgetAccountLinks {
        now: chrono::DateTime<chrono::Utc>,
    },
}

/// What is written into the audit log although nothing changed.
pub struct Noted {
    pub actor_kind: &'static str,
    pub actor_id: Option<Uuid>,
    pub action: &'static str,
    pub subject_kind: &'static str,
    pub subject_id: Option<Uuid>,
    pub request_id: String,
    pub detail: Option<String>,
}

/// A message from the outbox, leased to whoever sends it.
#[derive(QueryableByName)]
pub struct Leased {
    #[diesel(sql_type = SqlUuid)]
    pub id: Uuid,
    #[diesel(sql_type = Jsonb)]
    pub payload: serde_json::Value,
    #[diesel(sql_type = Integer)]
    pub attempts: i32,
}

impl Db {
    pub async fn maintain(&self, task: Upkeep) -> Result<usize, Problem> {
        let statement = match task {
            Upkeep::SessionSeen { id, at } => sql("update sessions set last_seen_at = ")
                .bind::<Timestamptz, _>(at)
                .push(" where id = ")
                .bind::<SqlUuid, _>(id.0),
            Upkeep::PairUsed { id, at } => sql("update refresh_tokens set used_at = coalesce(used_at, ")
                .bind::<Timestamptz, _>(at)
                .push(") where revoked_at is null and id = ")
                .bind::<SqlUuid, _>(id),
            Upkeep::AssertionUsed { client, jti_hash, expires } => {
                sql("insert into client_assertions (client_id, jti_hash, expires_at) values (")
                    .bind::<SqlUuid, _>(client)
                    .push(", ")
                    .bind::<Binary, _>(jti_hash)
                    .push(", ")
                    .bind::<Timestamptz, _>(expires)
                    .push(") on conflict do nothing")
            }
            Upkeep::ForgetAssertions { now } => {
                sql("delete from client_assertions where expires_at < ").bind::<Timestamptz, _>(now)
            }
            Upkeep::ForgetClientTokens { now } => {
                sql("delete from client_tokens where expires_at < ").bind::<Timestamptz, _>(now)
            }
            Upkeep::Sent { id } => sql("update outbox set done_at = now(), last_error = null where id = ").bind::<SqlUuid, _>(id),
            Upkeep::NotSent { id, retry_in, error } => sql("update outbox set available_at = now() + make_interval(secs => ")
                .bind::<Integer, _>(retry_in)
                .push("), last_error = ")
                .bind::<Text, _>(error)
                .push(" where id = ")
                .bind::<SqlUuid, _>(id),
            Upkeep::Noted(noted) => note(noted),
            Upkeep::Sealed(seal) => keep(seal),
            Upkeep::ForgetKeys => sql("delete from idempotency_keys where created_at < now() - interval '24 hours'"),
            Upkeep::ForgetSent => sql("delete from outbox where done_at < now() - interval '7 days'"),
            Upkeep::ForgetInvitations { now } => sql("delete from invitations where coalesce(answered_at, expires_at) < ")
                .bind::<Timestamptz, _>(now - chrono::Duration::days(90)),
            Upkeep::ForgetAudit => sql("select forget_audit()"),
            Upkeep::ForgetSessions { now } => sql("delete from sessions where expires_at < ").bind::<Timestamptz, _>(now),
            Upkeep::ForgetAccountLinks { now } => {
                sql("delete from account_links where expires_at < ").bind::<Timestamptz, _>(now)
            }
        };
        self.upkeep(async |connection| statement.execute(connection).await).await
    }

    /// Leases waiting messages for a minute: if their sender dies, another one takes them after that.
    pub async fn lease_messages(&self, most: i64) -> Result<Vec<Leased>, Problem> {
        let leased = sql("update outbox set attempts = attempts + 1, available_at = now() + interval '1 minute' where id in (select id from outbox where done_at is null and available_at <= now() order by available_at limit ")
            .bind::<BigInt, _>(most)
            .push(" for update skip locked) returning id, payload, attempts");
        self.upkeep(async |connection| leased.load(connection).await).await
    }

    async fn upkeep<T>(&self, task: impl AsyncFnOnce(&mut AsyncPgConnection) -> QueryResult<T>) -> Result<T, Problem> {
        let mut lease = Lease::take(&self.writers).await?;
        let done = within(&Sight::everything(), lease.connection()?, task).await;
        lease.settle();
        Ok(done?)
    }
}

fn note(noted: Noted) -> Sql {
    let Noted { actor_kind, actor_id, action, subject_kind, subject_id, request_id, detail } = noted;
    sql("insert into audit_log (actor_kind, actor_id, action, subject_kind, subject_id, request_id, detail) values (")
        .bind::<Text, _>(actor_kind)
        .push(", ")
        .bind::<Nullable<SqlUuid>, _>(actor_id)
        .push(", ")
        .bind::<Text, _>(action)
        .push(", ")
        .bind::<Text, _>(subject_kind)
        .push(", ")
        .bind::<Nullable<SqlUuid>, _>(subject_id)
        .push(", ")
        .bind::<Text, _>(request_id)
        .push(", ")
        .bind::<Nullable<Text>, _>(detail)
        .push(")")
}

fn keep(seal: Seal) -> Sql {
    let Seal { number, sealed_at, top, rows, digests, hash } = seal;
    sql("insert into audit_seals (number, sealed_at, top, rows, digests, hash) values (")
        .bind::<BigInt, _>(number)
        .push(", ")
        .bind::<Timestamptz, _>(sealed_at)
        .push(", ")
        .bind::<BigInt, _>(top)
        .push(", ")
        .bind::<Array<BigInt>, _>(rows)
        .push(", ")
        .bind::<Binary, _>(digests)
        .push(", ")
        .bind::<Binary, _>(hash)
        .push(") on conflict do nothing")
}
