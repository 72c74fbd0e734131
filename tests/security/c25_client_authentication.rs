//! C-25: a partner signs for each token, for this service alone, for minutes and once; a secret is for trying.

use base64::{
    Engine,
    engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD},
};
use ed25519_dalek::SigningKey;
use serde_json::{Value, json};

use super::{PUBLIC, shared};
use crate::harness::{
    App, Client, Reply,
    forge::{sign, sign_hs256},
    new_uuid,
};

const TYPE: &str = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";

/// A partner with its key.
struct Partner {
    id: String,
    key: SigningKey,
}

impl Partner {
    fn register(admin: &Client, seed: u8) -> Self {
        let key = SigningKey::from_bytes(&[seed; 32]);
        let x = URL_SAFE_NO_PAD.encode(key.verifying_key().as_bytes());
        let keys = json!([{"kty": "OKP", "crv": "Ed25519", "x": x, "kid": "k"}]);
        let registration = json!({"name": "Partenaire", "scopes": ["sync:read"], "keys": keys});
        Self { id: admin.post("/v1/api-clients", &registration).expect(201).at("/id").to_owned(), key }
    }

    fn claims(&self) -> Value {
        let now = now();
        json!({"iss": self.id, "sub": self.id, "aud": PUBLIC, "iat": now, "exp": now + 60, "jti": new_uuid()})
    }

    fn sign(&self, claims: &Value) -> String {
        sign(&json!({"alg": "EdDSA", "typ": "client-authentication+jwt", "kid": "k"}).to_string(), &claims.to_string(), &self.key)
    }

    fn with(&self, name: &str, value: Value) -> String {
        let mut claims = self.claims();
        match value {
            Value::Null => drop(claims.as_object_mut().unwrap().remove(name)),
            value => claims[name] = value,
        }
        self.sign(&claims)
    }
}

#[expect(clippy::disallowed_methods, reason = "the clock of the service is the machine's here")]
fn now() -> i64 {
    chrono::Utc::now().timestamp()
}

fn ask(app: &App, assertion: &str) -> Reply {
    let form = [("grant_type", "client_credentials"), ("client_assertion_type", TYPE), ("client_assertion", assertion)];
    app.anonymous().form("/oauth/token", &form)
}

#[track_caller]
fn refused(reply: &Reply, what: &str) {
    assert_eq!((reply.status, reply.at("/error"), reply.code()), (401, "invalid_client", "invalid_client"), "{what}");
    assert!(reply.header("www-authenticate").unwrap().starts_with("Basic"));
    assert_eq!(reply.header("cache-control"), Some("no-store"));
}

