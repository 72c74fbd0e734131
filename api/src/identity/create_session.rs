//! Sign-in.

use actix_web::{post, web::Data};
use chrono::Duration;
use garde::Validate;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{
    Me,
    caller::{Caller, Guess, device_cookie},
    cookie, new_token,
    pairs::{self, Pair},
    queries::{self, NewSession},
};
use crate::{
    audit,
    auth::{
        Actor,
        password::{self, Comparison},
    },
    db::{Emitted, Event, Kind, Origin, Tx},
    error::ErrorCode,
    http::{Answer, Email, Json, Problem, Query, cors::FromElsewhere, query::NoParameters},
    ids::{AccountId, SessionId},
    state::State,
};

/// A session ends after this time, however much it is used.
const LONGEST: Duration = Duration::hours(12);

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

#[derive(Clone, Copy, Default, Deserialize, ToSchema, PartialEq, Eq)]
#[serde(rename_all = "snake_case")]
enum Mode {
    #[default]
    Cookie,
    Token,
}

fn bounded(password: &str, (): &()) -> garde::Result {
    match password.chars().count() {
        0 => Err(garde::Error::new("required")),
        1..=128 => Ok(()),
        _ => Err(garde::Error::new("too_long|128")),
    }
}

/// A session: with `mode: cookie` who is signed in, with `mode: token` its tokens.
#[derive(Serialize, ToSchema)]
#[serde(untagged)]
enum Session {
    #[schema(title = "CookieSession")]
    Cookie(Me),
    #[schema(title = "TokenSession")]
    Token(Pair),
}

#[utoipa::path(
    tag = "identity",
    summary = "Sign in",
    description = "With `mode: cookie` (the default) the answer sets the session cookie of the site, valid for 12 hours and for \
        30 minutes without use, and ends the session of the cookie that was sent; with `mode: token` it holds an access token, \
        valid for 10 minutes, and a refresh token that gives the next one. An unknown address and a wrong password get the \
        same answer. After ten wrong passwords for one address, only browsers where the account has signed in before may go on \
        at once. Signing in keeps an account that was closed.",
    responses((status = 201, description = "Signed in", body = Session)),
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

    let (id, secret) = (SessionId::new(), new_token());
    let expires = now + if mode == Mode::Token { pairs::LONGEST } else { LONGEST };
    let before = actor.account().filter(|_| mode == Mode::Cookie).map(|account| account.session);
    let new = NewSession { id, account, token: secret.clone(), now, expires, client: caller.client };
    let kept = state.clone();
    let write = async move |tx: &mut Tx| {
        queries::insert_session(tx, &new).await?;
        if let Some(before) = before {
            queries::delete_session(tx, before).await?;
        }
        if let Some(hash) = &new_hash {
            queries::set_password(tx, account, hash).await?;
        }
        let reopened = queries::reopen_account(tx, account).await?;
        let reopened = reopened.then(|| Event::new("account.reopened", Kind::Account, account.0, 1));
        let session = match mode {
            Mode::Cookie => Session::Cookie(queries::profile(&kept, account).await?),
            Mode::Token => Session::Token(pairs::begin(tx, &kept, account, id).await?),
        };
        let answer = Answer::ok(&session)?.status(201).secret();
        Ok(Emitted::new(Event::new("session.created", Kind::Session, id.0, 1), answer).and(reopened))
    };
    let answer = state.db.write(origin.by(account).trusted(), &[], write).await?;
    if mode == Mode::Token {
        return Ok(answer);
    }
    let device = device.unwrap_or_else(crate::clock::new_id);
    Ok(answer.cookie(cookie(&state.settings, Some(secret))).cookie(device_cookie(&state, account, device)))
}
