//! All SQL of invitations.

use chrono::{DateTime, Utc};
use diesel::{
    QueryResult, QueryableByName,
    pg::Pg,
    sql_types::{BigInt, Jsonb, Nullable, Text, Timestamptz, Uuid as SqlUuid},
};
use diesel_async::{AsyncConnectionCore, AsyncPgConnection, RunQueryDsl};

use super::model::{Invitation, InvitationStatus, LIFETIME};
use crate::{
    auth::Role,
    db::{JsonColumn, Sql, Tx, sql},
    identity::TotemRef,
    ids::{AccountId, InvitationId},
    members::{
        model::{OrganizationRef, Scope},
        queries::{PLACES, within},
    },
};

#[derive(QueryableByName)]
pub struct Row {
    #[diesel(sql_type = SqlUuid)]
    pub id: InvitationId,
    #[diesel(sql_type = Text)]
    email: String,
    #[diesel(sql_type = Text)]
    role: String,
    #[diesel(sql_type = Nullable<Jsonb>)]
    totem: Option<JsonColumn<TotemRef>>,
    #[diesel(sql_type = Nullable<Jsonb>)]
    organization: Option<JsonColumn<OrganizationRef>>,
    #[diesel(sql_type = Nullable<Text>)]
    invited_by: Option<String>,
    #[diesel(sql_type = Text)]
    status: String,
    #[diesel(sql_type = Timestamptz)]
    created_at: DateTime<Utc>,
    #[diesel(sql_type = Timestamptz)]
    expires_at: DateTime<Utc>,
    #[diesel(sql_type = Nullable<Timestamptz>)]
    answered_at: Option<DateTime<Utc>>,
    #[diesel(sql_type = BigInt)]
    revision: i64,
}

impl Row {
    /// As it stands now: that its time is over is written down by nobody.
    pub fn at(self, now: DateTime<Utc>) -> Invitation {
        let Self { id, email, role, totem, organization, invited_by, status, created_at, expires_at, answered_at, revision } =
            self;
        let status = match InvitationStatus::from_name(&status) {
            InvitationStatus::Pending if expires_at <= now => InvitationStatus::Expired,
            status => status,
        };
        Invitation {
            id,
            email,
            role: Role::from_name(&role),
            totem: totem.map(|totem| totem.0),
            organization: organization.map(|organization| organization.0),
            invited_by,
            status,
            allowed_transitions: vec![],
            created_at,
            expires_at,
            answered_at,
            revision,
        }
    }
}

fn whole() -> Sql {
    sql("select g.id, g.email, g.role, ").push(PLACES).push(", account_name(g.invited_by) as invited_by, g.status, g.created_at, g.expires_at, g.answered_at, g.revision from invitations g left join totems t on t.id = g.totem_id left join organizations o on o.id = g.organization_id where")
}

/// Which invitations are listed.
pub enum Which {
    /// To a right at this place.
    At(Scope),
    /// To this address, and open.
    To(String),
}

/// A page, the newest first.
pub async fn list(
    connection: &mut AsyncPgConnection,
    which: Which,
    before: Option<InvitationId>,
    now: DateTime<Utc>,
    limit: i64,
) -> QueryResult<Vec<Row>> {
    let mut statement = match which {
        Which::At(scope) => within(whole(), scope),
        Which::To(email) => whole()
            .push(" lower(g.email) = lower(")
            .bind::<Text, _>(email)
            .push(") and g.status = 'pending' and g.expires_at > ")
            .bind::<Timestamptz, _>(now),
    };
    if let Some(id) = before {
        statement = statement.push(" and g.id < ").bind::<SqlUuid, _>(id);
    }
    statement.push(" order by g.id desc limit ").bind::<BigInt, _>(limit).load(connection).await
}

pub async fn find<C>(connection: &mut C, id: InvitationId, now: DateTime<Utc>) -> QueryResult<Option<Invitation>>
where
    C: AsyncConnectionCore<Backend = Pg>,
{
    let rows: Vec<Row> = whole().push(" g.id = ").bind::<SqlUuid, _>(id).load(connection).await?;
    Ok(rows.into_iter().next().map(|row| row.at(now)))
}

/// The same, held until the transaction ends.
pub async fn lock(tx: &mut Tx, id: InvitationId, now: DateTime<Utc>) -> QueryResult<Option<Invitation>> {
    sql("select from invitations where id = ").bind::<SqlUuid, _>(id).push(" for update").execute(tx).await?;
    find(tx, id, now).await
}

/// Makes room for a new invitation where an old one was not answered in time.
pub async fn expire(tx: &mut Tx, email: &str, role: Role, scope: Scope, now: DateTime<Utc>) -> QueryResult<usize> {
    let statement = sql("update invitations g set status = 'expired' where g.status = 'pending' and g.expires_at <= ")
        .bind::<Timestamptz, _>(now)
        .push(" and lower(g.email) = lower(")
        .bind::<Text, _>(email.to_owned())
        .push(") and g.role = ")
        .bind::<Text, _>(role.name())
        .push(" and");
    within(statement, scope).execute(tx).await
}

pub async fn insert(
    tx: &mut Tx,
    id: InvitationId,
    email: &str,
    role: Role,
    scope: Scope,
    by: AccountId,
    now: DateTime<Utc>,
) -> QueryResult<usize> {
    sql("insert into invitations (id, email, role, totem_id, organization_id, invited_by, status, created_at, expires_at) values (")
        .bind::<SqlUuid, _>(id)
        .push(", ")
        .bind::<Text, _>(email.to_owned())
        .push(", ")
        .bind::<Text, _>(role.name())
        .push(", ")
        .bind::<Nullable<SqlUuid>, _>(scope.totem())
        .push(", ")
        .bind::<Nullable<SqlUuid>, _>(scope.organization())
        .push(", ")
        .bind::<SqlUuid, _>(by)
        .push(", 'pending', ")
        .bind::<Timestamptz, _>(now)
        .push(", ")
        .bind::<Timestamptz, _>(now + LIFETIME)
        .push(")")
        .execute(tx)
        .await
}

pub async fn move_to(tx: &mut Tx, id: InvitationId, status: InvitationStatus, now: DateTime<Utc>) -> QueryResult<usize> {
    sql("update invitations set status = ")
        .bind::<Text, _>(status.name())
        .push(", answered_at = ")
        .bind::<Timestamptz, _>(now)
        .push(" where id = ")
        .bind::<SqlUuid, _>(id)
        .execute(tx)
        .await
}

/// Whether the account of an address has a right already.
pub async fn is_member(tx: &mut Tx, email: &str, role: Role, scope: Scope) -> QueryResult<bool> {
    #[derive(QueryableByName)]
    struct There {
        #[diesel(sql_type = diesel::sql_types::Bool)]
        there: bool,
    }
    let statement =
        sql("select exists (select from grants g join accounts a on a.id = g.account_id where lower(a.email) = lower(")
            .bind::<Text, _>(email.to_owned())
            .push(") and g.role = ")
            .bind::<Text, _>(role.name())
            .push(" and");
    let there: There = within(statement, scope).push(") as there").get_result(tx).await?;
    Ok(there.there)
}
