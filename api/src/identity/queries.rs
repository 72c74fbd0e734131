//! The SQL of identity.

use std::collections::HashMap;

use chrono::{DateTime, Duration, Utc};
use diesel::{
    ExpressionMethods, OptionalExtension, QueryDsl, QueryableByName,
    sql_types::{Array, Binary, Bool, Jsonb, Nullable, Text, Timestamptz, Uuid as SqlUuid},
};
use diesel_async::RunQueryDsl;
use lorntech_schema::tables::{account_links, accounts, grants, sessions};

use serde::Serialize;
use utoipa::ToSchema;

use super::{
    Absence, AccountView, Me, RoleView, SessionKey, TotemRef, list_my_sessions::SessionView, second_factor::queries::HAS_FACTOR,
    token_hash,
};
use crate::{
    auth::{Account, Grant, Role, middleware::IDLE},
    db::{JsonColumn, Sight, Sql, Tx, Upkeep, sql},
    error::ErrorCode,
    http::{Patch, Problem},
    ids::{AccountId, AccountLinkId, SessionId, TotemId},
    members::model::OrganizationRef,
    notifications::{AccountLetter, AccountOccasion},
    state::State,
};

#[derive(QueryableByName)]
struct SessionRow {
    #[diesel(sql_type = SqlUuid)]
    session: SessionId,
    #[diesel(sql_type = Timestamptz)]
    verified_at: DateTime<Utc>,
    #[diesel(sql_type = Timestamptz)]
    last_seen_at: DateTime<Utc>,
    #[diesel(sql_type = Bool)]
    first_use: bool,
    #[diesel(sql_type = Bool)]
    has_factor: bool,
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
    let found = found.push(HAS_FACTOR).push(" as has_factor, s.id as session, coalesce(s.verified_at, s.created_at) as verified_at, s.last_seen_at, a.id as account, a.email, a.name, a.language, coalesce((select jsonb_agg(jsonb_build_object('role', g.role, 'totem_id', g.totem_id, 'organization_id', g.organization_id)) from grants g where g.account_id = a.id), '[]') as grants from sessions s join accounts a on a.id = s.account_id");
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
    let rows: Vec<SessionRow> = state.db.read_everything(async |connection| found.load(connection).await).await?;
    let Some(row) = rows.into_iter().next() else { return Ok(None) };
    let SessionRow { session, verified_at, last_seen_at, first_use, has_factor, account, email, name, language, grants } = row;
    if let (true, SessionKey::Token(_, pair)) = (first_use, key)
        && state.db.maintain(Upkeep::PairUsed { id: *pair, at: now }).await? == 0
    {
        // Somebody else was given another pair in its stead, just now.
        return Ok(None);
    }
    let grants: Vec<Grant> = serde_json::from_value(grants).unwrap_or_default();
    let mut account = Account {
        id: account,
        session,
        by_cookie: matches!(key, SessionKey::Cookie(_)),
        verified_at,
        has_second_factor: has_factor,
        must_enrol: false,
        email,
        name,
        language,
        grants,
    };
    account.must_enrol = !has_factor && account.needs_second_factor(&state.settings);
    Ok(Some((account, last_seen_at)))
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
    let rows: Vec<Row> = state.db.read_everything(async |connection| found.load(connection).await).await?;
    Ok(rows.into_iter().map(|Row { session, sites }| (session, sites)).collect())
}

#[derive(QueryableByName)]
pub struct Credentials {
    #[diesel(sql_type = SqlUuid)]
    pub id: AccountId,
    #[diesel(sql_type = Nullable<Text>)]
    pub password_hash: Option<String>,
}

/// The account of an address, however it is capitalised.
pub async fn credentials(state: &State, email: &str, now: DateTime<Utc>) -> Result<Option<Credentials>, Problem> {
    let found = sql("select id, password_hash from accounts where email_folded = lower(")
        .bind::<Text, _>(email.to_owned())
        .push(") and (closes_at is null or closes_at > ")
        .bind::<Timestamptz, _>(now)
        .push(")");
    let rows = state.db.read_everything(async |connection| found.load(connection).await).await?;
    Ok(rows.into_iter().next())
}

/// A sign-in.
pub struct NewSession {
    pub id: SessionId,
    pub account: AccountId,
    pub token: String,
    pub now: DateTime<Utc>,
    pub expires: DateTime<Utc>,
    pub client: Option<String>,
}

