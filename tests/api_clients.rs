//! Machine clients: who registers them, who sees them, and what is shown of their secrets.

use serde_json::{Value, json};

use crate::harness::{App, Client, Reply, new_uuid};

const PATH: &str = "/v1/api-clients";

/// A public key as libraries write it.
pub fn key() -> Value {
    json!({
        "kty": "EC", "crv": "P-256", "kid": "one", "x": "f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU",
        "y": "x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0"
    })
}

fn register(client: &Client, more: &Value) -> Reply {
    let mut body = json!({"name": "Annuaire du réseau", "scopes": ["directory:read"]});
    for (name, value) in more.as_object().unwrap() {
        body[name] = value.clone();
    }
    client.post(PATH, &body)
}

fn token(app: &App, id: &str, secret: &str) -> Reply {
    let form = [("grant_type", "client_credentials"), ("client_id", id), ("client_secret", secret)];
    app.anonymous().form("/oauth/token", &form)
}

#[test]
fn a_member_registers_a_client_whose_secret_is_shown_once_and_opens_it() {
    let app = App::start();
    let member = app.token("entrepreneur");
    let made = register(&member, &json!({"allowed_origins": ["https://annuaire.exemple.fr"]})).expect(201);
    assert_eq!(made.header("cache-control"), Some("no-store"));
    let (id, secret) = (made.at("/id"), made.at("/client_secret"));
    assert!(secret.starts_with("lt_") && secret.len() > 40);
    assert_eq!((made.at("/authentication"), &made.body["test"]), ("client_secret", &json!(false)));
    assert_eq!(made.at("/owner_id"), app.account_id("entrepreneur"));
    let path = format!("{PATH}/{id}");
    assert_eq!(made.header("location"), Some(path.as_str()));
    let seen = member.get(&path).expect(200);
    assert!(seen.body["client_secret"].is_null() && seen.body["keys"].is_null());
    assert_eq!(seen.etag().trim_matches('"').split('-').next(), Some("1"));
    assert_eq!(member.get(PATH).expect(200).at("/items/0/id"), id);
    let got = token(&app, id, secret).expect(200);
    assert_eq!((got.at("/scope"), got.at("/token_type")), ("directory:read", "Bearer"));
    // A lost answer costs a client that nobody uses, and no secret is kept for it.
    let key = new_uuid();
    let body = json!({"name": "Essai", "scopes": ["directory:read"]});
    let keyed = member.post_with(PATH, &[("idempotency-key", &key)], &body);
    keyed.expect_problem(400, "idempotency_not_supported");
}

#[test]
fn another_member_does_not_see_it_and_an_administrator_does() {
    let app = App::start();
    let (member, other, admin) = (app.token("entrepreneur"), app.new_member("autre"), app.token("admin"));
    let made = register(&member, &json!({})).expect(201);
    let path = format!("{PATH}/{}", made.at("/id"));
    let missing = format!("{PATH}/{}", new_uuid());
    for path in [&path, &missing] {
        other.get(path).expect_problem(404, "not_found");
        other.patch(path, "\"1\"", &json!({"name": "À moi"})).expect_problem(404, "not_found");
        other.send("DELETE", path, &[("if-match", "\"1\"")], None).expect_problem(404, "not_found");
        other.post(&format!("{path}/secrets"), &json!({})).expect_problem(404, "not_found");
    }
    assert_eq!(other.get(PATH).expect(200).body["items"], json!([]));
    admin.get(&path).expect(200);
    assert_eq!(admin.get(PATH).expect(200).at("/items/0/id"), made.at("/id"));
    token(&app, made.at("/id"), made.at("/client_secret")).expect(200);
}

#[test]
fn a_new_secret_ends_the_one_before_and_its_tokens() {
    let app = App::start();
    let member = app.token("entrepreneur");
    let made = register(&member, &json!({})).expect(201);
    let id = made.at("/id");
    let old = token(&app, id, made.at("/client_secret")).expect(200);
    let client = app.anonymous().with_token(old.at("/access_token"));
    client.get("/v1/organizations?limit=1").expect(200);
    let secrets = format!("{PATH}/{id}/secrets");
    member.post_with(&secrets, &[("if-match", "\"7-owner\"")], &json!({})).expect_problem(412, "revision_mismatch");
    client.get("/v1/organizations?limit=1").expect(200);
    let renewed = member.post_with(&secrets, &[("if-match", made.etag())], &json!({})).expect(201);
    assert_eq!(renewed.header("cache-control"), Some("no-store"));
    assert_ne!(renewed.at("/client_secret"), made.at("/client_secret"));
    client.get("/v1/organizations?limit=1").expect_problem(401, "token_invalid");
    token(&app, id, made.at("/client_secret")).expect_problem(401, "invalid_client");
    token(&app, id, renewed.at("/client_secret")).expect(200);
}

