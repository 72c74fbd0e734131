//! C-29: sign-in by a provider of OpenID Connect, and all that must not be taken for one.

use std::time::{Duration, Instant};

use serde_json::{Value, json};

use crate::harness::{
    App, Client, Reply, credentials, eventually,
    provider::{
        CLIENT_SECRET, Lies, LyingProvider, PUBLIC, RealProvider, Sent, Signature, app_with, begin, now, public_key, with_cookies,
    },
    run, server,
};

/// Nobody is signed in: the one problem, no session, no account, and a row in the audit log with the reason.
#[track_caller]
fn nobody_gets_in(app: &App, reply: Reply, reason: &str) {
    let reply = reply.expect_problem(401, "provider_sign_in_refused");
    let set: Vec<&str> = reply.headers.iter().filter(|(name, _)| name == "set-cookie").map(|(_, value)| value.as_str()).collect();
    assert!(set.is_empty(), "{reason}: {set:?}");
    let detail = |where_: &str| format!("select count(*) from audit_log where action = 'session.refused' and {where_}");
    eventually(&format!("the log says {reason}"), || {
        (app.sql_value(&detail(&format!("detail like '%: {reason}'"))) != "0").then_some(())
    });
    assert_eq!(app.sql_value("select count(*) from identities"), "0", "{reason}");
    assert_eq!(app.sql_value("select count(*) from accounts where email = 'camille@exemple.fr'"), "0", "{reason}");
    assert_eq!(app.sql_value(&detail("detail like '%camille%'")), "0");
}

#[test]
fn c29_somebody_signs_in_by_the_engine_of_proconnect() {
    let provider = RealProvider::start();
    let app = app_with(&[("essai", &provider.issuer)]);
    let list = app.anonymous().get("/v1/sessions/oidc").expect(200);
    assert_eq!(list.body["items"], json!([{"id": "essai", "name": "Fournisseur essai"}]));

    let sent = begin(&app.anonymous(), "essai", "sign_in");
    let named: Vec<&str> = sent.parameters.keys().map(String::as_str).collect();
    // Nothing else: ProConnect refuses what it does not know.
    let expected =
        ["client_id", "code_challenge", "code_challenge_method", "nonce", "redirect_uri", "response_type", "scope", "state"];
    assert_eq!(named, expected);
    assert!(sent.parameters["state"].len() >= 32 && sent.parameters["nonce"].len() >= 32);
    assert_eq!((&*sent.parameters["response_type"], &*sent.parameters["code_challenge_method"]), ("code", "S256"));
    assert_eq!(sent.parameters["redirect_uri"], format!("{PUBLIC}/compte/retour/essai"));
    assert_eq!(sent.parameters["scope"], "openid email given_name usual_name");

    let back = provider.sign_in(&sent.url, "camille");
    assert_eq!(back["iss"], provider.issuer.as_str(), "it says who it is (RFC 9207)");
    let reply = sent.come_back_with(&back).expect(201);
    assert_eq!(reply.header("cache-control"), Some("no-store"));
    assert_eq!((reply.at("/account/email"), reply.at("/account/name")), ("camille@exemple.fr", "Camille Essai"));
    assert_eq!(reply.body["account"]["has_password"], false);
    let browser = with_cookies(&app.anonymous(), &reply);
    assert_eq!(browser.get("/v1/me").expect(200).body, reply.body);
    assert!(!browser.header("cookie").unwrap().contains("attempt"), "what bound the sign-in is gone");
    // The code has been used, and so has the attempt.
    sent.come_back_with(&back).expect_problem(401, "provider_sign_in_refused");

    // The second time it is known who it is, and nothing is made anew.
    let again = begin(&app.anonymous(), "essai", "sign_in");
    let back = provider.sign_in(&again.url, "camille");
    let second = again.come_back_with(&back).expect(201);
    assert_eq!(second.at("/account/id"), reply.at("/account/id"));
    let rows = app.sql_value("select count(*) from audit_log where action in ('account.created', 'identity.linked')");
    assert_eq!(rows, "2");
    assert_eq!(app.sql_value("select count(*) from audit_log where action = 'identity.used'"), "1");

    // Somebody whom the provider lets not in.
    let refused = begin(&app.anonymous(), "essai", "sign_in");
    let back = provider.sign_in(&refused.url, "");
    assert_eq!(back["error"], "access_denied");
    let body = json!({"code": null, "error": back["error"], "iss": back["iss"], "state": back["state"]});
    refused.come_back_with(&body).expect_problem(401, "provider_sign_in_refused");
}

