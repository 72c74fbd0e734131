//! C-23: an access token is taken only if every part of it is as we make it. Most of these are signed with the service's
//! own key, so that it is the check in question that refuses them.

use std::{collections::HashMap, ffi::OsString, fs, time::Duration};

use serde_json::{Value, json};

use super::shared;
use crate::harness::{
    App, credentials,
    forge::{Parts, sign, sign_hs256, signing_key, unsigned},
};

/// More than the clocks of two instances may differ by.
const BEYOND_LEEWAY: i64 = 30;

/// How long each thread of the service has worked, in nanoseconds: how busy the machine is does not count.
fn processor_times(app: &mut App) -> HashMap<OsString, u64> {
    let threads = fs::read_dir(format!("/proc/{}/task", app.program().pid())).unwrap();
    let times = threads.map(|thread| {
        let thread = thread.unwrap();
        // A thread may end while one looks.
        let line = fs::read_to_string(thread.path().join("schedstat")).unwrap_or_default();
        (thread.file_name(), line.split(' ').next().and_then(|number| number.parse().ok()).unwrap_or(0))
    });
    times.collect()
}

/// How long the service has worked since then. A thread that was idle and has ended since takes nothing away.
fn worked_since(before: &HashMap<OsString, u64>, app: &mut App) -> Duration {
    let now = processor_times(app);
    let worked = now.iter().map(|(thread, time)| time.saturating_sub(before.get(thread).copied().unwrap_or(0)));
    Duration::from_nanos(worked.sum())
}

fn own(app: &App) -> (Parts, String) {
    let reply = app.anonymous().post("/v1/sessions", &credentials("entrepreneur", "token")).expect(201);
    let token = reply.at("/access_token").to_owned();
    (Parts::of(&token), token)
}

/// The same token with one member of its header set; `null` takes it away.
fn header(parts: &Parts, member: &str, value: Value) -> String {
    let mut changed = parts.clone();
    set(&mut changed.header, member, value);
    sign(&changed.header.to_string(), &changed.claims.to_string(), &signing_key(parts.kid()))
}

/// The same with a claim.
fn claim(parts: &Parts, member: &str, value: Value) -> String {
    let mut changed = parts.clone();
    set(&mut changed.claims, member, value);
    changed.signed()
}

fn set(object: &mut Value, member: &str, value: Value) {
    let members = object.as_object_mut().unwrap();
    match value {
        Value::Null => drop(members.remove(member)),
        value => drop(members.insert(member.to_owned(), value)),
    }
}

/// The same with a claim written as this text, which JSON values cannot express.
fn written(parts: &Parts, member: &str, text: &str) -> String {
    let (mut claims, mark) = (parts.claims.clone(), "\"the text\"");
    claims[member] = json!("the text");
    sign(&parts.header.to_string(), &claims.to_string().replace(mark, text), &signing_key(parts.kid()))
}

/// The same with more after the first brace of its claims.
fn with_more(parts: &Parts, more: &str) -> String {
    let claims = format!("{{{more},{}", &parts.claims.to_string()[1..]);
    sign(&parts.header.to_string(), &claims, &signing_key(parts.kid()))
}

