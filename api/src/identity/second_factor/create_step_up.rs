//! Somebody confirms that it is still them.

use actix_web::{post, web::Data};
use garde::Validate;
use serde::Deserialize;
use utoipa::ToSchema;

use super::{
    guess::Guess,
    proof::{Proof, Shown},
    queries,
};
use crate::{
    audit,
    auth::{Account, password, throttle::FAILURES_BY_DEVICE},
    db::{Emitted, Event, Kind, Origin, Tx},
    error::{ErrorCode, FieldCode},
    http::{Answer, Json, Problem, Query, query::NoParameters},
    identity::{Password, cookie, new_token, open_session::Beside, queries as accounts},
    state::State,
};

/// The second factor; the password where there is none.
#[derive(Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
#[garde(allow_unvalidated)]
#[schema(example = json!({"proof": {"totp": "492039"}}))]
pub struct CreateStepUp {
    #[garde(dive)]
    proof: Proof,
}

#[utoipa::path(
    tag = "identity",
    summary = "Confirm that it is oneself",
    description = "Renews the proof that some operations ask for (`step_up_required`): the second factor, or the password where \
        the account has none. It holds for ten minutes, in this session. With the cookie of the site the session gets a new one.",
    responses((status = 204, description = "Confirmed")),
)]
#[post("/v1/sessions/current/step-up")]
pub async fn create_step_up(
    account: Account,
    state: Data<State>,
    origin: Origin,
    _: Query<NoParameters>,
    body: Json<CreateStepUp>,
) -> Result<Answer, Problem> {
    origin.refuse_key()?;
    let (now, shown) = (state.clock.now(), body.value.proof.shown()?);
    let (has_factor, session) = (account.has_second_factor, account.session);
    let (shown, guess) = match (shown, has_factor) {
        (Shown::Password(password), false) => {
            compare(&state, &account, password).await?;
            (None, None)
        }
        (shown, _) => (Some(shown), Some(Guess::count(account.id, Some(session.0), now)?)),
    };
    let renewed = account.by_cookie.then(new_token);
    let (kept, cookie_value) = (state.clone(), renewed.clone());
    let write = async move |tx: &mut Tx| {
        let Beside { events, mails } = match &shown {
            Some(shown) => shown.check(tx, &kept, account.id).await?,
            None => Beside::default(),
        };
        queries::verify_session(tx, session, now, cookie_value.as_deref()).await?;
        let event = Event::new("session.verified", Kind::Session, session.0, 1);
        Ok(Emitted::new(event, Answer::no_content()).and(events).mail(mails))
    };
    // The question for a passkey is nobody's row.
    let written = state.db.write(origin.clone().trusted(), &[], write).await;
    match (&written, guess) {
        (Err(problem), _) if problem.code == ErrorCode::SecondFactorInvalid => {
            audit::note(&state, &origin, "session.refused", ("session", Some(session.0)), Some("step-up".to_owned()));
        }
        (_, Some(guess)) => guess.forgive(),
        (_, None) => {}
    }
    let answer = written?;
    Ok(match renewed {
        Some(renewed) => answer.cookie(cookie(&state.settings, Some(renewed))),
        None => answer,
    })
}

async fn compare(state: &State, account: &Account, given: Password) -> Result<(), Problem> {
    let holder = accounts::holder_of(state, account.id).await?.ok_or(ErrorCode::TokenInvalid)?;
    let stored = holder.password_hash.ok_or(ErrorCode::PasswordNotSet)?;
    FAILURES_BY_DEVICE.take(account.id, state.clock.now())?;
    if password::verify(given.into_text(), Some(stored)).await? == password::Comparison::Wrong {
        return Err(Problem::field("/proof/password", FieldCode::WrongPassword));
    }
    FAILURES_BY_DEVICE.give_back(account.id);
    Ok(())
}
