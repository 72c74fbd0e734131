//! What a machine client is.

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use chrono::{DateTime, Utc};
use jsonwebtoken::{Algorithm, DecodingKey};
use serde::{Deserialize, Serialize};
use utoipa::{
    PartialSchema, ToSchema,
    openapi::{ObjectBuilder, RefOr, Schema, schema::Type},
};

use crate::{
    auth::{Authority, ClientScope, jws::Header},
    error::FieldCode,
    http::Problem,
    ids::{AccountId, ApiClientId},
};

/// A machine client.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct ApiClient {
    /// Its `client_id`.
    pub id: ApiClientId,
    pub owner_id: AccountId,
    #[schema(example = "Annuaire du réseau")]
    pub name: String,
    pub authentication: Authentication,
    #[schema(example = json!(["directory:read"]))]
    pub scopes: Vec<ClientScope>,
    /// The partner region that it speaks for: its own records are not in its feed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub authority: Option<Authority>,
    /// Web pages of these origins may call with a token.
    #[schema(example = json!(["https://annuaire.exemple.fr"]))]
    pub allowed_origins: Vec<String>,
    /// Of a partner who is trying: it may use a secret.
    #[schema(example = false)]
    pub test: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub keys: Option<Vec<ClientKey>>,
    /// Shown once, by the answer that made it.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(example = "lt_u3Yw0fVYz5rR1t0m3c3wZ2nq3r8m0y7pQk2lXo6aB9c")]
    pub client_secret: Option<String>,
    pub revision: i64,
    pub created_at: DateTime<Utc>,
    pub updated_at: DateTime<Utc>,
}

/// How a client proves that it is the one it names.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Authentication {
    ClientSecret,
    PrivateKeyJwt,
}

/// The public keys of a client.
#[derive(Clone, Debug, Deserialize)]
#[serde(transparent)]
pub struct ClientKeys(pub Vec<ClientKey>);

/// A public key (RFC 7517): P-256 for ES256, or Ed25519. Members of a private key are refused.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({
    "kty": "EC", "crv": "P-256", "kid": "2026", "x": "f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU",
    "y": "x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0"
}))]
pub struct ClientKey {
    kty: KeyType,
    crv: Curve,
    #[schema(min_length = 43, max_length = 43)]
    x: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(min_length = 43, max_length = 43)]
    y: Option<String>,
    /// Needed where there are several; visible ASCII characters.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(min_length = 1, max_length = 100, pattern = "^[!-~]+$")]
    kid: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    alg: Option<KeyAlgorithm>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    r#use: Option<KeyUse>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
enum KeyType {
    #[serde(rename = "EC")]
    Ec,
    #[serde(rename = "OKP")]
    Okp,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
enum Curve {
    #[serde(rename = "P-256")]
    P256,
    Ed25519,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
enum KeyAlgorithm {
    #[serde(rename = "ES256")]
    Es256,
    #[serde(rename = "EdDSA")]
    EdDsa,
    Ed25519,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
enum KeyUse {
    Sig,
}

impl ClientKey {
    fn is_sound(&self) -> bool {
        let long = |part: &str| URL_SAFE_NO_PAD.decode(part).is_ok_and(|bytes| bytes.len() == 32);
        let coordinates = match (self.kty, self.crv, &self.y) {
            (KeyType::Ec, Curve::P256, Some(y)) => long(y),
            (KeyType::Okp, Curve::Ed25519, None) => true,
            _ => false,
        };
        let named =
            self.kid.as_ref().is_none_or(|kid| (1..=100).contains(&kid.len()) && kid.bytes().all(|byte| byte.is_ascii_graphic()));
        coordinates && named && long(&self.x)
    }

    fn algorithm(&self) -> Algorithm {
        if self.kty == KeyType::Ec { Algorithm::ES256 } else { Algorithm::EdDSA }
    }

    fn signs(&self, algorithm: &str) -> bool {
        match self.kty {
            KeyType::Ec => algorithm == "ES256",
            KeyType::Okp => matches!(algorithm, "EdDSA" | "Ed25519"),
        }
    }
}

impl ClientKeys {
    /// The key that a header names, for the algorithm of that key and no other.
    pub fn find(&self, header: &Header) -> Option<(Algorithm, DecodingKey)> {
        let named = |key: &&ClientKey| header.kid.is_none() || key.kid == header.kid;
        let key = self.0.iter().filter(named).find(|key| key.signs(&header.alg))?;
        let decoding = match &key.y {
            Some(y) => DecodingKey::from_ec_components(&key.x, y),
            None => DecodingKey::from_ed_components(&key.x),
        };
        Some((key.algorithm(), decoding.ok()?))
    }
}

/// Scheme, host and port of a web page, as browsers write it.
#[derive(Clone, Debug, Deserialize)]
#[serde(transparent)]
pub struct WebOrigin(pub String);

impl PartialSchema for WebOrigin {
    fn schema() -> RefOr<Schema> {
        let origin = ObjectBuilder::new().schema_type(Type::String).min_length(Some(1)).max_length(Some(200));
        origin.pattern(Some("^https?://[a-z0-9.-]+(:[0-9]{1,5})?$")).examples(["https://annuaire.exemple.fr"]).into()
    }
}

impl ToSchema for WebOrigin {}

/// Whoever sends from there must be who they say: https, or this very machine.
fn is_origin(text: &str) -> bool {
    let Ok(url) = url::Url::parse(text) else { return false };
    let local = matches!(url.host_str(), Some("localhost" | "127.0.0.1" | "[::1]"));
    // The library takes more for a host than there can be.
    let plain = text.bytes().all(|byte| byte.is_ascii_alphanumeric() || b".-:/[]".contains(&byte));
    let secure = url.scheme() == "https" || (url.scheme() == "http" && local);
    plain && secure && text.len() <= 200 && url.origin().ascii_serialization() == text
}

pub fn some_origins(origins: &[WebOrigin], (): &()) -> garde::Result {
    if origins.len() > 10 {
        return Err(garde::Error::new("item_count|0|10"));
    }
    if origins.iter().all(|origin| is_origin(&origin.0)) { Ok(()) } else { Err(garde::Error::new("invalid_url")) }
}

pub fn some_scopes(scopes: &[ClientScope], (): &()) -> garde::Result {
    if (1..=3).contains(&scopes.len()) { Ok(()) } else { Err(garde::Error::new("item_count|1|3")) }
}

pub fn some_keys(keys: &[ClientKey], (): &()) -> garde::Result {
    if !(1..=5).contains(&keys.len()) {
        return Err(garde::Error::new("item_count|1|5"));
    }
    if keys.iter().all(ClientKey::is_sound) { Ok(()) } else { Err(garde::Error::new("invalid_format|JWK")) }
}

/// Each once, in the order of the table.
pub fn in_order(scopes: &[ClientScope]) -> Vec<ClientScope> {
    ClientScope::ALL.iter().copied().filter(|scope| scopes.contains(scope)).collect()
}

/// Partners sign; a shared secret is for developers, and for partners who are trying.
pub fn check_authentication(scopes: &[ClientScope], has_keys: bool, test: bool) -> Result<(), Problem> {
    if has_keys || test || !scopes.iter().any(|scope| scope.is_of_partners()) {
        return Ok(());
    }
    Err(Problem::field("/keys", FieldCode::Required))
}
