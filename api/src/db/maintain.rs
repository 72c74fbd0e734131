//! Upkeep: bookkeeping that nobody sees, each task one statement of this list. Everything else goes through `db.write`.

use diesel::{
    QueryableByName,
    sql_types::{BigInt, Integer, Jsonb, Text, Timestamptz, Uuid as SqlUuid},
};
use diesel_async::RunQueryDsl;
use uuid::Uuid;

use super::{Db, Lease, sql};
use crate::http::Problem;

/// The bookkeeping there is, and the tables it may touch: `outbox`, `idempotency_keys`, `sessions`.
pub enum Upkeep {
    /// A session was used.
    SessionSeen {
        id: crate::ids::SessionId,
        at: chrono::DateTime<chrono::Utc>,
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
    /// Keys are kept for a day.
    ForgetKeys,
    /// Sent messages are kept for a week, ended sessions not at all.
    ForgetSent,
    ForgetSessions {
        now: chrono::DateTime<chrono::Utc>,
    },
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
            Upkeep::Sent { id } => sql("update outbox set done_at = now(), last_error = null where id = ").bind::<SqlUuid, _>(id),
            Upkeep::NotSent { id, retry_in, error } => sql("update outbox set available_at = now() + make_interval(secs => ")
                .bind::<Integer, _>(retry_in)
                .push("), last_error = ")
                .bind::<Text, _>(error)
                .push(" where id = ")
                .bind::<SqlUuid, _>(id),
            Upkeep::ForgetKeys => sql("delete from idempotency_keys where created_at < now() - interval '24 hours'"),
            Upkeep::ForgetSent => sql("delete from outbox where done_at < now() - interval '7 days'"),
            Upkeep::ForgetSessions { now } => sql("delete from sessions where expires_at < ").bind::<Timestamptz, _>(now),
        };
        let mut lease = Lease::take(&self.writers).await?;
        let changed = statement.execute(lease.connection()?).await;
        lease.settle();
        Ok(changed?)
    }

    /// Leases waiting messages for a minute: if their sender dies, another one takes them after that.
    pub async fn lease_messages(&self, most: i64) -> Result<Vec<Leased>, Problem> {
        let mut lease = Lease::take(&self.writers).await?;
        let leased = sql("update outbox set attempts = attempts + 1, available_at = now() + interval '1 minute' where id in (select id from outbox where done_at is null and available_at <= now() order by available_at limit ")
            .bind::<BigInt, _>(most)
            .push(" for update skip locked) returning id, payload, attempts")
            .load(lease.connection()?)
            .await;
        lease.settle();
        Ok(leased?)
    }
}
