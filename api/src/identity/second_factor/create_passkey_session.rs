//! Sign-in by a passkey alone.

use actix_web::{post, web::Data};
use garde::Validate;
use serde::Deserialize;
use utoipa::ToSchema;

use super::{passkeys::Assertion, queries};
use crate::{
    audit,
    auth::{Actor, throttle::FAILURES_BY_ADDRESS},
    db::{Origin, Tx},
    error::ErrorCode,
    http::{Answer, Json, Problem, Query, cors::FromElsewhere, query::NoParameters},
    identity::{
        caller::Caller,
        open_session::{Beside, Mode, Session, SignIn, begin_session},
    },
    state::State,
};

/// What the browser answered.
#[derive(Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
#[garde(allow_unvalidated)]
#[schema(example = json!({
    "challenge": "u3Yw0fVYz5rR1t0m3c3wZ2nq3r8m0y7pQk2lXo6aB9c",
    "credential": {
        "id": "Kq0mXgV4Zc1rT7yB9nWd3A", "rawId": "Kq0mXgV4Zc1rT7yB9nWd3A", "type": "public-key",
        "response": {
            "authenticatorData": "SZYN5YgOjGh0NBcPZHZgW4_krrmihjLHmVzzuoMdl2MFAAAAAQ", "clientDataJSON": "eyJ0eXBlIjoid2ViYXV0aG4uZ2V0In0",
            "signature": "MEUCIQ", "userHandle": "AZIMHntafD6dTypraI0OHw"
        }
    }
}))]
pub struct CreatePasskeySession {
    /// Of `POST /v1/sessions/passkey-challenges`.
    #[schema(min_length = 1, max_length = 64)]
    challenge: String,
    credential: Assertion,
    /// `cookie` for the site, `token` for other clients.
    #[serde(default)]
    mode: Mode,
}

#[utoipa::path(
    tag = "identity",
    summary = "Sign in by a passkey",
    description = "Without name or password: the device has verified its holder, so it counts as both factors. Answers as \
        `POST /v1/sessions` does. An unknown passkey and a wrong answer get the same refusal (`second_factor_invalid`).",
    responses((status = 201, description = "Signed in", body = Session)),
)]
#[post("/v1/sessions/passkey")]
pub async fn create_passkey_session(
    actor: Actor,
    caller: Caller,
    state: Data<State>,
    origin: Origin,
    elsewhere: FromElsewhere,
    _: Query<NoParameters>,
    body: Json<CreatePasskeySession>,
) -> Result<Answer, Problem> {
    origin.refuse_key()?;
    let CreatePasskeySession { challenge, credential, mode } = body.value;
    if elsewhere.0 && mode == Mode::Cookie {
        return Err(ErrorCode::CrossSiteRequest.into());
    }
    let now = state.clock.now();
    FAILURES_BY_ADDRESS.take(caller.address, now)?;
    let known = queries::holder_of_passkey(&state, credential.credential_id(), now).await?;
    let account = known.ok_or(ErrorCode::SecondFactorInvalid)?;
    let before = actor.account().map(|account| account.session);
    let device = caller.device(&state, Some(account));
    let sign_in = SignIn { account, mode, device, client: caller.client.clone(), before };
    let kept = state.clone();
    let check = async move |tx: &mut Tx| {
        credential.check(tx, &kept, &challenge, account).await?;
        Ok(Beside::default())
    };
    match begin_session(&state, origin.clone(), sign_in, check).await {
        Err(problem) if problem.code == ErrorCode::SecondFactorInvalid => {
            audit::note(&state, &origin, "session.refused", ("account", Some(account.0)), Some("passkey".to_owned()));
            Err(problem)
        }
        outcome => {
            FAILURES_BY_ADDRESS.give_back(caller.address);
            outcome
        }
    }
}
