//! All SQL of the audit log, but for its inserts, which belong to the write path and to upkeep.

use chrono::{DateTime, Utc};
use diesel::{
    QueryResult, QueryableByName,
    sql_types::{Array, BigInt, Binary, Bool, Nullable, Text, Timestamptz, Uuid as SqlUuid},
};
use diesel_async::{AsyncPgConnection, RunQueryDsl};
use uuid::Uuid;

use super::model::{AuditActor, AuditEntry, AuditRow, AuditSubject};
use crate::db::{Sql, sql};

const ROW: &str =
    "a.id, a.at, a.actor_kind, a.actor_id, a.action, a.subject_kind, a.subject_id, a.revision, a.request_id, a.detail";

/// What the log is narrowed by.
#[derive(Default)]
pub struct Filters {
    pub actor_id: Option<Uuid>,
    pub subject_kind: Option<String>,
    pub subject_id: Option<Uuid>,
    pub action: Option<String>,
    pub at_gte: Option<DateTime<Utc>>,
    pub at_lt: Option<DateTime<Utc>>,
}

#[derive(QueryableByName)]
pub struct EntryRow {
    #[diesel(embed)]
    kept: AuditRow,
    #[diesel(sql_type = Nullable<Text>)]
    name: Option<String>,
    #[diesel(sql_type = Bool)]
    sealed: bool,
}

impl EntryRow {
    pub fn id(&self) -> i64 {
        self.kept.id
    }
}

impl From<EntryRow> for AuditEntry {
    fn from(EntryRow { kept, name, sealed }: EntryRow) -> Self {
        let AuditRow { id, at, actor_kind, actor_id, action, subject_kind, subject_id, revision, request_id, detail } = kept;
        let (actor, subject) =
            (AuditActor { kind: actor_kind, id: actor_id, name }, AuditSubject { kind: subject_kind, id: subject_id });
        Self { id, at, actor, action, subject, revision, detail, request_id, sealed }
    }
}

/// One page, the newest first.
pub fn list(filters: Filters, before: Option<i64>, limit: i64) -> Sql {
    let Filters { actor_id, subject_kind, subject_id, action, at_gte, at_lt } = filters;
    let mut statement = sql("select ").push(ROW).push(", case when a.actor_kind = 'account' then account_name(a.actor_id) end as name, a.id <= coalesce((select max(top) from audit_seals), 0) as sealed from audit_log a where true");
    for (condition, id) in [(" and a.actor_id = ", actor_id), (" and a.subject_id = ", subject_id)] {
        if let Some(id) = id {
            statement = statement.push(condition).bind::<SqlUuid, _>(id);
        }
    }
    for (condition, text) in [(" and a.subject_kind = ", subject_kind), (" and a.action = ", action)] {
        if let Some(text) = text {
            statement = statement.push(condition).bind::<Text, _>(text);
        }
    }
    for (condition, at) in [(" and a.at >= ", at_gte), (" and a.at < ", at_lt)] {
        if let Some(at) = at {
            statement = statement.push(condition).bind::<Timestamptz, _>(at);
        }
    }
    if let Some(id) = before {
        statement = statement.push(" and a.id < ").bind::<BigInt, _>(id);
    }
    statement.push(" order by a.id desc limit ").bind::<BigInt, _>(limit)
}

#[derive(QueryableByName)]
pub struct Seal {
    #[diesel(sql_type = BigInt)]
    pub number: i64,
    #[diesel(sql_type = Timestamptz)]
    pub sealed_at: DateTime<Utc>,
    #[diesel(sql_type = BigInt)]
    pub top: i64,
    #[diesel(sql_type = Array<BigInt>)]
    pub rows: Vec<i64>,
    #[diesel(sql_type = Binary)]
    pub digests: Vec<u8>,
    #[diesel(sql_type = Binary)]
    pub hash: Vec<u8>,
}

/// Seals in their order, beginning after one.
pub async fn seals(connection: &mut AsyncPgConnection, after: i64, limit: i64) -> QueryResult<Vec<Seal>> {
    sql("select number, sealed_at, top, rows, digests, hash from audit_seals where number > ")
        .bind::<BigInt, _>(after)
        .push(" order by number limit ")
        .bind::<BigInt, _>(limit)
        .load(connection)
        .await
}

/// What the next seal follows.
#[derive(QueryableByName)]
pub struct Last {
    #[diesel(sql_type = BigInt)]
    pub number: i64,
    #[diesel(sql_type = BigInt)]
    pub top: i64,
    #[diesel(sql_type = Binary)]
    pub hash: Vec<u8>,
}

pub async fn last_seal(connection: &mut AsyncPgConnection) -> QueryResult<Option<Last>> {
    let found = sql("select number, top, hash from audit_seals order by number desc limit 1");
    found.load(connection).await.map(|seals: Vec<Last>| seals.into_iter().next())
}

pub async fn rows(connection: &mut AsyncPgConnection, ids: Vec<i64>) -> QueryResult<Vec<AuditRow>> {
    sql("select ")
        .push(ROW)
        .push(" from audit_log a where a.id = any(")
        .bind::<Array<BigInt>, _>(ids)
        .push(")")
        .load(connection)
        .await
}

/// Rows that no seal holds, in order. Ids are given before the commit, so a row may appear below rows that are sealed
/// already: all that came since `since` are looked at again.
pub async fn unsealed(
    connection: &mut AsyncPgConnection,
    since: Option<DateTime<Utc>>,
    older_than: Option<DateTime<Utc>>,
    limit: i64,
) -> QueryResult<Vec<AuditRow>> {
    sql("with since as (select ")
        .bind::<Nullable<Timestamptz>, _>(since)
        .push("::timestamptz as at) select ")
        .push(ROW)
        .push(" from audit_log a where a.id > coalesce((select max(top) from audit_seals where sealed_at < (select at from since)), 0) and a.at <= coalesce(")
        .bind::<Nullable<Timestamptz>, _>(older_than)
        .push(", 'infinity') and not exists (select from (select unnest(rows) as id from audit_seals where (select at from since) is null or sealed_at >= (select at from since)) as s where s.id = a.id) order by a.id limit ")
        .bind::<BigInt, _>(limit)
        .load(connection)
        .await
}
