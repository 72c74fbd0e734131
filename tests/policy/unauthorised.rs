//! Nobody gets in without credentials, with bad ones, or with those of somebody else.

use std::collections::HashMap;

use serde_json::Value;

use super::{BY_CLIENTS, CALLS, Operation, Things, check_completeness, operation_of, operations};
use crate::harness::{App, Client, Reply, credentials, new_uuid};

fn by_id() -> HashMap<String, Operation> {
    operations().into_iter().map(|operation| (operation.id.clone(), operation)).collect()
}

/// Other codes of this status are about what was sent, not about who sent it.
fn asks_for_sign_in(reply: &Reply) -> bool {
    reply.status == 401 && matches!(reply.code(), "authentication_required" | "token_invalid")
}

#[test]
fn without_credentials_everything_that_is_not_public_asks_for_sign_in() {
    check_completeness();
    let app = App::start();
    let things = Things::of_member(&app, &app.token("entrepreneur"));
    let (operations, anonymous) = (by_id(), app.anonymous());
    for (name, call) in CALLS {
        let reply = call(&anonymous, &things);
        if operations[operation_of(name)].public {
            assert!(!asks_for_sign_in(&reply), "{name}");
        } else {
            assert_eq!((reply.status, reply.code()), (401, "authentication_required"), "{name}");
        }
    }
}

/// Tokens that somebody else made, or that are over.
fn bad_tokens(app: &App) -> Vec<(&'static str, String)> {
    use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};

    let good = app.anonymous().post("/v1/sessions", &credentials("entrepreneur", "token")).expect(201);
    let good = good.at("/access_token");
    let [header, claims, signature] = <[&str; 3]>::try_from(good.split('.').collect::<Vec<_>>()).unwrap();
    let read = |part: &str| -> Value { serde_json::from_slice(&URL_SAFE_NO_PAD.decode(part).unwrap()).unwrap() };
    let write = |value: &Value| URL_SAFE_NO_PAD.encode(value.to_string());
    let with = |part: &str, member: &str, value: Value| {
        let mut changed = read(part);
        changed[member] = value;
        write(&changed)
    };
    let another = if signature.starts_with('A') { 'B' } else { 'A' };
    vec![
        ("a changed signature", format!("{header}.{claims}.{another}{}", &signature[1..])),
        ("no signature", format!("{header}.{claims}.")),
        ("no algorithm", format!("{}.{claims}.", with(header, "alg", "none".into()))),
        ("another algorithm", format!("{}.{claims}.{signature}", with(header, "alg", "HS256".into()))),
        ("another type", format!("{}.{claims}.{signature}", with(header, "typ", "JWT".into()))),
        ("a longer life", format!("{header}.{}.{signature}", with(claims, "exp", 4_000_000_000_i64.into()))),
        ("another session", format!("{header}.{}.{signature}", with(claims, "sid", new_uuid().into()))),
        ("a link that nobody was sent", URL_SAFE_NO_PAD.encode([7_u8; 32])),
        ("nonsense", "abc".to_owned()),
        ("much", "x".repeat(5000)),
    ]
}

#[test]
fn a_forged_token_opens_nothing_and_not_even_what_is_public() {
    let app = App::start();
    let things = Things::of_member(&app, &app.token("entrepreneur"));
    let tokens = bad_tokens(&app);
    for (what, token) in &tokens {
        let client = app.anonymous().with_token(token);
        client.get("/v1/me").expect_problem(401, "token_invalid");
        client.get("/v1/organizations").expect_problem(401, "token_invalid");
        assert!(!what.is_empty());
    }
    let forged = app.anonymous().with_token(&tokens[0].1);
    for (name, call) in CALLS.iter().filter(|(name, _)| !BY_CLIENTS.contains(name)) {
        let reply = call(&forged, &things);
        assert_eq!((reply.status, reply.code()), (401, "token_invalid"), "{name}");
    }
    for authorization in ["Basic YTpi", "Bearer", "Bearer ", "", "Token x"].into_iter().filter(|text| !text.is_empty()) {
        app.anonymous().with("authorization", authorization).get("/v1/me").expect_problem(401, "token_invalid");
    }
}

#[test]
fn an_expired_token_and_an_expired_session_open_nothing() {
    let app = App::start();
    let things = Things::of_member(&app, &app.token("entrepreneur"));
    let (token, browser) = (app.token("entrepreneur"), app.sign_in("entrepreneur"));
    app.advance_clock(3600);
    let operations = by_id();
    for (name, call) in CALLS.iter().filter(|(name, _)| !BY_CLIENTS.contains(name)) {
        let reply = call(&token, &things);
        assert_eq!((reply.status, reply.code()), (401, "token_invalid"), "{name}");
        // With a cookie what is public stays public, so that nobody is kept from signing in.
        let reply = call(&browser, &things);
        assert_eq!(asks_for_sign_in(&reply), !operations[operation_of(name)].public, "{name}: {}", reply.text);
    }
}

/// All that a reply tells, but for what differs between any two.
fn told(reply: &Reply) -> (u16, Value, Vec<(String, String)>) {
    let mut body = reply.body.clone();
    body["instance"] = Value::Null;
    // Whether the connection is kept depends on how much of the body had arrived.
    let own = ["x-request-id", "date", "connection"];
    let headers = reply.headers.iter().filter(|(name, _)| !own.contains(&name.as_str()));
    let mut headers: Vec<_> = headers.cloned().collect();
    headers.sort();
    (reply.status, body, headers)
}

#[test]
fn what_belongs_to_somebody_else_is_told_from_what_does_not_exist_by_nothing() {
    let app = App::start();
    let owner = app.token("entrepreneur");
    let things = Things::of_member(&app, &owner);
    let missing = Things {
        request: new_uuid(),
        proposal: format!("/v1/organizations/{}", new_uuid()),
        invitation: new_uuid(),
        member: new_uuid(),
        ..things.clone()
    };
    let (_, holder) = things.clone().with_link(&app);
    let strangers: Vec<(&str, Client)> = vec![
        ("a member", app.new_member("autre")),
        ("an agent of another site", app.token("agent-nancy")),
        ("an administrator", app.token("admin")),
        ("a holder of another link", holder),
    ];
    let private = ["service_request", "(proposal)", "_invitation", "delete_member"];
    for (name, call) in CALLS.iter().filter(|(name, _)| private.iter().any(|word| name.contains(word))) {
        if matches!(*name, "create_service_request" | "list_service_requests" | "create_invitation" | "list_invitations") {
            continue;
        }
        for (who, stranger) in &strangers {
            if *who == "an administrator" && (name.contains("invitation") || name.contains("member")) {
                continue;
            }
            let (foreign, none) = (call(stranger, &things), call(stranger, &missing));
            assert_eq!(told(&foreign), told(&none), "{name}, {who}");
            let expected: &[u16] = if *who == "a holder of another link" { &[401, 404] } else { &[404] };
            assert!(expected.contains(&foreign.status), "{name}, {who}: {}", foreign.text);
        }
    }
    assert_eq!(owner.get(&format!("/v1/service-requests/{}", things.request)).expect(200).body["revision"], 1);
    assert_eq!(owner.get(&things.proposal).expect(200).body["revision"], 1);
}
