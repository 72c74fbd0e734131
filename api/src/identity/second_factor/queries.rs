//! The SQL of second factors.

use chrono::{DateTime, Utc};
use diesel::{
    OptionalExtension, QueryableByName,
    sql_types::{Array, BigInt, Binary, Bool, Jsonb, Nullable, Text, Timestamptz, Uuid as SqlUuid},
};
use diesel_async::RunQueryDsl;

use super::{Method, get_my_second_factors::PasskeyView};
use crate::{
    db::{Sight, Sql, Tx, sql},
    error::ErrorCode,
    http::Problem,
    identity::{open_session::Mode, token_hash},
    ids::{AccountId, PasskeyId, SessionId},
    state::State,
};

/// Whether the account `a` of a statement has a second factor.
pub const HAS_FACTOR: &str = "(exists (select from totp_factors f where f.account_id = a.id and f.secret is not null) or exists (select from passkeys k where k.account_id = a.id))";

#[derive(QueryableByName)]
struct Has {
    #[diesel(sql_type = Bool)]
    has: bool,
}

pub async fn has_factor(state: &State, account: AccountId) -> Result<bool, Problem> {
    let asked = sql("select ").push(HAS_FACTOR).push(" as has from accounts a where a.id = ").bind::<SqlUuid, _>(account);
    let rows: Vec<Has> = state.db.read_as(Sight::own(account), async |connection| asked.load(connection).await).await?;
    Ok(rows.into_iter().next().is_some_and(|row| row.has))
}

/// What an account has.
#[derive(QueryableByName)]
pub struct Standing {
    #[diesel(sql_type = Nullable<Timestamptz>)]
    pub confirmed_at: Option<DateTime<Utc>>,
    #[diesel(sql_type = BigInt)]
    pub passkeys: i64,
    #[diesel(sql_type = BigInt)]
    pub recovery_codes: i64,
}

impl Standing {
    pub fn has_factor(&self) -> bool {
        self.confirmed_at.is_some() || self.passkeys > 0
    }
}

fn standing_of(account: AccountId) -> Sql {
    sql("select f.confirmed_at, (select count(*) from passkeys k where k.account_id = a.id) as passkeys, (select count(*) from recovery_codes r where r.account_id = a.id) as recovery_codes from accounts a left join totp_factors f on f.account_id = a.id where a.id = ")
        .bind::<SqlUuid, _>(account)
}

pub async fn standing(state: &State, account: AccountId) -> Result<Standing, Problem> {
    let asked = standing_of(account);
    state.db.read_as(Sight::own(account), async |connection| asked.get_result(connection).await).await
}

/// The same as the transaction will leave it.
pub async fn standing_in(tx: &mut Tx, account: AccountId) -> Result<Standing, Problem> {
    Ok(standing_of(account).get_result(tx).await?)
}

pub async fn methods(tx: &mut Tx, account: AccountId) -> Result<Vec<Method>, Problem> {
    let Standing { confirmed_at, passkeys, recovery_codes } = standing_in(tx, account).await?;
    let methods =
        [(confirmed_at.is_some(), Method::Totp), (passkeys > 0, Method::Passkey), (recovery_codes > 0, Method::RecoveryCode)];
    Ok(methods.into_iter().filter(|(has, _)| *has).map(|(_, method)| method).collect())
}

// ── questions ───────────────────────────────────────────────────────────────

pub async fn insert_question(
    tx: &mut Tx,
    token_hash: Vec<u8>,
    account: AccountId,
    mode: Mode,
    expires: DateTime<Utc>,
) -> Result<(), Problem> {
    sql("insert into sign_in_challenges (token_hash, purpose, account_id, mode, expires_at) values (")
        .bind::<Binary, _>(token_hash)
        .push(", 'second_factor', ")
        .bind::<SqlUuid, _>(account)
        .push(", ")
        .bind::<Text, _>(mode.name())
        .push(", ")
        .bind::<Timestamptz, _>(expires)
        .push(")")
        .execute(tx)
        .await?;
    Ok(())
}

#[derive(QueryableByName)]
struct Question {
    #[diesel(sql_type = SqlUuid)]
    account: AccountId,
    #[diesel(sql_type = Text)]
    mode: String,
}

