//! What is said between us and a provider: what it announces, a code for its tokens, and who it says somebody is. Nothing
//! of it is believed before it has been checked (OpenID Connect Core, 3.1.3.7; RFC 9207), and why something was refused is
//! told in a word, for the log, without anything of the person.

use std::{sync::Arc, time::Duration as Time};

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use chrono::{DateTime, Duration, Utc};
use openidconnect::{
    AccessToken, AccessTokenHash, AdditionalProviderMetadata, AuthType, AuthorizationCode, ClaimsVerificationError, CsrfToken,
    DiscoveryError, EndpointMaybeSet, EndpointNotSet, EndpointSet, HttpRequest, HttpResponse, JsonWebKey, JsonWebKeyUse as _,
    Nonce, OAuth2TokenResponse, PkceCodeChallenge, PkceCodeVerifier, ProviderMetadata, RedirectUrl, RequestTokenError, Scope,
    SignatureVerificationError, TokenResponse,
    core::{
        CoreAuthDisplay, CoreAuthenticationFlow, CoreClaimName, CoreClaimType, CoreClient, CoreClientAuthMethod, CoreGrantType,
        CoreIdTokenClaims, CoreJsonWebKey, CoreJsonWebKeySet, CoreJweContentEncryptionAlgorithm, CoreJweKeyManagementAlgorithm,
        CoreJwsSigningAlgorithm, CoreResponseMode, CoreResponseType, CoreSubjectIdentifierType, CoreTokenResponse,
    },
    http::{Method, StatusCode, header},
};
use serde::{Deserialize, de::DeserializeOwned};
use tokio::sync::Mutex;

use super::{http, settings::ProviderSettings};
use crate::clock::Clock;

/// All that a provider is asked during one request of a person.
const PATIENCE: Time = Time::from_secs(5);
/// How long what a provider announces is taken for true.
const FRESH: Duration = Duration::hours(1);
/// An unknown key is looked for this often at most: whoever sends nonsense must not make us call the provider each time.
const BETWEEN_LOOKS: Duration = Duration::seconds(30);
/// By how much the provider's clock may be ahead.
const LEEWAY: Duration = Duration::minutes(1);

/// Nothing with a shared secret, and nothing with RSA.
const ALGORITHMS: [CoreJwsSigningAlgorithm; 2] = [CoreJwsSigningAlgorithm::EcdsaP256Sha256, CoreJwsSigningAlgorithm::EdDsa];

type Metadata = ProviderMetadata<
    Announced,
    CoreAuthDisplay,
    CoreClientAuthMethod,
    CoreClaimName,
    CoreClaimType,
    CoreGrantType,
    CoreJweContentEncryptionAlgorithm,
    CoreJweKeyManagementAlgorithm,
    CoreJsonWebKey,
    CoreResponseMode,
    CoreResponseType,
    CoreSubjectIdentifierType,
>;

type Client = CoreClient<EndpointSet, EndpointNotSet, EndpointNotSet, EndpointNotSet, EndpointMaybeSet, EndpointMaybeSet>;

/// What a provider announces beyond the core.
#[derive(Clone, Debug, Deserialize, serde::Serialize)]
struct Announced {
    /// RFC 9207: it says who it is where it sends people back.
    #[serde(default)]
    authorization_response_iss_parameter_supported: bool,
}

impl AdditionalProviderMetadata for Announced {}

/// Why nobody was signed in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// The provider does not answer, or not in time, or not as one does.
    Unavailable(&'static str),
    /// What came does not prove who it is.
    Refused(&'static str),
}

/// What binds a sign-in to one browser; all of it is drawn from what only that browser has.
pub struct Secrets {
    pub state: String,
    pub nonce: String,
    pub verifier: String,
}

/// What the provider sent somebody back with.
pub struct Return {
    pub code: Option<String>,
    pub iss: Option<String>,
}

/// Who somebody is, by the word of a provider.
#[derive(Clone, Debug)]
pub struct Person {
    pub issuer: String,
    pub subject: String,
    /// Only if the provider has seen that it is theirs.
    pub email: Option<String>,
    pub name: Option<String>,
}

/// Claims that we read, from the token or from what is asked for with it.
#[derive(Deserialize)]
struct Claims {
    sub: String,
    email: Option<String>,
    email_verified: Option<bool>,
    name: Option<String>,
    given_name: Option<String>,
    family_name: Option<String>,
    /// ProConnect's name for the family name in use.
    usual_name: Option<String>,
}

/// A provider, with what it announced when it was last asked. Shared by all workers of the process.
pub struct Provider {
    pub settings: ProviderSettings,
    known: Mutex<Option<Known>>,
}

#[derive(Clone)]
struct Known {
    metadata: Arc<Metadata>,
    at: DateTime<Utc>,
}

impl std::fmt::Debug for Provider {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.settings.fmt(out)
    }
}

