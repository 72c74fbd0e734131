//! What people hold beside their password: an authenticator app, and a device with passkeys.

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use data_encoding::BASE32_NOPAD;
use hmac::{Hmac, KeyInit, Mac};
use p256::ecdsa::{Signature, SigningKey, signature::Signer};
use serde_json::{Value, json};
use sha1::Sha1;
use sha2::{Digest, Sha256};

/// The code that an app with this secret shows at this second (RFC 6238).
pub fn code_at(secret: &str, second: i64) -> String {
    let key = BASE32_NOPAD.decode(secret.as_bytes()).unwrap();
    let mut mac = <Hmac<Sha1> as KeyInit>::new_from_slice(&key).unwrap();
    mac.update(&(second / 30).to_be_bytes());
    let digest = mac.finalize().into_bytes();
    let offset = usize::from(digest[19] & 15);
    let part: [u8; 4] = digest[offset..offset + 4].try_into().unwrap();
    format!("{:06}", (u32::from_be_bytes(part) & 0x7fff_ffff) % 1_000_000)
}

/// A passkey on somebody's device, which shows itself as a browser would.
pub struct Device {
    key: SigningKey,
    id: Vec<u8>,
    /// The account that it was made for.
    user: String,
    pub origin: String,
    /// Whether it says that its holder was verified.
    pub verifies: bool,
    counter: u32,
}

fn text(bytes: impl AsRef<[u8]>) -> String {
    URL_SAFE_NO_PAD.encode(bytes)
}

/// The heads of CBOR's byte strings.
fn bytes(value: &[u8]) -> Vec<u8> {
    let length = u8::try_from(value.len()).unwrap();
    let head: &[u8] = if length < 24 { &[0x40 | length] } else { &[0x58, length] };
    [head, value].concat()
}

impl Device {
    pub fn new(number: u8, origin: &str) -> Self {
        let key = SigningKey::from_slice(&[number; 32]).unwrap();
        Self { key, id: vec![number; 32], user: String::new(), origin: origin.to_owned(), verifies: true, counter: 0 }
    }

    fn client_data(&self, kind: &str, options: &Value) -> Vec<u8> {
        let challenge = options["challenge"].as_str().unwrap();
        json!({"type": kind, "challenge": challenge, "origin": self.origin, "crossOrigin": false}).to_string().into_bytes()
    }

    /// Present, and verified if it verifies.
    fn authenticator_data(&self, party: &str, more: u8, rest: &[u8]) -> Vec<u8> {
        let flags = 1 | if self.verifies { 4 } else { 0 } | more;
        [&Sha256::digest(party)[..], &[flags], &self.counter.to_be_bytes(), rest].concat()
    }

    /// The answer to `navigator.credentials.create`.
    pub fn create(&mut self, options: &Value) -> Value {
        self.user = options["user"]["id"].as_str().unwrap().to_owned();
        let point = self.key.verifying_key().to_sec1_point(false);
        let (x, y) = (point.x().unwrap(), point.y().unwrap());
        // {1: 2, 3: -7, -1: 1, -2: x, -3: y}
        let key = [&[0xa5, 1, 2, 3, 0x26, 0x20, 1, 0x21][..], &bytes(x), &[0x22], &bytes(y)].concat();
        let length = u16::try_from(self.id.len()).unwrap().to_be_bytes();
        let attested = [&[0; 16][..], &length, &self.id, &key].concat();
        let data = self.authenticator_data(options["rp"]["id"].as_str().unwrap(), 0x40, &attested);
        let length = u8::try_from(data.len()).unwrap();
        let object = [
            &[0xa3, 0x63][..],
            b"fmt",
            &[0x64],
            b"none",
            &[0x67],
            b"attStmt",
            &[0xa0, 0x68],
            b"authData",
            &[0x58, length],
            &data,
        ]
        .concat();
        let client_data = self.client_data("webauthn.create", options);
        json!({
            "id": text(&self.id), "rawId": text(&self.id), "type": "public-key",
            "response": {"attestationObject": text(object), "clientDataJSON": text(client_data)},
        })
    }

    /// The answer to `navigator.credentials.get`.
    pub fn get(&mut self, options: &Value) -> Value {
        self.counter += 1;
        let data = self.authenticator_data(options["rpId"].as_str().unwrap(), 0, &[]);
        let client_data = self.client_data("webauthn.get", options);
        let signed = [&data[..], &Sha256::digest(&client_data)].concat();
        let signature: Signature = self.key.sign(&signed);
        json!({
            "id": text(&self.id), "rawId": text(&self.id), "type": "public-key",
            "response": {
                "authenticatorData": text(data), "clientDataJSON": text(client_data),
                "signature": text(signature.to_der().as_bytes()), "userHandle": self.user,
            },
        })
    }
}
