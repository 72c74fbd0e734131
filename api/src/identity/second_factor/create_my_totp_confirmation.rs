//! The authenticator app shows the right code, so it is in use from now on.

use actix_web::{post, web::Data};
use garde::Validate;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use chrono::Duration;

use super::{
    enrolment::{Enrolled, enrolled},
    queries, totp,
};
use crate::{
    auth::Account,
    db::{Emitted, Event, Kind, Origin, Tx},
    error::{ErrorCode, FieldCode},
    http::{Answer, Json, Line, Problem, Query, query::NoParameters},
    identity::cookie,
    state::State,
};

/// How long an app may wait for its confirmation.
const CONFIRMED_WITHIN: Duration = Duration::hours(1);

/// The code that the app shows now.
#[derive(Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"code": "492039"}))]
pub struct CreateMyTotpConfirmation {
    #[garde(dive)]
    #[schema(inline)]
    code: Line<6, 10>,
}

/// The app is in use.
#[derive(Serialize, ToSchema)]
pub struct TotpConfirmation {
    /// With the first second factor of an account: codes to keep on paper, shown this once.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(example = json!(["8K2M-0QR5-1V7Z"]))]
    recovery_codes: Option<Vec<String>>,
}

#[utoipa::path(
    tag = "identity",
    summary = "Confirm an authenticator app",
    description = "From now on signing in asks for a code of it. With the first second factor all other sessions end, and ten \
        recovery codes are shown, once. Its holder is told by mail. With the cookie of the site the session gets a new one.",
    responses((status = 201, description = "In use", body = TotpConfirmation)),
)]
#[post("/v1/me/totp/confirmations")]
pub async fn create_my_totp_confirmation(
    account: Account,
    state: Data<State>,
    origin: Origin,
    _: Query<NoParameters>,
    body: Json<CreateMyTotpConfirmation>,
) -> Result<Answer, Problem> {
    origin.refuse_key()?;
    let (now, kept) = (state.clock.now(), state.clone());
    let digits: String = body.value.code.0.chars().filter(|c| !c.is_whitespace()).collect();
    let write = async move |tx: &mut Tx| {
        let app = queries::lock_app(tx, account.id).await?.ok_or(ErrorCode::ChallengeExpired)?;
        let waiting = app.pending.zip(app.pending_since).filter(|(_, since)| now - *since <= CONFIRMED_WITHIN);
        let secret = waiting.and_then(|(pending, _)| kept.keys.decrypt(account.id, &pending));
        let secret = secret.ok_or(ErrorCode::ChallengeExpired)?;
        let step = totp::step_of(&secret, &digits, now, None);
        let step = step.ok_or_else(|| Problem::field("/code", FieldCode::WrongCode))?;
        queries::confirm_app(tx, account.id, step, now).await?;
        let Enrolled { recovery_codes, cookie: renewed, mail } = enrolled(tx, &kept, &account).await?;
        let shown = TotpConfirmation { recovery_codes: recovery_codes.map(|codes| codes.recovery_codes) };
        let mut answer = Answer::ok(&shown)?.status(201).secret();
        if let Some(renewed) = renewed {
            answer = answer.cookie(cookie(&kept.settings, Some(renewed)));
        }
        let event = Event::new("account.totp_added", Kind::Account, account.id.0, 1);
        Ok(Emitted::new(event, answer).mail([mail]))
    };
    state.db.write(origin, &[], write).await
}
