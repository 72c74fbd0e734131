//! Access tokens (RFC 9068) for other clients than the site: signed with Ed25519, valid for ten minutes, tied to a session
//! or to a row that names a machine client.
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
use uuid::Uuid;

use super::{ClientScope, jws::Jws};
use crate::{
    ids::{AccountId, ApiClientId, ClientTokenId, PairId, SessionId},
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
    /// Whose token it is: an account or a machine client.
    sub: Uuid,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    sid: Option<SessionId>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    client_id: Option<ApiClientId>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    scope: Option<String>,
    iat: i64,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    nbf: Option<i64>,
    exp: i64,
    jti: Uuid,
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

/// What a token of ours is worth, if its session or its row still says so.
pub enum Bearer {
    Session { session: SessionId, pair: PairId },
    Client { client: ApiClientId, token: ClientTokenId, expires: i64 },
}

type Signed = Result<String, jsonwebtoken::errors::Error>;

/// A signed token for this session.
pub fn issue_for_session(state: &State, account: AccountId, session: SessionId, pair: PairId) -> Signed {
    sign(state, Claims { sid: Some(session), ..claims(state, account.0, pair.0) })
}

/// A signed token for a machine client.
pub fn issue_for_client(state: &State, client: ApiClientId, token: ClientTokenId, scopes: &[ClientScope]) -> Signed {
    let (client_id, scope) = (Some(client), Some(ClientScope::join(scopes)));
    sign(state, Claims { client_id, scope, ..claims(state, client.0, token.0) })
}

fn claims(state: &State, sub: Uuid, jti: Uuid) -> Claims {
    let (now, issuer) = (state.clock.now(), &state.settings.public_url);
    Claims {
        iss: issuer.clone(),
        aud: issuer.clone(),
        sub,
        sid: None,
        client_id: None,
        scope: None,
        iat: now.timestamp(),
        nbf: None,
        exp: (now + LIFETIME).timestamp(),
        jti,
    }
}

fn sign(state: &State, claims: Claims) -> Signed {
    let period = period(state.clock.now());
    let header = Header { typ: Some(TYPE.to_owned()), kid: Some(period.to_string()), ..Header::new(Algorithm::EdDSA) };
    // A private key as PKCS #8 wants it: this beginning, then the 32 bytes.
    let beginning = [0x30, 0x2e, 2, 1, 0, 0x30, 5, 6, 3, 0x2b, 0x65, 0x70, 4, 0x22, 4, 0x20];
    let key = EncodingKey::from_ed_der(&[&beginning[..], &state.keys.token_key(period)].concat());
    jsonwebtoken::encode(&header, &claims, &key)
}

/// What a token is for that we signed for ourselves and that has not expired.
pub fn verify(state: &State, token: &str) -> Option<Bearer> {
    let (token, now) = (Jws::read(token)?, state.clock.now());
    if token.header.alg != "EdDSA" || token.header.typ.as_deref() != Some(TYPE) {
        return None;
    }
    let kid = token.header.kid.as_deref()?;
    let period = published(now).find(|period| period.to_string() == kid)?;
    let key = DecodingKey::from_ed_der(public(state, period).as_bytes());
    let Claims { iss, aud, sub, sid, client_id, scope, iat, nbf, exp, jti } = token.verified(Algorithm::EdDSA, &key)?;
    let ours = iss == state.settings.public_url && aud == iss;
    match (sid, client_id, scope) {
        _ if !ours || !is_timely(iat, nbf, exp, now) => None,
        (Some(session), None, None) => Some(Bearer::Session { session, pair: PairId(jti) }),
        (None, Some(client), Some(_)) if client.0 == sub => {
            Some(Bearer::Client { client, token: ClientTokenId(jti), expires: exp })
        }
        _ => None,
    }
}

fn is_timely(iat: i64, nbf: Option<i64>, exp: i64, now: DateTime<Utc>) -> bool {
    let (now, soon) = (now.timestamp(), (now + LEEWAY).timestamp());
    let lifetime = exp.saturating_sub(iat);
    exp > now && iat <= soon && nbf.is_none_or(|nbf| nbf <= soon) && lifetime <= LIFETIME.num_seconds()
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

#[cfg(test)]
mod tests {
    use super::*;

    fn at(second: i64) -> DateTime<Utc> {
        DateTime::from_timestamp(second, 0).expect("an instant")
    }

    #[test]
    fn c23_a_token_is_good_until_the_second_of_its_end_and_for_ten_minutes_at_most() {
        let now = 1_800_000_000;
        let timely = |iat, nbf: Option<i64>, exp| is_timely(now + iat, nbf.map(|nbf| now + nbf), now + exp, at(now));
        assert!(timely(0, None, 600) && timely(-599, None, 1));
        assert!(!timely(-600, None, 0), "on its end it is over (RFC 7519)");
        assert!(timely(5, Some(5), 605), "the clock of another instance is ahead");
        assert!(!timely(6, None, 606) && !timely(0, Some(6), 600));
        assert!(!timely(-1, None, 600), "longer than ours live");
    }

    #[test]
    fn c24_a_key_is_published_a_period_ahead_and_until_its_last_token_is_over() {
        let beginning = 3000 * PERIOD.num_seconds();
        assert_eq!(published(at(beginning - 1)), 2999..=3000);
        assert_eq!(published(at(beginning)), 2999..=3001);
        // Ten minutes, and the five seconds by which the clock of whoever signed may be late.
        assert_eq!(published(at(beginning + 604)), 2999..=3001);
        assert_eq!(published(at(beginning + 605)), 3000..=3001);
    }
}
