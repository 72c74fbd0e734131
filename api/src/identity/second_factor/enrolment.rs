//! What happens when an account gets a second factor, whichever it is.

use serde::Serialize;
use utoipa::ToSchema;

use super::{proof::plain, queries};
use crate::{
    auth::Account,
    clock,
    db::{Mail, Tx},
    http::Problem,
    identity::{new_token, queries as accounts},
    ids::AccountId,
    notifications::{AccountOccasion, Letter},
    state::State,
};

/// So many at a time.
const RECOVERY_CODES: usize = 10;

/// Codes to keep on paper, each for one sign-in without the phone. They are shown this once.
#[derive(Serialize, ToSchema)]
pub struct RecoveryCodes {
    #[schema(example = json!(["8K2M-0QR5-1V7Z"]))]
    pub recovery_codes: Vec<String>,
}

impl RecoveryCodes {
    /// New ones; those of before are worth nothing any more.
    pub async fn renew(tx: &mut Tx, state: &State, account: AccountId) -> Result<Self, Problem> {
        let recovery_codes: Vec<String> = (0..RECOVERY_CODES).map(|_| clock::new_code()).collect();
        let hashes = recovery_codes.iter().map(|code| state.keys.recovery_hash(account, &plain(code))).collect();
        queries::replace_recovery_codes(tx, account, hashes).await?;
        Ok(Self { recovery_codes })
    }
}

/// What its first factor changes for an account.
pub struct Enrolled {
    pub recovery_codes: Option<RecoveryCodes>,
    /// The new value of the session's cookie.
    pub cookie: Option<String>,
    pub mail: Mail,
}

/// Says that the account has one more factor, which its session has just shown. Other sessions have not shown the first
/// one, so they end; this one has more rights from now on, so its cookie is a new one.
pub async fn enrolled(tx: &mut Tx, state: &State, account: &Account) -> Result<Enrolled, Problem> {
    let recovery_codes = match account.has_second_factor {
        true => None,
        false => {
            accounts::delete_sessions(tx, account.id, Some(account.session)).await?;
            Some(RecoveryCodes::renew(tx, state, account.id).await?)
        }
    };
    let cookie = account.by_cookie.then(new_token);
    queries::verify_session(tx, account.session, state.clock.now(), cookie.as_deref()).await?;
    let holder = accounts::holder_in(tx, account.id).await?;
    let mail = Mail(Letter::Account(holder.letter(AccountOccasion::SecondFactorAdded, None)));
    Ok(Enrolled { recovery_codes, cookie, mail })
}
