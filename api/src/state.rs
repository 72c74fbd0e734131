//! What every request can reach: settings, database, clock, and the keys drawn from the one secret.

use std::sync::Arc;

use aes_gcm::{
    Aes256Gcm,
    aead::{Aead, Payload},
};
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use data_encoding::BASE32_DNSSEC;
use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;
use uuid::Uuid;
use webauthn_rs::Webauthn;

use crate::{
    clock::{self, Clock},
    config::Settings,
    db::Db,
    http::events::Streams,
    ids::{AccountId, AccountLinkId, CalendarFeedId, ClaimId, ConfirmationId, LinkId, ReplyId, WebhookId},
};

/// The state of one worker of the service.
pub struct State {
    pub settings: Settings,
    pub db: Db,
    pub clock: Clock,
    pub keys: Keys,
    /// None where the public address is no name, for browsers take no passkey there.
    pub passkeys: Option<Webauthn>,
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
    claims: [u8; 32],
    confirmations: [u8; 32],
    devices: [u8; 32],
    tokens: [u8; 32],
    attempts: [u8; 32],
    factors: [u8; 32],
    recovery_codes: [u8; 32],
    unsubscriptions: [u8; 32],
    calendars: [u8; 32],
    replies: [u8; 32],
    webhooks: [u8; 32],
    challenges: [u8; 32],
}

/// Bytes of the nonce before what is encrypted.
const NONCE: usize = 12;

