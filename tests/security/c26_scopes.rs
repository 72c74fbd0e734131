//! C-26: a machine client does what its scopes say, and nothing that belongs to people.

use serde_json::{Value, json};

use super::{document, operations, shared};
use crate::harness::{App, Client, Reply};

struct Machine {
    id: String,
    secret: String,
}

fn register(admin: &Client, scopes: &Value) -> Machine {
    let made = admin.post("/v1/api-clients", &json!({"name": "Essai", "scopes": scopes, "test": true})).expect(201);
    Machine { id: made.at("/id").to_owned(), secret: made.at("/client_secret").to_owned() }
}

fn ask(app: &App, machine: &Machine, scope: Option<&str>) -> Reply {
    let mut form = vec![("grant_type", "client_credentials"), ("client_id", &machine.id), ("client_secret", &machine.secret)];
    form.extend(scope.map(|scope| ("scope", scope)));
    app.anonymous().form("/oauth/token", &form)
}

fn client(app: &App, machine: &Machine, scope: Option<&str>) -> Client {
    app.anonymous().with_token(ask(app, machine, scope).expect(200).at("/access_token"))
}

const DIRECTORY: [&str; 2] = ["/v1/organizations?limit=1", "/v1/startups?limit=1"];

#[test]
fn c26_without_the_scope_the_answer_names_it() {
    let app = shared();
    let machine = register(&app.token("admin"), &json!(["sync:read", "sync:write", "directory:read"]));
    let (all, narrow) = (client(&app, &machine, None), client(&app, &machine, Some("sync:read")));
    for path in DIRECTORY {
        all.get(path).expect(200);
        let refused = narrow.get(path).expect_problem(403, "insufficient_scope");
        let challenge = refused.header("www-authenticate").unwrap();
        assert_eq!(challenge, "Bearer realm=\"lorntech\", error=\"insufficient_scope\", scope=\"directory:read\"");
    }
    // What is no matter of scopes stays open.
    narrow.get("/v1/totems").expect(200);
}

#[test]
fn c26_a_client_gets_what_it_has_and_no_more() {
    let app = shared();
    let admin = app.token("admin");
    let machine = register(&admin, &json!(["directory:read", "sync:read"]));
    assert_eq!(ask(&app, &machine, None).expect(200).at("/scope"), "directory:read sync:read");
    assert_eq!(ask(&app, &machine, Some("sync:read")).expect(200).at("/scope"), "sync:read");
    assert_eq!(ask(&app, &machine, Some("sync:read sync:read")).expect(200).at("/scope"), "sync:read");
    for scope in ["sync:write", "directory:read sync:write", "admin", "directory:read,sync:read", "DIRECTORY:READ", "openid", " "]
    {
        let reply = ask(&app, &machine, Some(scope)).expect_problem(400, "invalid_scope");
        assert_eq!(reply.at("/error"), "invalid_scope");
    }
}

#[test]
fn c26_a_scope_that_is_taken_away_is_missing_from_the_next_request_on() {
    let app = shared();
    let admin = app.token("admin");
    let machine = register(&admin, &json!(["directory:read", "sync:read"]));
    let client = client(&app, &machine, None);
    client.get(DIRECTORY[0]).expect(200);
    let path = format!("/v1/api-clients/{}", machine.id);
    let etag = admin.get(&path).expect(200).etag().to_owned();
    admin.patch(&path, &etag, &json!({"scopes": ["sync:read"]})).expect(200);
    client.get(DIRECTORY[0]).expect_problem(403, "insufficient_scope");
}

#[test]
fn c26_what_belongs_to_people_is_closed_to_every_scope() {
    let app = shared();
    let machine = register(&app.token("admin"), &json!(["directory:read", "sync:read", "sync:write"]));
    let client = client(&app, &machine, None);
    let mut closed = 0;
    for (method, path, operation) in operations(&document(&app.anonymous())) {
        let forms = operation["security"].as_array().unwrap();
        let for_people = !forms.iter().any(|form| form.as_object().is_some_and(serde_json::Map::is_empty));
        // A client’s own, to which nothing of people is told: below, in `sync` and in `proposals`.
        if !for_people || ["/v1/webhooks", "/v1/sync", "/v1/proposals"].iter().any(|own| path.starts_with(own)) {
            continue;
        }
        let address = path.split('/').map(|part| if part.starts_with('{') { machine.id.as_str() } else { part });
        let address = address.collect::<Vec<_>>().join("/");
        let media_type = if method == "PATCH" { "application/merge-patch+json" } else { "application/json" };
        let headers = [("content-type", media_type), ("if-match", "\"1\"")];
        let body = (method != "GET").then_some("{}".as_bytes());
        let reply = client.send(&method, &address, &headers, body);
        assert_eq!((reply.status, reply.code()), (403, "forbidden"), "{method} {address}");
        closed += 1;
    }
    assert!(closed >= 10, "{closed}");
}

#[test]
fn c26_webhooks_are_open_to_clients_that_read() {
    let app = shared();
    let admin = app.token("admin");
    let body = json!({"url": "https://receveur.test/", "types": ["organization.updated"]});
    for (scope, status) in [("directory:read", 201), ("sync:read", 201), ("sync:write", 403)] {
        let client = client(&app, &register(&admin, &json!([scope])), None);
        let made = client.post("/v1/webhooks", &body).expect(status);
        assert_eq!(client.get("/v1/webhooks").status == 200, status == 201, "{scope}");
        if status == 403 {
            assert_eq!(made.code(), "insufficient_scope");
        }
    }
}