impl Provider {
    pub fn new(settings: ProviderSettings) -> Self {
        Self { settings, known: Mutex::new(None) }
    }

    /// Where to send somebody who wants to sign in.
    pub async fn address(&self, clock: &Clock, back: &str, secrets: &Secrets) -> Result<String, Refusal> {
        let client = self.client(&*within(self.metadata(clock.now())).await?, back)?;
        let (state, nonce) = (CsrfToken::new(secrets.state.clone()), Nonce::new(secrets.nonce.clone()));
        let verifier = PkceCodeVerifier::new(secrets.verifier.clone());
        let scopes = self.settings.scopes.iter().filter(|scope| *scope != "openid").cloned().map(Scope::new);
        let (url, ..) = client
            .authorize_url(CoreAuthenticationFlow::AuthorizationCode, move || state, move || nonce)
            .add_scopes(scopes)
            .set_pkce_challenge(PkceCodeChallenge::from_code_verifier_sha256(&verifier))
            .url();
        Ok(url.into())
    }

    /// Who came back. The state has been compared already, for that needs no provider.
    pub async fn person(&self, clock: &Clock, back: &str, secrets: &Secrets, came: Return) -> Result<Person, Refusal> {
        within(self.identify(clock, back, secrets, came)).await
    }

    async fn identify(&self, clock: &Clock, back: &str, secrets: &Secrets, came: Return) -> Result<Person, Refusal> {
        let metadata = self.metadata(clock.now()).await?;
        self.check_sender(&metadata, came.iss.as_deref())?;
        let code = came.code.ok_or(Refusal::Refused("the provider let nobody in"))?;
        let tokens: CoreTokenResponse = self
            .client(&metadata, back)?
            .exchange_code(AuthorizationCode::new(code))
            .map_err(|_| Refusal::Unavailable("no token endpoint"))?
            .set_pkce_verifier(PkceCodeVerifier::new(secrets.verifier.clone()))
            .request_async(&|request| http::send(&self.settings.issuer, request))
            .await
            .map_err(|error| match error {
                RequestTokenError::Request(_) => Refusal::Unavailable("token endpoint"),
                RequestTokenError::ServerResponse(_) => Refusal::Refused("code"),
                _ => Refusal::Refused("token answer"),
            })?;
        let (metadata, claims) = match self.claims(&metadata, &tokens, secrets, clock) {
            // It may have changed its keys since it was last asked.
            Err(Unverified::UnknownKey) => {
                let metadata = self.looked_again(clock.now()).await?;
                let claims = self.claims(&metadata, &tokens, secrets, clock);
                (metadata, claims)
            }
            claims => (metadata, claims),
        };
        let claims = claims.map_err(|unverified| match unverified {
            Unverified::UnknownKey => Refusal::Refused("id token: key"),
            Unverified::For(why) => Refusal::Refused(why),
        })?;
        let told = match metadata.userinfo_endpoint() {
            Some(endpoint) => self.asked(&metadata, endpoint.as_str(), tokens.access_token(), clock.now()).await?,
            None => serde_json::to_value(&claims).and_then(serde_json::from_value).map_err(|_| Refusal::Refused("claims"))?,
        };
        self.taken(&claims, told)
    }

    /// Two providers must not be taken for each other (RFC 9207).
    fn check_sender(&self, metadata: &Metadata, iss: Option<&str>) -> Result<(), Refusal> {
        let named = iss.is_some() || !metadata.additional_metadata().authorization_response_iss_parameter_supported;
        let same = iss.is_none_or(|iss| iss == self.settings.issuer.as_str());
        if named && same { Ok(()) } else { Err(Refusal::Refused("iss")) }
    }

    /// Who it is, if what the provider told is about the one whom its token names.
    fn taken(&self, claims: &CoreIdTokenClaims, told: Claims) -> Result<Person, Refusal> {
        let subject = claims.subject().as_str();
        if told.sub != subject || subject.is_empty() || subject.len() > 255 {
            return Err(Refusal::Refused("userinfo: sub"));
        }
        let verified = told.email_verified.unwrap_or(self.settings.emails_are_verified);
        let family = told.usual_name.or(told.family_name);
        let both = [told.given_name, family].into_iter().flatten().collect::<Vec<_>>().join(" ");
        Ok(Person {
            issuer: self.settings.issuer.to_string(),
            subject: subject.to_owned(),
            email: told.email.filter(|_| verified),
            name: told.name.or((!both.is_empty()).then_some(both)),
        })
    }

