//! C-15: what ends a session ends it everywhere at once.

use serde_json::json;

use crate::harness::{App, Client, PASSWORD};

/// A way to end sessions, and whether the session that does it goes on.
type End = (&'static str, fn(&App, &Client), bool);

#[test]
fn c15_sign_out_change_and_reset_of_the_password_and_closing_end_sessions() {
    let ends: [End; 5] = [
        ("sign-out", |_, client| drop(client.delete("/v1/sessions/current").expect(204)), false),
        ("ending all others", |_, client| drop(client.delete("/v1/me/sessions").expect(204)), true),
        (
            "another password",
            |_, client| {
                let body = json!({"current_password": PASSWORD, "new_password": "brouette violon carafe"}).to_string();
                let json = [("content-type", "application/json")];
                client.send("PUT", "/v1/me/password", &json, Some(body.as_bytes())).expect(204);
            },
            true,
        ),
        (
            "a reset",
            |app, client| {
                let email = client.get("/v1/me").expect(200).at("/account/email").to_owned();
                app.anonymous().post("/v1/accounts/password-resets", &json!({"email": email})).expect(202);
                let token = app.mail("the link arrives", |mail| mail.is_to(&email)).link_token();
                let body = json!({"token": token, "password": "brouette violon carafe"});
                app.anonymous().post("/v1/accounts/confirmations", &body).expect(200);
            },
            false,
        ),
        ("closing", |_, client| drop(client.delete("/v1/me").expect(200)), false),
    ];
    let app = App::start();
    for (account, (what, end, stays)) in ["entrepreneur", "pilot", "moderator", "agent-metz", "agent-nancy"].iter().zip(ends) {
        let (cookie, token, other) = (app.sign_in(account), app.token(account), app.token("admin"));
        end(&app, &cookie);
        assert_eq!(cookie.get("/v1/me").status, if stays { 200 } else { 401 }, "{what}");
        // Signing out ends one session; the others end everything else of the account.
        assert_eq!(token.get("/v1/me").status, if what == "sign-out" { 200 } else { 401 }, "{what}");
        other.get("/v1/me").expect(200);
    }
}
