//! All SQL of proposals.

use chrono::{DateTime, Utc};
use diesel::{
    QueryResult, QueryableByName,
    pg::Pg,
    sql_types::{Array, BigInt, Jsonb, Nullable, Text, Timestamptz, Uuid as SqlUuid},
};
use diesel_async::{AsyncConnectionCore, AsyncPgConnection, RunQueryDsl};
use serde_json::{Map, Value};
use uuid::Uuid;

use super::model::{Decisions, ProposalStatus};
use crate::{
    auth::Authority,
    db::{JsonColumn, Sql, Tx, sql},
    directory::model::Organization,
    ids::{OrganizationId, ProposalId},
};

#[derive(QueryableByName)]
pub struct Row {
    #[diesel(sql_type = SqlUuid)]
    id: ProposalId,
    #[diesel(sql_type = SqlUuid)]
    target_id: OrganizationId,
    #[diesel(sql_type = Text)]
    authority: String,
    #[diesel(sql_type = BigInt)]
    base_revision: i64,
    #[diesel(sql_type = Jsonb)]
    patch: JsonColumn<Map<String, Value>>,
    #[diesel(sql_type = Jsonb)]
    before: JsonColumn<Map<String, Value>>,
    #[diesel(sql_type = Text)]
    reason: String,
    #[diesel(sql_type = Text)]
    status: String,
    #[diesel(sql_type = Jsonb)]
    decisions: JsonColumn<Decisions>,
    #[diesel(sql_type = Nullable<BigInt>)]
    applied_revision: Option<i64>,
    #[diesel(sql_type = BigInt)]
    revision: i64,
    #[diesel(sql_type = Timestamptz)]
    created_at: DateTime<Utc>,
    #[diesel(sql_type = Timestamptz)]
    updated_at: DateTime<Utc>,
}

/// A proposal as it was written down.
pub struct Found {
    pub id: ProposalId,
    pub target: OrganizationId,
    pub authority: Authority,
    pub base_revision: i64,
    pub patch: Map<String, Value>,
    pub before: Map<String, Value>,
    pub reason: String,
    pub status: ProposalStatus,
    pub decisions: Decisions,
    pub applied_revision: Option<i64>,
    pub revision: i64,
    pub created_at: DateTime<Utc>,
    pub updated_at: DateTime<Utc>,
}

impl Found {
    /// Where it stands, beside the record if that is public.
    pub fn status_beside(&self, target: Option<&Organization>) -> ProposalStatus {
        if self.status == ProposalStatus::Open && target.is_none() { ProposalStatus::Ended } else { self.status }
    }
}

impl From<Row> for Found {
    fn from(row: Row) -> Self {
        let Row {
            id,
            target_id,
            authority,
            base_revision,
            patch,
            before,
            reason,
            status,
            decisions,
            applied_revision,
            revision,
            created_at,
            updated_at,
        } = row;
        Self {
            id,
            target: target_id,
            authority: Authority::from_name(&authority).unwrap_or(Authority::FrLorraine),
            base_revision,
            patch: patch.0,
            before: before.0,
            reason,
            status: ProposalStatus::from_name(&status),
            decisions: decisions.0,
            applied_revision,
            revision,
            created_at,
            updated_at,
        }
    }
}

const WHOLE: &str = "select p.id, p.target_id, p.authority, p.base_revision, p.patch, p.before, p.reason, p.status, p.decisions, \
    p.applied_revision, p.revision, p.created_at, p.updated_at from proposals p";

/// Whose proposals somebody sees.
pub enum Whose {
    Everybody,
    /// Of the region that proposes.
    Region(Authority),
    /// To the records that they keep.
    Kept(Vec<Uuid>),
}

/// What is listed.
pub struct Filter {
    pub whose: Whose,
    /// Those that are over, the latest first, instead of those that wait, the oldest first.
    pub settled: bool,
    pub target: Option<OrganizationId>,
}

