//! Sign-in, sessions and who one is.

mod accounts;
pub mod passkeys;
mod people;
mod stream;

use serde_json::json;

use crate::harness::{App, PASSWORD, credentials, new_uuid};

#[test]
fn a_browser_signs_in_by_cookie_and_signs_out() {
    let app = App::start();
    let anonymous = app.anonymous();
    let reply = anonymous.post("/v1/sessions", &credentials("entrepreneur", "cookie")).expect(201);
    assert_eq!(reply.at("/account/email"), "entrepreneur@demo.lorntech.example");
    assert_eq!(reply.header("cache-control"), Some("no-store"));
    let cookie = reply.header("set-cookie").unwrap();
    for part in ["HttpOnly", "SameSite=Lax", "Path=/"] {
        assert!(cookie.contains(part), "{cookie}");
    }
    let browser = anonymous.with("cookie", cookie.split(';').next().unwrap());
    assert_eq!(browser.get("/v1/me").expect(200).body, reply.body);
    let out = browser.delete("/v1/sessions/current").expect(204);
    assert!(out.header("set-cookie").unwrap().contains("Max-Age=0"), "{:?}", out.headers);
    browser.get("/v1/me").expect_problem(401, "token_invalid");
    // What is public stays open to a browser whose session has ended.
    browser.get("/v1/totems").expect(200);
}

#[test]
fn a_program_signs_in_by_token_which_ends_after_ten_minutes() {
    let app = App::start();
    let reply = app.anonymous().post("/v1/sessions", &credentials("agent-metz", "token")).expect(201);
    assert_eq!((reply.at("/token_type"), &reply.body["expires_in"]), ("Bearer", &json!(600)));
    assert_eq!((reply.header("set-cookie"), reply.header("cache-control")), (None, Some("no-store")));
    let client = app.anonymous().with_token(reply.at("/access_token"));
    let me = client.get("/v1/me").expect(200);
    assert_eq!((me.at("/roles/0/role"), me.at("/roles/0/totem/slug")), ("agent", "metz"));
    app.advance_clock(590);
    client.get("/v1/me").expect(200);
    app.advance_clock(11);
    client.get("/v1/me").expect_problem(401, "token_invalid");
}

#[test]
fn a_token_ends_with_its_session() {
    let app = App::start();
    let client = app.token("entrepreneur");
    client.delete("/v1/sessions/current").expect(204);
    client.get("/v1/me").expect_problem(401, "token_invalid");
    client.delete("/v1/sessions/current").expect_problem(401, "token_invalid");
}

#[test]
fn a_session_ends_after_30_minutes_without_use_and_after_12_hours_in_any_case() {
    let app = App::start();
    let (idle, busy) = (app.sign_in("entrepreneur"), app.sign_in("entrepreneur"));
    app.advance_clock(31 * 60);
    idle.get("/v1/me").expect_problem(401, "token_invalid");
    busy.get("/v1/me").expect_problem(401, "token_invalid");
    let busy = app.sign_in("entrepreneur");
    for minutes in 1..=28 {
        app.advance_clock(25 * 60);
        busy.get("/v1/me").expect(200);
        // The use is noted beside the answer.
        crate::harness::eventually("the use is noted", || {
            let idle = app.sql_value("select extract(epoch from max(last_seen_at) - max(created_at))::int from sessions");
            (idle.parse::<i64>().unwrap() >= minutes * 25 * 60 - 60).then_some(())
        });
    }
    app.advance_clock(25 * 60);
    busy.get("/v1/me").expect_problem(401, "token_invalid");
}

