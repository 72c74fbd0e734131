//! Providers of OpenID Connect: the real engine on which ProConnect runs, and one that lies, for it says whatever a test
//! wants it to.

use std::{
    collections::BTreeMap,
    fs,
    io::{BufRead, BufReader, Read, Write},
    net::{TcpListener, TcpStream},
    path::Path,
    sync::{Arc, Mutex, MutexGuard},
    thread,
    time::Duration,
};

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use ed25519_dalek::SigningKey;
use serde_json::{Value, json};

use super::{App, Client, Program, Reply, eventually, forge, server};

/// Where people think the service is, and so where providers send them back to.
pub const PUBLIC: &str = "https://lorntech.example";
pub const CLIENT_ID: &str = "lorntech";
pub const CLIENT_SECRET: &str = "0123456789abcdef0123456789abcdef";

/// A service where one may sign in by these providers: name and issuer of each.
pub fn app_with(providers: &[(&str, &str)]) -> App {
    App::start_with(&[("LORNTECH_PUBLIC_URL", PUBLIC), ("LORNTECH_OIDC_PROVIDERS", &settings_of(providers))], &[])
}

/// The file of settings with these providers.
pub fn settings_of(providers: &[(&str, &str)]) -> String {
    let providers: Vec<Value> = providers
        .iter()
        .map(|(id, issuer)| {
            json!({"id": id, "name": format!("Fournisseur {id}"), "issuer": issuer, "client_id": CLIENT_ID,
                "client_secret": CLIENT_SECRET, "scopes": ["email", "given_name", "usual_name"], "signed_userinfo": true})
        })
        .collect();
    let file = server().new_folder().join("providers.json");
    fs::write(&file, Value::from(providers).to_string()).unwrap();
    file.to_string_lossy().into_owned()
}

/// A browser that was sent to a provider.
pub struct Sent {
    pub browser: Client,
    pub id: String,
    /// What it was sent with.
    pub parameters: BTreeMap<String, String>,
    pub url: String,
}

/// Begins a sign-in in a browser.
pub fn begin(browser: &Client, id: &str, purpose: &str) -> Sent {
    let reply = browser.post(&format!("/v1/sessions/oidc/{id}"), &json!({"purpose": purpose})).expect(201);
    let url = reply.at("/authorization_url").to_owned();
    Sent { browser: with_cookies(browser, &reply), id: id.to_owned(), parameters: parameters(&url), url }
}

impl Sent {
    /// Comes back with a code.
    pub fn come_back(&self) -> Reply {
        self.come_back_with(&json!({}))
    }

    /// The same with something else than what is right; null leaves it out.
    pub fn come_back_with(&self, changes: &Value) -> Reply {
        let mut body = json!({"code": "a code", "state": self.parameters["state"]});
        for (name, value) in changes.as_object().unwrap() {
            body[name] = value.clone();
        }
        body.as_object_mut().unwrap().retain(|_, value| !value.is_null());
        self.browser.post(&format!("/v1/sessions/oidc/{}/callback", self.id), &body)
    }
}

/// The client with the cookies that an answer sets beside those it has.
pub fn with_cookies(client: &Client, reply: &Reply) -> Client {
    let mut cookies: BTreeMap<String, String> = BTreeMap::new();
    let kept = client.header("cookie").unwrap_or_default();
    let set = reply.headers.iter().filter(|(name, _)| name.eq_ignore_ascii_case("set-cookie")).map(|(_, value)| value.as_str());
    for cookie in kept.split("; ").chain(set) {
        if let Some((name, value)) = cookie.split(';').next().and_then(|pair| pair.split_once('=')) {
            cookies.insert(name.to_owned(), value.to_owned());
        }
    }
    cookies.retain(|_, value| !value.is_empty());
    let cookies: Vec<String> = cookies.iter().map(|(name, value)| format!("{name}={value}")).collect();
    client.with("cookie", &cookies.join("; "))
}

fn parameters(url: &str) -> BTreeMap<String, String> {
    let query = url.split_once('?').map(|(_, query)| query).unwrap_or_default();
    query.split('&').filter_map(|pair| pair.split_once('=')).map(|(name, value)| (name.to_owned(), decoded(value))).collect()
}

fn decoded(text: &str) -> String {
    let mut bytes = vec![];
    let mut rest = text.bytes();
    while let Some(byte) = rest.next() {
        match byte {
            b'+' => bytes.push(b' '),
            b'%' => {
                let digits = [rest.next().unwrap(), rest.next().unwrap()];
                bytes.push(u8::from_str_radix(std::str::from_utf8(&digits).unwrap(), 16).unwrap());
            }
            byte => bytes.push(byte),
        }
    }
    String::from_utf8(bytes).unwrap()
}

/// npm's oidc-provider, in `tests/oidc`.
pub struct RealProvider {
    _program: Program,
    pub issuer: String,
}

