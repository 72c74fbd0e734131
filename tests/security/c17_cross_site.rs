//! C-17: a page of another site changes nothing with the cookie of its visitor, nor signs the visitor in.

use serde_json::json;

use super::{PUBLIC, kept, shared};
use crate::harness::credentials;

const FORMS: [&str; 4] = ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x", ""];

#[test]
fn c17_a_change_with_a_cookie_comes_from_our_own_pages() {
    let app = shared();
    let member = app.sign_in("entrepreneur");
    let proposal = json!({"name": "Venue d’ailleurs", "kinds": ["sme"]});
    let before = kept(&app);
    let foreign: [&[(&str, &str)]; 10] = [
        &[("sec-fetch-site", "cross-site")],
        &[("sec-fetch-site", "same-site")],
        &[("sec-fetch-site", "cross-site"), ("origin", PUBLIC)],
        &[("sec-fetch-site", "Same-Origin, cross-site")],
        &[("sec-fetch-site", "×")],
        &[("origin", "×")],
        &[("origin", "https://attacker.example")],
        &[("origin", "null")],
        &[("origin", "https://lorntech.example.attacker.example")],
        &[("origin", "http://lorntech.example")],
    ];
    for headers in foreign {
        member.post_with("/v1/organizations", headers, &proposal).expect_problem(403, "cross_site_request");
        member.send("DELETE", "/v1/sessions/current", headers, None).expect_problem(403, "cross_site_request");
        let sign_in = app.anonymous().post_with("/v1/sessions", headers, &credentials("agent-metz", "cookie"));
        sign_in.expect_problem(403, "cross_site_request");
    }
    // Browsers too old for either header send forms only, and those are not read.
    for form in FORMS {
        let body = proposal.to_string();
        let reply = member.send("POST", "/v1/organizations", &[("content-type", form)], Some(body.as_bytes()));
        reply.expect_problem(415, "unsupported_media_type");
        let body = credentials("agent-metz", "cookie").to_string();
        let reply = app.anonymous().send("POST", "/v1/sessions", &[("content-type", form)], Some(body.as_bytes()));
        reply.expect_problem(415, "unsupported_media_type");
    }
    // A link or a picture changes nothing.
    for path in ["/v1/sessions", "/v1/sessions/current"] {
        let reply = member.get(path).expect_problem(405, "method_not_allowed");
        assert!(!reply.header("allow").unwrap().contains("GET"), "{path}");
    }
    for header in ["x-http-method-override", "x-method-override", "x-http-method"] {
        member.get_with("/v1/sessions/current", &[(header, "DELETE")]).expect_problem(405, "method_not_allowed");
        member.get_with("/v1/me", &[(header, "DELETE")]).expect(200);
    }
    member.get("/v1/sessions/current?_method=DELETE").expect_problem(405, "method_not_allowed");
    assert_eq!(kept(&app), before);

    let own: [&[(&str, &str)]; 4] =
        [&[("sec-fetch-site", "same-origin")], &[("sec-fetch-site", "none")], &[("origin", PUBLIC)], &[]];
    for headers in own {
        member.post_with("/v1/organizations", headers, &proposal).expect(201);
    }
    assert_ne!(kept(&app), before);
}

#[test]
fn c17_another_origin_reads_what_is_public_and_nothing_with_a_cookie() {
    let app = shared();
    let other = ("origin", "https://attacker.example");
    let public = app.anonymous().get_with("/v1/organizations?limit=1", &[other]).expect(200);
    assert_eq!(public.header("access-control-allow-origin"), Some("*"));
    let with_cookie = app.sign_in("entrepreneur").get_with("/v1/me", &[other]).expect(200);
    assert_eq!(with_cookie.header("access-control-allow-origin"), None);
    assert_eq!(with_cookie.header("access-control-allow-credentials"), None);
}
