//! Somebody is about to show a passkey.

use actix_web::{post, web::Data};

use super::passkeys::{self, PasskeyChallenge};
use crate::{
    auth::throttle::PASSKEY_CHALLENGES,
    db::Origin,
    http::{Answer, Problem, Query, query::NoParameters},
    identity::caller::Caller,
    state::State,
};

#[utoipa::path(
    tag = "identity",
    summary = "Ask the browser for a passkey",
    description = "The options for `navigator.credentials.get`, the same for everybody; the answer goes within five minutes to \
        `POST /v1/sessions/passkey`, or beside a second step or a confirmation.",
    responses((status = 201, description = "The question", body = PasskeyChallenge)),
)]
#[post("/v1/sessions/passkey-challenges")]
pub async fn create_passkey_challenge(
    caller: Caller,
    state: Data<State>,
    origin: Origin,
    _: Query<NoParameters>,
) -> Result<Answer, Problem> {
    origin.refuse_key()?;
    PASSKEY_CHALLENGES.take(caller.address, state.clock.now())?;
    passkeys::ask(&state).await
}
