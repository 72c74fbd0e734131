//! Signed tokens in their compact form (RFC 7515), read strictly: what a header or a claim says decides nothing before
//! the signature is known to be good, and a header that says more than it needs to is refused.

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use jsonwebtoken::{Algorithm, DecodingKey, crypto};
use serde::{Deserialize, de::DeserializeOwned};

/// A longer token is none.
pub const LONGEST: usize = 4096;

/// Nothing else may stand there: no `crit`, and no key or address of a key (RFC 8725).
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Header {
    pub alg: String,
    pub typ: Option<String>,
    pub kid: Option<String>,
}

/// A token whose signature was not looked at yet.
pub struct Jws<'a> {
    pub header: Header,
    signed: &'a str,
    claims: &'a str,
    signature: &'a str,
}

impl<'a> Jws<'a> {
    pub fn read(token: &'a str) -> Option<Self> {
        if token.len() > LONGEST {
            return None;
        }
        let (signed, signature) = token.rsplit_once('.')?;
        let (header, claims) = signed.split_once('.')?;
        Some(Self { header: part(header)?, signed, claims, signature })
    }

    /// What it claims, if this key signed it. Integers are integers, and no claim that is known stands twice.
    pub fn verified<T: DeserializeOwned>(&self, algorithm: Algorithm, key: &DecodingKey) -> Option<T> {
        let good = crypto::verify(self.signature, self.signed.as_bytes(), key, algorithm).ok()?;
        good.then(|| part(self.claims)).flatten()
    }

    /// What it claims to be, for finding the key that must have signed it.
    pub fn unverified<T: DeserializeOwned>(&self) -> Option<T> {
        part(self.claims)
    }
}

fn part<T: DeserializeOwned>(text: &str) -> Option<T> {
    serde_json::from_slice(&URL_SAFE_NO_PAD.decode(text).ok()?).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn c23_a_token_longer_than_any_of_ours_is_not_read() {
        let read = |length: usize| {
            let token = format!("{}.e30.", URL_SAFE_NO_PAD.encode(r#"{"alg":"EdDSA"}"#));
            Jws::read(&format!("{token:A<length$}")).is_some()
        };
        assert!(read(LONGEST));
        assert!(!read(LONGEST + 1) && !read(2 * LONGEST));
    }
}