/// Whom a question asks, and what they want to sign in with.
pub async fn find_question(state: &State, challenge: &str, now: DateTime<Utc>) -> Result<(AccountId, Mode), Problem> {
    let found =
        sql("select account_id as account, mode from sign_in_challenges where purpose = 'second_factor' and token_hash = ")
            .bind::<Binary, _>(token_hash(challenge))
            .push(" and expires_at > ")
            .bind::<Timestamptz, _>(now);
    let rows: Vec<Question> = state.db.read_everything(async |connection| found.load(connection).await).await?;
    let Question { account, mode } = rows.into_iter().next().ok_or(ErrorCode::ChallengeExpired)?;
    Ok((account, Mode::named(&mode)))
}

/// Uses it up: of two answers at once one comes too late.
pub async fn take_question(tx: &mut Tx, challenge: &str) -> Result<(), Problem> {
    let taken = sql("delete from sign_in_challenges where purpose = 'second_factor' and token_hash = ")
        .bind::<Binary, _>(token_hash(challenge))
        .execute(tx)
        .await?;
    if taken == 1 { Ok(()) } else { Err(ErrorCode::ChallengeExpired.into()) }
}

#[derive(QueryableByName)]
struct Expected {
    #[diesel(sql_type = Jsonb)]
    state: serde_json::Value,
    #[diesel(sql_type = Nullable<SqlUuid>)]
    account: Option<AccountId>,
}

/// What the answer of a browser is compared with, and who was asked. It is used up.
pub async fn take_challenge(
    tx: &mut Tx,
    token_hash: Vec<u8>,
    purpose: &'static str,
    now: DateTime<Utc>,
) -> Result<(serde_json::Value, Option<AccountId>), Problem> {
    let taken = sql("delete from sign_in_challenges where token_hash = ")
        .bind::<Binary, _>(token_hash)
        .push(" and purpose = ")
        .bind::<Text, _>(purpose)
        .push(" and expires_at > ")
        .bind::<Timestamptz, _>(now)
        .push(" returning state, account_id as account");
    let expected: Option<Expected> = taken.get_result(tx).await.optional()?;
    let Expected { state, account } = expected.ok_or(ErrorCode::ChallengeExpired)?;
    Ok((state, account))
}

/// The session has just shown its account's strongest factor; `cookie` is its new value.
pub async fn verify_session(tx: &mut Tx, session: SessionId, now: DateTime<Utc>, cookie: Option<&str>) -> Result<(), Problem> {
    sql("update sessions set verified_at = ")
        .bind::<Timestamptz, _>(now)
        .push(", token_hash = coalesce(")
        .bind::<Nullable<Binary>, _>(cookie.map(token_hash))
        .push(", token_hash) where id = ")
        .bind::<SqlUuid, _>(session)
        .execute(tx)
        .await?;
    Ok(())
}

// ── authenticator app ───────────────────────────────────────────────────────

#[derive(QueryableByName)]
pub struct App {
    #[diesel(sql_type = Nullable<Binary>)]
    pub secret: Option<Vec<u8>>,
    #[diesel(sql_type = Nullable<BigInt>)]
    pub last_step: Option<i64>,
    #[diesel(sql_type = Nullable<Binary>)]
    pub pending: Option<Vec<u8>>,
    #[diesel(sql_type = Nullable<Timestamptz>)]
    pub pending_since: Option<DateTime<Utc>>,
}

/// One answer at a time, so that no code is taken twice.
pub async fn lock_app(tx: &mut Tx, account: AccountId) -> Result<Option<App>, Problem> {
    let app = sql("select secret, last_step, pending, pending_since from totp_factors where account_id = ")
        .bind::<SqlUuid, _>(account)
        .push(" for update");
    Ok(app.get_result(tx).await.optional()?)
}

pub async fn take_step(tx: &mut Tx, account: AccountId, step: i64) -> Result<(), Problem> {
    sql("update totp_factors set last_step = ")
        .bind::<BigInt, _>(step)
        .push(" where account_id = ")
        .bind::<SqlUuid, _>(account)
        .execute(tx)
        .await?;
    Ok(())
}