/// What the provider lies about, and the reason that the log gives.
type Lie = (&'static str, fn(&mut Lies), &'static str);

/// How it fails.
type Fault = (&'static str, fn(&mut Lies));

const LIES: &[Lie] = &[
    ("another nonce", |lies| lies.claims = json!({"nonce": "x".repeat(43)}), "id token: nonce"),
    ("no nonce", |lies| lies.claims = json!({"nonce": null}), "id token: nonce"),
    ("no signature", |lies| lies.signature = Signature::None, "id token: alg"),
    ("our secret as key", |lies| lies.signature = Signature::Shared(CLIENT_SECRET.into()), "id token: alg"),
    ("the public key as secret", |lies| lies.signature = Signature::Shared(public_key("one")), "id token: alg"),
    ("another key under the same name", |lies| lies.signature = Signature::Key("two"), "id token: signature"),
    ("another audience", |lies| lies.claims = json!({"aud": "somebody else"}), "id token: aud"),
    ("another audience beside us", |lies| lies.claims = json!({"aud": ["lorntech", "somebody else"]}), "id token: aud"),
    ("another party", |lies| lies.claims = json!({"azp": "somebody else"}), "id token: azp"),
    ("another issuer", |lies| lies.claims = json!({"iss": "https://somebody.example"}), "id token: iss"),
    ("an expired token", |lies| lies.claims = json!({"exp": now() - 1}), "id token: exp"),
    ("a token of tomorrow", |lies| lies.claims = json!({"iat": now() + 86_400, "exp": now() + 90_000}), "id token: exp"),
    ("a token for another access token", |lies| lies.claims = json!({"at_hash": "AAAA"}), "id token: at_hash"),
    ("userinfo signed with another key", |lies| lies.userinfo_signature = Signature::Key("two"), "userinfo: signature"),
    ("userinfo without signature", |lies| lies.userinfo_signature = Signature::None, "userinfo: signature"),
    (
        "userinfo signed with our secret",
        |lies| lies.userinfo_signature = Signature::Shared(CLIENT_SECRET.into()),
        "userinfo: signature",
    ),
    ("userinfo that is plain JSON", |lies| lies.plain = true, "userinfo: not signed"),
    ("userinfo of somebody else", |lies| lies.userinfo = json!({"sub": "somebody else"}), "userinfo: sub"),
    ("userinfo for another client", |lies| lies.userinfo = json!({"aud": "somebody else"}), "userinfo: claims"),
    ("userinfo of another issuer", |lies| lies.userinfo = json!({"iss": "https://somebody.example"}), "userinfo: claims"),
    ("userinfo that has expired", |lies| lies.userinfo = json!({"exp": now() - 1}), "userinfo: claims"),
    ("a code that is none", |lies| lies.fails = Some(("/token", 400)), "code"),
];

#[test]
fn c29_whatever_the_provider_lies_about_nobody_gets_in() {
    let provider = LyingProvider::start();
    let app = app_with(&[("essai", &provider.issuer)]);
    for (what, lie, reason) in LIES {
        println!("{what}");
        provider.repent();
        let sent = provider.begin(&app.anonymous(), "essai", "sign_in");
        lie(&mut provider.lies());
        nobody_gets_in(&app, sent.come_back(), reason);
        // Not even when it says the truth afterwards: a sign-in ends once.
        provider.repent();
        provider.lies().nonce.clone_from(&sent.parameters["nonce"]);
        nobody_gets_in(&app, sent.come_back(), "over, or of another provider");
    }
    provider.repent();
    provider.begin(&app.anonymous(), "essai", "sign_in").come_back().expect(201);
    // What is sent for the tokens: the secret in the form, and the verifier of the challenge.
    let asked = provider.lies().asked.iter().rev().find(|(path, _)| path == "/token").unwrap().1.clone();
    for part in ["grant_type=authorization_code", "client_id=lorntech", "client_secret=", "code_verifier=", "redirect_uri="] {
        assert!(asked.contains(part), "{asked}");
    }
}

#[test]
fn c29_a_sign_in_belongs_to_the_browser_that_began_it_and_is_used_once() {
    let (provider, other) = (LyingProvider::start(), LyingProvider::start());
    let app = app_with(&[("essai", &provider.issuer), ("autre", &other.issuer)]);
    let begin = |id: &str| {
        let provider = if id == "essai" { &provider } else { &other };
        provider.begin(&app.anonymous(), id, "sign_in")
    };

    let (one, two) = (begin("essai"), begin("essai"));
    nobody_gets_in(&app, one.come_back_with(&json!({"state": two.parameters["state"]})), "state");
    nobody_gets_in(&app, Sent { browser: app.anonymous(), ..begin("essai") }.come_back(), "not begun in this browser");
    let stolen = Sent { browser: two.browser.clone(), ..begin("essai") };
    nobody_gets_in(&app, stolen.come_back(), "state");

    // Two providers are not taken for each other, whether or not they say who they are.
    nobody_gets_in(&app, begin("essai").come_back_with(&json!({"iss": other.issuer})), "iss");
    nobody_gets_in(&app, Sent { id: "autre".to_owned(), ..begin("essai") }.come_back(), "over, or of another provider");
    // One that announces that it says who it is does say so.
    let announced = LyingProvider::start();
    announced.lies().announced = json!({"authorization_response_iss_parameter_supported": true});
    let strict = app_with(&[("essai", &announced.issuer)]);
    let silent = announced.begin(&strict.anonymous(), "essai", "sign_in");
    nobody_gets_in(&strict, silent.come_back(), "iss");
    let named = announced.begin(&strict.anonymous(), "essai", "sign_in");
    named.come_back_with(&json!({"iss": announced.issuer})).expect(201);

    // It is over after ten minutes.
    let late = begin("essai");
    app.advance_clock(601);
    nobody_gets_in(&app, late.come_back(), "over, or of another provider");
    // A provider that lets nobody in has no code.
    let refused = begin("essai");
    nobody_gets_in(&app, refused.come_back_with(&json!({"error": "access_denied"})), "the provider let nobody in");
    // Of two who come back with the same code at once, one gets in.
    app.advance_clock(-601);
    let twice = begin("essai");
    let replies = std::thread::scope(|scope| {
        let threads: Vec<_> = (0..4).map(|_| scope.spawn(|| twice.come_back().status)).collect();
        threads.into_iter().map(|thread| thread.join().unwrap()).collect::<Vec<_>>()
    });
    assert_eq!(replies.iter().filter(|status| **status == 201).count(), 1, "{replies:?}");
    assert_eq!(replies.iter().filter(|status| **status == 401).count(), 3, "{replies:?}");
    for path in ["/v1/sessions/oidc/nobody", "/v1/sessions/oidc/nobody/callback"] {
        app.anonymous().post(path, &json!({"state": "x"})).expect(if path.ends_with("callback") { 404 } else { 422 });
    }
    app.anonymous().post("/v1/sessions/oidc/nobody", &json!({})).expect_problem(404, "not_found");
}

#[test]
fn c29_keys_may_change_during_a_sign_in_and_unknown_ones_are_not_looked_for_all_the_time() {
    let provider = LyingProvider::start();
    let app = app_with(&[("essai", &provider.issuer)]);
    let rotated = |key: &'static str, published: &[&'static str]| {
        let mut lies = provider.lies();
        (lies.kid, lies.signature, lies.userinfo_signature) = (key, Signature::Key(key), Signature::Key(key));
        lies.keys = published.to_vec();
    };
    // A key that it does not publish: looked for, and not found.
    let sent = provider.begin(&app.anonymous(), "essai", "sign_in");
    assert_eq!(provider.lies().times_asked("/jwks"), 1);
    rotated("three", &["one"]);
    app.advance_clock(31);
    nobody_gets_in(&app, sent.come_back(), "id token: key");
    assert_eq!(provider.lies().times_asked("/jwks"), 2);
    for _ in 0..3 {
        let sent = provider.begin(&app.anonymous(), "essai", "sign_in");
        nobody_gets_in(&app, sent.come_back(), "id token: key");
    }
    assert_eq!(provider.lies().times_asked("/jwks"), 2, "not more than twice a minute");
    // Its keys change after it was asked for them: looked for, and found.
    app.advance_clock(31);
    let sent = provider.begin(&app.anonymous(), "essai", "sign_in");
    rotated("two", &["two"]);
    sent.come_back().expect(201);
    assert_eq!(provider.lies().times_asked("/jwks"), 3);
    // What it announced is asked for anew after an hour.
    app.advance_clock(3601);
    provider.begin(&app.anonymous(), "essai", "sign_in");
    assert_eq!(provider.lies().times_asked("/.well-known/openid-configuration"), 4);
}

