//! Somebody is about to register a passkey.

use actix_web::{post, web::Data};

use super::passkeys::{self, PasskeyChallenge};
use crate::{
    auth::Account,
    db::Origin,
    http::{Answer, Problem, Query, query::NoParameters},
    state::State,
};

#[utoipa::path(
    tag = "identity",
    summary = "Ask the browser for a new passkey",
    description = "The options for `navigator.credentials.create`; the answer goes to `POST /v1/me/passkeys` within five \
        minutes. Needs a proof of the last ten minutes (`step_up_required`).",
    responses((status = 201, description = "The question", body = PasskeyChallenge)),
)]
#[post("/v1/me/passkey-challenges")]
pub async fn create_my_passkey_challenge(
    account: Account,
    state: Data<State>,
    origin: Origin,
    _: Query<NoParameters>,
) -> Result<Answer, Problem> {
    origin.refuse_key()?;
    passkeys::ask_new(&state, &account).await
}
