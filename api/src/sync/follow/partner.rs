//! How a partner region's instance is asked: as a machine client of it, over TLS, and nowhere else.

use std::{
    collections::BTreeMap,
    path::{Path, PathBuf},
    time::Duration,
};

use chrono::{DateTime, Utc};
use jsonwebtoken::{Algorithm, EncodingKey, Header};
use reqwest::{
    StatusCode,
    header::{self, HeaderMap, HeaderValue},
};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use tokio::sync::Mutex;
use url::{Url, form_urlencoded::Serializer};
use uuid::Uuid;

use crate::{
    auth::Authority,
    clock::{self, Clock},
    config::is_loopback,
};

/// An answer that waits for a change takes up to 25 s.
const PATIENCE: Duration = Duration::from_secs(40);
const CONNECT_PATIENCE: Duration = Duration::from_secs(5);
/// Bytes of an answer.
const LARGEST: usize = 64 << 20;
/// Whoever is asked to come back later comes so often.
const TRIES: u32 = 5;
/// Items of a page.
const MOST: usize = 1000;
const MOST_REVISION: i64 = 9_007_199_254_740_991;
/// A token is asked for anew so long before its end.
const MARGIN: i64 = 30;

/// A partner region that is followed.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PartnerSettings {
    /// Whose records are taken over.
    pub authority: Authority,
    /// Its public address, without a slash at its end.
    pub url: String,
    /// Of our client there.
    #[serde(default)]
    pub client_id: String,
    #[serde(default)]
    pub credentials: Credentials,
}

/// By what we show there who we are; `Debug` shows nothing of it.
#[derive(Clone, Default, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Credentials {
    #[default]
    None,
    /// A token that somebody else renews.
    Token(String),
    ClientSecret(String),
    /// A private key in PEM, P-256 or Ed25519, of which the partner has the public one.
    PrivateKeyFile(PathBuf),
}

impl std::fmt::Debug for Credentials {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.write_str("Credentials")
    }
}

/// Why nothing came.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Failure {
    /// The cursor leads nowhere any more.
    Expired,
    /// Later, after so many seconds if it says so.
    Later(String, Option<u64>),
    /// It would go no better the next time.
    Refused(String),
}

impl std::fmt::Display for Failure {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Expired => out.write_str("the cursor has expired"),
            Self::Later(what, _) | Self::Refused(what) => out.write_str(what),
        }
    }
}

/// A page of changes, as far as we need it.
#[derive(Deserialize)]
pub struct Page {
    pub items: Vec<Item>,
    pub next: String,
    pub epoch: String,
    pub head: i64,
}

#[derive(Clone, Deserialize)]
pub struct Item {
    pub state: String,
    pub kind: String,
    pub id: String,
    pub modified: i64,
    pub revision: i64,
    pub authority: Option<String>,
    pub reason: Option<Value>,
    pub merged_into: Option<String>,
    pub data: Option<Value>,
}

/// What it gave.
pub struct Answer {
    pub status: StatusCode,
    pub headers: HeaderMap,
    pub body: Vec<u8>,
}

impl Answer {
    /// After how many seconds to come back.
    fn retry_after(&self) -> Option<u64> {
        self.headers.get(header::RETRY_AFTER).and_then(|text| text.to_str().ok()?.trim().parse().ok())
    }

    /// What an answer that is none says.
    pub fn failure(&self) -> Failure {
        let status = self.status;
        match status {
            StatusCode::TOO_MANY_REQUESTS => Failure::Later("it asks to come back later (429)".to_owned(), self.retry_after()),
            _ if status.is_server_error() => Failure::Later(format!("it answers {}", status.as_u16()), self.retry_after()),
            _ => Failure::Refused(format!("it refuses ({}){}", status.as_u16(), code(&self.body))),
        }
    }
}

