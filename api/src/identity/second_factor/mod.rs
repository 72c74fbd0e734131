//! Second factors: codes of an authenticator app, passkeys, and recovery codes for when both are lost.
//!
//! A password of an account with a second factor opens no session but asks a question (`ask`), which is answered once. A
//! passkey whose holder was verified by their device is both factors at once.

mod create_my_passkey;
mod create_my_passkey_challenge;
mod create_my_recovery_codes;
mod create_my_totp;
mod create_my_totp_confirmation;
mod create_passkey_challenge;
mod create_passkey_session;
mod create_second_factor_session;
mod create_step_up;
mod delete_my_factors;
mod enrolment;
mod get_my_second_factors;
mod guess;
mod passkeys;
mod proof;
pub mod queries;
mod totp;

use actix_web::web::Data;
use chrono::Duration;
use serde::Serialize;
use utoipa::ToSchema;

pub use passkeys::relying_party;

use super::{
    new_token,
    open_session::{Beside, SignIn},
    token_hash,
};
use crate::{
    db::{Emitted, Event, Kind, Origin, Tx},
    http::{Answer, Problem},
    openapi::ServiceConfig,
    state::State,
};

pub fn routes(config: &mut ServiceConfig<'_>) {
    config
        .service(create_second_factor_session::create_second_factor_session)
        .service(create_passkey_challenge::create_passkey_challenge)
        .service(create_passkey_session::create_passkey_session)
        .service(create_step_up::create_step_up)
        .service(get_my_second_factors::get_my_second_factors)
        .service(create_my_totp::create_my_totp)
        .service(create_my_totp_confirmation::create_my_totp_confirmation)
        .service(delete_my_factors::delete_my_totp)
        .service(create_my_recovery_codes::create_my_recovery_codes)
        .service(create_my_passkey_challenge::create_my_passkey_challenge)
        .service(create_my_passkey::create_my_passkey)
        .service(delete_my_factors::delete_my_passkey);
}

/// How long a question waits for its answer.
pub const ANSWERED_WITHIN: Duration = Duration::minutes(5);

/// A way to show a second factor.
#[derive(Clone, Copy, Debug, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = SecondFactorMethod)]
pub enum Method {
    Totp,
    Passkey,
    RecoveryCode,
}

/// The password was right; the second factor is still to be shown.
#[derive(Serialize, ToSchema)]
pub struct SecondFactorChallenge {
    /// For `POST /v1/sessions/second-factor`, until it is answered.
    #[schema(example = "u3Yw0fVYz5rR1t0m3c3wZ2nq3r8m0y7pQk2lXo6aB9c")]
    challenge: String,
    /// Seconds.
    #[schema(example = 300)]
    expires_in: i64,
    /// What this account can show.
    methods: Vec<Method>,
}

/// Asks for the second factor instead of opening a session. `beside` is done at once.
pub(super) async fn ask<F>(state: &Data<State>, origin: Origin, sign_in: SignIn, beside: F) -> Result<Answer, Problem>
where
    F: AsyncFn(&mut Tx) -> Result<Beside, Problem> + 'static,
{
    let SignIn { account, mode, .. } = sign_in;
    let (challenge, expires) = (new_token(), state.clock.now() + ANSWERED_WITHIN);
    let write = async move |tx: &mut Tx| {
        let Beside { events, mails } = beside(tx).await?;
        queries::insert_question(tx, token_hash(&challenge), account, mode, expires).await?;
        let methods = queries::methods(tx, account).await?;
        let asked = SecondFactorChallenge { challenge: challenge.clone(), expires_in: ANSWERED_WITHIN.num_seconds(), methods };
        let event = Event::new("session.second_factor_asked", Kind::Account, account.0, 1);
        Ok(Emitted::new(event, Answer::ok(&asked)?.status(202).secret()).and(events).mail(mails))
    };
    state.db.write(origin.by(account).trusted(), &[], write).await
}