#[test]
fn a_client_is_changed_at_its_revision_and_its_end_ends_its_tokens() {
    let app = App::start();
    let member = app.token("entrepreneur");
    let made = register(&member, &json!({})).expect(201);
    let path = format!("{PATH}/{}", made.at("/id"));
    let changed = member.patch(&path, made.etag(), &json!({"name": "Autre nom", "allowed_origins": ["http://localhost:5173"]}));
    let changed = changed.expect(200);
    assert_eq!((changed.at("/name"), changed.at("/allowed_origins/0")), ("Autre nom", "http://localhost:5173"));
    member.patch(&path, made.etag(), &json!({"name": "Trop tard"})).expect_problem(412, "revision_mismatch");
    member.patch_with(&path, &[], &json!({"name": "Sans"})).expect_problem(428, "if_match_required");
    for cleared in ["name", "scopes", "keys"] {
        member.patch(&path, changed.etag(), &json!({cleared: null})).expect_problem(422, "invalid_body");
    }
    let emptied = member.patch(&path, changed.etag(), &json!({"allowed_origins": null})).expect(200);
    assert_eq!(emptied.body["allowed_origins"], json!([]));
    let got = token(&app, made.at("/id"), made.at("/client_secret")).expect(200);
    let client = app.anonymous().with_token(got.at("/access_token"));
    client.get("/v1/organizations?limit=1").expect(200);
    member.send("DELETE", &path, &[("if-match", emptied.etag())], None).expect(204);
    client.get("/v1/organizations?limit=1").expect_problem(401, "token_invalid");
    token(&app, made.at("/id"), made.at("/client_secret")).expect_problem(401, "invalid_client");
    member.get(&path).expect_problem(404, "not_found");
}

#[test]
fn scopes_of_partners_are_given_by_administrators_to_clients_that_sign_or_try() {
    let app = App::start();
    let (member, admin) = (app.token("entrepreneur"), app.token("admin"));
    let partner = json!({"scopes": ["sync:read", "sync:write"]});
    register(&member, &partner).expect_problem(403, "forbidden");
    let refused = register(&admin, &partner).expect_problem(422, "invalid_body");
    assert_eq!((refused.at("/errors/0/pointer"), refused.at("/errors/0/code")), ("/keys", "required"));
    let trying = register(&admin, &json!({"scopes": ["sync:write", "sync:read"], "test": true})).expect(201);
    assert_eq!(trying.body["scopes"], json!(["sync:read", "sync:write"]));
    assert!(!trying.at("/client_secret").is_empty());
    let signing = register(&admin, &json!({"scopes": ["sync:read"], "keys": [key()]})).expect(201);
    assert_eq!(signing.at("/authentication"), "private_key_jwt");
    assert!(signing.body["client_secret"].is_null());
    let path = format!("{PATH}/{}", signing.at("/id"));
    admin.post(&format!("{path}/secrets"), &json!({})).expect_problem(409, "state_conflict");
    // Nor by a change, of somebody's own client or of one that has a secret.
    let own = register(&member, &json!({})).expect(201);
    let own_path = format!("{PATH}/{}", own.at("/id"));
    member.patch(&own_path, own.etag(), &json!({"scopes": ["sync:read"], "keys": [key()]})).expect_problem(403, "forbidden");
    admin.patch(&own_path, own.etag(), &json!({"scopes": ["sync:read"]})).expect_problem(422, "invalid_body");
    let given = admin.patch(&own_path, own.etag(), &json!({"scopes": ["sync:read"], "keys": [key()]})).expect(200);
    assert_eq!(given.at("/authentication"), "private_key_jwt");
    // With keys the secret is gone; what it has already, its owner may keep.
    token(&app, own.at("/id"), own.at("/client_secret")).expect_problem(401, "invalid_client");
    member.patch(&own_path, given.etag(), &json!({"name": "Encore à moi"})).expect(200);
}

#[test]
fn what_is_no_key_no_origin_and_no_scope_is_refused() {
    let app = App::start();
    let member = app.token("entrepreneur");
    let with = |name: &str, value: Value| {
        let mut changed = key();
        changed[name] = value;
        json!({"keys": [changed]})
    };
    let mut private = key();
    private["d"] = json!("jpsQnnGQmL-YBIffH1136cspYG6-0iY7X1fCE9-E9LI");
    for bad in [
        json!({"keys": []}),
        json!({"keys": [private]}),
        with("x", json!("AAAA")),
        with("x", json!("*".repeat(43))),
        with("y", Value::Null),
        with("crv", json!("Ed25519")),
        with("crv", json!("P-521")),
        with("kty", json!("RSA")),
        with("kty", json!("oct")),
        with("kid", json!("")),
        with("alg", json!("HS256")),
        json!({"keys": [key(), key(), key(), key(), key(), key()]}),
        json!({"scopes": []}),
        json!({"scopes": ["admin"]}),
        json!({"scopes": ["directory:read "]}),
        json!({"name": ""}),
        json!({"name": "x\ny"}),
        json!({"owner_id": new_uuid()}),
        json!({"client_secret": "mine"}),
        json!({"revision": 9}),
    ] {
        register(&member, &bad).expect_problem(422, "invalid_body");
    }
    for origin in [
        "*",
        "null",
        "https://a.fr/",
        "https://a.fr/x",
        "https://a.fr:443",
        "https://A.fr",
        "http://a.fr",
        "https://u:p@a.fr",
        "https://a.fr?x",
        "https://*.a.fr",
        "ftp://a.fr",
        "a.fr",
        "",
    ] {
        let refused = register(&member, &json!({"allowed_origins": [origin]}));
        assert_eq!(refused.status, 422, "{origin}");
    }
    assert_eq!(app.sql_value("select count(*) from api_clients"), "0");
}

#[test]
fn clients_come_in_pages_the_newest_first() {
    let app = App::start();
    let member = app.token("entrepreneur");
    let ids: Vec<String> = (0..3).map(|_| register(&member, &json!({})).expect(201).at("/id").to_owned()).collect();
    let first = member.get("/v1/api-clients?limit=2").expect(200);
    assert_eq!((first.at("/items/0/id"), first.at("/items/1/id")), (ids[2].as_str(), ids[1].as_str()));
    let next = member.get(&format!("/v1/api-clients?limit=2&cursor={}", first.at("/next_cursor"))).expect(200);
    assert_eq!(next.at("/items/0/id"), ids[0]);
    assert!(next.body["next_cursor"].is_null());
}