impl Keys {
    pub fn from_secret(secret: &[u8]) -> Self {
        let draw = |purpose: &str| mac(secret, [purpose.as_bytes()]);
        Self {
            seals: draw("cursors"),
            links: draw("links"),
            account_links: draw("account links"),
            claims: draw("claims"),
            confirmations: draw("confirmations of records"),
            devices: draw("devices"),
            tokens: draw("access tokens"),
            attempts: draw("attempts to sign in"),
            factors: draw("second factors"),
            recovery_codes: draw("recovery codes"),
            unsubscriptions: draw("unsubscriptions"),
            calendars: draw("addresses of calendars"),
            replies: draw("replies by mail"),
            webhooks: draw("secrets of webhooks"),
            challenges: draw("challenges of webhooks"),
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

    /// A secret of this account as it is stored, so that neither a dump nor another account's row opens it.
    pub fn encrypt(&self, account: AccountId, secret: &[u8]) -> Option<Vec<u8>> {
        encrypted(&self.factors, account.0, secret)
    }

    /// The secret of this account from what is stored.
    pub fn decrypt(&self, account: AccountId, stored: &[u8]) -> Option<Vec<u8>> {
        decrypted(&self.factors, account.0, stored)
    }

    /// The same of a webhook.
    pub fn encrypt_webhook(&self, webhook: WebhookId, secret: &[u8]) -> Option<Vec<u8>> {
        encrypted(&self.webhooks, webhook.0, secret)
    }

    pub fn decrypt_webhook(&self, webhook: WebhookId, stored: &[u8]) -> Option<Vec<u8>> {
        decrypted(&self.webhooks, webhook.0, stored)
    }

    /// What a receiver has to answer before this webhook sends to this address.
    pub fn webhook_challenge(&self, webhook: WebhookId, url: &str) -> String {
        URL_SAFE_NO_PAD.encode(mac(&self.challenges, [&webhook.0.as_bytes()[..], url.as_bytes()]))
    }

    /// What is kept of a recovery code: sixty bits are too few for a hash without a key.
    pub fn recovery_hash(&self, account: AccountId, code: &str) -> Vec<u8> {
        mac(&self.recovery_codes, [&account.0.as_bytes()[..], code.as_bytes()]).to_vec()
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

    /// The same for a mail that is to prove a claim.
    pub fn claim_token(&self, claim: ClaimId) -> String {
        signed(&self.claims, claim.0)
    }

    pub fn claim_of(&self, token: &str) -> Option<ClaimId> {
        opened(&self.claims, token).map(ClaimId)
    }

    /// The same for a mail that asks whether a record is still right.
    pub fn confirmation_token(&self, confirmation: ConfirmationId) -> String {
        signed(&self.confirmations, confirmation.0)
    }

    pub fn confirmation_of(&self, token: &str) -> Option<ConfirmationId> {
        opened(&self.confirmations, token).map(ConfirmationId)
    }

    /// The end of the address of somebody's calendar.
    pub fn feed_token(&self, feed: CalendarFeedId) -> String {
        signed(&self.calendars, feed.0)
    }

    pub fn feed_of(&self, token: &str) -> Option<CalendarFeedId> {
        opened(&self.calendars, token).map(CalendarFeedId)
    }

    /// The part of a mail address that says who writes about what: its id and our signature over it, in characters that
    /// mail servers leave as they are, few enough for the part before the `@` (RFC 5321: 64).
    pub fn reply_token(&self, reply: ReplyId) -> String {
        let id = reply.0.as_bytes();
        BASE32_DNSSEC.encode(&[&id[..], &half(mac(&self.replies, [&id[..]]))].concat())
    }

    pub fn reply_of(&self, token: &str) -> Option<ReplyId> {
        let bytes = BASE32_DNSSEC.decode(token.as_bytes()).ok()?;
        let (id, signature) = bytes.split_at_checked(16)?;
        equal(signature, &half(mac(&self.replies, [id]))).then(|| Uuid::from_slice(id).ok()).flatten().map(ReplyId)
    }

    /// The end of the link that ends a kind of letter to somebody: their id and our signature over both, in hexadecimal.
    pub fn unsubscribe_token(&self, account: AccountId, kind: &str) -> String {
        use std::fmt::Write;
        let id = account.0.as_bytes();
        let seal = half(mac(&self.unsubscriptions, [&id[..], kind.as_bytes()]));
        id.iter().chain(&seal).fold(String::with_capacity(64), |mut text, byte| {
            let _ = write!(text, "{byte:02x}");
            text
        })
    }

    /// Whose letters of this kind a token ends.
    pub fn unsubscribe_of(&self, token: &str, kind: &str) -> Option<AccountId> {
        let account = AccountId(Uuid::try_parse(token.get(..32)?).ok()?);
        equal(self.unsubscribe_token(account, kind).as_bytes(), token.as_bytes()).then_some(account)
    }

    /// What a browser keeps after a sign-in, so that it is known as this account's.
    pub fn device_token(&self, account: AccountId, device: Uuid) -> String {
        let seal = half(mac(&self.devices, [&device.as_bytes()[..], account.0.as_bytes()]));
        URL_SAFE_NO_PAD.encode([&device.as_bytes()[..], &seal].concat())
    }

    /// What binds a sign-in at a provider to a browser: drawn, for each purpose, from what only that browser keeps.
    pub fn attempt(&self, purpose: &str, token: &str) -> String {
        URL_SAFE_NO_PAD.encode(mac(&self.attempts, [purpose.as_bytes(), token.as_bytes()]))
    }

    /// The device of a token, if this account has signed in there.
    pub fn device_of(&self, account: AccountId, token: &str) -> Option<Uuid> {
        let bytes = URL_SAFE_NO_PAD.decode(token).ok()?;
        let device = Uuid::from_slice(bytes.get(..16)?).ok()?;
        equal(self.device_token(account, device).as_bytes(), token.as_bytes()).then_some(device)
    }
}

/// A secret of what has this id.
fn encrypted(key: &[u8; 32], id: Uuid, secret: &[u8]) -> Option<Vec<u8>> {
    let nonce: [u8; NONCE] = clock::random();
    let payload = Payload { msg: secret, aad: id.as_bytes() };
    let sealed = Aes256Gcm::new(&(*key).into()).encrypt(&nonce.into(), payload).ok()?;
    Some([&nonce[..], &sealed].concat())
}

fn decrypted(key: &[u8; 32], id: Uuid, stored: &[u8]) -> Option<Vec<u8>> {
    let (nonce, sealed) = stored.split_first_chunk::<NONCE>()?;
    let payload = Payload { msg: sealed, aad: id.as_bytes() };
    Aes256Gcm::new(&(*key).into()).decrypt(&(*nonce).into(), payload).ok()
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