    /// What the token says, if it is from this provider, for us, for this sign-in and still good.
    fn claims(
        &self,
        metadata: &Metadata,
        tokens: &CoreTokenResponse,
        secrets: &Secrets,
        clock: &Clock,
    ) -> Result<CoreIdTokenClaims, Unverified> {
        let id_token = tokens.id_token().ok_or(Unverified::For("no id token"))?;
        let now = clock.now();
        let client = CoreClient::from_provider_metadata(metadata.clone(), self.settings.client_id.clone(), None);
        let verifier = client
            .id_token_verifier()
            .set_allowed_algs(ALGORITHMS)
            .set_time_fn(move || now)
            .set_issue_time_verifier_fn(move |at| if at <= now + LEEWAY { Ok(()) } else { Err(String::new()) });
        let claims = id_token.claims(&verifier, &Nonce::new(secrets.nonce.clone()))?;
        let party = claims.authorized_party();
        if party.is_some_and(|party| party.as_str() != self.settings.client_id.as_str()) {
            return Err(Unverified::For("id token: azp"));
        }
        if let Some(hash) = claims.access_token_hash() {
            let (algorithm, key) = (id_token.signing_alg().ok(), id_token.signing_key(&verifier).ok());
            let own = algorithm
                .zip(key)
                .and_then(|(algorithm, key)| AccessTokenHash::from_token(tokens.access_token(), algorithm, key).ok());
            if own.as_ref() != Some(hash) {
                return Err(Unverified::For("id token: at_hash"));
            }
        }
        Ok(claims.clone())
    }

    /// What the provider tells about whoever the access token is of. (openidconnect takes RS256 alone for what is signed
    /// there, so the signature is checked here, with its keys.)
    async fn asked(
        &self,
        metadata: &Metadata,
        endpoint: &str,
        token: &AccessToken,
        now: DateTime<Utc>,
    ) -> Result<Claims, Refusal> {
        let refused = Refusal::Refused("userinfo");
        let request = openidconnect::http::Request::builder()
            .method(Method::GET)
            .uri(endpoint)
            .header(header::ACCEPT, "application/jwt, application/json")
            .header(header::AUTHORIZATION, format!("Bearer {}", token.secret()))
            .body(vec![])
            .map_err(|_| refused)?;
        let answer = self.send(request).await?;
        if answer.status() != StatusCode::OK {
            return Err(refused);
        }
        let kind = answer.headers().get(header::CONTENT_TYPE).and_then(|kind| kind.to_str().ok()).unwrap_or_default();
        match kind.split(';').next().unwrap_or_default().trim() {
            "application/jwt" => {
                let text = String::from_utf8(answer.into_body()).map_err(|_| refused)?;
                let Signed { iss, aud, exp, claims } =
                    signed(text.trim(), metadata.jwks()).ok_or(Refusal::Refused("userinfo: signature"))?;
                let ours = iss == self.settings.issuer.as_str() && aud.holds(self.settings.client_id.as_str());
                if ours && exp.is_none_or(|exp| exp > now.timestamp()) {
                    Ok(claims)
                } else {
                    Err(Refusal::Refused("userinfo: claims"))
                }
            }
            "application/json" if !self.settings.signed_userinfo => serde_json::from_slice(answer.body()).map_err(|_| refused),
            _ => Err(Refusal::Refused("userinfo: not signed")),
        }
    }

    fn client(&self, metadata: &Metadata, back: &str) -> Result<Client, Refusal> {
        let back = RedirectUrl::new(back.to_owned()).map_err(|_| Refusal::Unavailable("redirect address"))?;
        let (id, secret) = (self.settings.client_id.clone(), self.settings.client_secret.clone());
        let client = CoreClient::from_provider_metadata(metadata.clone(), id, Some(secret));
        // `client_secret_post`
        Ok(client.set_redirect_uri(back).set_auth_type(AuthType::RequestBody))
    }

    async fn send(&self, request: HttpRequest) -> Result<HttpResponse, Refusal> {
        http::send(&self.settings.issuer, request).await.map_err(|_| Refusal::Unavailable("userinfo endpoint"))
    }

    async fn metadata(&self, now: DateTime<Utc>) -> Result<Arc<Metadata>, Refusal> {
        self.known(now, FRESH).await
    }