impl RealProvider {
    pub fn start() -> Self {
        let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("oidc/provider.mjs");
        assert!(script.with_file_name("node_modules").is_dir(), "its packages are missing: npm --prefix tests/oidc ci");
        let (script, back) = (script.to_string_lossy().into_owned(), format!("{PUBLIC}/compte/retour/essai"));
        let mut program = Program::start_as(Path::new("node"), &[&script, &back], &[], None, &server().new_folder());
        let issuer = eventually("the provider prints its address", || {
            assert!(program.ended().is_none(), "{}", program.log());
            program.out().lines().next().map(str::to_owned)
        });
        Self { _program: program, issuer }
    }

    /// Somebody signs in there; what the browser is sent back with.
    pub fn sign_in(&self, url: &str, name: &str) -> Value {
        let path = |url: &str| url.strip_prefix(&self.issuer).unwrap_or(url).to_owned();
        let browser = Client::new(&self.issuer);
        let first = browser.get(&path(url)).expect(303);
        let browser = with_cookies(&browser, &first);
        let interaction = path(first.header("location").unwrap());
        let finished = browser.form(&interaction, &[("name", name)]).expect(303);
        let browser = with_cookies(&browser, &finished);
        let last = browser.get(&path(finished.header("location").unwrap())).expect(303);
        let back = last.header("location").unwrap();
        assert!(back.starts_with(&format!("{PUBLIC}/compte/retour/essai?")), "{back}");
        serde_json::to_value(parameters(back)).unwrap()
    }
}

/// How a token is signed.
#[derive(Clone)]
pub enum Signature {
    /// By the key of this name.
    Key(&'static str),
    /// Not at all.
    None,
    /// By what is no secret to the provider's other clients, or by our own secret.
    Shared(Vec<u8>),
}

/// What the lying provider says.
#[derive(Clone)]
pub struct Lies {
    /// The keys that it publishes.
    pub keys: Vec<&'static str>,
    pub signature: Signature,
    /// The name of a key in the header, whoever signed.
    pub kid: &'static str,
    /// Members of the ID token; they replace those that would be right, null leaves them out.
    pub claims: Value,
    pub userinfo_signature: Signature,
    pub userinfo: Value,
    /// Plain JSON instead of a token.
    pub plain: bool,
    /// What it announces beside what is right.
    pub announced: Value,
    /// Path and delay of an answer.
    pub slow: Option<(&'static str, Duration)>,
    /// Path and status of an answer.
    pub fails: Option<(&'static str, u16)>,
    /// What follows the answer: so many spaces.
    pub padding: usize,
    /// What was asked, path by path.
    pub asked: Vec<(String, String)>,
    pub nonce: String,
}

impl Lies {
    fn none() -> Self {
        Self {
            keys: vec!["one"],
            signature: Signature::Key("one"),
            kid: "one",
            claims: json!({}),
            userinfo_signature: Signature::Key("one"),
            userinfo: json!({}),
            plain: false,
            announced: json!({}),
            slow: None,
            fails: None,
            padding: 0,
            asked: vec![],
            nonce: String::new(),
        }
    }

    pub fn times_asked(&self, path: &str) -> usize {
        self.asked.iter().filter(|(asked, _)| asked == path).count()
    }
}

/// Says the truth until told otherwise.
pub struct LyingProvider {
    pub issuer: String,
    lies: Arc<Mutex<Lies>>,
}

impl LyingProvider {
    pub fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let issuer = format!("http://{}", listener.local_addr().unwrap());
        let lies = Arc::new(Mutex::new(Lies::none()));
        let provider = Self { issuer: issuer.clone(), lies: lies.clone() };
        thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let (lies, issuer) = (lies.clone(), issuer.clone());
                // A client that goes away ends its request only.
                thread::spawn(move || drop(answer(stream, &lies, &issuer)));
            }
        });
        provider
    }

    pub fn lies(&self) -> MutexGuard<'_, Lies> {
        self.lies.lock().unwrap()
    }

    /// Tells the truth again.
    pub fn repent(&self) {
        *self.lies() = Lies::none();
    }

    /// A browser is sent here, and the provider knows what with.
    pub fn begin(&self, browser: &Client, id: &str, purpose: &str) -> Sent {
        let sent = begin(browser, id, purpose);
        self.lies().nonce.clone_from(&sent.parameters["nonce"]);
        sent
    }
}

