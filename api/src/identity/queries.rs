//! The SQL of identity.

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use diesel::{
    ExpressionMethods, QueryableByName,
    sql_types::{Array, Binary, Bool, Jsonb, Text, Timestamptz, Uuid as SqlUuid},
};
use diesel_async::RunQueryDsl;
use lorntech_schema::tables::{grants, sessions};

use super::{AccountView, Me, RoleView, SessionKey, TotemRef, token_hash};
use crate::{
    auth::{Account, Grant, Role, middleware::IDLE},
    db::{Tx, Upkeep, sql},
    http::Problem,
    ids::{AccountId, SessionId, TotemId},
    members::model::OrganizationRef,
    state::State,
};

#[derive(QueryableByName)]
struct SessionRow {
    #[diesel(sql_type = SqlUuid)]
    session: SessionId,
    #[diesel(sql_type = Timestamptz)]
    last_seen_at: DateTime<Utc>,
    #[diesel(sql_type = Bool)]
    first_use: bool,
    #[diesel(sql_type = SqlUuid)]
    account: AccountId,
    #[diesel(sql_type = Text)]
    email: String,
    #[diesel(sql_type = Text)]
    name: String,
    #[diesel(sql_type = Text)]
    language: String,
    #[diesel(sql_type = Jsonb)]
    grants: serde_json::Value,
}

/// Session, account and rights as they are now, in one statement, so that a withdrawn right acts at once.
pub async fn find_session(
    state: &State,
    key: &SessionKey,
    now: DateTime<Utc>,
) -> Result<Option<(Account, DateTime<Utc>)>, Problem> {
    let found = match key {
        SessionKey::Cookie(_) => sql("select false as first_use, "),
        SessionKey::Token(..) => sql("select r.used_at is null as first_use, "),
    };
    let found = found.push("s.id as session, s.last_seen_at, a.id as account, a.email, a.name, a.language, coalesce((select jsonb_agg(jsonb_build_object('role', g.role, 'totem_id', g.totem_id, 'organization_id', g.organization_id)) from grants g where g.account_id = a.id), '[]') as grants from sessions s join accounts a on a.id = s.account_id");
    let found = match key {
        SessionKey::Cookie(token) => found
            .push(" where s.last_seen_at > ")
            .bind::<Timestamptz, _>(now - IDLE)
            .push(" and s.token_hash = ")
            .bind::<Binary, _>(token_hash(token)),
        SessionKey::Token(session, pair) => found
            .push(" join refresh_tokens r on r.session_id = s.id where r.revoked_at is null and s.id = ")
            .bind::<SqlUuid, _>(*session)
            .push(" and r.id = ")
            .bind::<SqlUuid, _>(*pair),
    };
    let found = found.push(" and s.expires_at > ").bind::<Timestamptz, _>(now);
    let rows: Vec<SessionRow> = state.db.read(async |connection| found.load(connection).await).await?;
    let Some(row) = rows.into_iter().next() else { return Ok(None) };
    let SessionRow { session, last_seen_at, first_use, account, email, name, language, grants } = row;
    if let (true, SessionKey::Token(_, pair)) = (first_use, key)
        && state.db.maintain(Upkeep::PairUsed { id: *pair, at: now }).await? == 0
    {
        // Somebody else was given another pair in its stead, just now.
        return Ok(None);
    }
    let grants: Vec<Grant> = serde_json::from_value(grants).unwrap_or_default();
    Ok(Some((Account { id: account, session, email, name, language, grants }, last_seen_at)))
}

/// The sites where the account of each session works, in order; sessions that are over are left out.
pub async fn sites_of_sessions(state: &State, sessions: Vec<SessionId>) -> Result<HashMap<SessionId, Vec<TotemId>>, Problem> {
    #[derive(QueryableByName)]
    struct Row {
        #[diesel(sql_type = SqlUuid)]
        session: SessionId,
        #[diesel(sql_type = Array<SqlUuid>)]
        sites: Vec<TotemId>,
    }
    let now = state.clock.now();
    let found = sql("select s.id as session, array(select distinct g.totem_id from grants g where g.account_id = s.account_id and g.totem_id is not null order by g.totem_id) as sites from sessions s where s.expires_at > ")
        .bind::<Timestamptz, _>(now)
        .push(" and s.last_seen_at > ")
        .bind::<Timestamptz, _>(now - IDLE)
        .push(" and s.id = any(")
        .bind::<Array<SqlUuid>, _>(sessions)
        .push(")");
    let rows: Vec<Row> = state.db.read(async |connection| found.load(connection).await).await?;
    Ok(rows.into_iter().map(|Row { session, sites }| (session, sites)).collect())
}