    async fn looked_again(&self, now: DateTime<Utc>) -> Result<Arc<Metadata>, Refusal> {
        self.known(now, BETWEEN_LOOKS).await
    }

    /// What it announced, not longer ago than this. Whoever comes meanwhile waits for the same answer.
    async fn known(&self, now: DateTime<Utc>, oldest: Duration) -> Result<Arc<Metadata>, Refusal> {
        let mut known = self.known.lock().await;
        if let Some(Known { metadata, at }) = &*known
            && (now - *at).abs() < oldest
        {
            return Ok(metadata.clone());
        }
        let issuer = &self.settings.issuer;
        let found = Metadata::discover_async(issuer.clone(), &|request| http::send(issuer, request)).await;
        let metadata = Arc::new(found.map_err(|error| match error {
            DiscoveryError::Request(_) => Refusal::Unavailable("discovery"),
            _ => Refusal::Unavailable("discovery: not readable"),
        })?);
        *known = Some(Known { metadata: metadata.clone(), at: now });
        Ok(metadata)
    }
}

/// Waits no longer than is decent.
async fn within<T>(task: impl Future<Output = Result<T, Refusal>>) -> Result<T, Refusal> {
    #[expect(clippy::disallowed_methods, reason = "no connection to the database is held while a provider is asked")]
    tokio::time::timeout(PATIENCE, task).await.unwrap_or(Err(Refusal::Unavailable("too slow")))
}

/// Why a token is not taken.
enum Unverified {
    /// No key of the provider's has its name.
    UnknownKey,
    For(&'static str),
}

impl From<ClaimsVerificationError> for Unverified {
    fn from(error: ClaimsVerificationError) -> Self {
        match error {
            ClaimsVerificationError::SignatureVerification(SignatureVerificationError::NoMatchingKey) => Self::UnknownKey,
            ClaimsVerificationError::SignatureVerification(
                SignatureVerificationError::DisallowedAlg(_)
                | SignatureVerificationError::NoSignature
                | SignatureVerificationError::UnsupportedAlg(_),
            ) => Self::For("id token: alg"),
            ClaimsVerificationError::SignatureVerification(_) => Self::For("id token: signature"),
            ClaimsVerificationError::Expired(_) => Self::For("id token: exp"),
            ClaimsVerificationError::InvalidAudience(_) => Self::For("id token: aud"),
            ClaimsVerificationError::InvalidIssuer(_) => Self::For("id token: iss"),
            ClaimsVerificationError::InvalidNonce(_) => Self::For("id token: nonce"),
            _ => Self::For("id token"),
        }
    }
}

/// Claims that somebody signed, with what they say about themselves.
#[derive(Deserialize)]
struct Signed {
    iss: String,
    aud: Audience,
    exp: Option<i64>,
    #[serde(flatten)]
    claims: Claims,
}

#[derive(Deserialize)]
#[serde(untagged)]
enum Audience {
    One(String),
    Several(Vec<String>),
}

impl Audience {
    /// Whether they are meant for us, and for nobody else.
    fn holds(&self, client: &str) -> bool {
        match self {
            Self::One(name) => name == client,
            Self::Several(names) => names.len() == 1 && names[0] == client,
        }
    }
}

/// The claims of a token, if a key of the set signed it, by an algorithm that we take.
fn signed(token: &str, keys: &CoreJsonWebKeySet) -> Option<Signed> {
    #[derive(Deserialize)]
    struct Header {
        alg: CoreJwsSigningAlgorithm,
        kid: Option<String>,
        crit: Option<serde_json::Value>,
    }
    fn part<T: DeserializeOwned>(text: &str) -> Option<T> {
        serde_json::from_slice(&URL_SAFE_NO_PAD.decode(text).ok()?).ok()
    }
    let (message, signature) = token.rsplit_once('.')?;
    let (header, claims) = message.split_once('.')?;
    let Header { alg, kid, crit } = part(header)?;
    let signature = URL_SAFE_NO_PAD.decode(signature).ok()?;
    if !ALGORITHMS.contains(&alg) || crit.is_some() {
        return None;
    }
    let named = |key: &&CoreJsonWebKey| kid.is_none() || key.key_id().map(|id| id.as_str()) == kid.as_deref();
    let signs = |key: &&CoreJsonWebKey| key.key_use().is_none_or(|used| used.allows_signature());
    let mut keys = keys.keys().iter().filter(named).filter(signs);
    keys.any(|key| key.verify_signature(&alg, message.as_bytes(), &signature).is_ok()).then(|| part(claims))?
}
