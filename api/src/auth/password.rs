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

/// Whether the password is the account's; without an account never, at the same cost.
pub async fn verify(password: String, stored: Option<String>) -> Result<bool, Problem> {
    let busy = || Problem::new(ErrorCode::TooManyRequests).retry_after(2);
    let _waiting = WAITING.try_acquire().map_err(|_| busy())?;
    let _hashing = HASHING.acquire().await.map_err(|_| busy())?;
    metrics::counter!("password_hash_total").increment(1);
    let work = actix_web::web::block(move || {
        let known = stored.is_some();
        let stored = stored.unwrap_or_else(|| NOBODY.clone());
        let hash = PasswordHash::new(&stored);
        known & hash.is_ok_and(|hash| argon2().verify_password(password.as_bytes(), &hash).is_ok())
    });
    work.await.map_err(|_| ErrorCode::InternalError.into())
}