#[derive(QueryableByName)]
pub struct Credentials {
    #[diesel(sql_type = SqlUuid)]
    pub id: AccountId,
    #[diesel(sql_type = Text)]
    pub password_hash: String,
}

/// The account of an address, however it is capitalised.
pub async fn credentials(state: &State, email: &str) -> Result<Option<Credentials>, Problem> {
    let found =
        sql("select id, password_hash from accounts where lower(email) = lower(").bind::<Text, _>(email.to_owned()).push(")");
    let rows = state.db.read(async |connection| found.load(connection).await).await?;
    Ok(rows.into_iter().next())
}

pub async fn insert_session(
    tx: &mut Tx,
    id: SessionId,
    account: AccountId,
    token: &str,
    now: DateTime<Utc>,
    expires: DateTime<Utc>,
) -> Result<(), Problem> {
    diesel::insert_into(sessions::table)
        .values((
            sessions::token_hash.eq(token_hash(token)),
            sessions::id.eq(id),
            sessions::account_id.eq(account),
            sessions::created_at.eq(now),
            sessions::last_seen_at.eq(now),
            sessions::expires_at.eq(expires),
        ))
        .execute(tx)
        .await?;
    Ok(())
}

pub async fn delete_session(tx: &mut Tx, id: SessionId) -> Result<(), Problem> {
    diesel::delete(sessions::table).filter(sessions::id.eq(id)).execute(tx).await?;
    Ok(())
}

pub async fn insert_grant(
    tx: &mut Tx,
    account: AccountId,
    role: Role,
    totem: Option<crate::ids::TotemId>,
) -> Result<(), Problem> {
    diesel::insert_into(grants::table)
        .values((grants::account_id.eq(account), grants::role.eq(role.name()), grants::totem_id.eq(totem)))
        .execute(tx)
        .await?;
    Ok(())
}

/// What an account says about itself.
#[derive(QueryableByName)]
pub struct Profile {
    #[diesel(sql_type = SqlUuid)]
    pub id: AccountId,
    #[diesel(sql_type = Text)]
    pub email: String,
    #[diesel(sql_type = Text)]
    pub name: String,
    #[diesel(sql_type = Text)]
    pub language: String,
    #[diesel(sql_type = Jsonb)]
    pub roles: serde_json::Value,
}

pub async fn profile(state: &State, id: AccountId) -> Result<Me, Problem> {
    #[derive(serde::Deserialize)]
    struct Held {
        role: Role,
        totem: Option<TotemRef>,
        organization: Option<OrganizationRef>,
    }
    let found = sql("select a.id, a.email, a.name, a.language, coalesce((select jsonb_agg(jsonb_build_object('role', g.role, 'totem', case when t.id is not null then jsonb_build_object('id', t.id, 'slug', t.slug, 'name', t.name, 'city', t.city) end, 'organization', case when o.id is not null then jsonb_build_object('id', o.id, 'slug', o.slug, 'name', o.name) end) order by t.slug, o.slug, g.role) from grants g left join totems t on t.id = g.totem_id left join organizations o on o.id = g.organization_id where g.account_id = a.id), '[]') as roles from accounts a where a.id = ")
        .bind::<SqlUuid, _>(id);
    let Profile { id, email, name, language, roles } =
        state.db.read(async |connection| found.get_result(connection).await).await?;
    let held: Vec<Held> = serde_json::from_value(roles).unwrap_or_default();
    let roles = held.into_iter().map(|Held { role, totem, organization }| RoleView { role, totem, organization }).collect();
    Ok(Me { account: AccountView { id, email, name, language }, roles })
}
