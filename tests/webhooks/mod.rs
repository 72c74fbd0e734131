//! Webhooks: who registers them, what they are told, and what becomes of what does not arrive.

mod deliveries;
mod subscriptions;

use serde_json::{Value, json};

use crate::harness::{App, Client, Receiver, Reply, eventually};

pub const PATH: &str = "/v1/webhooks";

/// A service that may send to this machine.
pub fn start() -> App {
    App::start_with(&[("LORNTECH_WEBHOOK_ADDRESSES", "127.0.0.1")], &[])
}

pub fn register(client: &Client, receiver: &Receiver, types: &[&str]) -> Reply {
    client.post(PATH, &json!({"url": receiver.url(), "types": types})).expect(201)
}

/// Registers one, and waits until it has answered the challenge; its path and its secret.
pub fn active(client: &Client, receiver: &Receiver, types: &[&str]) -> (String, String) {
    let made = register(client, receiver, types);
    let path = format!("{PATH}/{}", made.at("/id"));
    stands(client, &path, "active");
    (path, made.at("/secret").to_owned())
}

/// Waits until it stands so.
pub fn stands(client: &Client, path: &str, status: &str) -> Reply {
    eventually(&format!("the webhook is {status}"), || Some(client.get(path).expect(200)).filter(|w| w.at("/status") == status))
}

/// Changes a record that is public; its path.
pub fn change(app: &App) -> String {
    let moderator = app.token("moderator");
    let path = "/v1/organizations/universite-de-lorraine";
    let read = moderator.get(path).expect(200);
    let summary = format!("Revue {}", read.body["revision"]);
    moderator.patch(path, read.etag(), &json!({"summary": {"fr": summary}})).expect(200);
    format!("/v1/organizations/{}", read.at("/id"))
}

/// The latest delivery of this type, when it holds.
pub fn delivery(client: &Client, path: &str, name: &str, holds: impl Fn(&Value) -> bool) -> Value {
    eventually(&format!("a delivery of {name} is as expected"), || {
        let page = client.get(&format!("{path}/deliveries")).expect(200);
        page.items().iter().find(|delivery| delivery["type"] == name).filter(|delivery| holds(delivery)).cloned()
    })
}
