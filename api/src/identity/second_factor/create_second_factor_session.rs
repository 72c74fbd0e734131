//! The second step of a sign-in.

use actix_web::{post, web::Data};
use garde::Validate;
use serde::Deserialize;
use utoipa::ToSchema;

use super::{guess::Guess, proof::Proof, queries};
use crate::{
    audit,
    auth::Actor,
    db::{Origin, Tx},
    error::ErrorCode,
    http::{Answer, Json, Problem, Query, cors::FromElsewhere, query::NoParameters},
    identity::{
        caller::Caller,
        open_session::{Mode, Session, SignIn, begin_session},
    },
    state::State,
};

/// The question of the first step, and the answer.
#[derive(Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
#[garde(allow_unvalidated)]
#[schema(example = json!({"challenge": "u3Yw0fVYz5rR1t0m3c3wZ2nq3r8m0y7pQk2lXo6aB9c", "proof": {"totp": "492039"}}))]
pub struct CreateSecondFactorSession {
    /// Of `POST /v1/sessions`.
    #[schema(min_length = 1, max_length = 64)]
    challenge: String,
    #[garde(dive)]
    proof: Proof,
}

#[utoipa::path(
    tag = "identity",
    summary = "Show the second factor",
    description = "Opens the session that `POST /v1/sessions` was asked for, in the same mode. A code of the app is taken once, \
        and one step of 30 seconds early or late; a recovery code is taken once. After five wrong ones it takes five minutes \
        until the next (`Retry-After`), in a browser where the account has signed in before one minute.",
    responses((status = 201, description = "Signed in", body = Session)),
)]
#[post("/v1/sessions/second-factor")]
pub async fn create_second_factor_session(
    actor: Actor,
    caller: Caller,
    state: Data<State>,
    origin: Origin,
    elsewhere: FromElsewhere,
    _: Query<NoParameters>,
    body: Json<CreateSecondFactorSession>,
) -> Result<Answer, Problem> {
    origin.refuse_key()?;
    let CreateSecondFactorSession { challenge, proof } = body.value;
    let shown = proof.shown()?;
    let now = state.clock.now();
    let (account, mode) = queries::find_question(&state, &challenge, now).await?;
    if elsewhere.0 && mode == Mode::Cookie {
        return Err(ErrorCode::CrossSiteRequest.into());
    }
    let device = caller.device(&state, Some(account));
    let guess = Guess::count(account, device, now)?;
    let before = actor.account().map(|account| account.session);
    let sign_in = SignIn { account, mode, device, client: caller.client, before };
    let kept = state.clone();
    let check = async move |tx: &mut Tx| {
        queries::take_question(tx, &challenge).await?;
        shown.check(tx, &kept, account).await
    };
    match begin_session(&state, origin.clone(), sign_in, check).await {
        Err(problem) if problem.code == ErrorCode::SecondFactorInvalid => {
            audit::note(&state, &origin, "session.refused", ("account", Some(account.0)), Some("second factor".to_owned()));
            Err(problem)
        }
        outcome => {
            guess.forgive();
            outcome
        }
    }
}
