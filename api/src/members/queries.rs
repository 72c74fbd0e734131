//! All SQL of rights.

use chrono::{DateTime, Utc};
use diesel::{
    QueryResult, QueryableByName,
    pg::Pg,
    sql_types::{BigInt, Bool, Jsonb, Nullable, Text, Timestamptz, Uuid as SqlUuid},
};
use diesel_async::{AsyncConnectionCore, AsyncPgConnection, RunQueryDsl};

use super::model::{Member, MemberAccount, OrganizationRef, Scope};
use crate::{
    auth::Role,
    db::{JsonColumn, Sql, Tx, sql},
    identity::TotemRef,
    ids::{AccountId, MemberId, OrganizationId, Ref, TotemId},
};

/// The Totem and the organization of a row, in a few words.
pub const PLACES: &str = "case when t.id is not null then jsonb_build_object('id', t.id, 'slug', t.slug, 'name', t.name, 'city', t.city) end as totem, case when o.id is not null then jsonb_build_object('id', o.id, 'slug', o.slug, 'name', o.name) end as organization";

#[derive(QueryableByName)]
pub struct Row {
    #[diesel(sql_type = SqlUuid)]
    id: MemberId,
    #[diesel(sql_type = Text)]
    role: String,
    #[diesel(sql_type = Jsonb)]
    account: JsonColumn<MemberAccount>,
    #[diesel(sql_type = Nullable<Jsonb>)]
    totem: Option<JsonColumn<TotemRef>>,
    #[diesel(sql_type = Nullable<Jsonb>)]
    organization: Option<JsonColumn<OrganizationRef>>,
    #[diesel(sql_type = Timestamptz)]
    granted_at: DateTime<Utc>,
}

impl Row {
    /// Where its page ends.
    pub fn place(&self) -> (String, MemberId) {
        (self.account.0.name.clone(), self.id)
    }
}

impl From<Row> for Member {
    fn from(Row { id, role, account, totem, organization, granted_at }: Row) -> Self {
        let (totem, organization) = (totem.map(|totem| totem.0), organization.map(|organization| organization.0));
        Self { id, role: Role::from_name(&role), account: account.0, totem, organization, granted_at }
    }
}

impl Member {
    pub fn scope(&self) -> Scope {
        scope_of(self.totem.as_ref(), self.organization.as_ref())
    }
}

pub fn scope_of(totem: Option<&TotemRef>, organization: Option<&OrganizationRef>) -> Scope {
    match (totem, organization) {
        (Some(totem), _) => Scope::Totem(totem.id),
        (None, Some(organization)) => Scope::Organization(organization.id),
        (None, None) => Scope::Platform,
    }
}

/// Narrows to the rights, or the invitations, that hold there; the table is called `g`.
pub fn within(statement: Sql, scope: Scope) -> Sql {
    match scope {
        Scope::Totem(id) => statement.push(" g.totem_id = ").bind::<SqlUuid, _>(id),
        Scope::Organization(id) => statement.push(" g.organization_id = ").bind::<SqlUuid, _>(id),
        Scope::Platform => statement.push(" g.totem_id is null and g.organization_id is null"),
    }
}

fn whole() -> Sql {
    sql("select g.id, g.role, jsonb_build_object('id', a.id, 'name', a.name, 'email', a.email) as account, g.granted_at, ").push(PLACES).push(" from grants g join accounts a on a.id = g.account_id left join totems t on t.id = g.totem_id left join organizations o on o.id = g.organization_id where ")
}

/// A page, by name.
pub async fn list(
    connection: &mut AsyncPgConnection,
    scope: Scope,
    after: Option<(String, MemberId)>,
    limit: i64,
) -> QueryResult<Vec<Row>> {
    let mut statement = within(whole(), scope);
    if let Some((name, id)) = after {
        statement = statement.push(" and (a.name, g.id) > (").bind::<Text, _>(name).push(", ").bind::<SqlUuid, _>(id).push(")");
    }
    statement.push(" order by a.name, g.id limit ").bind::<BigInt, _>(limit).load(connection).await
}

