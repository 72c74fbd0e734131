//! All SQL of claims.

use chrono::{DateTime, Utc};
use diesel::{
    QueryResult, QueryableByName,
    pg::Pg,
    sql_types::{BigInt, Bool, Jsonb, Nullable, Text, Timestamptz, Uuid as SqlUuid},
};
use diesel_async::{AsyncConnectionCore, AsyncPgConnection, RunQueryDsl};

use super::model::{Claim, ClaimStatus};
use crate::{
    db::{JsonColumn, Sql, Tx, sql},
    ids::{AccountId, ClaimId, OrganizationId},
    members::model::OrganizationRef,
};

#[derive(QueryableByName)]
pub struct Row {
    #[diesel(sql_type = SqlUuid)]
    pub id: ClaimId,
    #[diesel(sql_type = SqlUuid)]
    account_id: AccountId,
    #[diesel(sql_type = Jsonb)]
    organization: JsonColumn<OrganizationRef>,
    #[diesel(sql_type = Nullable<Text>)]
    claimant: Option<String>,
    #[diesel(sql_type = Text)]
    email: String,
    #[diesel(sql_type = Nullable<Text>)]
    message: Option<String>,
    #[diesel(sql_type = Text)]
    status: String,
    #[diesel(sql_type = Nullable<Text>)]
    note: Option<String>,
    #[diesel(sql_type = Timestamptz)]
    created_at: DateTime<Utc>,
    #[diesel(sql_type = Nullable<Timestamptz>)]
    expires_at: Option<DateTime<Utc>>,
    #[diesel(sql_type = Nullable<Timestamptz>)]
    decided_at: Option<DateTime<Utc>>,
    #[diesel(sql_type = BigInt)]
    revision: i64,
}

/// A claim with what decides who sees it.
pub struct Found {
    pub claim: Claim,
    pub account_id: AccountId,
}

impl Row {
    /// As it stands now: that its time is over is written down by nobody.
    pub fn at(self, now: DateTime<Utc>) -> Found {
        let Self {
            id,
            account_id,
            organization,
            claimant,
            email,
            message,
            status,
            note,
            created_at,
            expires_at,
            decided_at,
            revision,
        } = self;
        let status = match ClaimStatus::from_name(&status) {
            ClaimStatus::AwaitingProof if expires_at.is_none_or(|end| end <= now) => ClaimStatus::Expired,
            status => status,
        };
        let organization = organization.0;
        let claim = Claim {
            id,
            organization,
            claimant,
            email: Some(email),
            message,
            status,
            note,
            allowed_transitions: vec![],
            created_at,
            expires_at,
            decided_at,
            revision,
        };
        Found { claim, account_id }
    }
}

fn whole() -> Sql {
    sql(
        "select c.id, c.account_id, jsonb_build_object('id', o.id, 'slug', o.slug, 'name', o.name) as organization, account_name(c.account_id) as claimant, c.email, c.message, c.status, c.note, c.created_at, c.expires_at, c.decided_at, c.revision from organization_claims c join organizations o on o.id = c.organization_id where ",
    )
}

/// Which claims are listed.
pub enum Which {
    /// Those that wait for a moderator, the oldest first.
    Waiting,
    /// Those of somebody, the newest first.
    Of(AccountId),
}

pub async fn list(connection: &mut AsyncPgConnection, which: Which, after: Option<ClaimId>, limit: i64) -> QueryResult<Vec<Row>> {
    let (mut statement, beyond, order) = match which {
        Which::Waiting => (whole().push("c.status = 'pending_review'"), " and c.id > ", " order by c.id limit "),
        Which::Of(account) => {
            (whole().push("c.account_id = ").bind::<SqlUuid, _>(account), " and c.id < ", " order by c.id desc limit ")
        }
    };
    if let Some(id) = after {
        statement = statement.push(beyond).bind::<SqlUuid, _>(id);
    }
    statement.push(order).bind::<BigInt, _>(limit).load(connection).await
}

pub async fn find<C>(connection: &mut C, id: ClaimId, now: DateTime<Utc>) -> QueryResult<Option<Found>>
where
    C: AsyncConnectionCore<Backend = Pg>,
{
    let rows: Vec<Row> = whole().push("c.id = ").bind::<SqlUuid, _>(id).load(connection).await?;
    Ok(rows.into_iter().next().map(|row| row.at(now)))
}

/// The same, held until the transaction ends.
pub async fn lock(tx: &mut Tx, id: ClaimId, now: DateTime<Utc>) -> QueryResult<Option<Found>> {
    sql("select from organization_claims where id = ").bind::<SqlUuid, _>(id).push(" for update").execute(tx).await?;
    find(tx, id, now).await
}

/// Whether somebody keeps a record. It is held until the transaction ends, so that of two who claim it one is first.
pub async fn has_owner(tx: &mut Tx, organization: OrganizationId) -> QueryResult<bool> {
    #[derive(QueryableByName)]
    struct Kept {
        #[diesel(sql_type = Bool)]
        kept: bool,
    }
    sql("select from organizations where id = ").bind::<SqlUuid, _>(organization).push(" for update").execute(tx).await?;
    let kept: Kept = sql("select has_owner(").bind::<SqlUuid, _>(organization).push(") as kept").get_result(tx).await?;
    Ok(kept.kept)
}

/// A claim to be.
pub struct NewClaim {
    pub id: ClaimId,
    pub organization: OrganizationId,
    pub account: AccountId,
    pub email: String,
    pub message: Option<String>,
    pub status: ClaimStatus,
    pub expires_at: Option<DateTime<Utc>>,
}

/// In the place of an open one of the same account to the same record.
pub async fn insert(tx: &mut Tx, new: NewClaim, now: DateTime<Utc>) -> QueryResult<usize> {
    let NewClaim { id, organization, account, email, message, status, expires_at } = new;
    sql("update organization_claims set status = 'withdrawn', decided_at = ")
        .bind::<Timestamptz, _>(now)
        .push(" where status in ('awaiting_proof', 'pending_review') and organization_id = ")
        .bind::<SqlUuid, _>(organization)
        .push(" and account_id = ")
        .bind::<SqlUuid, _>(account)
        .execute(tx)
        .await?;
    sql("insert into organization_claims (id, organization_id, account_id, email, message, status, expires_at, created_at) values (")
        .bind::<SqlUuid, _>(id)
        .push(", ")
        .bind::<SqlUuid, _>(organization)
        .push(", ")
        .bind::<SqlUuid, _>(account)
        .push(", ")
        .bind::<Text, _>(email)
        .push(", ")
        .bind::<Nullable<Text>, _>(message)
        .push(", ")
        .bind::<Text, _>(status.name())
        .push(", ")
        .bind::<Nullable<Timestamptz>, _>(expires_at)
        .push(", ")
        .bind::<Timestamptz, _>(now)
        .push(")")
        .execute(tx)
        .await
}

pub async fn move_to(
    tx: &mut Tx,
    id: ClaimId,
    status: ClaimStatus,
    note: Option<String>,
    now: DateTime<Utc>,
) -> QueryResult<usize> {
    sql("update organization_claims set status = ")
        .bind::<Text, _>(status.name())
        .push(", note = ")
        .bind::<Nullable<Text>, _>(note)
        .push(", decided_at = ")
        .bind::<Timestamptz, _>(now)
        .push(" where id = ")
        .bind::<SqlUuid, _>(id)
        .execute(tx)
        .await
}
