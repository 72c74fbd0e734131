//! C-15, for tokens: after a sign-out neither the access token nor the refresh token is worth anything.

use serde_json::json;

use super::shared;
use crate::harness::credentials;

#[test]
fn c15_after_a_sign_out_access_token_and_refresh_token_are_refused() {
    let app = shared();
    let anonymous = app.anonymous();
    let reply = anonymous.post("/v1/sessions", &credentials("pilot", "token")).expect(201);
    let (client, refresh) =
        (anonymous.with_token(reply.at("/access_token")), json!({"refresh_token": reply.at("/refresh_token")}));
    let next = anonymous.post("/v1/sessions/refresh", &refresh).expect(200);
    client.get("/v1/me").expect(200);
    client.delete("/v1/sessions/current").expect(204);
    for token in [reply.at("/access_token"), next.at("/access_token")] {
        anonymous.with_token(token).get("/v1/me").expect_problem(401, "token_invalid");
    }
    for token in [reply.at("/refresh_token"), next.at("/refresh_token")] {
        let reply = anonymous.post("/v1/sessions/refresh", &json!({"refresh_token": token}));
        reply.expect_problem(401, "invalid_grant");
    }
}
