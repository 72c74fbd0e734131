//! C-28: one credential at a time, and never in an address or a form.

use super::{kept, shared};
use crate::harness::credentials;

#[test]
fn c28_a_cookie_and_a_token_together_are_refused() {
    let app = shared();
    let by_token = app.anonymous().post("/v1/sessions", &credentials("entrepreneur", "token")).expect(201);
    let token = by_token.at("/access_token");
    let both = app.sign_in("entrepreneur").with_token(token);
    let before = kept(&app);
    both.get("/v1/me").expect_problem(400, "mixed_credentials");
    both.get("/v1/organizations?limit=1").expect_problem(400, "mixed_credentials");
    both.post("/v1/sessions", &credentials("entrepreneur", "token")).expect_problem(400, "mixed_credentials");
    both.delete("/v1/sessions/current").expect_problem(400, "mixed_credentials");
    assert_eq!(kept(&app), before);
}

#[test]
fn c28_a_token_in_an_address_or_a_form_is_no_credential() {
    let app = shared();
    let by_token = app.anonymous().post("/v1/sessions", &credentials("entrepreneur", "token")).expect(201);
    let token = by_token.at("/access_token");
    app.anonymous().with_token(token).get("/v1/me").expect(200);
    let anonymous = app.anonymous();
    for name in ["access_token", "token", "bearer_token", "Authorization"] {
        let reply = anonymous.get(&format!("/v1/me?{name}={token}")).expect_problem(401, "authentication_required");
        assert!(reply.header("www-authenticate").unwrap().starts_with("Bearer"));
        anonymous.get(&format!("/v1/totems/metz/inbox?{name}={token}")).expect_problem(401, "authentication_required");
        anonymous.get(&format!("/v1/organizations?{name}={token}")).expect_problem(400, "unknown_parameter");
    }
    let form = format!("access_token={token}");
    let headers = [("content-type", "application/x-www-form-urlencoded")];
    let reply = anonymous.send("POST", "/v1/organizations", &headers, Some(form.as_bytes()));
    reply.expect_problem(401, "authentication_required");
    for scheme in ["Basic", "Token", "Bearer:", ""] {
        let reply = anonymous.get_with("/v1/me", &[("authorization", &format!("{scheme} {token}"))]);
        reply.expect_problem(401, "token_invalid");
    }
    assert!(!app.logs().contains(token), "a token in an address is not logged");
}