pub async fn insert_session(tx: &mut Tx, new: &NewSession) -> Result<(), Problem> {
    let NewSession { id, account, token, now, expires, client } = new;
    diesel::insert_into(sessions::table)
        .values((
            sessions::token_hash.eq(token_hash(token)),
            sessions::id.eq(*id),
            sessions::account_id.eq(*account),
            sessions::created_at.eq(now),
            sessions::last_seen_at.eq(now),
            sessions::expires_at.eq(expires),
            sessions::client.eq(client),
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
    #[diesel(sql_type = Bool)]
    pub has_password: bool,
    #[diesel(sql_type = Bool)]
    pub has_factor: bool,
    #[diesel(sql_type = Nullable<Jsonb>)]
    pub absence: Option<JsonColumn<Absence>>,
    #[diesel(sql_type = Jsonb)]
    pub roles: serde_json::Value,
}

pub async fn profile(state: &State, id: AccountId) -> Result<Me, Problem> {
    let found = profile_of(id);
    let row: Profile = state.db.read_as(Sight::own(id), async |connection| found.get_result(connection).await).await?;
    Ok(row.shown(state))
}

/// The same as the transaction will leave it.
pub async fn profile_in(tx: &mut Tx, state: &State, id: AccountId) -> Result<Me, Problem> {
    let row: Profile = profile_of(id).get_result(tx).await?;
    Ok(row.shown(state))
}

fn profile_of(id: AccountId) -> Sql {
    sql("select ").push(HAS_FACTOR).push(" as has_factor, a.id, a.email, a.name, a.language, a.password_hash is not null as has_password, case when a.absent_from_on is not null then jsonb_build_object('from_on', a.absent_from_on, 'until_on', a.absent_until_on) end as absence, coalesce((select jsonb_agg(jsonb_build_object('role', g.role, 'totem', case when t.id is not null then jsonb_build_object('id', t.id, 'slug', t.slug, 'name', t.name, 'city', t.city) end, 'organization', case when o.id is not null then jsonb_build_object('id', o.id, 'slug', o.slug, 'name', o.name) end) order by t.slug, o.slug, g.role) from grants g left join totems t on t.id = g.totem_id left join organizations o on o.id = g.organization_id where g.account_id = a.id), '[]') as roles from accounts a where a.id = ")
        .bind::<SqlUuid, _>(id)
}

impl Profile {
    fn shown(self, state: &State) -> Me {
        let Self { id, email, name, language, has_password, has_factor, absence, roles } = self;
        let absence = absence.map(|absence| absence.0);
        #[derive(serde::Deserialize)]
        struct Held {
            role: Role,
            totem: Option<TotemRef>,
            organization: Option<OrganizationRef>,
        }
        let held: Vec<Held> = serde_json::from_value(roles).unwrap_or_default();
        let needs = state.settings.demo.is_none() && held.iter().any(|held| held.role.needs_second_factor());
        let roles = held.into_iter().map(|Held { role, totem, organization }| RoleView { role, totem, organization }).collect();
        Me {
            account: AccountView { id, email, name, language, has_password, absence },
            roles,
            must_enrol_second_factor: needs && !has_factor,
        }
    }
}

/// Whoever has an account, as letters need them.
#[derive(Clone, QueryableByName)]
pub struct Holder {
    #[diesel(sql_type = SqlUuid)]
    pub id: AccountId,
    #[diesel(sql_type = Text)]
    pub email: String,
    #[diesel(sql_type = Text)]
    pub name: String,
    #[diesel(sql_type = Text)]
    pub language: String,
    #[diesel(sql_type = Nullable<Text>)]
    pub password_hash: Option<String>,
}

impl Holder {
    /// A letter to the address of the account.
    pub fn letter(&self, about_account: AccountOccasion, link: Option<AccountLinkId>) -> AccountLetter {
        let (name, email, language) = (self.name.clone(), self.email.clone(), self.language.clone());
        AccountLetter { about_account, name, email, language, link, day: None, provider: None, kept: vec![] }
    }
}

/// Whose address this is, however it is capitalised.
pub async fn holder(state: &State, email: &str) -> Result<Option<Holder>, Problem> {
    let found = sql("select id, email, name, language, password_hash from accounts where email_folded = lower(")
        .bind::<Text, _>(email.to_owned())
        .push(")");
    let rows = state.db.read_everything(async |connection| found.load(connection).await).await?;
    Ok(rows.into_iter().next())
}

/// The same within a write.
pub async fn holder_by_address(tx: &mut Tx, email: &str) -> Result<Option<Holder>, Problem> {
    let found = sql("select id, email, name, language, password_hash from accounts where email_folded = lower(")
        .bind::<Text, _>(email.to_owned())
        .push(")");
    Ok(found.get_result(tx).await.optional()?)
}

pub async fn holder_in(tx: &mut Tx, id: AccountId) -> Result<Holder, Problem> {
    let found = sql("select id, email, name, language, password_hash from accounts where id = ").bind::<SqlUuid, _>(id);
    Ok(found.get_result(tx).await?)
}

pub async fn holder_of(state: &State, id: AccountId) -> Result<Option<Holder>, Problem> {
    let found = sql("select id, email, name, language, password_hash from accounts where id = ").bind::<SqlUuid, _>(id);
    let rows = state.db.read_everything(async |connection| found.load(connection).await).await?;
    Ok(rows.into_iter().next())
}

/// Somebody as they write by mail: nothing of a session, and the rights that they have now.
pub async fn account_by_mail(state: &State, id: AccountId) -> Result<Option<Account>, Problem> {
    #[derive(QueryableByName)]
    struct Row {
        #[diesel(sql_type = Text)]
        email: String,
        #[diesel(sql_type = Text)]
        name: String,
        #[diesel(sql_type = Text)]
        language: String,
        #[diesel(sql_type = Jsonb)]
        grants: serde_json::Value,
    }
    let found = sql("select a.email, a.name, a.language, coalesce((select jsonb_agg(jsonb_build_object('role', g.role, 'totem_id', g.totem_id, 'organization_id', g.organization_id)) from grants g where g.account_id = a.id), '[]') as grants from accounts a where a.closes_at is null and a.id = ")
        .bind::<SqlUuid, _>(id);
    let rows: Vec<Row> = state.db.read_everything(async |connection| found.load(connection).await).await?;
    let account = rows.into_iter().next().map(|Row { email, name, language, grants }| Account {
        id,
        session: SessionId(uuid::Uuid::nil()),
        by_cookie: false,
        verified_at: DateTime::UNIX_EPOCH,
        has_second_factor: false,
        must_enrol: false,
        email,
        name,
        language,
        grants: serde_json::from_value(grants).unwrap_or_default(),
    });
    Ok(account)
}

/// What a link in a mail is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, serde::Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = AccountLinkPurpose)]
pub enum Purpose {
    SignUp,
    PasswordReset,
    EmailChange,
}

impl Purpose {
    fn name(self) -> &'static str {
        match self {
            Self::SignUp => "sign_up",
            Self::PasswordReset => "password_reset",
            Self::EmailChange => "email_change",
        }
    }

    fn named(name: &str) -> Option<Self> {
        [Self::SignUp, Self::PasswordReset, Self::EmailChange].into_iter().find(|purpose| purpose.name() == name)
    }

    /// How long its link works.
    fn lifetime(self) -> Duration {
        match self {
            Self::PasswordReset => Duration::hours(1),
            Self::SignUp | Self::EmailChange => Duration::hours(24),
        }
    }
}

/// A link in a mail about an account.
pub struct Link {
    pub id: AccountLinkId,
    pub purpose: Purpose,
    /// Of whom; nobody for a sign-up.
    pub account_id: Option<AccountId>,
    /// Where it was sent, and the address that it confirms.
    pub email: String,
    /// Of the account that a sign-up opens, as is the language.
    pub name: Option<String>,
    pub language: Option<String>,
}

pub async fn insert_link(tx: &mut Tx, link: &Link, now: DateTime<Utc>) -> Result<(), Problem> {
    let Link { id, purpose, account_id, email, name, language } = link;
    diesel::insert_into(account_links::table)
        .values((
            account_links::id.eq(*id),
            account_links::purpose.eq(purpose.name()),
            account_links::account_id.eq(*account_id),
            account_links::email.eq(email),
            account_links::name.eq(name),
            account_links::language.eq(language),
            account_links::created_at.eq(now),
            account_links::expires_at.eq(now + purpose.lifetime()),
        ))
        .execute(tx)
        .await?;
    Ok(())
}

#[derive(QueryableByName)]
struct LinkRow {
    #[diesel(sql_type = SqlUuid)]
    id: AccountLinkId,
    #[diesel(sql_type = Text)]
    purpose: String,
    #[diesel(sql_type = Nullable<SqlUuid>)]
    account_id: Option<AccountId>,
    #[diesel(sql_type = Text)]
    email: String,
    #[diesel(sql_type = Nullable<Text>)]
    name: Option<String>,
    #[diesel(sql_type = Nullable<Text>)]
    language: Option<String>,
}

/// A link that was neither used nor has expired.
pub async fn find_link(state: &State, id: AccountLinkId, now: DateTime<Utc>) -> Result<Option<Link>, Problem> {
    let found = sql("select id, purpose, account_id, email, name, language from account_links where id = ")
        .bind::<SqlUuid, _>(id)
        .push(" and expires_at > ")
        .bind::<Timestamptz, _>(now);
    let rows: Vec<LinkRow> = state.db.read_everything(async |connection| found.load(connection).await).await?;
    let Some(LinkRow { id, purpose, account_id, email, name, language }) = rows.into_iter().next() else { return Ok(None) };
    let purpose = Purpose::named(&purpose).ok_or(ErrorCode::InternalError)?;
    Ok(Some(Link { id, purpose, account_id, email, name, language }))
}

/// Uses a link up: of two who come at once one finds it gone.
pub async fn take_link(tx: &mut Tx, id: AccountLinkId) -> Result<(), Problem> {
    let taken = diesel::delete(account_links::table).filter(account_links::id.eq(id)).execute(tx).await?;
    if taken == 1 { Ok(()) } else { Err(ErrorCode::LinkExpired.into()) }
}

/// All links that were sent about an account.
pub async fn forget_links(tx: &mut Tx, account: AccountId) -> Result<(), Problem> {
    diesel::delete(account_links::table).filter(account_links::account_id.eq(account)).execute(tx).await?;
    Ok(())
}

/// Opens an account for an address, if that has none; other sign-ups for it are void.
pub async fn insert_account(
    tx: &mut Tx,
    id: AccountId,
    email: &str,
    name: &str,
    language: &str,
    hash: Option<&str>,
) -> Result<bool, Problem> {
    let made = diesel::insert_into(accounts::table)
        .values((
            accounts::id.eq(id),
            accounts::email.eq(email),
            accounts::name.eq(name),
            accounts::language.eq(language),
            accounts::password_hash.eq(hash),
        ))
        .on_conflict_do_nothing()
        .execute(tx)
        .await?;
    sql("delete from account_links where purpose = 'sign_up' and lower(email) = lower(")
        .bind::<Text, _>(email.to_owned())
        .push(")")
        .execute(tx)
        .await?;
    Ok(made == 1)
}

pub async fn set_password(tx: &mut Tx, account: AccountId, hash: &str) -> Result<(), Problem> {
    diesel::update(accounts::table.find(account)).set(accounts::password_hash.eq(hash)).execute(tx).await?;
    Ok(())
}

/// Another address; one that was taken since the link was sent is no longer to be had.
pub async fn set_email(tx: &mut Tx, account: AccountId, email: &str) -> Result<(), Problem> {
    let changed = diesel::update(accounts::table.find(account)).set(accounts::email.eq(email)).execute(tx).await;
    changed.map(drop).map_err(|error| match Problem::from(error) {
        problem if problem.code == ErrorCode::AlreadyExists => ErrorCode::LinkExpired.into(),
        problem => problem,
    })
}

/// The new revision.
pub async fn update_profile(
    tx: &mut Tx,
    account: AccountId,
    name: &str,
    language: &str,
    absence: &Patch<Absence>,
) -> Result<i64, Problem> {
    let absence = match absence {
        Patch::Keep => None,
        Patch::Clear => Some((accounts::absent_from_on.eq(None), accounts::absent_until_on.eq(None))),
        Patch::Set(Absence { from_on, until_on }) => {
            Some((accounts::absent_from_on.eq(Some(*from_on)), accounts::absent_until_on.eq(Some(*until_on))))
        }
    };
    let changed = diesel::update(accounts::table.find(account))
        .set((accounts::name.eq(name), accounts::language.eq(language), absence))
        .returning(accounts::revision)
        .get_result(tx)
        .await?;
    Ok(changed)
}

#[derive(QueryableByName)]
struct SessionItem {
    #[diesel(sql_type = SqlUuid)]
    id: SessionId,
    #[diesel(sql_type = Timestamptz)]
    created_at: DateTime<Utc>,
    #[diesel(sql_type = Timestamptz)]
    last_seen_at: DateTime<Utc>,
    #[diesel(sql_type = Timestamptz)]
    expires_at: DateTime<Utc>,
    #[diesel(sql_type = Nullable<Text>)]
    client: Option<String>,
}

/// The sessions that open something now, the latest first.
pub async fn sessions_of(state: &State, account: &Account, now: DateTime<Utc>) -> Result<Vec<SessionView>, Problem> {
    let found = sql("select id, created_at, last_seen_at, expires_at, client from sessions where account_id = ")
        .bind::<SqlUuid, _>(account.id)
        .push(" and expires_at > ")
        .bind::<Timestamptz, _>(now)
        .push(" and (last_seen_at > ")
        .bind::<Timestamptz, _>(now - IDLE)
        .push(" or exists (select from refresh_tokens r where r.session_id = sessions.id)) order by created_at desc, id desc");
    let rows: Vec<SessionItem> = state.db.read_as(account, async |connection| found.load(connection).await).await?;
    let view = |SessionItem { id, created_at, last_seen_at, expires_at, client }| SessionView {
        current: id == account.session,
        id,
        created_at,
        last_seen_at,
        expires_at,
        client,
    };
    Ok(rows.into_iter().map(view).collect())
}

/// Whether it was a session of this account.
pub async fn delete_session_of(tx: &mut Tx, account: AccountId, id: SessionId) -> Result<bool, Problem> {
    let own = sessions::table.filter(sessions::id.eq(id)).filter(sessions::account_id.eq(account));
    Ok(diesel::delete(own).execute(tx).await? == 1)
}

/// All sessions of an account, but for this one.
pub async fn delete_sessions(tx: &mut Tx, account: AccountId, but: Option<SessionId>) -> Result<(), Problem> {
    sql("delete from sessions where account_id = ")
        .bind::<SqlUuid, _>(account)
        .push(" and id is distinct from ")
        .bind::<Nullable<SqlUuid>, _>(but)
        .execute(tx)
        .await?;
    Ok(())
}

pub async fn close_account(tx: &mut Tx, account: AccountId, at: DateTime<Utc>) -> Result<(), Problem> {
    diesel::update(accounts::table.find(account)).set(accounts::closes_at.eq(at)).execute(tx).await?;
    Ok(())
}

/// Whether it was closed.
pub async fn reopen_account(tx: &mut Tx, account: AccountId) -> Result<bool, Problem> {
    let closed = accounts::table.filter(accounts::id.eq(account)).filter(accounts::closes_at.is_not_null());
    Ok(diesel::update(closed).set(accounts::closes_at.eq(None::<DateTime<Utc>>)).execute(tx).await? == 1)
}

/// Closed accounts whose time is over.
pub async fn due_accounts(state: &State, now: DateTime<Utc>) -> Result<Vec<AccountId>, Problem> {
    #[derive(QueryableByName)]
    struct Due {
        #[diesel(sql_type = SqlUuid)]
        id: AccountId,
    }
    let due =
        sql("select id from accounts where closes_at <= ").bind::<Timestamptz, _>(now).push(" order by closes_at limit 100");
    let due: Vec<Due> = state.db.read_everything(async |connection| due.load(connection).await).await?;
    Ok(due.into_iter().map(|Due { id }| id).collect())
}

/// A closed account whose time is over, held until the transaction ends.
pub async fn lock_closed(tx: &mut Tx, account: AccountId, now: DateTime<Utc>) -> Result<Option<Holder>, Problem> {
    let found = sql("select id, email, name, language, password_hash from accounts where id = ")
        .bind::<SqlUuid, _>(account)
        .push(" and closes_at <= ")
        .bind::<Timestamptz, _>(now)
        .push(" for update");
    let rows: Vec<Holder> = found.load(tx).await?;
    Ok(rows.into_iter().next())
}
