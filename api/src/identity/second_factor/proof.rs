//! What somebody shows to prove once more that it is them.

use garde::Validate;
use serde::Deserialize;
use utoipa::ToSchema;

use super::{passkeys::Assertion, queries, totp};
use crate::{
    db::{Event, Kind, Mail, Tx},
    error::{ErrorCode, FieldCode},
    http::{FieldError, Line, Problem},
    identity::{Password, open_session::Beside, queries as accounts},
    ids::AccountId,
    notifications::{AccountOccasion, Letter},
    state::State,
};

/// Exactly one of these.
#[derive(Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
#[garde(allow_unvalidated)]
#[schema(min_properties = 1, max_properties = 1, example = json!({"totp": "492039"}))]
pub struct Proof {
    /// The code that the app shows now; it is taken once.
    #[garde(dive)]
    #[schema(value_type = String, required = false, min_length = 6, max_length = 10)]
    totp: Option<Line<6, 10>>,
    /// One of the codes on paper; it is taken once.
    #[garde(dive)]
    #[schema(value_type = String, required = false, min_length = 8, max_length = 40)]
    recovery_code: Option<Line<8, 40>>,
    #[schema(value_type = PasskeyProof, required = false)]
    passkey: Option<PasskeyProof>,
    /// To confirm that it is oneself, where the account has no second factor. As it was typed.
    #[garde(dive)]
    #[schema(value_type = String, required = false, min_length = 1, max_length = 128)]
    password: Option<Password>,
}

/// The answer to `POST /v1/sessions/passkey-challenges`.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PasskeyProof {
    #[schema(min_length = 1, max_length = 64)]
    challenge: String,
    credential: Assertion,
}

/// The one thing that was shown.
pub enum Shown {
    Totp(String),
    RecoveryCode(String),
    Passkey(Box<PasskeyProof>),
    Password(Password),
}

impl Proof {
    pub fn shown(self) -> Result<Shown, Problem> {
        let Self { totp, recovery_code, passkey, password } = self;
        match (totp, recovery_code, passkey, password) {
            (Some(code), None, None, None) => Ok(Shown::Totp(code.0)),
            (None, Some(code), None, None) => Ok(Shown::RecoveryCode(code.0)),
            (None, None, Some(passkey), None) => Ok(Shown::Passkey(Box::new(passkey))),
            (None, None, None, Some(password)) => Ok(Shown::Password(password)),
            _ => {
                let one = "totp, recovery_code, passkey, password";
                Err(Problem::invalid(vec![FieldError::body("/proof", FieldCode::ItemCount).with(["1", "1"]).with([one])]))
            }
        }
    }
}

impl Shown {
    /// Uses it up, if it is right and of this account. A password is no second factor.
    pub async fn check(&self, tx: &mut Tx, state: &State, account: AccountId) -> Result<Beside, Problem> {
        match self {
            Self::Totp(given) => {
                let digits: String = given.chars().filter(|c| !c.is_whitespace()).collect();
                let app = queries::lock_app(tx, account).await?;
                let found = app.and_then(|app| Some((state.keys.decrypt(account, &app.secret?)?, app.last_step)));
                let (secret, last) = found.ok_or(ErrorCode::SecondFactorInvalid)?;
                let step = totp::step_of(&secret, &digits, state.clock.now(), last).ok_or(ErrorCode::SecondFactorInvalid)?;
                queries::take_step(tx, account, step).await?;
                Ok(Beside::default())
            }
            Self::RecoveryCode(given) => {
                queries::take_recovery_code(tx, account, state.keys.recovery_hash(account, &plain(given))).await?;
                let holder = accounts::holder_in(tx, account).await?;
                let letter = holder.letter(AccountOccasion::RecoveryCodeUsed, None);
                let used = Event::new("account.recovery_code_used", Kind::Account, account.0, 1);
                Ok(Beside { events: vec![used], mails: vec![Mail(Letter::Account(letter))] })
            }
            Self::Passkey(proof) => {
                proof.credential.check(tx, state, &proof.challenge, account).await?;
                Ok(Beside::default())
            }
            Self::Password(_) => Err(ErrorCode::SecondFactorInvalid.into()),
        }
    }
}

/// A recovery code as it was made, however it was typed.
pub fn plain(code: &str) -> String {
    let known = code.chars().filter(char::is_ascii_alphanumeric).map(|c| match c.to_ascii_uppercase() {
        'O' => '0',
        'I' | 'L' => '1',
        c => c,
    });
    known.collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_recovery_code_may_be_typed_as_one_reads_it() {
        assert_eq!(plain("8k2m-0qr5-1v7z"), plain(" 8K2M OQR5 lV7Z "));
    }
}
