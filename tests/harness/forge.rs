//! Tokens made by somebody who has the keys of the service under test, so that only the check in question can refuse them.

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use ed25519_dalek::{Signer, SigningKey};
use hmac::{Hmac, KeyInit, Mac};
use serde_json::Value;
use sha2::Sha256;

/// The secret of every service under test.
pub const SECRET: &[u8] = b"tests only: 0123456789abcdefghijklmnop";

/// The key of a period, drawn from the secret as the service draws it.
pub fn signing_key(period: i64) -> SigningKey {
    let tokens = draw(SECRET, b"access tokens");
    SigningKey::from_bytes(&draw(&tokens, &period.to_be_bytes()))
}

fn draw(key: &[u8], part: &[u8]) -> [u8; 32] {
    let mut mac = Hmac::<Sha256>::new_from_slice(key).unwrap();
    mac.update(&(part.len() as u64).to_be_bytes());
    mac.update(part);
    mac.finalize().into_bytes().into()
}

/// The parts of a token.
#[derive(Clone)]
pub struct Parts {
    pub header: Value,
    pub claims: Value,
}

impl Parts {
    /// Of a token that the service gave out.
    pub fn of(token: &str) -> Self {
        let parts: Vec<&str> = token.split('.').collect();
        let read = |part: &str| serde_json::from_slice(&URL_SAFE_NO_PAD.decode(part).unwrap()).unwrap();
        Self { header: read(parts[0]), claims: read(parts[1]) }
    }

    pub fn kid(&self) -> i64 {
        self.header["kid"].as_str().unwrap().parse().unwrap()
    }

    /// Signed with the key that the header names.
    pub fn signed(&self) -> String {
        sign(&self.header.to_string(), &self.claims.to_string(), &signing_key(self.kid()))
    }
}

/// Signs texts as they are, which need not be JSON.
pub fn sign(header: &str, claims: &str, key: &SigningKey) -> String {
    let signed = unsigned(header, claims);
    let signature = URL_SAFE_NO_PAD.encode(key.sign(signed.as_bytes()).to_bytes());
    format!("{signed}.{signature}")
}

/// Header and claims, joined as they are signed.
pub fn unsigned(header: &str, claims: &str) -> String {
    format!("{}.{}", URL_SAFE_NO_PAD.encode(header), URL_SAFE_NO_PAD.encode(claims))
}

/// What somebody signs who takes the public key for a shared secret.
pub fn sign_hs256(header: &str, claims: &str, secret: &[u8]) -> String {
    let signed = unsigned(header, claims);
    let mut mac = Hmac::<Sha256>::new_from_slice(secret).unwrap();
    mac.update(signed.as_bytes());
    format!("{signed}.{}", URL_SAFE_NO_PAD.encode(mac.finalize().into_bytes()))
}