impl PartnerSettings {
    /// As the environment names our client there; an authority is for whoever takes something over.
    pub fn from_environment(url: String) -> Result<Self, String> {
        let given = |name: &str| std::env::var(name).ok().filter(|value| !value.is_empty());
        let token = given("LORNTECH_SYNC_TOKEN").map(Credentials::Token);
        let secret = || given("LORNTECH_SYNC_CLIENT_SECRET").map(Credentials::ClientSecret);
        let key = || given("LORNTECH_SYNC_PRIVATE_KEY").map(|file| Credentials::PrivateKeyFile(file.into()));
        let credentials = token.or_else(secret).or_else(key).ok_or(
            "Who we are there is missing: LORNTECH_SYNC_CLIENT_ID with LORNTECH_SYNC_CLIENT_SECRET or \
            LORNTECH_SYNC_PRIVATE_KEY, or LORNTECH_SYNC_TOKEN.",
        )?;
        let client_id = given("LORNTECH_SYNC_CLIENT_ID").unwrap_or_default();
        Ok(Self { authority: Authority::FrLorraine, url, client_id, credentials })
    }
}

pub struct Partner {
    pub settings: PartnerSettings,
    base: Url,
    client: reqwest::Client,
    token: Mutex<Option<(String, DateTime<Utc>)>>,
}

#[derive(Deserialize)]
struct Token {
    access_token: String,
    #[serde(default)]
    expires_in: i64,
}

#[derive(Serialize)]
struct Claims {
    iss: String,
    sub: String,
    aud: String,
    iat: i64,
    exp: i64,
    jti: String,
}

impl Partner {
    pub fn new(settings: PartnerSettings) -> Result<Self, String> {
        let name = settings.authority.name();
        let base = Url::parse(&settings.url).ok().filter(|url| {
            let local = url.scheme() == "http" && url.host_str().is_some_and(is_loopback);
            (url.scheme() == "https" || local) && url.query().is_none() && url.fragment().is_none() && url.username().is_empty()
        });
        let base = base.ok_or_else(|| format!("the address of {name} must be https, without anything behind it"))?;
        let client = crate::http::outgoing::client()
            .timeout(PATIENCE)
            .connect_timeout(CONNECT_PATIENCE)
            .user_agent("LORnTECH-Sync/1.0")
            .build()
            .map_err(|error| error.to_string())?;
        Ok(Self { settings, base, client, token: Mutex::new(None) })
    }

    pub fn address(&self, path: &str) -> Result<Url, Failure> {
        let root = self.base.path().trim_end_matches('/');
        self.base.join(&format!("{root}{path}")).map_err(|_| Failure::Refused(format!("no address: {path}")))
    }

    /// What stands behind our address of the partner in an address of its own: we ask nobody else, whatever it says.
    pub fn path_of(&self, next: &str) -> Option<String> {
        let url = Url::parse(next).ok()?;
        let root = self.base.path().trim_end_matches('/');
        let path = url.path().strip_prefix(root)?;
        let kept = url.query_pairs().filter(|(name, _)| name != "wait");
        let mut query = Serializer::new(String::new());
        for (name, value) in kept {
            query.append_pair(&name, &value);
        }
        path.starts_with("/v1/sync/changes").then(|| format!("{path}?{}", query.finish()))
    }

    /// Whether it is an absolute address beneath that of the partner.
    pub fn is_own(&self, address: &str) -> bool {
        let root = self.base.path().trim_end_matches('/');
        Url::parse(address).is_ok_and(|url| url.origin() == self.base.origin() && url.path().starts_with(&format!("{root}/")))
    }

    /// What it gives at this path, with further headers; who asks too much waits as long as it says.
    pub async fn get(&self, path: &str, headers: HeaderMap) -> Result<Answer, Failure> {
        let url = self.address(path)?;
        for _ in 0..TRIES {
            let answer = self.ask(&url, &headers).await?;
            let Some(seconds) = answer.retry_after().filter(|_| answer.status == StatusCode::TOO_MANY_REQUESTS) else {
                return Ok(answer);
            };
            actix_web::rt::time::sleep(Duration::from_secs(seconds.clamp(1, 60))).await;
        }
        self.ask(&url, &headers).await
    }