fn forged(parts: &Parts, token: &str, public: &str) -> Vec<(String, String)> {
    let (kid, now, issuer) = (parts.kid(), parts.claims["iat"].as_i64().unwrap(), parts.claims["iss"].as_str().unwrap());
    let (head, claims) = (parts.header.to_string(), parts.claims.to_string());
    let jwk = json!({"kty": "OKP", "crv": "Ed25519", "x": public});
    let hs = |key: &[u8]| sign_hs256(&json!({"alg": "HS256", "typ": "at+jwt", "kid": kid.to_string()}).to_string(), &claims, key);
    let with_alg = |alg: &str| unsigned(&json!({"alg": alg, "typ": "at+jwt", "kid": kid.to_string()}).to_string(), &claims);
    let signed_with = |key: i64, kid: Value| {
        sign(&json!({"alg": "EdDSA", "typ": "at+jwt", "kid": kid}).to_string(), &claims, &signing_key(key))
    };
    let (body, signature) = token.rsplit_once('.').unwrap();
    let raw = |text: &str| sign(&head, text, &signing_key(kid));
    let mut all: Vec<(&str, String)> = vec![
        ("alg none", format!("{}.", with_alg("none"))),
        ("alg None", format!("{}.", with_alg("None"))),
        ("alg none with our signature", format!("{}.{signature}", with_alg("none"))),
        ("HS256 with the public key", hs(public.as_bytes())),
        ("HS256 with the bytes of the public key", hs(signing_key(kid).verifying_key().as_bytes())),
        ("the name of another algorithm", header(parts, "alg", json!("ES256"))),
        ("no algorithm", header(parts, "alg", Value::Null)),
        ("another key", signed_with(kid + 9999, json!(kid.to_string()))),
        ("a key that is no longer published", signed_with(kid - 1, json!((kid - 1).to_string()))),
        ("a key that is not yet published", signed_with(kid + 2, json!((kid + 2).to_string()))),
        ("no kid", header(parts, "kid", Value::Null)),
        ("kid as a path", header(parts, "kid", json!("../../../dev/null"))),
        ("kid as SQL", header(parts, "kid", json!("' union select 'x' --"))),
        ("kid as a number", header(parts, "kid", json!(kid))),
        ("kid with a sign", header(parts, "kid", json!(format!("+{kid}")))),
        ("jku", header(parts, "jku", json!("https://evil.example/jwks.json"))),
        ("x5u", header(parts, "x5u", json!("https://evil.example/cert.pem"))),
        ("x5c", header(parts, "x5c", json!(["MIIB"]))),
        ("jwk", header(parts, "jwk", jwk)),
        ("crit", header(parts, "crit", json!(["exp"]))),
        ("crit with what it names", header(parts, "crit", json!(["b64"]))),
        ("zip", header(parts, "zip", json!("DEF"))),
        ("typ of an ID token", header(parts, "typ", json!("JWT"))),
        ("no typ", header(parts, "typ", Value::Null)),
        ("typ of a client's assertion", header(parts, "typ", json!("client-authentication+jwt"))),
        ("another issuer", claim(parts, "iss", json!("https://evil.example"))),
        ("another audience", claim(parts, "aud", json!("https://evil.example"))),
        ("several audiences", claim(parts, "aud", json!([issuer, "https://evil.example"]))),
        ("our audience in a list", claim(parts, "aud", json!([issuer]))),
        ("sub that is no id", claim(parts, "sub", json!("admin"))),
        ("exp as text", claim(parts, "exp", json!((now + 600).to_string()))),
        ("exp as a fraction", written(parts, "exp", &format!("{}.5", now + 300))),
        ("exp as a whole fraction", written(parts, "exp", &format!("{}.0", now + 300))),
        ("exp beyond numbers", written(parts, "exp", "1e400")),
        ("exp as an exponent", written(parts, "exp", "4e9")),
        ("exp before time", claim(parts, "exp", json!(-1))),
        ("exp at the end of numbers", claim(parts, "exp", json!(i64::MAX))),
        ("exp beyond an integer", written(parts, "exp", "18446744073709551616")),
        ("a longer life than ours", claim(parts, "exp", json!(now + 601))),
        (
            "expired",
            claim(
                &Parts {
                    claims: {
                        let mut c = parts.claims.clone();
                        c["iat"] = json!(now - 700);
                        c
                    },
                    ..parts.clone()
                },
                "exp",
                json!(now - BEYOND_LEEWAY),
            ),
        ),
        ("nbf to come", claim(parts, "nbf", json!(now + BEYOND_LEEWAY))),
        ("nbf as text", claim(parts, "nbf", json!(now.to_string()))),
        ("iat to come", claim(parts, "iat", json!(now + BEYOND_LEEWAY))),
        ("iat as text", claim(parts, "iat", json!(now.to_string()))),
        ("iat at the beginning of numbers", claim(parts, "iat", json!(i64::MIN))),
        ("sid of nobody", claim(parts, "sid", json!(crate::harness::new_uuid()))),
        ("a claim that we do not make", claim(parts, "roles", json!(["admin"]))),
        ("a claim twice", with_more(parts, &format!("\"sub\":\"{}\"", crate::harness::new_uuid()))),
        ("empty signature", format!("{body}.")),
        ("no signature", body.to_owned()),
        ("half a signature", format!("{body}.{}", &signature[..40])),
        ("data after the signature", format!("{token}.e30")),
        ("characters after the signature", format!("{token}AA")),
        ("padded signature", format!("{token}==")),
        ("padded claims", format!("{}=.{signature}", body)),
        ("a line break in it", token.replacen('.', ".%0A", 1)),
        ("claims that are a list", raw("[]")),
        ("claims that are a text", raw("\"x\"")),
        ("claims that are nothing", raw("")),
        ("claims nested 10,000 times", raw(&"[".repeat(700))),
        ("nested within a claim", with_more(parts, &format!("\"deep\":{}{}", "[".repeat(300), "]".repeat(300)))),
        ("a header nested deeply", sign(&format!("{{\"alg\":{}", "[".repeat(1000)), &claims, &signing_key(kid))),
        ("a header twice as long as any", sign(&format!("{{\"kid\":\"{}\"}}", "1".repeat(5000)), &claims, &signing_key(kid))),
        ("five parts, as an encrypted token has", format!("{token}.e30.e30")),
        ("20 KB", format!("{body}.{}", "A".repeat(20_000))),
    ];
    for member in ["exp", "iss", "aud", "sub", "iat", "jti", "sid"] {
        all.push((member, claim(parts, member, Value::Null)));
    }
    all.into_iter().map(|(what, token)| (what.to_owned(), token)).collect()
}

