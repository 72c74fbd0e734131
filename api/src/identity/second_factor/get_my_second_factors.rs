//! With what somebody signs in beside their password.

use actix_web::{get, web::Data};
use chrono::{DateTime, Utc};
use serde::Serialize;
use utoipa::ToSchema;

use super::queries::{self, Standing};
use crate::{
    auth::Account,
    http::{Answer, Problem, Query, query::NoParameters},
    ids::PasskeyId,
    state::State,
};

/// The second factors of an account.
#[derive(Serialize, ToSchema)]
pub struct SecondFactors {
    /// A role of the account needs one.
    required: bool,
    /// Since when there is an authenticator app.
    #[serde(skip_serializing_if = "Option::is_none")]
    totp_since: Option<DateTime<Utc>>,
    passkeys: Vec<PasskeyView>,
    /// Whether passkeys can be had at the address of this service.
    passkeys_available: bool,
    /// How many codes on paper are left.
    #[schema(example = 10)]
    recovery_codes_left: i64,
}

/// A passkey by its name.
#[derive(Serialize, ToSchema)]
#[schema(as = Passkey)]
pub struct PasskeyView {
    pub id: PasskeyId,
    #[schema(example = "Téléphone")]
    pub name: String,
    pub created_at: DateTime<Utc>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub last_used_at: Option<DateTime<Utc>>,
}

#[utoipa::path(
    tag = "identity",
    summary = "See one's second factors",
    description = "Authenticator app, passkeys (the latest first), and how many recovery codes are left.",
    responses((status = 200, description = "The second factors", body = SecondFactors)),
)]
#[get("/v1/me/second-factors")]
pub async fn get_my_second_factors(account: Account, state: Data<State>, _: Query<NoParameters>) -> Result<Answer, Problem> {
    let Standing { confirmed_at, passkeys: _, recovery_codes } = queries::standing(&state, account.id).await?;
    let shown = SecondFactors {
        required: account.needs_second_factor(&state.settings),
        totp_since: confirmed_at,
        passkeys: queries::passkeys_of(&state, account.id).await?,
        passkeys_available: state.passkeys.is_some(),
        recovery_codes_left: recovery_codes,
    };
    Ok(Answer::ok(&shown)?.content_tag())
}