    /// The page at this path; with `wait` it may take so many seconds until there is something.
    pub async fn page(&self, path: &str, wait: u64) -> Result<Page, Failure> {
        let mut url = self.address(path)?;
        if wait > 0 {
            url.query_pairs_mut().append_pair("wait", &wait.to_string());
        }
        let headers = HeaderMap::from_iter([(header::ACCEPT, HeaderValue::from_static("application/json"))]);
        let answer = self.ask(&url, &headers).await?;
        match answer.status {
            StatusCode::OK => read_page(&answer.body),
            StatusCode::GONE => Err(Failure::Expired),
            _ => Err(answer.failure()),
        }
    }

    /// Says something that may be said again.
    pub async fn post(&self, path: &str, body: &Value) -> Result<Answer, Failure> {
        let url = self.address(path)?;
        let body = body.to_string();
        let post = || self.client.post(url.clone()).header(header::CONTENT_TYPE, "application/json").body(body.clone());
        self.send(post).await
    }

    async fn ask(&self, url: &Url, headers: &HeaderMap) -> Result<Answer, Failure> {
        self.send(|| self.client.get(url.clone()).headers(headers.clone())).await
    }

    /// As our client there, with another token where this one is none any more.
    async fn send(&self, request: impl Fn() -> reqwest::RequestBuilder) -> Result<Answer, Failure> {
        let ask = async |anew| self.read(request().bearer_auth(self.token(anew).await?)).await;
        let answer = ask(false).await?;
        let renewable = !matches!(self.settings.credentials, Credentials::Token(_));
        if renewable && answer.status == StatusCode::UNAUTHORIZED { ask(true).await } else { Ok(answer) }
    }

    async fn read(&self, request: reqwest::RequestBuilder) -> Result<Answer, Failure> {
        let mut answer = request.send().await.map_err(|error| later(why(&error)))?;
        let (status, headers, mut body) = (answer.status(), std::mem::take(answer.headers_mut()), vec![]);
        while let Some(part) = answer.chunk().await.map_err(|error| later(why(&error)))? {
            if body.len() + part.len() > LARGEST {
                return Err(Failure::Refused("its answer is too large".to_owned()));
            }
            body.extend_from_slice(&part);
        }
        Ok(Answer { status, headers, body })
    }

    async fn token(&self, anew: bool) -> Result<String, Failure> {
        if let Credentials::Token(token) = &self.settings.credentials {
            return Ok(token.clone());
        }
        let now = Clock::from_environment().now();
        let mut kept = self.token.lock().await;
        if let Some((token, _)) = kept.as_ref().filter(|(_, until)| !anew && *until > now) {
            return Ok(token.clone());
        }
        let mut form = BTreeMap::from([("grant_type", "client_credentials".to_owned())]);
        match &self.settings.credentials {
            Credentials::None | Credentials::Token(_) => return Err(Failure::Refused("credentials are missing".to_owned())),
            Credentials::ClientSecret(secret) => {
                form.insert("client_id", self.settings.client_id.clone());
                form.insert("client_secret", secret.clone());
            }
            Credentials::PrivateKeyFile(file) => {
                let kind = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";
                form.insert("client_assertion_type", kind.to_owned());
                form.insert("client_assertion", self.assertion(file, now)?);
            }
        }
        let body = Serializer::new(String::new()).extend_pairs(&form).finish();
        let request = self.client.post(self.address("/oauth/token")?);
        let request = request.header(header::CONTENT_TYPE, "application/x-www-form-urlencoded").body(body);
        let answer = self.read(request).await?;
        let (status, retry_after, body) = (answer.status, answer.retry_after(), answer.body);
        if status != StatusCode::OK {
            let what = format!("it gives no token ({}){}", status.as_u16(), code(&body));
            let for_good = status.is_client_error() && status != StatusCode::TOO_MANY_REQUESTS;
            return Err(if for_good { Failure::Refused(what) } else { Failure::Later(what, retry_after) });
        }
        let token: Token = serde_json::from_slice(&body).map_err(|_| later("its token cannot be read".to_owned()))?;
        *kept = Some((token.access_token.clone(), now + chrono::Duration::seconds((token.expires_in - MARGIN).max(0))));
        Ok(token.access_token)
    }

