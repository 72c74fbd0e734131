//! What partner regions read: feeds, snapshots and digests.

mod acks;
mod changes;
mod check;
mod cursors;
mod faults;
mod feeds;
mod follower;
mod guide;
mod made_up;
mod sandbox;
mod snapshots;
pub mod sources;
mod waiting;

use std::collections::BTreeMap;

use serde_json::{Value, json};

use crate::harness::{App, Client, Reply};

pub const CHANGES: &str = "/v1/sync/changes?kind=organization";

/// The client of a partner who speaks for this region.
pub fn partner(app: &App, authority: Option<&str>) -> Client {
    let mut body = json!({"name": "Région partenaire", "scopes": ["sync:read"], "test": true});
    if let Some(authority) = authority {
        body["authority"] = json!(authority);
    }
    let made = app.token("admin").post("/v1/api-clients", &body).expect(201);
    let form =
        [("grant_type", "client_credentials"), ("client_id", made.at("/id")), ("client_secret", made.at("/client_secret"))];
    let token = app.anonymous().form("/oauth/token", &form).expect(200);
    app.anonymous().with_token(token.at("/access_token"))
}

/// The page to which an address leads.
#[track_caller]
pub fn follow(app: &App, client: &Client, address: &str) -> Reply {
    client.get(address.strip_prefix(app.base()).expect("an address of ours")).expect(200)
}

/// All items from here on, in their order, and the last page.
#[track_caller]
pub fn read(app: &App, client: &Client, path: &str) -> (Vec<Value>, Reply) {
    let (mut items, mut page) = (vec![], client.get(path).expect(200));
    while !page.items().is_empty() {
        items.extend(page.items().to_vec());
        page = follow(app, client, page.at("/next"));
    }
    (items, page)
}

/// What a copy holds that takes over these items: by id, revision and data.
pub fn apply(copy: &mut BTreeMap<String, Value>, items: &[Value]) {
    for item in items {
        let id = item["id"].as_str().unwrap().to_owned();
        if item["state"] == "deleted" {
            copy.remove(&id);
        } else {
            copy.insert(id, json!({"revision": item["revision"], "data": item["data"]}));
        }
    }
}

/// A published record of this name; its id.
#[track_caller]
pub fn publish(app: &App, name: &str) -> String {
    let made = app.token("entrepreneur").post("/v1/organizations", &json!({"name": name, "kinds": ["association"]})).expect(201);
    step(app, made.at("/id"), &json!({"to": "published"}));
    made.at("/id").to_owned()
}

#[track_caller]
pub fn step(app: &App, id: &str, to: &Value) {
    app.token("moderator").post(&format!("/v1/organizations/{id}/transitions"), to).expect(201);
}
