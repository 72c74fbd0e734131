//! What every request can reach: settings, database, clock, and the keys drawn from the one secret.

use std::sync::Arc;

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;
use uuid::Uuid;

use crate::{
    clock::Clock,
    config::Settings,
    db::Db,
    http::events::Streams,
    ids::{AccountId, AccountLinkId, LinkId},
};

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
    account_links: [u8; 32],
    devices: [u8; 32],
    tokens: [u8; 32],
}

impl Keys {
    pub fn from_secret(secret: &[u8]) -> Self {
        let draw = |purpose: &str| mac(secret, [purpose.as_bytes()]);
        Self {
            seals: draw("cursors"),
            links: draw("links"),
            account_links: draw("account links"),
            devices: draw("devices"),
            tokens: draw("access tokens"),
        }
    }

    /// Shows that we wrote these parts, in this order.
    pub fn seal<'a>(&self, parts: impl IntoIterator<Item = &'a [u8]>) -> [u8; SEAL] {
        half(mac(&self.seals, parts))
    }

    /// What signs access tokens in this period.
    pub fn token_key(&self, period: i64) -> [u8; 32] {
        mac(&self.tokens, [&period.to_be_bytes()[..]])
    }

    /// The token of a link in a mail about a request: its id and our signature over it.
    pub fn link_token(&self, link: LinkId) -> String {
        signed(&self.links, link.0)
    }

    /// The link that a token signs for.
    pub fn link_of(&self, token: &str) -> Option<LinkId> {
        opened(&self.links, token).map(LinkId)
    }

    /// The same for a mail about an account.
    pub fn account_link_token(&self, link: AccountLinkId) -> String {
        signed(&self.account_links, link.0)
    }

    pub fn account_link_of(&self, token: &str) -> Option<AccountLinkId> {
        opened(&self.account_links, token).map(AccountLinkId)
    }

    /// What a browser keeps after a sign-in, so that it is known as this account's.
    pub fn device_token(&self, account: AccountId, device: Uuid) -> String {
        let seal = half(mac(&self.devices, [&device.as_bytes()[..], account.0.as_bytes()]));
        URL_SAFE_NO_PAD.encode([&device.as_bytes()[..], &seal].concat())
    }

    /// The device of a token, if this account has signed in there.
    pub fn device_of(&self, account: AccountId, token: &str) -> Option<Uuid> {
        let bytes = URL_SAFE_NO_PAD.decode(token).ok()?;
        let device = Uuid::from_slice(bytes.get(..16)?).ok()?;
        equal(self.device_token(account, device).as_bytes(), token.as_bytes()).then_some(device)
    }
}

/// An id and our signature over it.
fn signed(key: &[u8], id: Uuid) -> String {
    let id = id.as_bytes();
    URL_SAFE_NO_PAD.encode([&id[..], &half(mac(key, [&id[..]]))].concat())
}

/// The id that a token signs for.
fn opened(key: &[u8], token: &str) -> Option<Uuid> {
    let bytes = URL_SAFE_NO_PAD.decode(token).ok()?;
    let (id, signature) = bytes.split_at_checked(16)?;
    equal(signature, &half(mac(key, [id]))).then(|| Uuid::from_slice(id).ok()).flatten()
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
