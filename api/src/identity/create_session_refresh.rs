//! The next pair of tokens.

use actix_web::{post, web::Data};
use garde::Validate;
use serde::Deserialize;
use utoipa::ToSchema;

use super::{
    pairs::{self, Exchange, Pair},
    queries,
};
use crate::{
    db::{Emitted, Event, Kind, Origin, Tx},
    error::ErrorCode,
    http::{Answer, Json, Problem, Query, query::NoParameters},
    state::State,
};

/// The refresh token of the last answer.
#[derive(Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
struct CreateSessionRefresh {
    #[garde(custom(bounded))]
    #[schema(min_length = 1, max_length = 128, example = "u3Yw0fVYz5rR1t0m3c3wZ2nq3r8m0y7pQk2lXo6aB9c")]
    refresh_token: String,
}

fn bounded(token: &str, (): &()) -> garde::Result {
    match token.chars().count() {
        0 => Err(garde::Error::new("required")),
        1..=128 => Ok(()),
        _ => Err(garde::Error::new("too_long|128")),
    }
}

#[utoipa::path(
    tag = "identity",
    summary = "Renew the tokens of a session",
    description = "Exchanges a refresh token for the next pair of tokens. It serves once: if the answer was lost, it may be sent \
        again as long as nothing of that answer was used, and gives another pair instead. After that it is taken for stolen \
        (`invalid_grant`): the session ends with all its tokens, and its owner is told by mail. A session ends 30 days after \
        its sign-in, and after 14 days without use.",
    responses((status = 200, description = "The next pair", body = Pair)),
)]
#[post("/v1/sessions/refresh")]
pub async fn create_session_refresh(
    state: Data<State>,
    origin: Origin,
    _: Query<NoParameters>,
    body: Json<CreateSessionRefresh>,
) -> Result<Answer, Problem> {
    origin.refuse_key()?;
    let (token, db) = (body.value.refresh_token, state.db.clone());
    let write = async move |tx: &mut Tx| match pairs::exchange(tx, &state, &token).await? {
        Exchange::Unknown => Err(ErrorCode::InvalidGrant.into()),
        Exchange::New(pair, session) => {
            let event = Event::new("session.refreshed", Kind::Session, session.0, 1);
            Ok(Emitted::new(event, Answer::ok(&pair)?.secret()))
        }
        Exchange::Reused(account, session) => {
            queries::delete_session(tx, session).await?;
            let event = Event::new("session.revoked", Kind::Session, session.0, 1);
            // The end of the session must stay, so it is the answer below that refuses.
            let warning = pairs::warning(tx, account, state.clock.now()).await?;
            Ok(Emitted::new(event, Answer::no_content()).mail([warning]))
        }
    };
    let answer = db.write(origin.trusted(), &[], write).await?;
    if answer.status == 204 { Err(ErrorCode::InvalidGrant.into()) } else { Ok(answer) }
}
