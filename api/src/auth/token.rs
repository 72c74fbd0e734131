//! Access tokens (RFC 9068) for other clients than the site: signed with Ed25519, valid for ten minutes, tied to a session.
//!
//! The keys are drawn from the secret, one for each period. The key of the next period is published before it is used, the
//! last one until the last token that it signed has expired, so that nobody has to look for keys in a hurry.

use std::ops::RangeInclusive;

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use chrono::{DateTime, Duration, Utc};
use ed25519_dalek::SigningKey;
use jsonwebtoken::{Algorithm, DecodingKey, EncodingKey, Header};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::jws::Jws;
use crate::{
    ids::{AccountId, PairId, SessionId},
    state::State,
};

/// How long an access token is valid.
pub const LIFETIME: Duration = Duration::minutes(10);
/// By how much the clocks of two instances may differ.
const LEEWAY: Duration = Duration::seconds(5);
/// How long a key signs.
const PERIOD: Duration = Duration::days(7);

const TYPE: &str = "at+jwt";

/// A claim more or less is a token that we did not make.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Claims {
    iss: String,
    aud: String,
    sub: AccountId,
    sid: SessionId,
    iat: i64,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    nbf: Option<i64>,
    exp: i64,
    jti: PairId,
}

/// A key that verifies our tokens (RFC 7517, RFC 8037).
#[derive(Serialize, ToSchema)]
#[schema(as = JsonWebKey)]
pub struct PublicKey {
    #[schema(example = "OKP")]
    kty: &'static str,
    #[schema(example = "Ed25519")]
    crv: &'static str,
    #[schema(example = "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo")]
    x: String,
    #[schema(example = "2957")]
    kid: String,
    #[schema(example = "EdDSA")]
    alg: &'static str,
    #[schema(example = "sig")]
    r#use: &'static str,
}

/// A signed token for this session.
pub fn issue_for_session(
    state: &State,
    account: AccountId,
    session: SessionId,
    pair: PairId,
) -> Result<String, jsonwebtoken::errors::Error> {
    let now = state.clock.now();
    let claims = Claims {
        iss: state.settings.public_url.clone(),
        aud: state.settings.public_url.clone(),
        sub: account,
        sid: session,
        iat: now.timestamp(),
        nbf: None,
        exp: (now + LIFETIME).timestamp(),
        jti: pair,
    };
    let period = period(now);
    let header = Header { typ: Some(TYPE.to_owned()), kid: Some(period.to_string()), ..Header::new(Algorithm::EdDSA) };
    // A private key as PKCS #8 wants it: this beginning, then the 32 bytes.
    let beginning = [0x30, 0x2e, 2, 1, 0, 0x30, 5, 6, 3, 0x2b, 0x65, 0x70, 4, 0x22, 4, 0x20];
    let key = EncodingKey::from_ed_der(&[&beginning[..], &state.keys.token_key(period)].concat());
    jsonwebtoken::encode(&header, &claims, &key)
}

/// The session of a token that we signed for ourselves and that has not expired.
pub fn verify(state: &State, token: &str) -> Option<(SessionId, PairId)> {
    let (token, now) = (Jws::read(token)?, state.clock.now());
    if token.header.alg != "EdDSA" || token.header.typ.as_deref() != Some(TYPE) {
        return None;
    }
    let kid = token.header.kid.as_deref()?;
    let period = published(now).find(|period| period.to_string() == kid)?;
    let key = DecodingKey::from_ed_der(public(state, period).as_bytes());
    let Claims { iss, aud, sub: _, sid, iat, nbf, exp, jti } = token.verified(Algorithm::EdDSA, &key)?;
    let (now, soon) = (now.timestamp(), (now + LEEWAY).timestamp());
    let ours = iss == state.settings.public_url && aud == iss;
    let timely =
        exp > now && iat <= soon && nbf.is_none_or(|nbf| nbf <= soon) && exp.saturating_sub(iat) <= LIFETIME.num_seconds();
    (ours && timely).then_some((sid, jti))
}

/// The keys of the tokens that are or will soon be in use.
pub fn public_keys(state: &State) -> Vec<PublicKey> {
    let key = |period| PublicKey {
        kty: "OKP",
        crv: "Ed25519",
        x: URL_SAFE_NO_PAD.encode(public(state, period).as_bytes()),
        kid: period.to_string(),
        alg: "EdDSA",
        r#use: "sig",
    };
    published(state.clock.now()).map(key).collect()
}

fn public(state: &State, period: i64) -> ed25519_dalek::VerifyingKey {
    SigningKey::from_bytes(&state.keys.token_key(period)).verifying_key()
}

fn period(at: DateTime<Utc>) -> i64 {
    at.timestamp().div_euclid(PERIOD.num_seconds())
}

/// The periods whose keys are published, and taken.
fn published(now: DateTime<Utc>) -> RangeInclusive<i64> {
    period(now - LIFETIME - LEEWAY)..=period(now) + 1
}
