//! C-18: with a token, only pages of registered origins read answers; with a cookie, none of another origin does.

use serde_json::json;

use super::{PUBLIC, shared};
use crate::harness::{Client, Reply, credentials};

const REGISTERED: &str = "https://annuaire.exemple.fr";

/// What is nearly the registered origin.
const NEARLY: [&str; 12] = [
    "null",
    "https://annuaire.exemple.fr.evil.com",
    "https://evil-annuaire.exemple.fr",
    "https://sub.annuaire.exemple.fr",
    "https://exemple.fr",
    "http://annuaire.exemple.fr",
    "https://annuaire.exemple.fr:8443",
    "https://annuaire.exemple.fr:443",
    "https://annuaire.exemple.fr/",
    "https://ANNUAIRE.exemple.fr",
    "https://annuaire.exemple.fr https://evil.com",
    "*",
];

fn register(client: &Client) {
    let registration = json!({"name": "Annuaire", "scopes": ["directory:read"], "allowed_origins": [REGISTERED]});
    client.post("/v1/api-clients", &registration).expect(201);
}

#[track_caller]
fn is_open_to(reply: &Reply, origin: Option<&str>) {
    assert_eq!(reply.header("access-control-allow-origin"), origin, "{:?}", reply.headers);
    assert_eq!(reply.header("access-control-allow-credentials"), None);
    assert!(reply.header("vary").unwrap().contains("Origin"));
}

#[test]
fn c18_with_a_token_the_registered_origin_is_echoed_and_no_other() {
    let app = shared();
    let client = app.token("entrepreneur");
    register(&client);
    let from = |origin: &str| client.with("origin", origin);
    let allowed = from(REGISTERED).get("/v1/me").expect(200);
    is_open_to(&allowed, Some(REGISTERED));
    assert!(allowed.header("access-control-expose-headers").unwrap().contains("ETag"));
    // An error can be read there, too.
    is_open_to(&from(REGISTERED).get("/v1/service-requests/none").expect(404), Some(REGISTERED));
    is_open_to(&from(REGISTERED).with_token("forged").get("/v1/me").expect(401), Some(REGISTERED));
    for origin in NEARLY {
        is_open_to(&from(origin).get("/v1/me").expect(200), None);
    }
    is_open_to(&client.get("/v1/me").expect(200), None);
}

#[test]
fn c18_a_preflight_is_answered_for_the_registered_origin_only() {
    let app = shared();
    register(&app.token("entrepreneur"));
    let ask = |origin: &str| {
        let headers = [
            ("origin", origin),
            ("access-control-request-method", "PATCH"),
            ("access-control-request-headers", "authorization,content-type,if-match"),
        ];
        app.anonymous().send("OPTIONS", "/v1/organizations/x", &headers, None).expect(204)
    };
    let allowed = ask(REGISTERED);
    is_open_to(&allowed, Some(REGISTERED));
    assert!(allowed.header("access-control-allow-methods").unwrap().contains("PATCH"));
    let headers = allowed.header("access-control-allow-headers").unwrap().to_lowercase();
    for name in ["authorization", "content-type", "if-match", "idempotency-key"] {
        assert!(headers.split(", ").any(|known| known == name), "{headers}");
    }
    for origin in NEARLY {
        let refused = ask(origin);
        is_open_to(&refused, None);
        assert_eq!(refused.header("access-control-allow-methods"), None);
    }
}

#[test]
fn c18_public_reads_are_open_to_all_and_nothing_is_with_a_cookie() {
    let app = shared();
    register(&app.token("entrepreneur"));
    for origin in ["https://anybody.example", "null", REGISTERED] {
        let anonymous = app.anonymous().with("origin", origin);
        for path in ["/v1/organizations?limit=1", "/v1/totems", "/.well-known/jwks.json", "/openapi.json"] {
            is_open_to(&anonymous.get(path).expect(200), Some("*"));
        }
    }
    let browser = app.sign_in("entrepreneur");
    for origin in ["https://anybody.example", REGISTERED, PUBLIC] {
        is_open_to(&browser.with("origin", origin).get("/v1/me").expect(200), None);
    }
    let change = browser.with("origin", REGISTERED).delete("/v1/sessions/current");
    change.expect_problem(403, "cross_site_request");
}

#[test]
fn c18_a_registered_page_signs_in_by_token_and_never_by_cookie() {
    let app = shared();
    register(&app.token("entrepreneur"));
    let page = app.anonymous().with("origin", REGISTERED).with("sec-fetch-site", "cross-site");
    let signed_in = page.post("/v1/sessions", &credentials("pilot", "token")).expect(201);
    is_open_to(&signed_in, Some(REGISTERED));
    let refresh = json!({"refresh_token": signed_in.at("/refresh_token")});
    is_open_to(&page.post("/v1/sessions/refresh", &refresh).expect(200), Some(REGISTERED));
    let by_cookie = page.post("/v1/sessions", &credentials("pilot", "cookie")).expect_problem(403, "cross_site_request");
    assert_eq!(by_cookie.header("set-cookie"), None);
    let stranger = app.anonymous().with("origin", "https://evil.example");
    stranger.post("/v1/sessions", &credentials("pilot", "token")).expect_problem(403, "cross_site_request");
}