#[test]
fn c29_a_provider_that_is_down_or_slow_keeps_nobody_from_signing_in_otherwise() {
    let provider = LyingProvider::start();
    let app = app_with(&[("essai", &provider.issuer), ("absent", "http://127.0.0.1:9")]);
    let unavailable = |reply: Reply| {
        let reply = reply.expect_problem(503, "provider_unavailable");
        assert!(reply.header("retry-after").is_some() && reply.header("set-cookie").is_none(), "{reply:?}");
    };
    let try_to_begin = |id: &str| app.anonymous().post(&format!("/v1/sessions/oidc/{id}"), &json!({}));
    unavailable(try_to_begin("absent"));
    let wrong: [Fault; 5] = [
        ("an error", |lies| lies.fails = Some(("/.well-known/openid-configuration", 500))),
        ("another issuer", |lies| lies.announced = json!({"issuer": "https://somebody.example"})),
        ("endless keys", |lies| lies.padding = 300_000),
        ("keys elsewhere, in the open", |lies| lies.announced = json!({"jwks_uri": "http://192.0.2.1/jwks"})),
        ("nothing to be read", |lies| lies.announced = json!({"authorization_endpoint": null})),
    ];
    for (what, lie) in wrong {
        println!("{what}");
        lie(&mut provider.lies());
        unavailable(try_to_begin("essai"));
        provider.repent();
    }
    let sent = provider.begin(&app.anonymous(), "essai", "sign_in");
    provider.lies().fails = Some(("/token", 502));
    unavailable(sent.come_back());
    provider.repent();
    let sent = provider.begin(&app.anonymous(), "essai", "sign_in");
    provider.lies().slow = Some(("/userinfo", Duration::from_secs(20)));
    let started = Instant::now();
    let other = std::thread::scope(|scope| {
        let waiting = scope.spawn(|| sent.come_back());
        // Meanwhile everybody else signs in.
        let other = app.anonymous().post("/v1/sessions", &credentials("entrepreneur", "cookie"));
        unavailable(waiting.join().unwrap());
        other
    });
    assert!(started.elapsed() < Duration::from_secs(8), "{:?}", started.elapsed());
    other.expect(201);
    let noted = || app.sql_value("select count(*) from audit_log where detail in ('essai: too slow', 'absent: discovery')");
    eventually("both are in the log", || (noted() == "2").then_some(()));
    assert_eq!(app.sql_value("select count(*) from identities"), "0");
}

