//! Sign-in.

use actix_web::{post, web::Data};
use chrono::Duration;
use garde::Validate;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{
    Me, cookie, new_token,
    pairs::{self, Pair},
    queries,
};
use crate::{
    audit,
    auth::password,
    db::{Emitted, Event, Kind, Origin},
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
        30 minutes without use; with `mode: token` it holds an access token, valid for 10 minutes, and a \
        refresh token that gives the next one. An unknown address and a \
        wrong password get the same answer.",
    responses((status = 201, description = "Signed in", body = Session)),
)]
#[post("/v1/sessions")]
pub async fn create_session(
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
    let known = queries::credentials(&state, &email.0).await?;
    let (account, stored) = known.map(|known| (known.id, known.password_hash)).unzip();
    let good = password::verify(password, stored).await?;
    let (Some(account), true) = (account, good) else {
        audit::note(&state, &origin, "session.refused", ("account", account.map(|id: AccountId| id.0)), None);
        return Err(ErrorCode::InvalidCredentials.into());
    };

    let (id, secret, now) = (SessionId::new(), new_token(), state.clock.now());
    let expires = now + if mode == Mode::Token { pairs::LONGEST } else { LONGEST };
    let (db, settings, kept) = (state.db.clone(), state.settings.clone(), secret.clone());
    let write = async move |tx: &mut crate::db::Tx| {
        queries::insert_session(tx, id, account, &kept, now, expires).await?;
        let session = match mode {
            Mode::Cookie => Session::Cookie(queries::profile(&state, account).await?),
            Mode::Token => Session::Token(pairs::begin(tx, &state, account, id).await?),
        };
        let answer = Answer::ok(&session)?.status(201).secret();
        Ok(Emitted::new(Event::new("session.created", Kind::Session, id.0, 1), answer))
    };
    let answer = db.write(origin, &[], write).await?;
    Ok(if mode == Mode::Cookie { answer.cookie(cookie(&settings, Some(secret))) } else { answer })
}