#[test]
fn the_use_of_a_session_is_noted_once_a_minute() {
    let app = App::start();
    let member = app.sign_in("entrepreneur");
    app.sql(
        "create table noted (at timestamptz); grant insert on noted to lorntech_app; \
         create function note() returns trigger language plpgsql as \
         'begin insert into noted values (new.last_seen_at); return new; end'; \
         create trigger noted after update of last_seen_at on sessions for each row execute function note()",
    );
    for _ in 0..3 {
        member.get("/v1/me").expect(200);
    }
    app.advance_clock(61);
    member.get("/v1/me").expect(200);
    let since = "select count(*) filter (where at > created_at + interval '1 minute') from noted, sessions";
    crate::harness::eventually("the use is noted", || (app.sql_value(since) != "0").then_some(()));
    assert_eq!(app.sql_value("select count(*) from noted"), "1");
}

#[test]
fn a_wrong_password_and_an_unknown_address_get_the_same_answer() {
    let app = App::start();
    let anonymous = app.anonymous();
    let attempt = |email: &str, password: &str| {
        let mut reply = anonymous.post("/v1/sessions", &json!({"email": email, "password": password})).expect(401);
        reply.body["instance"] = json!(null);
        reply.body
    };
    let wrong = attempt("entrepreneur@demo.lorntech.example", "not this one");
    assert_eq!(wrong, attempt("nobody@demo.lorntech.example", PASSWORD));
    assert_eq!(wrong, attempt("entrepreneur@demo.lorntech.example", &PASSWORD.to_uppercase()));
    assert_eq!(wrong["code"], "invalid_credentials");
    // The address may be written in any case; the password is taken as it is typed.
    anonymous.post("/v1/sessions", &json!({"email": "Entrepreneur@DEMO.lorntech.example", "password": PASSWORD})).expect(201);
    assert_eq!(wrong, attempt("entrepreneur@demo.lorntech.example", &format!(" {PASSWORD}")));
}

#[test]
fn a_sign_in_takes_no_idempotency_key() {
    let app = App::start();
    let key = new_uuid();
    let headers = [("idempotency-key", key.as_str())];
    let reply = app.anonymous().post_with("/v1/sessions", &headers, &credentials("entrepreneur", "token"));
    reply.expect_problem(400, "idempotency_not_supported");
    assert_eq!(app.sql_value("select count(*) from sessions"), "0");
    assert_eq!(app.sql_value("select count(*) from idempotency_keys"), "0");
}

#[test]
fn two_identities_at_once_are_refused() {
    let app = App::start();
    let browser = app.sign_in("entrepreneur");
    let token = app.anonymous().post("/v1/sessions", &credentials("agent-metz", "token")).expect(201);
    browser.with_token(token.at("/access_token")).get("/v1/me").expect_problem(400, "mixed_credentials");
}

#[test]
fn a_change_with_a_cookie_comes_from_our_own_pages() {
    let app = App::start();
    let browser = app.sign_in("entrepreneur");
    for (name, value) in [
        ("sec-fetch-site", "cross-site"),
        ("sec-fetch-site", "same-site"),
        ("origin", "https://evil.example"),
        ("origin", "null"),
    ] {
        browser.send("DELETE", "/v1/sessions/current", &[(name, value)], None).expect_problem(403, "cross_site_request");
    }
    browser.get_with("/v1/me", &[("sec-fetch-site", "cross-site")]).expect(200);
    let origin = app.base().to_owned();
    browser.send("DELETE", "/v1/sessions/current", &[("origin", &origin)], None).expect(204);
}

#[test]
fn neither_passwords_nor_tokens_nor_addresses_reach_the_log() {
    let app = App::start_with(&[("LORNTECH_LOG", "debug")], &[]);
    let token = app.anonymous().post("/v1/sessions", &credentials("entrepreneur", "token")).expect(201);
    let client = app.anonymous().with_token(token.at("/access_token"));
    client.get("/v1/me").expect(200);
    app.anonymous().post("/v1/sessions", &json!({"email": "entrepreneur@demo.lorntech.example", "password": "a wrong secret"}));
    let log = app.logs();
    assert!(log.contains("GET /v1/me 200"), "{log}");
    for secret in [PASSWORD, "a wrong secret", token.at("/access_token"), "entrepreneur@demo"] {
        assert!(!log.contains(secret), "the log holds {secret}");
    }
}
