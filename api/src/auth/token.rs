//! Access tokens for other clients than the site: signed with Ed25519, valid for ten minutes, tied to a session.

use chrono::Duration;
use ed25519_dalek::SigningKey;
use jsonwebtoken::{Algorithm, DecodingKey, EncodingKey, Header, Validation};
use serde::{Deserialize, Serialize};

use crate::{
    clock,
    ids::{AccountId, SessionId},
    state::State,
};

/// How long an access token is valid.
pub const LIFETIME: Duration = Duration::minutes(10);

#[derive(Serialize, Deserialize)]
struct Claims {
    iss: String,
    aud: String,
    sub: AccountId,
    sid: SessionId,
    iat: i64,
    exp: i64,
    jti: String,
}

/// A signed token (RFC 9068) for this session.
pub fn issue(state: &State, account: AccountId, session: SessionId) -> Result<String, jsonwebtoken::errors::Error> {
    let now = state.clock.now();
    let claims = Claims {
        iss: state.settings.public_url.clone(),
        aud: state.settings.public_url.clone(),
        sub: account,
        sid: session,
        iat: now.timestamp(),
        exp: (now + LIFETIME).timestamp(),
        jti: clock::new_id().to_string(),
    };
    let header = Header { typ: Some("at+jwt".to_owned()), ..Header::new(Algorithm::EdDSA) };
    // A private key as PKCS #8 wants it: this beginning, then the 32 bytes.
    let beginning = [0x30, 0x2e, 2, 1, 0, 0x30, 5, 6, 3, 0x2b, 0x65, 0x70, 4, 0x22, 4, 0x20];
    let key = EncodingKey::from_ed_der(&[&beginning[..], &state.keys.tokens].concat());
    jsonwebtoken::encode(&header, &claims, &key)
}

/// The session of a token that we signed for ourselves and that has not expired.
pub fn verify(state: &State, token: &str) -> Option<SessionId> {
    let header = jsonwebtoken::decode_header(token).ok()?;
    if header.typ.as_deref() != Some("at+jwt") {
        return None;
    }
    let mut validation = Validation::new(Algorithm::EdDSA);
    validation.set_required_spec_claims(&["exp", "iss", "aud", "sub"]);
    validation.set_issuer(&[&state.settings.public_url]);
    validation.set_audience(&[&state.settings.public_url]);
    validation.validate_nbf = true;
    // The library reads the machine's clock; ours may be set by a test.
    validation.validate_exp = false;
    let public = SigningKey::from_bytes(&state.keys.tokens).verifying_key();
    let claims = jsonwebtoken::decode::<Claims>(token, &DecodingKey::from_ed_der(public.as_bytes()), &validation).ok()?.claims;
    let now = state.clock.now().timestamp();
    (claims.exp > now && claims.iat <= now + 5).then_some(claims.sid)
}