#[test]
fn c29_no_secret_of_a_sign_in_is_in_the_log_or_the_database() {
    let provider = LyingProvider::start();
    let app = app_with(&[("essai", &provider.issuer)]);
    let sent = provider.begin(&app.anonymous(), "essai", "sign_in");
    let kept = sent.browser.header("cookie").unwrap().split_once('=').unwrap().1.to_owned();
    let attempts = app.sql_value("select string_agg(sign_in_attempts::text, ' ') from sign_in_attempts");
    sent.come_back().expect(201);
    let verifier = provider.lies().asked.iter().find(|(path, _)| path == "/token").unwrap().1.clone();
    let verifier = verifier.split("code_verifier=").nth(1).unwrap().split('&').next().unwrap().to_owned();
    let logs = app.logs();
    for secret in [CLIENT_SECRET, &kept, &sent.parameters["state"], &sent.parameters["nonce"], &verifier, "an access token"] {
        assert!(!logs.contains(secret) && !attempts.contains(secret), "{secret} is in the log or the table of attempts");
    }
}

#[test]
fn c29_wrong_settings_stop_the_start_with_a_sentence_that_says_what_to_do() {
    let file = server().new_folder().join("providers.json");
    let good = json!({"id": "essai", "name": "Essai", "issuer": "https://fournisseur.example", "client_id": "lorntech",
        "client_secret": CLIENT_SECRET});
    let path = file.to_string_lossy().into_owned();
    let start = |providers: &Value| {
        std::fs::write(&file, providers.to_string()).unwrap();
        let output = run(&["serve", "--demo"], &[("LORNTECH_OIDC_PROVIDERS", &path), ("LORNTECH_PORT", "none")], None);
        assert!(!output.status.success());
        output.err
    };
    // The port is wrong on purpose, so that nothing starts: what is right is not complained about.
    assert!(!start(&json!([good])).contains("OIDC"));
    let mut open = good.clone();
    open["issuer"] = json!("http://fournisseur.example");
    let said = start(&json!([open]));
    assert!(said.contains("LORNTECH_OIDC_PROVIDERS") && said.contains("issuer must be https"), "{said}");
    let mut bare = good.clone();
    bare.as_object_mut().unwrap().remove("client_secret");
    assert!(start(&json!([bare])).contains("missing field `client_secret`"));
    let said = start(&json!([good, good]));
    assert!(said.contains("stands twice") && !said.contains(CLIENT_SECRET), "{said}");
}

/// A page of another site begins no sign-in, and ends none.
#[test]
fn c29_only_our_own_pages_begin_and_end_a_sign_in() {
    let provider = LyingProvider::start();
    let app = app_with(&[("essai", &provider.issuer)]);
    let sent = provider.begin(&app.anonymous(), "essai", "sign_in");
    let foreign = |client: &Client| client.with("sec-fetch-site", "cross-site");
    foreign(&app.anonymous()).post("/v1/sessions/oidc/essai", &json!({})).expect_problem(403, "cross_site_request");
    let elsewhere = Sent { browser: foreign(&sent.browser), ..provider.begin(&app.anonymous(), "essai", "sign_in") };
    elsewhere.come_back().expect_problem(403, "cross_site_request");
    let cookie = app.anonymous().post("/v1/sessions/oidc/essai", &json!({})).expect(201);
    let cookie = cookie.header("set-cookie").unwrap();
    for part in ["__Host-lorntech-attempt=", "HttpOnly", "Secure", "SameSite=Strict", "Path=/"] {
        assert!(cookie.contains(part) && !cookie.contains("Domain"), "{cookie}");
    }
}
