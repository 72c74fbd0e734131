//! Passwords: Argon2id, off the workers, two at a time, and the same work whether or not the account exists.

use std::sync::LazyLock;

use argon2::{
    Algorithm, Argon2, Params, Version,
    password_hash::{PasswordHasher, PasswordVerifier, phc::PasswordHash},
};
use tokio::sync::Semaphore;

use crate::{error::ErrorCode, http::Problem};

/// Hashes at a time: each takes a core and 19 MiB.
static HASHING: Semaphore = Semaphore::const_new(2);
/// Whoever finds this many waiting is told to come back.
static WAITING: Semaphore = Semaphore::const_new(64);

/// What a password is compared with when there is no account.
static NOBODY: LazyLock<String> = LazyLock::new(|| hash_now("nobody has this password").unwrap_or_default());

fn argon2() -> Argon2<'static> {
    let params = Params::new(19_456, 2, 1, None).unwrap_or_default();
    Argon2::new(Algorithm::Argon2id, Version::V0x13, params)
}

/// The hash to store.
pub fn hash_now(password: &str) -> Result<String, String> {
    argon2().hash_password(password.as_bytes()).map(|hash| hash.to_string()).map_err(|error| error.to_string())
}

/// The hash to store, off the workers.
pub async fn hash(password: String) -> Result<String, Problem> {
    bounded(move || hash_now(&password)).await?.map_err(|error| {
        log::error!("a password cannot be hashed: {error}");
        ErrorCode::InternalError.into()
    })
}

/// How a password compares with what is stored.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Comparison {
    Wrong,
    Right,
    /// Right, but hashed with parameters of another time: to be hashed anew.
    Outdated,
}

/// Whether the password is the account's; without an account never, at the same cost.
pub async fn verify(password: String, stored: Option<String>) -> Result<Comparison, Problem> {
    bounded(move || {
        let known = stored.is_some();
        let stored = stored.unwrap_or_else(|| NOBODY.clone());
        let Ok(hash) = PasswordHash::new(&stored) else { return Comparison::Wrong };
        let argon2 = argon2();
        let right = argon2.verify_password(password.as_bytes(), &hash).is_ok();
        let current = argon2.params();
        let same = Params::try_from(&hash).is_ok_and(|params| {
            (params.m_cost(), params.t_cost(), params.p_cost()) == (current.m_cost(), current.t_cost(), current.p_cost())
        });
        match (known & right, same && hash.algorithm == Algorithm::Argon2id.ident()) {
            (false, _) => Comparison::Wrong,
            (true, true) => Comparison::Right,
            (true, false) => Comparison::Outdated,
        }
    })
    .await
}

/// Runs one hash off the workers, not more than two at a time.
async fn bounded<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> Result<T, Problem> {
    let busy = || Problem::new(ErrorCode::TooManyRequests).retry_after(2);
    let _waiting = WAITING.try_acquire().map_err(|_| busy())?;
    let _hashing = HASHING.acquire().await.map_err(|_| busy())?;
    metrics::counter!("password_hash_total").increment(1);
    actix_web::web::block(work).await.map_err(|_| ErrorCode::InternalError.into())
}