pub fn list(filter: Filter, after: Option<ProposalId>, limit: i64) -> Sql {
    let Filter { whose, settled, target } = filter;
    let mut statement = sql(WHOLE)
        .push(" join organizations o on o.id = p.target_id where ")
        .push(if settled { "not " } else { "" })
        .push("(p.status = 'open' and o.status = 'published')");
    statement = match whose {
        Whose::Everybody => statement,
        Whose::Region(authority) => statement.push(" and p.authority = ").bind::<Text, _>(authority.name()),
        Whose::Kept(ids) => statement.push(" and p.target_id = any(").bind::<Array<SqlUuid>, _>(ids).push(")"),
    };
    if let Some(id) = target {
        statement = statement.push(" and p.target_id = ").bind::<SqlUuid, _>(id);
    }
    let (beyond, order) = if settled { (" and p.id < ", " order by p.id desc") } else { (" and p.id > ", " order by p.id") };
    if let Some(id) = after {
        statement = statement.push(beyond).bind::<SqlUuid, _>(id);
    }
    statement.push(order).push(" limit ").bind::<BigInt, _>(limit)
}

pub async fn load(connection: &mut AsyncPgConnection, statement: Sql) -> QueryResult<Vec<Found>> {
    let rows: Vec<Row> = statement.load(connection).await?;
    Ok(rows.into_iter().map(Into::into).collect())
}

pub async fn find<C>(connection: &mut C, id: ProposalId) -> QueryResult<Option<Found>>
where
    C: AsyncConnectionCore<Backend = Pg>,
{
    let rows: Vec<Row> = sql(WHOLE).push(" where p.id = ").bind::<SqlUuid, _>(id).load(connection).await?;
    Ok(rows.into_iter().next().map(Into::into))
}

/// The same, held until the transaction ends.
pub async fn lock(tx: &mut Tx, id: ProposalId) -> QueryResult<Option<Found>> {
    sql("select from proposals where id = ").bind::<SqlUuid, _>(id).push(" for update").execute(tx).await?;
    find(tx, id).await
}

/// A proposal to be.
pub struct NewProposal {
    pub id: ProposalId,
    pub target: OrganizationId,
    pub authority: Authority,
    pub base_revision: i64,
    pub patch: Map<String, Value>,
    pub before: Map<String, Value>,
    pub reason: String,
}

pub async fn insert(tx: &mut Tx, new: NewProposal) -> QueryResult<usize> {
    let NewProposal { id, target, authority, base_revision, patch, before, reason } = new;
    sql("insert into proposals (id, target_id, authority, base_revision, patch, before, reason) values (")
        .bind::<SqlUuid, _>(id)
        .push(", ")
        .bind::<SqlUuid, _>(target)
        .push(", ")
        .bind::<Text, _>(authority.name())
        .push(", ")
        .bind::<BigInt, _>(base_revision)
        .push(", ")
        .bind::<Jsonb, _>(JsonColumn(patch))
        .push(", ")
        .bind::<Jsonb, _>(JsonColumn(before))
        .push(", ")
        .bind::<Text, _>(reason)
        .push(")")
        .execute(tx)
        .await
}

pub async fn move_to(
    tx: &mut Tx,
    id: ProposalId,
    status: ProposalStatus,
    decisions: Decisions,
    applied_revision: Option<i64>,
) -> QueryResult<usize> {
    sql("update proposals set status = ")
        .bind::<Text, _>(status.name())
        .push(", decisions = ")
        .bind::<Jsonb, _>(JsonColumn(decisions))
        .push(", applied_revision = ")
        .bind::<Nullable<BigInt>, _>(applied_revision)
        .push(" where id = ")
        .bind::<SqlUuid, _>(id)
        .execute(tx)
        .await
}

/// Begins what is only tried.
pub async fn begin_trial(tx: &mut Tx) -> QueryResult<usize> {
    sql("savepoint trial").execute(tx).await
}

/// Nothing of it stays.
pub async fn end_trial(tx: &mut Tx) -> QueryResult<usize> {
    sql("rollback to savepoint trial").execute(tx).await
}