    fn assertion(&self, file: &Path, now: DateTime<Utc>) -> Result<String, Failure> {
        let unreadable = |error: String| Failure::Refused(format!("the private key {} cannot be used: {error}", file.display()));
        let pem = std::fs::read(file).map_err(|error| unreadable(error.to_string()))?;
        let elliptic = EncodingKey::from_ec_pem(&pem).map(|key| (Algorithm::ES256, key));
        let (algorithm, key) = elliptic
            .or_else(|_| EncodingKey::from_ed_pem(&pem).map(|key| (Algorithm::EdDSA, key)))
            .map_err(|error| unreadable(error.to_string()))?;
        let id = self.settings.client_id.clone();
        let claims = Claims {
            iss: id.clone(),
            sub: id,
            aud: self.settings.url.trim_end_matches('/').to_owned(),
            iat: now.timestamp(),
            exp: now.timestamp() + 60,
            jti: clock::new_id().to_string(),
        };
        jsonwebtoken::encode(&Header::new(algorithm), &claims, &key).map_err(|error| unreadable(error.to_string()))
    }
}

/// What no instance of ours would give is not taken over.
fn read_page(body: &[u8]) -> Result<Page, Failure> {
    let page: Page = serde_json::from_slice(body).map_err(|error| later(format!("its page cannot be read: {error}")))?;
    let good = |item: &Item| {
        let told = matches!(item.state.as_str(), "updated" | "deleted");
        told && Uuid::try_parse(&item.id).is_ok() && (1..=MOST_REVISION).contains(&item.revision)
    };
    if page.items.len() <= MOST && page.items.iter().all(good) {
        return Ok(page);
    }
    Err(Failure::Refused("its page is not one of an instance of ours".to_owned()))
}

fn later(what: String) -> Failure {
    Failure::Later(what, None)
}

fn why(error: &reqwest::Error) -> String {
    let what = if error.is_connect() {
        "it cannot be reached"
    } else if error.is_timeout() {
        "it does not answer in time"
    } else {
        "its answer broke off"
    };
    what.to_owned()
}

/// The code of its problem document.
fn code(body: &[u8]) -> String {
    let document: Value = serde_json::from_slice(body).unwrap_or_default();
    let plain = |code: &&str| code.len() <= 60 && code.bytes().all(|b| b.is_ascii_lowercase() || b == b'_');
    document["code"].as_str().filter(plain).map(|code| format!(": {code}")).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn partner(url: &str) -> Result<Partner, String> {
        let credentials = Credentials::Token("t".to_owned());
        Partner::new(PartnerSettings { authority: Authority::Lu, url: url.to_owned(), client_id: String::new(), credentials })
    }

    #[test]
    fn only_the_partner_itself_is_asked() {
        for bad in ["http://lu.example", "ftp://lu.example", "lu.example", "https://a:b@lu.example", "https://lu.example/?x=1"] {
            assert!(partner(bad).is_err(), "{bad}");
        }
        let lu = partner("https://lu.example/api").unwrap();
        let path = |next: &str| lu.path_of(next);
        assert_eq!(
            path("https://lu.example/api/v1/sync/changes?kind=organization&after=7&wait=20").as_deref(),
            Some("/v1/sync/changes?kind=organization&after=7")
        );
        // Another host is not asked, whatever the page says: what stands behind it is asked of ours.
        assert_eq!(path("https://evil.example/api/v1/sync/changes?after=7").as_deref(), Some("/v1/sync/changes?after=7"));
        assert_eq!(lu.address("/v1/sync/changes?after=7").unwrap().as_str(), "https://lu.example/api/v1/sync/changes?after=7");
        assert_eq!(path("https://lu.example/api/v1/people"), None);
        assert_eq!(path("https://lu.example/v1/sync/changes"), None);
    }
}