/// An app that is being set up; the one in use stays until the new one is confirmed.
pub async fn set_pending(tx: &mut Tx, account: AccountId, secret: Vec<u8>, now: DateTime<Utc>) -> Result<(), Problem> {
    sql("insert into totp_factors (account_id, pending, pending_since) values (")
        .bind::<SqlUuid, _>(account)
        .push(", ")
        .bind::<Binary, _>(secret)
        .push(", ")
        .bind::<Timestamptz, _>(now)
        .push(") on conflict (account_id) do update set pending = excluded.pending, pending_since = excluded.pending_since")
        .execute(tx)
        .await?;
    Ok(())
}

pub async fn confirm_app(tx: &mut Tx, account: AccountId, step: i64, now: DateTime<Utc>) -> Result<(), Problem> {
    sql("update totp_factors set secret = pending, pending = null, pending_since = null, confirmed_at = ")
        .bind::<Timestamptz, _>(now)
        .push(", last_step = ")
        .bind::<BigInt, _>(step)
        .push(" where account_id = ")
        .bind::<SqlUuid, _>(account)
        .execute(tx)
        .await?;
    Ok(())
}

/// Whether there was one in use.
pub async fn delete_app(tx: &mut Tx, account: AccountId) -> Result<bool, Problem> {
    let deleted = sql("delete from totp_factors where secret is not null and account_id = ").bind::<SqlUuid, _>(account);
    Ok(deleted.execute(tx).await? == 1)
}

// ── recovery codes ──────────────────────────────────────────────────────────

pub async fn replace_recovery_codes(tx: &mut Tx, account: AccountId, hashes: Vec<Vec<u8>>) -> Result<(), Problem> {
    delete_recovery_codes(tx, account).await?;
    sql("insert into recovery_codes (account_id, code_hash) select ")
        .bind::<SqlUuid, _>(account)
        .push(", unnest(")
        .bind::<Array<Binary>, _>(hashes)
        .push(")")
        .execute(tx)
        .await?;
    Ok(())
}

pub async fn delete_recovery_codes(tx: &mut Tx, account: AccountId) -> Result<(), Problem> {
    sql("delete from recovery_codes where account_id = ").bind::<SqlUuid, _>(account).execute(tx).await?;
    Ok(())
}

/// Uses a code up: of two who come with it at once one finds it gone.
pub async fn take_recovery_code(tx: &mut Tx, account: AccountId, hash: Vec<u8>) -> Result<(), Problem> {
    let taken = sql("delete from recovery_codes where account_id = ")
        .bind::<SqlUuid, _>(account)
        .push(" and code_hash = ")
        .bind::<Binary, _>(hash)
        .execute(tx)
        .await?;
    if taken == 1 { Ok(()) } else { Err(ErrorCode::SecondFactorInvalid.into()) }
}

// ── passkeys ────────────────────────────────────────────────────────────────

#[derive(QueryableByName)]
struct CredentialId {
    #[diesel(sql_type = Binary)]
    credential_id: Vec<u8>,
}

pub async fn credential_ids(state: &State, account: AccountId) -> Result<Vec<Vec<u8>>, Problem> {
    let found = sql("select credential_id from passkeys where account_id = ").bind::<SqlUuid, _>(account);
    let rows: Vec<CredentialId> = state.db.read_as(Sight::own(account), async |connection| found.load(connection).await).await?;
    Ok(rows.into_iter().map(|row| row.credential_id).collect())
}

#[derive(QueryableByName)]
struct Holder {
    #[diesel(sql_type = SqlUuid)]
    account: AccountId,
}

/// Whose passkey has this id, unless their account is over.
pub async fn holder_of_passkey(state: &State, credential_id: &[u8], now: DateTime<Utc>) -> Result<Option<AccountId>, Problem> {
    let found = sql("select a.id as account from passkeys k join accounts a on a.id = k.account_id where k.credential_id = ")
        .bind::<Binary, _>(credential_id.to_vec())
        .push(" and (a.closes_at is null or a.closes_at > ")
        .bind::<Timestamptz, _>(now)
        .push(")");
    let rows: Vec<Holder> = state.db.read_everything(async |connection| found.load(connection).await).await?;
    Ok(rows.into_iter().next().map(|row| row.account))
}

#[derive(QueryableByName)]
pub struct StoredPasskey {
    #[diesel(sql_type = SqlUuid)]
    pub id: PasskeyId,
    #[diesel(sql_type = Jsonb)]
    pub credential: serde_json::Value,
}

