//! C-14: the session's cookie goes to this host only, over https only, and only its hash is kept.

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};

use super::shared;
use crate::harness::{App, Client, credentials};

fn cookie(client: &Client, headers: &[(&str, &str)]) -> String {
    let reply = client.post_with("/v1/sessions", headers, &credentials("entrepreneur", "cookie")).expect(201);
    reply.header("set-cookie").unwrap().to_owned()
}

fn attributes(cookie: &str) -> Vec<&str> {
    let mut attributes: Vec<&str> = cookie.split("; ").skip(1).collect();
    attributes.sort_unstable();
    attributes
}

fn name_and_token(cookie: &str) -> (&str, &str) {
    cookie.split(';').next().and_then(|pair| pair.split_once('=')).unwrap()
}

#[test]
fn c14_the_cookie_is_tied_to_the_host_and_to_https() {
    let app = shared();
    let anonymous = app.anonymous();
    let first = cookie(&anonymous, &[]);
    let (name, token) = name_and_token(&first);
    assert_eq!(name, "__Host-lorntech");
    assert_eq!(attributes(&first), ["HttpOnly", "Path=/", "SameSite=Lax", "Secure"], "{first}");
    assert!(URL_SAFE_NO_PAD.decode(token).unwrap().len() >= 16, "at least 128 bits");

    let signed_in = anonymous.with("cookie", &format!("{name}={token}"));
    signed_in.get("/v1/me").expect(200);
    let second = cookie(&signed_in, &[]);
    assert_ne!(name_and_token(&second).1, token, "each sign-in draws a new token");
    // And ends the session that the browser had: a cookie that somebody planted or noted is worth nothing any more.
    signed_in.get("/v1/me").expect_problem(401, "token_invalid");
    let (_, token) = name_and_token(&second);
    let signed_in = anonymous.with("cookie", &format!("{name}={token}"));
    signed_in.get("/v1/me").expect(200);

    // The name of plain http opens nothing here.
    anonymous.with("cookie", &format!("lorntech={token}")).get("/v1/me").expect_problem(401, "authentication_required");
    // Only its hash is kept, so that a dump of the database opens no session.
    let dump = app.sql("select row_to_json(t)::text from sessions t").into_iter().flatten().flatten().collect::<String>();
    assert!(dump.len() > 100 && !dump.contains(token));
    for row in app.sql("select encode(token_hash, 'base64'), id::text from sessions where token_hash is not null") {
        for value in row.into_iter().flatten() {
            anonymous.with("cookie", &format!("{name}={value}")).get("/v1/me").expect_problem(401, "token_invalid");
        }
    }

    let out = signed_in.delete("/v1/sessions/current").expect(204);
    let removal = out.header("set-cookie").unwrap();
    assert!(removal.starts_with("__Host-lorntech=;") && removal.contains("Max-Age=0") && removal.contains("Secure"), "{removal}");
    signed_in.get("/v1/me").expect_problem(401, "token_invalid");
}

#[test]
fn c14_over_plain_http_on_this_machine_the_cookie_has_a_name_that_browsers_accept_there() {
    let app = App::start();
    // Nobody but the settings says how the service is reached.
    let cookie = cookie(&app.anonymous(), &[("x-forwarded-proto", "https"), ("forwarded", "proto=https")]);
    assert_eq!(name_and_token(&cookie).0, "lorntech");
    assert_eq!(attributes(&cookie), ["HttpOnly", "Path=/", "SameSite=Lax"], "{cookie}");
}
