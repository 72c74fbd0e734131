//! Somebody sets up an authenticator app.

use actix_web::{post, web::Data};
use serde::Serialize;
use utoipa::ToSchema;

use super::{queries, totp};
use crate::{
    auth::Account,
    clock,
    db::{Emitted, Event, Kind, Origin, Tx},
    error::ErrorCode,
    http::{Answer, Problem, Query, query::NoParameters},
    state::State,
};

/// A secret for the app, shown this once.
#[derive(Serialize, ToSchema)]
pub struct TotpEnrolment {
    /// For an app that cannot read the picture.
    #[schema(example = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ")]
    secret: String,
    /// The same as an address that opens an app on this device.
    #[schema(example = "otpauth://totp/LORnTECH:camille%40exemple.fr?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&issuer=LORnTECH")]
    uri: String,
    /// The address as a QR code, in SVG.
    #[schema(example = "<svg xmlns=\"http://www.w3.org/2000/svg\"/>")]
    qr_code: String,
}

#[utoipa::path(
    tag = "identity",
    summary = "Set up an authenticator app",
    description = "Gives a new secret, which counts once a code of it was confirmed within an hour; an app in use works until \
        then. Needs a proof of the last ten minutes (`step_up_required`).",
    responses((status = 201, description = "The secret", body = TotpEnrolment)),
)]
#[post("/v1/me/totp")]
pub async fn create_my_totp(
    account: Account,
    state: Data<State>,
    origin: Origin,
    _: Query<NoParameters>,
) -> Result<Answer, Problem> {
    origin.refuse_key()?;
    let (secret, now): ([u8; totp::SECRET], _) = (clock::random(), state.clock.now());
    let uri = totp::address(&secret, &account.email);
    let qr_code = totp::picture(&uri).ok_or(ErrorCode::InternalError)?;
    let shown = TotpEnrolment { secret: totp::in_letters(&secret), uri, qr_code };
    let stored = state.keys.encrypt(account.id, &secret).ok_or(ErrorCode::InternalError)?;
    let write = async move |tx: &mut Tx| {
        queries::set_pending(tx, account.id, stored.clone(), now).await?;
        let event = Event::new("account.totp_prepared", Kind::Account, account.id.0, 1);
        Ok(Emitted::new(event, Answer::ok(&shown)?.status(201).secret()))
    };
    state.db.write(origin, &[], write).await
}
