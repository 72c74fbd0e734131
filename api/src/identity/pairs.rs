//! Pairs of access and refresh token. Those of one sign-in follow one another; each refresh token serves once.
//!
//! An answer can be lost on its way, so a refresh token may be used again as long as nobody has used the pair that it
//! gave: that pair is revoked, and another given. Once it was used, or when a revoked one comes back, two parties hold
//! what one was given, and the session ends (RFC 9700, 4.14).

use chrono::{DateTime, Duration, Utc};
use diesel::{
    OptionalExtension, QueryableByName,
    sql_types::{Binary, Bool, Nullable, Text, Timestamptz, Uuid as SqlUuid},
};
use diesel_async::RunQueryDsl;
use serde::Serialize;
use utoipa::ToSchema;

use super::{new_token, token_hash};
use crate::{
    auth::token,
    db::{Mail, Tx, sql},
    error::ErrorCode,
    http::Problem,
    ids::{AccountId, PairId, SessionId},
    notifications::{Letter, SecurityLetter},
    state::State,
};

/// A sign-in by token ends after this time, however much it is used.
pub const LONGEST: Duration = Duration::days(30);
/// A refresh token that is not used ends after this time.
const IDLE: Duration = Duration::days(14);

/// What another front end works with.
#[derive(Serialize, ToSchema)]
#[schema(as = TokenSession)]
pub struct Pair {
    #[schema(example = "eyJ0eXAiOiJhdCtqd3QiLCJhbGciOiJFZERTQSJ9.eyJzdWIiOiIwMTkyIn0.c2lnbmF0dXJl")]
    access_token: String,
    #[schema(example = "Bearer")]
    token_type: &'static str,
    /// Seconds.
    #[schema(example = 600)]
    expires_in: i64,
    /// For `POST /v1/sessions/refresh`, once.
    #[schema(example = "u3Yw0fVYz5rR1t0m3c3wZ2nq3r8m0y7pQk2lXo6aB9c")]
    refresh_token: String,
}

/// What a refresh token is worth.
pub enum Exchange {
    /// It is none of ours, or over.
    Unknown,
    /// It was used by somebody else as well.
    Reused(AccountId, SessionId),
    New(Box<Pair>, SessionId),
}

/// The first pair of a session.
pub async fn begin(tx: &mut Tx, state: &State, account: AccountId, session: SessionId) -> Result<Pair, Problem> {
    let (pair, id, hash) = draw(state, account, session)?;
    insert(tx, id, session, None, hash, state.clock.now()).await?;
    Ok(pair)
}

fn draw(state: &State, account: AccountId, session: SessionId) -> Result<(Pair, PairId, Vec<u8>), Problem> {
    let (id, refresh_token) = (PairId::new(), new_token());
    let access_token = token::issue_for_session(state, account, session, id).map_err(|_| ErrorCode::InternalError)?;
    let hash = token_hash(&refresh_token);
    Ok((Pair { access_token, token_type: "Bearer", expires_in: token::LIFETIME.num_seconds(), refresh_token }, id, hash))
}

/// Adds a pair, unless there is one already after the same one.
async fn insert(
    tx: &mut Tx,
    id: PairId,
    session: SessionId,
    previous: Option<PairId>,
    hash: Vec<u8>,
    now: DateTime<Utc>,
) -> Result<bool, Problem> {
    let inserted = sql("insert into refresh_tokens (id, session_id, previous_id, token_hash, issued_at) select ")
        .bind::<SqlUuid, _>(id)
        .push(", ")
        .bind::<SqlUuid, _>(session)
        .push(", ")
        .bind::<Nullable<SqlUuid>, _>(previous)
        .push(", ")
        .bind::<Binary, _>(hash)
        .push(", ")
        .bind::<Timestamptz, _>(now)
        .push(" where not exists (select from refresh_tokens where revoked_at is null and previous_id = ")
        .bind::<Nullable<SqlUuid>, _>(previous)
        .push(")");
    Ok(inserted.execute(tx).await? == 1)
}

#[derive(QueryableByName)]
struct Held {
    #[diesel(sql_type = SqlUuid)]
    id: PairId,
    #[diesel(sql_type = SqlUuid)]
    session: SessionId,
    #[diesel(sql_type = SqlUuid)]
    account: AccountId,
    #[diesel(sql_type = Bool)]
    revoked: bool,
}

/// Exchanges a refresh token for the next pair.
pub async fn exchange(tx: &mut Tx, state: &State, refresh_token: &str) -> Result<Exchange, Problem> {
    let (hash, now) = (token_hash(refresh_token), state.clock.now());
    // One exchange of a session at a time; what the others did is seen by the statements below.
    let lock = sql("select id from sessions where id = (select session_id from refresh_tokens where token_hash = ")
        .bind::<Binary, _>(hash.clone())
        .push(") for update");
    lock.execute(tx).await?;
    let held = sql("select r.id, r.session_id as session, s.account_id as account, r.revoked_at is not null as revoked from refresh_tokens r join sessions s on s.id = r.session_id where r.token_hash = ")
        .bind::<Binary, _>(hash)
        .push(" and s.expires_at > ")
        .bind::<Timestamptz, _>(now)
        .push(" and r.issued_at > ")
        .bind::<Timestamptz, _>(now - IDLE);
    let held: Option<Held> = held.get_result(tx).await.optional()?;
    let Some(Held { id, session, account, revoked }) = held else { return Ok(Exchange::Unknown) };
    if revoked {
        return Ok(Exchange::Reused(account, session));
    }
    let lost = sql("update refresh_tokens set revoked_at = ")
        .bind::<Timestamptz, _>(now)
        .push(" where revoked_at is null and used_at is null and previous_id = ")
        .bind::<SqlUuid, _>(id);
    lost.execute(tx).await?;
    let (pair, next, hash) = draw(state, account, session)?;
    if !insert(tx, next, session, Some(id), hash, now).await? {
        return Ok(Exchange::Reused(account, session));
    }
    let used = sql("update refresh_tokens set used_at = coalesce(used_at, ")
        .bind::<Timestamptz, _>(now)
        .push(") where id = ")
        .bind::<SqlUuid, _>(id);
    used.execute(tx).await?;
    Ok(Exchange::New(Box::new(pair), session))
}

#[derive(QueryableByName)]
struct Owner {
    #[diesel(sql_type = Text)]
    name: String,
    #[diesel(sql_type = Text)]
    email: String,
    #[diesel(sql_type = Text)]
    language: String,
}

/// What the owner of a stolen token is told.
pub async fn warning(tx: &mut Tx, account: AccountId, now: DateTime<Utc>) -> Result<Mail, Problem> {
    let owner = sql("select name, email, language from accounts where id = ").bind::<SqlUuid, _>(account);
    let Owner { name, email, language } = owner.get_result(tx).await?;
    Ok(Mail(Letter::Security(SecurityLetter { name, email, language, session_ended_at: now })))
}