/// One answer at a time, so that its counter only rises.
pub async fn lock_passkey(tx: &mut Tx, account: AccountId, credential_id: &[u8]) -> Result<Option<StoredPasskey>, Problem> {
    let found = sql("select id, credential from passkeys where account_id = ")
        .bind::<SqlUuid, _>(account)
        .push(" and credential_id = ")
        .bind::<Binary, _>(credential_id.to_vec())
        .push(" for update");
    Ok(found.get_result(tx).await.optional()?)
}

pub async fn note_passkey(tx: &mut Tx, id: PasskeyId, credential: serde_json::Value, now: DateTime<Utc>) -> Result<(), Problem> {
    sql("update passkeys set credential = ")
        .bind::<Jsonb, _>(credential)
        .push(", last_used_at = ")
        .bind::<Timestamptz, _>(now)
        .push(" where id = ")
        .bind::<SqlUuid, _>(id)
        .execute(tx)
        .await?;
    Ok(())
}

/// A passkey that is being registered.
pub struct NewPasskey {
    pub id: PasskeyId,
    pub account: AccountId,
    pub credential_id: Vec<u8>,
    pub credential: serde_json::Value,
    pub name: String,
}

pub async fn insert_passkey(tx: &mut Tx, new: NewPasskey, now: DateTime<Utc>) -> Result<PasskeyView, Problem> {
    let NewPasskey { id, account, credential_id, credential, name } = new;
    let inserted = sql("insert into passkeys (id, account_id, credential_id, credential, name, created_at) values (")
        .bind::<SqlUuid, _>(id)
        .push(", ")
        .bind::<SqlUuid, _>(account)
        .push(", ")
        .bind::<Binary, _>(credential_id)
        .push(", ")
        .bind::<Jsonb, _>(credential)
        .push(", ")
        .bind::<Text, _>(name)
        .push(", ")
        .bind::<Timestamptz, _>(now)
        .push(") on conflict (credential_id) do nothing returning id, name, created_at, last_used_at");
    let row: Option<PasskeyRow> = inserted.get_result(tx).await.optional()?;
    // No authenticator gives two passkeys one id; whoever sends another's is refused.
    row.map(Into::into).ok_or_else(|| ErrorCode::SecondFactorInvalid.into())
}

#[derive(QueryableByName)]
struct PasskeyRow {
    #[diesel(sql_type = SqlUuid)]
    id: PasskeyId,
    #[diesel(sql_type = Text)]
    name: String,
    #[diesel(sql_type = Timestamptz)]
    created_at: DateTime<Utc>,
    #[diesel(sql_type = Nullable<Timestamptz>)]
    last_used_at: Option<DateTime<Utc>>,
}

impl From<PasskeyRow> for PasskeyView {
    fn from(PasskeyRow { id, name, created_at, last_used_at }: PasskeyRow) -> Self {
        Self { id, name, created_at, last_used_at }
    }
}

pub async fn passkeys_of(state: &State, account: AccountId) -> Result<Vec<PasskeyView>, Problem> {
    let found = sql("select id, name, created_at, last_used_at from passkeys where account_id = ")
        .bind::<SqlUuid, _>(account)
        .push(" order by created_at desc, id desc");
    let rows: Vec<PasskeyRow> = state.db.read_as(Sight::own(account), async |connection| found.load(connection).await).await?;
    Ok(rows.into_iter().map(Into::into).collect())
}

/// Whether it was a passkey of this account.
pub async fn delete_passkey(tx: &mut Tx, account: AccountId, id: PasskeyId) -> Result<bool, Problem> {
    let deleted =
        sql("delete from passkeys where id = ").bind::<SqlUuid, _>(id).push(" and account_id = ").bind::<SqlUuid, _>(account);
    Ok(deleted.execute(tx).await? == 1)
}

/// All factors of an account.
pub async fn reset(tx: &mut Tx, account: AccountId) -> Result<(), Problem> {
    for table in ["totp_factors", "passkeys", "recovery_codes"] {
        sql("delete from ").push(table).push(" where account_id = ").bind::<SqlUuid, _>(account).execute(tx).await?;
    }
    Ok(())
}
