//! Sign-in.

use actix_web::{post, web::Data};
use garde::Validate;
use serde::Deserialize;
use utoipa::ToSchema;

use super::{
    caller::{Caller, Guess},
    open_session::{Beside, Mode, Session, SignIn, open_session},
    queries,
    second_factor::SecondFactorChallenge,
};
use crate::{
    audit,
    auth::{
        Actor,
        password::{self, Comparison},
    },
    db::{Origin, Tx},
    error::ErrorCode,
    http::{Answer, Email, Json, Problem, Query, cors::FromElsewhere, query::NoParameters},
    ids::AccountId,
    state::State,
};

/// Address and password.
#[derive(Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"email": "entrepreneur@demo.lorntech.example", "password": "quatre mots au hasard"}))]
pub struct CreateSession {
    #[garde(dive)]
    #[schema(inline)]
    email: Email,
    /// As it was typed: nothing is trimmed.
    #[garde(custom(bounded))]
    #[schema(min_length = 1, max_length = 128)]
    password: String,
    /// `cookie` for the site, `token` for other clients.
    #[garde(skip)]
    #[serde(default)]
    mode: Mode,
}

fn bounded(password: &str, (): &()) -> garde::Result {
    match password.chars().count() {
        0 => Err(garde::Error::new("required")),
        1..=128 => Ok(()),
        _ => Err(garde::Error::new("too_long|128")),
    }
}

#[utoipa::path(
    tag = "identity",
    summary = "Sign in",
    description = "With `mode: cookie` (the default) the answer sets the session cookie of the site, valid for 12 hours and for \
        30 minutes without use, and ends the session of the cookie that was sent; with `mode: token` it holds an access token, \
        valid for 10 minutes, and a refresh token that gives the next one. An unknown address and a wrong password get the \
        same answer. After ten wrong passwords for one address, only browsers where the account has signed in before may go on \
        at once. Signing in keeps an account that was closed. An account with a second factor is asked for it instead (202): no \
        session is open until `POST /v1/sessions/second-factor`.",
    responses(
        (status = 201, description = "Signed in", body = Session),
        (status = 202, description = "The second factor is still to be shown", body = SecondFactorChallenge),
    ),
)]
#[post("/v1/sessions")]
pub async fn create_session(
    actor: Actor,
    caller: Caller,
    state: Data<State>,
    origin: Origin,
    elsewhere: FromElsewhere,
    _: Query<NoParameters>,
    body: Json<CreateSession>,
) -> Result<Answer, Problem> {
    origin.refuse_key()?;
    let CreateSession { email, password, mode } = body.value;
    if elsewhere.0 && mode == Mode::Cookie {
        return Err(ErrorCode::CrossSiteRequest.into());
    }
    let now = state.clock.now();
    let known = queries::credentials(&state, &email.0, now).await?;
    let (account, stored) = known.map(|known| (known.id, known.password_hash)).unzip();
    // Without a password as without an account: the same work, and the same answer.
    let stored = stored.flatten();
    let device = caller.device(&state, account);
    let guess = Guess::count(&caller, &email.0, device, now)?;
    let compared = match password::verify(password.clone(), stored).await {
        Ok(Comparison::Wrong) => {
            audit::note(&state, &origin, "session.refused", ("account", account.map(|id: AccountId| id.0)), None);
            return Err(ErrorCode::InvalidCredentials.into());
        }
        outcome => {
            guess.forgive();
            outcome?
        }
    };
    let account = account.ok_or(ErrorCode::InvalidCredentials)?;
    let new_hash = if compared == Comparison::Outdated { Some(password::hash(password).await?) } else { None };

    let before = actor.account().map(|account| account.session);
    let sign_in = SignIn { account, mode, device, client: caller.client, before };
    let keep_hash = async move |tx: &mut Tx| {
        if let Some(hash) = &new_hash {
            queries::set_password(tx, account, hash).await?;
        }
        Ok(Beside::default())
    };
    open_session(&state, origin, sign_in, keep_hash).await
}
