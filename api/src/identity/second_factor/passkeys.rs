//! Passkeys (WebAuthn). Every one is discoverable and verifies its holder by itself, so that it needs neither name nor
//! password beside it. What a browser was asked stays here (`sign_in_challenges`); it is given a name for it only.

use serde::{Deserialize, Serialize};
use url::Url;
use utoipa::ToSchema;
use webauthn_rs::{
    Webauthn, WebauthnBuilder,
    prelude::{
        CreationChallengeResponse, DiscoverableAuthentication, Passkey, PasskeyRegistration, PublicKeyCredential,
        RegisterPublicKeyCredential,
    },
};

use super::{ANSWERED_WITHIN, queries};
use crate::{
    auth::Account,
    db::{Tx, Upkeep, maintain::Challenged},
    error::ErrorCode,
    http::{Answer, Problem},
    identity::{new_token, token_hash},
    ids::{AccountId, PasskeyId},
    state::State,
};

pub const AUTHENTICATION: &str = "passkey";
pub const REGISTRATION: &str = "passkey_registration";

/// For whom passkeys are made: the host of the public address, if it has a name.
pub fn relying_party(public_url: &str) -> Option<Webauthn> {
    let origin = Url::parse(public_url).ok()?;
    let host = origin.domain()?.to_owned();
    let built = WebauthnBuilder::new(&host, &origin)
        .and_then(|builder| builder.rp_name("LORnTECH").timeout(ANSWERED_WITHIN.to_std().unwrap_or_default()).build());
    built.ok()
}

fn party(state: &State) -> Result<&Webauthn, Problem> {
    state.passkeys.as_ref().ok_or_else(|| ErrorCode::PasskeysUnavailable.into())
}

/// A question for the browser.
#[derive(Serialize, ToSchema)]
// Here, for utoipa leaves it out beside a member that is any object.
#[schema(example = json!({
    "challenge": "u3Yw0fVYz5rR1t0m3c3wZ2nq3r8m0y7pQk2lXo6aB9c",
    "public_key": {
        "challenge": "v0x7nq3r8m0y7pQk2lXo6aB9cu3Yw0fVYz5rR1t0m3c", "rpId": "lorntech.example", "timeout": 300_000,
        "userVerification": "required"
    }
}))]
pub struct PasskeyChallenge {
    /// Names the question in the answer; valid once, for five minutes.
    challenge: String,
    /// The options for `navigator.credentials`, as WebAuthn writes them in JSON.
    #[schema(value_type = Object)]
    public_key: serde_json::Value,
}

/// What a browser answers, as WebAuthn writes it in JSON.
#[derive(Deserialize, ToSchema)]
#[serde(transparent)]
#[schema(value_type = Object, as = PasskeyAssertion)]
pub struct Assertion(PublicKeyCredential);

/// The same for a new passkey.
#[derive(Deserialize, ToSchema)]
#[serde(transparent)]
#[schema(value_type = Object, as = PasskeyAttestation)]
pub struct Attestation(RegisterPublicKeyCredential);

/// Asks for any passkey of ours.
pub async fn ask(state: &State) -> Result<Answer, Problem> {
    let (question, expected) = party(state)?.start_discoverable_authentication().map_err(broken)?;
    keep(state, AUTHENTICATION, None, &question.public_key, &expected).await
}

/// Asks for a new passkey that is none of those that the account has.
pub async fn ask_new(state: &State, account: &Account) -> Result<Answer, Problem> {
    let party = party(state)?;
    let known = queries::credential_ids(state, account.id).await?;
    let started =
        party.start_passkey_registration(account.id.0, &account.email, &account.name, Some(known.into_iter().collect()));
    let (CreationChallengeResponse { mut public_key }, expected) = started.map_err(broken)?;
    // The crate leaves this open; without it nobody could sign in by the passkey alone.
    if let Some(selection) = &mut public_key.authenticator_selection {
        selection.require_resident_key = true;
        selection.resident_key = serde_json::from_value("required".into()).ok();
    }
    keep(state, REGISTRATION, Some(account.id), &public_key, &expected).await
}

async fn keep(
    state: &State,
    purpose: &'static str,
    account: Option<AccountId>,
    question: &impl Serialize,
    expected: &impl Serialize,
) -> Result<Answer, Problem> {
    let json = |value: serde_json::Result<serde_json::Value>| value.map_err(broken);
    let (challenge, expires) = (new_token(), state.clock.now() + ANSWERED_WITHIN);
    let public_key = json(serde_json::to_value(question))?;
    let expected = json(serde_json::to_value(expected))?;
    let challenged = Challenged { token_hash: token_hash(&challenge), purpose, account, state: expected, expires };
    state.db.maintain(Upkeep::Challenged(challenged)).await?;
    Ok(Answer::ok(&PasskeyChallenge { challenge, public_key })?.status(201).secret())
}

fn broken(error: impl std::fmt::Display) -> Problem {
    log::error!("a passkey cannot be asked for: {error}");
    ErrorCode::InternalError.into()
}

fn refused(error: impl std::fmt::Display) -> Problem {
    log::info!("a passkey was refused: {error}");
    ErrorCode::SecondFactorInvalid.into()
}

impl Assertion {
    /// Whose passkey it says it is. Nothing is proven by that.
    pub fn credential_id(&self) -> &[u8] {
        self.0.get_credential_id()
    }

    /// Whether it answers this question, and is a passkey of this account. The question is used up.
    pub async fn check(&self, tx: &mut Tx, state: &State, challenge: &str, account: AccountId) -> Result<PasskeyId, Problem> {
        let party = party(state)?;
        let (expected, _) = queries::take_challenge(tx, token_hash(challenge), AUTHENTICATION, state.clock.now()).await?;
        let expected: DiscoverableAuthentication = serde_json::from_value(expected).map_err(broken)?;
        let (named, credential_id) = party.identify_discoverable_authentication(&self.0).map_err(refused)?;
        let stored = queries::lock_passkey(tx, account, credential_id).await?.ok_or(ErrorCode::SecondFactorInvalid)?;
        if named != account.0 {
            return Err(ErrorCode::SecondFactorInvalid.into());
        }
        let mut passkey: Passkey = serde_json::from_value(stored.credential).map_err(broken)?;
        let result = party.finish_discoverable_authentication_v2(&self.0, expected, &passkey).map_err(refused)?;
        passkey.update_credential(&result);
        let credential = serde_json::to_value(&passkey).map_err(broken)?;
        queries::note_passkey(tx, stored.id, credential, state.clock.now()).await?;
        Ok(stored.id)
    }
}

impl Attestation {
    /// The id and the public key, if this answers the question that the account was asked. The question is used up.
    pub async fn check(
        &self,
        tx: &mut Tx,
        state: &State,
        challenge: &str,
        account: AccountId,
    ) -> Result<(Vec<u8>, serde_json::Value), Problem> {
        let party = party(state)?;
        let (expected, asked) = queries::take_challenge(tx, token_hash(challenge), REGISTRATION, state.clock.now()).await?;
        if asked != Some(account) {
            return Err(ErrorCode::ChallengeExpired.into());
        }
        let expected: PasskeyRegistration = serde_json::from_value(expected).map_err(broken)?;
        let passkey = party.finish_passkey_registration(&self.0, &expected).map_err(refused)?;
        Ok((passkey.cred_id().to_vec(), serde_json::to_value(&passkey).map_err(broken)?))
    }
}
