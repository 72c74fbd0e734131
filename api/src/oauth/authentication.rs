//! A client proves that it is the one it names: by its secret, in the header or in the form, or by what it signs
//! (`private_key_jwt`, RFC 7523 as amended by RFC 10070).

use actix_web::{FromRequest, HttpRequest, dev::Payload, http::header};
use base64::{Engine, engine::general_purpose::STANDARD};
use chrono::Duration;
use serde::Deserialize;
use sha2::{Digest, Sha256};

use super::queries;
use crate::{
    api_clients::{self, Registered},
    auth::jws::Jws,
    db::Upkeep,
    error::ErrorCode,
    http::{Form, Problem},
    ids::ApiClientId,
    state::{State, equal},
};

const ASSERTION: &str = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";
/// What a client signs is valid for this time at most.
const LONGEST: Duration = Duration::minutes(5);
/// By how much its clock may differ.
const LEEWAY: i64 = 5;

/// The header `Authorization`, as it is.
pub struct Authorization(Option<String>);

impl FromRequest for Authorization {
    type Error = Problem;
    type Future = std::future::Ready<Result<Self, Problem>>;

    fn from_request(req: &HttpRequest, _: &mut Payload) -> Self::Future {
        let header = req.headers().get(header::AUTHORIZATION);
        let text = header.map(|value| value.to_str().unwrap_or_default().to_owned());
        std::future::ready(Ok(Self(text)))
    }
}

/// Whoever it is: one way to prove it, no more.
pub async fn authenticate(state: &State, header: &Authorization, form: &Form) -> Result<Registered, Problem> {
    let (secret, assertion) = (form.get("client_secret"), form.get("client_assertion"));
    let client = match (&header.0, secret, assertion) {
        (Some(header), None, None) => {
            let (id, secret) = basic(header).ok_or(ErrorCode::InvalidClient)?;
            by_secret(state, &id, &secret).await?
        }
        (None, Some(secret), None) => by_secret(state, form.get("client_id").unwrap_or_default(), secret).await?,
        (None, None, Some(assertion)) if form.get("client_assertion_type") == Some(ASSERTION) => {
            by_assertion(state, assertion).await?
        }
        (None, None, _) => return Err(ErrorCode::InvalidClient.into()),
        _ => return Err(ErrorCode::InvalidRequest.into()),
    };
    match form.get("client_id") {
        Some(id) if id != client.id.to_string() => Err(ErrorCode::InvalidClient.into()),
        _ => Ok(client),
    }
}

/// Name and secret, each encoded as in a form (RFC 6749, 2.3.1).
fn basic(header: &str) -> Option<(String, String)> {
    let (scheme, credentials) = header.split_once(' ')?;
    let pair = String::from_utf8(STANDARD.decode(credentials.trim()).ok()?).ok()?;
    let (id, secret) = pair.split_once(':').filter(|_| scheme.eq_ignore_ascii_case("basic"))?;
    Some((decoded(id)?, decoded(secret)?))
}

fn decoded(text: &str) -> Option<String> {
    let mut parts = url::form_urlencoded::parse(text.as_bytes());
    match (parts.next(), parts.next()) {
        (Some((text, value)), None) if value.is_empty() => Some(text.into_owned()),
        _ => None,
    }
}

async fn by_secret(state: &State, id: &str, secret: &str) -> Result<Registered, Problem> {
    let client = find(state, id).await?;
    let known = client.as_ref().and_then(|client| client.secret_hash.as_deref()).unwrap_or_default();
    let good = equal(known, &Sha256::digest(secret.as_bytes()));
    client.filter(|_| good).ok_or_else(|| ErrorCode::InvalidClient.into())
}

async fn find(state: &State, id: &str) -> Result<Option<Registered>, Problem> {
    match uuid::Uuid::try_parse(id) {
        Ok(id) => api_clients::registered(state, ApiClientId(id)).await,
        Err(_) => Ok(None),
    }
}

/// What a client says of itself. The audience is one text: two servers must not be able to use the same one.
#[derive(Deserialize)]
struct Claims {
    iss: String,
    sub: String,
    aud: String,
    exp: i64,
    iat: Option<i64>,
    nbf: Option<i64>,
    jti: String,
}

async fn by_assertion(state: &State, text: &str) -> Result<Registered, Problem> {
    let refused = || Problem::new(ErrorCode::InvalidClient);
    let assertion = Jws::read(text).ok_or_else(refused)?;
    // Libraries of before RFC 10070 give no type, or the general one.
    if !matches!(assertion.header.typ.as_deref(), None | Some("JWT" | "client-authentication+jwt")) {
        return Err(refused());
    }
    let claimed: Claims = assertion.unverified().ok_or_else(refused)?;
    let client = find(state, &claimed.sub).await?.ok_or_else(refused)?;
    let keys = client.keys.as_ref().ok_or_else(refused)?;
    let (algorithm, key) = keys.find(&assertion.header).ok_or_else(refused)?;
    let Claims { iss, sub, aud, exp, iat, nbf, jti } = assertion.verified(algorithm, &key).ok_or_else(refused)?;
    let now = state.clock.now().timestamp();
    let named = iss == sub && sub == client.id.to_string() && aud == state.settings.public_url;
    let timely = exp > now
        && exp <= now + LONGEST.num_seconds() + LEEWAY
        && [iat, nbf].into_iter().flatten().all(|from| from <= now + LEEWAY);
    if !named || !timely || jti.is_empty() {
        return Err(refused());
    }
    let used = Upkeep::AssertionUsed {
        client: client.id,
        jti_hash: Sha256::digest(jti.as_bytes()).to_vec(),
        expires: queries::instant(exp),
    };
    if state.db.maintain(used).await? == 0 { Err(refused()) } else { Ok(client) }
}