#[test]
fn c25_what_a_partner_signs_is_taken_for_this_issuer_for_minutes_and_once() {
    let app = shared();
    let admin = app.token("admin");
    let (partner, other) = (Partner::register(&admin, 7), Partner::register(&admin, 8));
    let good = partner.sign(&partner.claims());
    let token = ask(&app, &good).expect(200);
    assert_eq!((token.at("/scope"), token.at("/token_type"), &token.body["expires_in"]), ("sync:read", "Bearer", &json!(600)));
    assert_eq!(token.header("cache-control"), Some("no-store"));
    refused(&ask(&app, &good), "the same again");
    // Libraries of before the RFC give no type.
    let untyped = sign(r#"{"alg":"EdDSA"}"#, &partner.claims().to_string(), &partner.key);
    ask(&app, &untyped).expect(200);

    let claims = partner.claims().to_string();
    let now = now();
    let head = |header: Value| sign(&header.to_string(), &claims, &partner.key);
    let public = partner.key.verifying_key();
    for (what, assertion) in [
        ("the token endpoint as audience", partner.with("aud", json!(format!("{PUBLIC}/oauth/token")))),
        ("two audiences", partner.with("aud", json!([PUBLIC, "https://other.example"]))),
        ("the issuer in a list", partner.with("aud", json!([PUBLIC]))),
        ("another issuer", partner.with("aud", json!("https://other.example"))),
        ("no audience", partner.with("aud", Value::Null)),
        ("another client's key", other.sign(&partner.claims())),
        ("another client's name", partner.with("sub", json!(other.id))),
        ("a name of nobody", partner.with("sub", json!(new_uuid()))),
        ("another iss", partner.with("iss", json!(other.id))),
        ("no iss", partner.with("iss", Value::Null)),
        ("no exp", partner.with("exp", Value::Null)),
        ("no jti", partner.with("jti", Value::Null)),
        ("an empty jti", partner.with("jti", json!(""))),
        ("expired", partner.with("exp", json!(now - 1))),
        ("longer than five minutes", partner.with("exp", json!(now + 320))),
        ("exp as text", partner.with("exp", json!((now + 60).to_string()))),
        ("iat to come", partner.with("iat", json!(now + 60))),
        ("nbf to come", partner.with("nbf", json!(now + 60))),
        ("HS256 with the public key", sign_hs256(r#"{"alg":"HS256","kid":"k"}"#, &claims, public.as_bytes())),
        ("alg none", format!("{}.", crate::harness::forge::unsigned(r#"{"alg":"none"}"#, &claims))),
        ("ES256 for another kind of key", head(json!({"alg": "ES256", "kid": "k"}))),
        ("an unknown kid", head(json!({"alg": "EdDSA", "kid": "other"}))),
        ("the type of an access token", head(json!({"alg": "EdDSA", "kid": "k", "typ": "at+jwt"}))),
        ("crit", head(json!({"alg": "EdDSA", "kid": "k", "crit": ["exp"]}))),
        ("a key of its own", head(json!({"alg": "EdDSA", "jwk": {"kty": "OKP"}}))),
        ("nonsense", "a.b.c".to_owned()),
    ] {
        refused(&ask(&app, &assertion), what);
    }
    let typeless = [("grant_type", "client_credentials"), ("client_assertion", &partner.sign(&partner.claims()))];
    refused(&app.anonymous().form("/oauth/token", &typeless), "without its type");
    let query = format!("/oauth/token?client_assertion_type={TYPE}&client_assertion={}", partner.sign(&partner.claims()));
    refused(&app.anonymous().form(&query, &[("grant_type", "client_credentials")]), "in the address");
    let assertion = partner.sign(&partner.claims());
    let named = [
        ("grant_type", "client_credentials"),
        ("client_id", other.id.as_str()),
        ("client_assertion_type", TYPE),
        ("client_assertion", assertion.as_str()),
    ];
    refused(&app.anonymous().form("/oauth/token", &named), "beside another client_id");
    assert!(!app.logs().contains("panicked"));
}

#[test]
fn c25_of_20_uses_of_one_assertion_at_once_one_gets_a_token() {
    let app = shared();
    let partner = Partner::register(&app.token("admin"), 9);
    let assertion = partner.sign(&partner.claims());
    let client = app.anonymous();
    let form = [("grant_type", "client_credentials"), ("client_assertion_type", TYPE), ("client_assertion", &assertion)];
    let statuses: Vec<u16> = std::thread::scope(|scope| {
        let uses: Vec<_> = (0..20).map(|_| scope.spawn(|| client.form("/oauth/token", &form).status)).collect();
        uses.into_iter().map(|used| used.join().unwrap()).collect()
    });
    assert_eq!(statuses.iter().filter(|status| **status == 200).count(), 1, "{statuses:?}");
}

#[test]
fn c25_a_secret_serves_in_the_header_or_the_form_and_only_its_hash_is_kept() {
    let app = shared();
    let (member, anonymous) = (app.token("entrepreneur"), app.anonymous());
    let made = member.post("/v1/api-clients", &json!({"name": "Essai", "scopes": ["directory:read"]})).expect(201);
    let (id, secret) = (made.at("/id"), made.at("/client_secret"));
    let grant = ("grant_type", "client_credentials");
    let basic =
        |id: &str, secret: &str| anonymous.with("authorization", &format!("Basic {}", STANDARD.encode(format!("{id}:{secret}"))));
    basic(id, secret).form("/oauth/token", &[grant]).expect(200);
    // Both are encoded as in a form before they are joined (RFC 6749, 2.3.1).
    let encoded = |text: &str| text.bytes().map(|byte| format!("%{byte:02x}")).collect::<String>();
    basic(&encoded(id), &encoded(secret)).form("/oauth/token", &[grant]).expect(200);
    anonymous.form("/oauth/token", &[grant, ("client_id", id), ("client_secret", secret)]).expect(200);

    for (id, secret) in [(id, "wrong"), (id, ""), ("", secret), (new_uuid().as_str(), secret), ("'--", secret)] {
        refused(&basic(id, secret).form("/oauth/token", &[grant]), "in the header");
        refused(&anonymous.form("/oauth/token", &[grant, ("client_id", id), ("client_secret", secret)]), "in the form");
    }
    for header in ["Basic", "Basic !!", "Bearer x", &format!("Basic {}", STANDARD.encode("no colon"))] {
        refused(&anonymous.with("authorization", header).form("/oauth/token", &[grant]), header);
    }
    refused(&anonymous.form("/oauth/token", &[grant]), "nothing");
    let hash = app.sql_value(&format!("select encode(secret_hash, 'hex') from api_clients where id = '{id}'"));
    assert_eq!(hash.len(), 64);
    refused(&basic(id, &hash).form("/oauth/token", &[grant]), "the hash");

    // One way at a time, no parameter twice, and what is asked for must be there.
    let twice = basic(id, secret).form("/oauth/token", &[grant, ("client_id", id), ("client_secret", secret)]);
    assert_eq!((twice.expect_problem(400, "invalid_request").at("/error")), "invalid_request");
    let repeated = basic(id, secret).form("/oauth/token", &[grant, ("scope", "directory:read"), ("scope", "directory:read")]);
    repeated.expect_problem(400, "invalid_request");
    basic(id, secret).form("/oauth/token", &[]).expect_problem(400, "invalid_request");
    for other in ["password", "authorization_code", "refresh_token"] {
        let reply = basic(id, secret).form("/oauth/token", &[("grant_type", other)]);
        assert_eq!(reply.expect_problem(400, "unsupported_grant_type").at("/error"), "unsupported_grant_type");
    }
    let as_json = basic(id, secret).post("/oauth/token", &json!({"grant_type": "client_credentials"}));
    assert_eq!(as_json.expect_problem(415, "unsupported_media_type").at("/error"), "invalid_request");
}
