//! Signatures by Standard Webhooks 1.0.0.

use base64::{Engine, engine::general_purpose::STANDARD};
use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;

/// By which scanners of leaked secrets know what it is.
const PREFIX: &str = "whsec_";

/// A new secret.
pub fn new_secret() -> [u8; 32] {
    crate::clock::random()
}

/// As it is shown, once.
pub fn shown(secret: &[u8]) -> String {
    format!("{PREFIX}{}", STANDARD.encode(secret))
}

/// `webhook-signature`: one for each secret, with spaces between them.
pub fn sign<'a>(secrets: impl IntoIterator<Item = &'a [u8]>, id: &str, timestamp: i64, body: &str) -> String {
    let signed = format!("{id}.{timestamp}.{body}");
    let sign = |secret: &[u8]| {
        #[expect(clippy::expect_used, reason = "HMAC takes keys of every length")]
        let mut mac = <Hmac<Sha256> as KeyInit>::new_from_slice(secret).expect("HMAC takes any key");
        mac.update(signed.as_bytes());
        format!("v1,{}", STANDARD.encode(mac.finalize().into_bytes()))
    };
    secrets.into_iter().map(sign).collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    const SECRET: &str = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";

    fn secret() -> Vec<u8> {
        STANDARD.decode(SECRET.strip_prefix(PREFIX).unwrap()).unwrap()
    }

    #[test]
    fn the_known_vector_holds() {
        let (secret, id) = (secret(), "msg_p5jXN8AQM9LWM0D4loKWxJek");
        let signature = sign([&secret[..]], id, 1_614_265_330, r#"{"test": 2432232314}"#);
        assert_eq!(signature, "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=");
        let both = sign([&[7; 32][..], &secret], id, 1_614_265_330, r#"{"test": 2432232314}"#);
        assert!(both.ends_with(&format!(" {signature}")) && both.starts_with("v1,"), "{both}");
    }

    #[test]
    fn a_secret_is_shown_as_libraries_read_it() {
        assert_eq!(shown(&secret()), SECRET);
        assert_ne!(new_secret(), new_secret());
    }
}
