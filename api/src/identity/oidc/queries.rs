//! The SQL of sign-in by providers.

use chrono::{DateTime, Utc};
use diesel::{
    ExpressionMethods, OptionalExtension, QueryDsl, QueryableByName,
    sql_types::{Binary, Text, Timestamptz, Uuid as SqlUuid},
};
use diesel_async::RunQueryDsl;
use lorntech_schema::tables::{accounts, identities};

use super::provider::Person;
use crate::{
    auth::Account,
    db::{Tx, sql},
    http::Problem,
    ids::{AccountId, IdentityId},
    state::State,
};

/// Whose identity it is.
#[derive(Clone, Copy, QueryableByName)]
pub struct Known {
    #[diesel(sql_type = SqlUuid)]
    pub id: IdentityId,
    #[diesel(sql_type = SqlUuid)]
    pub account_id: AccountId,
}

/// The account of whom the provider names, unless it is about to be deleted.
pub async fn find_identity(state: &State, person: &Person, now: DateTime<Utc>) -> Result<Option<Known>, Problem> {
    let found = sql("select i.id, i.account_id from identities i join accounts a on a.id = i.account_id where i.issuer = ")
        .bind::<Text, _>(person.issuer.clone())
        .push(" and i.subject = ")
        .bind::<Text, _>(person.subject.clone())
        .push(" and (a.closes_at is null or a.closes_at > ")
        .bind::<Timestamptz, _>(now)
        .push(")");
    let rows = state.db.read_everything(async |connection| found.load(connection).await).await?;
    Ok(rows.into_iter().next())
}

/// An identity on its way to an account.
pub struct Identity {
    pub id: IdentityId,
    pub account_id: AccountId,
    pub provider: String,
    pub issuer: String,
    pub subject: String,
}

/// Whether no account had it.
pub async fn insert_identity(tx: &mut Tx, identity: &Identity, now: DateTime<Utc>) -> Result<bool, Problem> {
    let Identity { id, account_id, provider, issuer, subject } = identity;
    let made = diesel::insert_into(identities::table)
        .values((
            identities::id.eq(*id),
            identities::account_id.eq(*account_id),
            identities::provider.eq(provider),
            identities::issuer.eq(issuer),
            identities::subject.eq(subject),
            identities::created_at.eq(now),
            identities::last_used_at.eq(now),
        ))
        .on_conflict_do_nothing()
        .execute(tx)
        .await?;
    Ok(made == 1)
}

pub async fn note_use(tx: &mut Tx, id: IdentityId, now: DateTime<Utc>) -> Result<(), Problem> {
    diesel::update(identities::table.find(id)).set(identities::last_used_at.eq(now)).execute(tx).await?;
    Ok(())
}

#[derive(QueryableByName)]
pub struct IdentityRow {
    #[diesel(sql_type = SqlUuid)]
    pub id: IdentityId,
    #[diesel(sql_type = Text)]
    pub provider: String,
    #[diesel(sql_type = Timestamptz)]
    pub created_at: DateTime<Utc>,
    #[diesel(sql_type = Timestamptz)]
    pub last_used_at: DateTime<Utc>,
}

pub async fn identities_of(state: &State, account: &Account) -> Result<Vec<IdentityRow>, Problem> {
    let found = sql("select id, provider, created_at, last_used_at from identities where account_id = ")
        .bind::<SqlUuid, _>(account.id)
        .push(" order by created_at, id");
    state.db.read_as(account, async |connection| found.load(connection).await).await
}

/// What a provider said in this browser, used up: it goes to this account.
pub async fn take_proven(
    tx: &mut Tx,
    token_hash: Vec<u8>,
    provider: &str,
    account_id: AccountId,
    now: DateTime<Utc>,
) -> Result<Option<Identity>, Problem> {
    #[derive(QueryableByName)]
    struct Row {
        #[diesel(sql_type = Text)]
        issuer: String,
        #[diesel(sql_type = Text)]
        subject: String,
    }
    let taken: Option<Row> = sql("delete from sign_in_attempts where subject is not null and token_hash = ")
        .bind::<Binary, _>(token_hash)
        .push(" and provider = ")
        .bind::<Text, _>(provider.to_owned())
        .push(" and expires_at > ")
        .bind::<Timestamptz, _>(now)
        .push(" returning issuer, subject")
        .get_result(tx)
        .await
        .optional()?;
    let provider = provider.to_owned();
    Ok(taken.map(|Row { issuer, subject }| Identity { id: IdentityId::new(), account_id, provider, issuer, subject }))
}

/// Whether the account has a password; nobody else changes its ways in until the end.
pub async fn lock_account(tx: &mut Tx, account: AccountId) -> Result<bool, Problem> {
    let hash: Option<String> = accounts::table.find(account).select(accounts::password_hash).for_update().get_result(tx).await?;
    Ok(hash.is_some())
}

/// Of which provider it was, if it was theirs.
pub async fn delete_identity(tx: &mut Tx, account: AccountId, id: IdentityId) -> Result<Option<String>, Problem> {
    let own = identities::table.filter(identities::id.eq(id)).filter(identities::account_id.eq(account));
    Ok(diesel::delete(own).returning(identities::provider).get_result(tx).await.optional()?)
}

pub async fn count_identities(tx: &mut Tx, account: AccountId) -> Result<i64, Problem> {
    Ok(identities::table.filter(identities::account_id.eq(account)).count().get_result(tx).await?)
}
