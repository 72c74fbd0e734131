//! C-27: a client asks about its own tokens and ends them; of others nobody learns anything.

use serde_json::json;

use super::{PUBLIC, kept, shared};
use crate::harness::{App, Client, Reply, credentials, forge::Parts, new_uuid};

struct Machine {
    id: String,
    secret: String,
    anonymous: Client,
}

impl Machine {
    fn register(app: &App) -> Self {
        let registration = json!({"name": "Essai", "scopes": ["directory:read"]});
        let made = app.token("entrepreneur").post("/v1/api-clients", &registration).expect(201);
        Self { id: made.at("/id").to_owned(), secret: made.at("/client_secret").to_owned(), anonymous: app.anonymous() }
    }

    fn form(&self, path: &str, more: (&str, &str)) -> Reply {
        self.anonymous.form(path, &[("client_id", &self.id), ("client_secret", &self.secret), more])
    }

    fn token(&self) -> String {
        self.form("/oauth/token", ("grant_type", "client_credentials")).expect(200).at("/access_token").to_owned()
    }

    fn about(&self, token: &str) -> Reply {
        self.form("/oauth/introspect", ("token", token)).expect(200)
    }

    fn revoke(&self, token: &str) {
        let reply = self.form("/oauth/revoke", ("token", token)).expect(200);
        assert_eq!(reply.text, "");
    }

    fn reads(&self, token: &str) -> u16 {
        self.anonymous.with_token(token).get("/v1/organizations?limit=1").status
    }
}

#[test]
fn c27_a_client_learns_about_its_own_tokens_and_nothing_about_others() {
    let app = shared();
    let (machine, other) = (Machine::register(&app), Machine::register(&app));
    let token = machine.token();
    let about = machine.about(&token);
    assert_eq!(about.body["active"], true);
    assert_eq!(
        (about.at("/scope"), about.at("/client_id"), about.at("/sub")),
        ("directory:read", machine.id.as_str(), machine.id.as_str())
    );
    assert_eq!((about.at("/token_type"), about.at("/iss")), ("Bearer", PUBLIC));
    assert!(about.body["exp"].is_i64());
    assert_eq!(about.header("cache-control"), Some("no-store"));
    let of_person = app.anonymous().post("/v1/sessions", &credentials("entrepreneur", "token")).expect(201);
    let revoked = machine.token();
    machine.revoke(&revoked);
    for nothing in [
        other.token().as_str(),
        of_person.at("/access_token"),
        of_person.at("/refresh_token"),
        &revoked,
        &token[..token.len() - 4],
        &new_uuid(),
        "x",
    ] {
        assert_eq!(machine.about(nothing).text, "{\"active\":false}");
    }
    for path in ["/oauth/introspect", "/oauth/revoke"] {
        app.anonymous().form(path, &[("token", &token)]).expect_problem(401, "invalid_client");
        let wrong = [("token", token.as_str()), ("client_id", &machine.id), ("client_secret", "wrong")];
        app.anonymous().form(path, &wrong).expect_problem(401, "invalid_client");
        machine.form(path, ("tokens", "x")).expect_problem(400, "invalid_request");
        // A token is no way for a client to name itself.
        app.anonymous().with_token(&token).form(path, &[("token", &token)]).expect_problem(401, "invalid_client");
    }
    assert_eq!(machine.reads(&token), 200);
}

#[test]
fn c27_a_token_that_is_revoked_is_refused_at_once_and_revoking_tells_nothing() {
    let app = shared();
    let (machine, other) = (Machine::register(&app), Machine::register(&app));
    let (token, kept_token, foreign) = (machine.token(), machine.token(), other.token());
    assert_eq!(machine.reads(&token), 200);
    machine.revoke(&token);
    assert_eq!(machine.reads(&token), 401);
    let before = kept(&app);
    for nothing in [token.as_str(), foreign.as_str(), "x", &new_uuid()] {
        machine.revoke(nothing);
    }
    assert_eq!(machine.reads(&kept_token), 200);
    assert_eq!(other.reads(&foreign), 200);
    let rows = |text: &str| {
        text.lines()
            .filter(|line| !line.starts_with("audit_") && !line.starts_with("change_log"))
            .map(str::to_owned)
            .collect::<Vec<_>>()
    };
    assert_eq!(rows(&kept(&app)), rows(&before));
}

#[test]
fn c27_a_token_that_is_over_is_inactive_and_refused() {
    let app = App::start();
    let machine = Machine::register(&app);
    let token = machine.token();
    app.advance_clock(590);
    assert_eq!((machine.about(&token).body["active"].clone(), machine.reads(&token)), (json!(true), 200));
    app.advance_clock(11);
    assert_eq!((machine.about(&token).text.as_str(), machine.reads(&token)), ("{\"active\":false}", 401));
}

#[test]
fn c27_a_token_whose_subject_is_not_its_client_opens_nothing() {
    let app = shared();
    let machine = Machine::register(&app);
    let mut parts = Parts::of(&machine.token());
    assert_eq!(machine.reads(&parts.signed()), 200);
    parts.claims["sub"] = json!(new_uuid());
    assert_eq!(machine.reads(&parts.signed()), 401);
}
