//! Records that nobody has confirmed for a year, and the links that ask.

use chrono::{DateTime, Months, Utc};
use diesel::{
    QueryResult, QueryableByName,
    sql_types::{Bool, Date, Text, Timestamptz, Uuid as SqlUuid},
};
use diesel_async::{AsyncPgConnection, RunQueryDsl};

use crate::{
    clock::day,
    db::{Sql, Tx, sql},
    ids::{AccountId, ConfirmationId, OrganizationId},
    notifications::{NotificationKind, is_off},
};

/// After so long one is asked.
const YEAR: Months = Months::new(12);

/// Those who keep `o` and may be asked: an account that stays and has not switched these letters off.
fn keepers() -> Sql {
    sql("from grants g join accounts a on a.id = g.account_id where g.role = 'owner' and g.organization_id = o.id and a.closes_at is null and not ")
        .append(is_off(NotificationKind::RecordConfirmations))
}

/// Records that are due to be asked about, some of them.
pub async fn due(connection: &mut AsyncPgConnection, now: DateTime<Utc>) -> QueryResult<Vec<OrganizationId>> {
    #[derive(QueryableByName)]
    struct Due {
        #[diesel(sql_type = SqlUuid)]
        id: OrganizationId,
    }
    let statement = sql("select o.id from organizations o where ").append(is_due(now)).push(" limit 100");
    Ok(statement.load::<Due>(connection).await?.into_iter().map(|due| due.id).collect())
}

/// Whether `o` is: published for a year, and neither confirmed since nor asked about a moment ago.
fn is_due(now: DateTime<Utc>) -> Sql {
    sql("o.status = 'published' and exists (select ")
        .append(keepers())
        .push(") and not exists (select from organization_confirmations c where c.organization_id = o.id and c.expires_at > ")
        .bind::<Timestamptz, _>(now)
        .push(") and coalesce(o.confirmed_on, (select max(h.at)::date from organization_history h where h.organization_id = o.id and h.changes @> '[{\"member\": \"status\", \"after\": \"published\"}]'), o.created_at::date) < ")
        .bind::<Date, _>(day(now - YEAR))
}

/// A record that is still due.
#[derive(QueryableByName)]
pub struct Asked {
    #[diesel(sql_type = Text)]
    pub slug: String,
    #[diesel(sql_type = Text)]
    pub name: String,
}

/// The record, held until the transaction ends, so that of two who ask about it one is first.
pub async fn lock_due(tx: &mut Tx, id: OrganizationId, now: DateTime<Utc>) -> QueryResult<Option<Asked>> {
    sql("select from organizations where id = ").bind::<SqlUuid, _>(id).push(" for update").execute(tx).await?;
    let statement = sql("select o.slug, o.name from organizations o where o.id = ").bind::<SqlUuid, _>(id).push(" and ");
    Ok(statement.append(is_due(now)).load(tx).await?.into_iter().next())
}

/// Somebody who keeps a record, and the link to them.
#[derive(QueryableByName)]
pub struct Keeper {
    #[diesel(sql_type = SqlUuid)]
    pub id: ConfirmationId,
    #[diesel(sql_type = SqlUuid)]
    pub organization_id: OrganizationId,
    #[diesel(sql_type = SqlUuid)]
    pub account_id: AccountId,
}

/// A link to each of those who keep a record, in the place of those that have ended.
pub async fn ask(tx: &mut Tx, id: OrganizationId, expires_at: DateTime<Utc>) -> QueryResult<Vec<Keeper>> {
    sql("delete from organization_confirmations where organization_id = ").bind::<SqlUuid, _>(id).execute(tx).await?;
    sql("insert into organization_confirmations (id, organization_id, account_id, expires_at) select gen_random_uuid(), o.id, k.account_id, ")
        .bind::<Timestamptz, _>(expires_at)
        .push(" from organizations o, lateral (select distinct g.account_id ")
        .append(keepers())
        .push(") k where o.id = ")
        .bind::<SqlUuid, _>(id)
        .push(" returning id, organization_id, account_id")
        .load(tx)
        .await
}

/// To whom a link that still works was sent, and about which record.
pub async fn find_asked(
    connection: &mut AsyncPgConnection,
    id: ConfirmationId,
    now: DateTime<Utc>,
) -> QueryResult<Option<Keeper>> {
    let statement = sql("select id, organization_id, account_id from organization_confirmations where id = ")
        .bind::<SqlUuid, _>(id)
        .push(" and expires_at > ")
        .bind::<Timestamptz, _>(now);
    Ok(statement.load(connection).await?.into_iter().next())
}

/// Whether somebody is still an owner of a record.
pub async fn keeps(tx: &mut Tx, Keeper { organization_id, account_id, .. }: &Keeper) -> QueryResult<bool> {
    #[derive(QueryableByName)]
    struct Kept {
        #[diesel(sql_type = Bool)]
        kept: bool,
    }
    let kept = sql("select exists (select from grants where role = 'owner' and organization_id = ")
        .bind::<SqlUuid, _>(*organization_id)
        .push(" and account_id = ")
        .bind::<SqlUuid, _>(*account_id)
        .push(") as kept");
    Ok(kept.get_result::<Kept>(tx).await?.kept)
}