fn answer(mut stream: TcpStream, lies: &Mutex<Lies>, issuer: &str) -> std::io::Result<()> {
    let mut reader = BufReader::new(stream.try_clone()?);
    let mut line = String::new();
    reader.read_line(&mut line)?;
    let path = line.split(' ').nth(1).unwrap_or_default().to_owned();
    let mut length = 0;
    loop {
        let mut header = String::new();
        reader.read_line(&mut header)?;
        if header.trim().is_empty() {
            break;
        }
        if let Some((name, value)) = header.split_once(':')
            && name.eq_ignore_ascii_case("content-length")
        {
            length = value.trim().parse().unwrap_or(0);
        }
    }
    let mut body = vec![0; length];
    reader.read_exact(&mut body)?;
    let told = {
        let mut lies = lies.lock().unwrap();
        lies.asked.push((path.clone(), String::from_utf8_lossy(&body).into_owned()));
        lies.clone()
    };
    if let Some((_, delay)) = told.slow.filter(|(slow, _)| *slow == path) {
        thread::sleep(delay);
    }
    let (kind, text) = match path.as_str() {
        "/.well-known/openid-configuration" => ("application/json", announcement(&told, issuer).to_string()),
        "/jwks" => ("application/json", json!({"keys": told.keys.iter().map(|name| jwk(name)).collect::<Vec<_>>()}).to_string()),
        "/token" => ("application/json", tokens(&told, issuer).to_string()),
        "/userinfo" => userinfo(&told, issuer),
        _ => ("text/plain", String::new()),
    };
    let status = told.fails.filter(|(failing, _)| *failing == path).map_or(200, |(_, status)| status);
    let text = if status == 400 { json!({"error": "invalid_grant"}).to_string() } else { text };
    let text = text + &" ".repeat(told.padding);
    write!(
        stream,
        "HTTP/1.1 {status} -\r\ncontent-type: {kind}\r\ncontent-length: {}\r\nconnection: close\r\n\r\n{text}",
        text.len()
    )
}

fn announcement(lies: &Lies, issuer: &str) -> Value {
    let mut document = json!({
        "issuer": issuer,
        "authorization_endpoint": format!("{issuer}/authorize"),
        "token_endpoint": format!("{issuer}/token"),
        "userinfo_endpoint": format!("{issuer}/userinfo"),
        "jwks_uri": format!("{issuer}/jwks"),
        "response_types_supported": ["code"],
        "subject_types_supported": ["pairwise"],
        "id_token_signing_alg_values_supported": ["EdDSA", "HS256", "none"],
    });
    replace(&mut document, &lies.announced);
    document
}

fn tokens(lies: &Lies, issuer: &str) -> Value {
    let now = now();
    let mut claims =
        json!({"iss": issuer, "sub": "somebody", "aud": CLIENT_ID, "exp": now + 300, "iat": now, "nonce": lies.nonce});
    replace(&mut claims, &lies.claims);
    let id_token = sign(lies.kid, &claims, &lies.signature);
    json!({"access_token": "an access token", "token_type": "Bearer", "expires_in": 60, "id_token": id_token})
}

fn userinfo(lies: &Lies, issuer: &str) -> (&'static str, String) {
    let mut claims = json!({
        "iss": issuer, "aud": CLIENT_ID, "sub": "somebody", "email": "camille@exemple.fr", "email_verified": true,
        "given_name": "Camille", "usual_name": "Essai",
    });
    replace(&mut claims, &lies.userinfo);
    if lies.plain {
        ("application/json", claims.to_string())
    } else {
        ("application/jwt", sign(lies.kid, &claims, &lies.userinfo_signature))
    }
}

fn replace(document: &mut Value, members: &Value) {
    for (name, value) in members.as_object().unwrap() {
        document[name] = value.clone();
    }
    document.as_object_mut().unwrap().retain(|_, value| !value.is_null());
}

fn sign(kid: &str, claims: &Value, signature: &Signature) -> String {
    let header = |alg: &str| json!({"alg": alg, "kid": kid}).to_string();
    match signature {
        Signature::Key(name) => forge::sign(&header("EdDSA"), &claims.to_string(), &key(name)),
        Signature::None => format!("{}.", forge::unsigned(&json!({"alg": "none"}).to_string(), &claims.to_string())),
        Signature::Shared(secret) => forge::sign_hs256(&header("HS256"), &claims.to_string(), secret),
    }
}

fn key(name: &str) -> SigningKey {
    let mut seed = [7; 32];
    seed[..name.len()].copy_from_slice(name.as_bytes());
    SigningKey::from_bytes(&seed)
}

/// The public key, as anybody may use it.
pub fn public_key(name: &str) -> Vec<u8> {
    key(name).verifying_key().to_bytes().to_vec()
}

fn jwk(name: &str) -> Value {
    let x = URL_SAFE_NO_PAD.encode(public_key(name));
    json!({"kty": "OKP", "crv": "Ed25519", "alg": "EdDSA", "use": "sig", "kid": name, "x": x})
}

/// The time of the machine, in seconds.
#[expect(clippy::disallowed_methods, reason = "the provider has a clock of its own")]
pub fn now() -> i64 {
    chrono::Utc::now().timestamp()
}