#[test]
fn c23_a_token_that_we_did_not_make_or_that_is_over_is_refused_whatever_is_wrong_with_it() {
    let mut app = shared();
    let (parts, token) = own(&app);
    let keys = app.anonymous().get("/.well-known/jwks.json").expect(200).body;
    let public = keys["keys"].as_array().unwrap().iter().find(|key| key["kid"] == parts.header["kid"]).unwrap();
    let forged = forged(&parts, &token, public["x"].as_str().unwrap());
    assert!(forged.len() >= 30);
    // What the tests sign is good as long as nothing is changed, so each refusal below has its own reason.
    app.anonymous().with_token(&parts.signed()).get("/v1/me").expect(200);
    let soon = claim(&parts, "nbf", parts.claims["iat"].clone());
    app.anonymous().with_token(&soon).get("/v1/me").expect(200);
    for (what, token) in &forged {
        let client = app.anonymous().with_token(token);
        let before = processor_times(&mut app);
        let reply = client.get("/v1/me");
        let took = worked_since(&before, &mut app);
        assert_eq!((reply.status, reply.code()), (401, "token_invalid"), "{what}: {}", reply.text);
        assert!(took < Duration::from_millis(20), "{what} took {took:?}");
    }
    assert!(!app.logs().contains("panicked"));
}

#[test]
fn c23_a_token_of_a_megabyte_is_not_even_read() {
    let app = shared();
    let (_, token) = own(&app);
    let head = format!("GET /v1/me HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer {token}{}\r\n\r\n", "A".repeat(1 << 20));
    let said = String::from_utf8_lossy(&app.raw(head)).into_owned();
    assert!(said.is_empty() || said.starts_with("HTTP/1.1 4"), "{said}");
    assert!(!said.contains("200 OK"));
}