/// A right, and all those of its place that lead there, held until the transaction ends.
pub async fn lock(tx: &mut Tx, id: MemberId) -> QueryResult<Option<Member>> {
    let rows: Vec<Row> = whole().push("g.id = ").bind::<SqlUuid, _>(id).load(tx).await?;
    let Some(member) = rows.into_iter().next().map(Member::from) else { return Ok(None) };
    within(
        sql("select from grants g where g.role = ").bind::<Text, _>(member.scope().head().name()).push(" and"),
        member.scope(),
    )
    .push(" order by g.id for update")
    .execute(tx)
    .await?;
    Ok(Some(member))
}

#[derive(QueryableByName)]
struct There {
    #[diesel(sql_type = Bool)]
    there: bool,
}

/// Whether somebody else has the same right at the same place.
pub async fn has_another(tx: &mut Tx, member: &Member) -> QueryResult<bool> {
    let statement = sql("select exists (select from grants g where g.role = ")
        .bind::<Text, _>(member.role.name())
        .push(" and g.id <> ")
        .bind::<SqlUuid, _>(member.id)
        .push(" and");
    let there: There = within(statement, member.scope()).push(") as there").get_result(tx).await?;
    Ok(there.there)
}

pub async fn delete(tx: &mut Tx, id: MemberId) -> QueryResult<usize> {
    sql("delete from grants where id = ").bind::<SqlUuid, _>(id).execute(tx).await
}

/// Gives a right, unless it is there.
pub async fn insert(
    tx: &mut Tx,
    id: MemberId,
    account: AccountId,
    role: Role,
    scope: Scope,
    now: DateTime<Utc>,
) -> QueryResult<usize> {
    sql("insert into grants (id, account_id, role, totem_id, organization_id, granted_at) values (")
        .bind::<SqlUuid, _>(id)
        .push(", ")
        .bind::<SqlUuid, _>(account)
        .push(", ")
        .bind::<Text, _>(role.name())
        .push(", ")
        .bind::<Nullable<SqlUuid>, _>(scope.totem())
        .push(", ")
        .bind::<Nullable<SqlUuid>, _>(scope.organization())
        .push(", ")
        .bind::<Timestamptz, _>(now)
        .push(") on conflict (account_id, role, totem_id, organization_id) do nothing")
        .execute(tx)
        .await
}

/// The Totem and the organization that were named, if they exist.
pub async fn resolve<C>(
    connection: &mut C,
    totem: Option<&Ref<TotemId>>,
    organization: Option<&Ref<OrganizationId>>,
) -> QueryResult<Option<Scope>>
where
    C: AsyncConnectionCore<Backend = Pg>,
{
    #[derive(QueryableByName)]
    struct Found {
        #[diesel(sql_type = SqlUuid)]
        id: uuid::Uuid,
    }
    let statement = match (totem, organization) {
        (Some(Ref::Id(id)), _) => sql("select id from totems where id = ").bind::<SqlUuid, _>(*id),
        (Some(Ref::Slug(slug)), _) => sql("select id from totems where slug = ").bind::<Text, _>(slug.clone()),
        (None, Some(Ref::Id(id))) => sql("select id from organizations where id = ").bind::<SqlUuid, _>(*id),
        (None, Some(Ref::Slug(slug))) => sql("select id from organizations where slug = ").bind::<Text, _>(slug.clone()),
        (None, None) => return Ok(Some(Scope::Platform)),
    };
    let found: Vec<Found> = statement.load(connection).await?;
    let scope = |found: Found| match totem {
        Some(_) => Scope::Totem(TotemId(found.id)),
        None => Scope::Organization(OrganizationId(found.id)),
    };
    Ok(found.into_iter().next().map(scope))
}
