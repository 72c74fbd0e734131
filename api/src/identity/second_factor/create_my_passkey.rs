//! The browser made a passkey.

use actix_web::{post, web::Data};
use garde::Validate;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{
    enrolment::{Enrolled, enrolled},
    get_my_second_factors::PasskeyView,
    passkeys::Attestation,
    queries::{self, NewPasskey},
};
use crate::{
    auth::Account,
    db::{Emitted, Event, Kind, Origin, Tx},
    http::{Answer, Json, Line, Problem, Query, query::NoParameters},
    identity::cookie,
    ids::PasskeyId,
    state::State,
};

/// What the browser answered, and how its holder calls the passkey.
#[derive(Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
#[garde(allow_unvalidated)]
#[schema(example = json!({
    "challenge": "u3Yw0fVYz5rR1t0m3c3wZ2nq3r8m0y7pQk2lXo6aB9c",
    "credential": {
        "id": "Kq0mXgV4Zc1rT7yB9nWd3A", "rawId": "Kq0mXgV4Zc1rT7yB9nWd3A", "type": "public-key",
        "response": {"attestationObject": "o2NmbXRkbm9uZQ", "clientDataJSON": "eyJ0eXBlIjoid2ViYXV0aG4uY3JlYXRlIn0"}
    },
    "name": "Téléphone"
}))]
pub struct CreateMyPasskey {
    /// Of `POST /v1/me/passkey-challenges`.
    #[schema(min_length = 1, max_length = 64)]
    challenge: String,
    credential: Attestation,
    #[garde(dive)]
    #[schema(inline, example = "Téléphone")]
    name: Line<1, 60>,
}

/// The passkey, which may be used from now on.
#[derive(Serialize, ToSchema)]
pub struct PasskeyRegistered {
    passkey: PasskeyView,
    /// With the first second factor of an account: codes to keep on paper, shown this once.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(example = json!(["8K2M-0QR5-1V7Z"]))]
    recovery_codes: Option<Vec<String>>,
}

#[utoipa::path(
    tag = "identity",
    summary = "Register a passkey",
    description = "From now on it signs in by itself, and is a second factor. With the first second factor all other sessions \
        end, and ten recovery codes are shown, once. Its holder is told by mail. With the cookie of the site the session gets a \
        new one. Needs a proof of the last ten minutes (`step_up_required`).",
    responses((status = 201, description = "Registered", body = PasskeyRegistered)),
)]
#[post("/v1/me/passkeys")]
pub async fn create_my_passkey(
    account: Account,
    state: Data<State>,
    origin: Origin,
    _: Query<NoParameters>,
    body: Json<CreateMyPasskey>,
) -> Result<Answer, Problem> {
    origin.refuse_key()?;
    let CreateMyPasskey { challenge, credential: answered, name } = body.value;
    let (now, kept, id) = (state.clock.now(), state.clone(), PasskeyId::new());
    // The question is nobody's row, so the write sees everything; it touches what is this account's only.
    let write = async move |tx: &mut Tx| {
        let (credential_id, credential) = answered.check(tx, &kept, &challenge, account.id).await?;
        let new = NewPasskey { id, account: account.id, credential_id, credential, name: name.0.clone() };
        let passkey = queries::insert_passkey(tx, new, now).await?;
        let Enrolled { recovery_codes, cookie: renewed, mail } = enrolled(tx, &kept, &account).await?;
        let shown = PasskeyRegistered { passkey, recovery_codes: recovery_codes.map(|codes| codes.recovery_codes) };
        let mut answer = Answer::ok(&shown)?.status(201).secret();
        if let Some(renewed) = renewed {
            answer = answer.cookie(cookie(&kept.settings, Some(renewed)));
        }
        let event = Event::new("account.passkey_added", Kind::Account, account.id.0, 1);
        Ok(Emitted::new(event, answer).mail([mail]))
    };
    state.db.write(origin.trusted(), &[], write).await
}
