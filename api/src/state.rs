//! What every request can reach: settings, database, clock, and the keys drawn from the one secret.

use std::sync::Arc;

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;
use uuid::Uuid;

use crate::{clock::Clock, config::Settings, db::Db, http::events::Streams, ids::LinkId};

/// The state of one worker of the service.
pub struct State {
    pub settings: Settings,
    pub db: Db,
    pub clock: Clock,
    pub keys: Keys,
    /// Shared by all workers of the process.
    pub streams: Arc<Streams>,
}

/// Bytes of a seal.
pub const SEAL: usize = 16;

/// Keys, each drawn from the secret for one purpose, so that none serves for another.
#[derive(Clone)]
pub struct Keys {
    seals: [u8; 32],
    links: [u8; 32],
    tokens: [u8; 32],
}

impl Keys {
    pub fn from_secret(secret: &[u8]) -> Self {
        let draw = |purpose: &str| mac(secret, [purpose.as_bytes()]);
        Self { seals: draw("cursors"), links: draw("links"), tokens: draw("access tokens") }
    }

    /// Shows that we wrote these parts, in this order.
    pub fn seal<'a>(&self, parts: impl IntoIterator<Item = &'a [u8]>) -> [u8; SEAL] {
        half(mac(&self.seals, parts))
    }

    /// What signs access tokens in this period.
    pub fn token_key(&self, period: i64) -> [u8; 32] {
        mac(&self.tokens, [&period.to_be_bytes()[..]])
    }

    /// The token of a link in a mail: its id and our signature over it.
    pub fn link_token(&self, link: LinkId) -> String {
        let id = link.0.as_bytes();
        URL_SAFE_NO_PAD.encode([&id[..], &half(mac(&self.links, [&id[..]]))].concat())
    }

    /// The link that a token signs for.
    pub fn link_of(&self, token: &str) -> Option<LinkId> {
        let bytes = URL_SAFE_NO_PAD.decode(token).ok()?;
        let (id, signature) = bytes.split_at_checked(16)?;
        let good = equal(signature, &half(mac(&self.links, [id])));
        good.then(|| Uuid::from_slice(id).ok().map(LinkId)).flatten()
    }
}

/// HMAC-SHA256 over the parts, each preceded by its length, so that no two lists of parts look alike.
fn mac<'a>(key: &[u8], parts: impl IntoIterator<Item = &'a [u8]>) -> [u8; 32] {
    #[expect(clippy::expect_used, reason = "HMAC takes keys of every length")]
    let mut mac = <Hmac<Sha256> as KeyInit>::new_from_slice(key).expect("HMAC takes any key");
    for part in parts {
        mac.update(&(part.len() as u64).to_be_bytes());
        mac.update(part);
    }
    mac.finalize().into_bytes().into()
}

fn half(whole: [u8; 32]) -> [u8; SEAL] {
    let mut half = [0; SEAL];
    half.copy_from_slice(&whole[..SEAL]);
    half
}

/// Equality in a time that tells nothing.
pub fn equal(a: &[u8], b: &[u8]) -> bool {
    a.len() == b.len() && a.iter().zip(b).fold(0, |difference, (a, b)| difference | (a ^ b)) == 0
}
