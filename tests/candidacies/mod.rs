//! The label candidacy as a living file.

mod create;
mod criteria;
mod dossiers;
mod evidence_files;
mod get;
mod milestones;
mod recommendations;
mod replay;
mod reviews;
mod supporters;
mod transition;
mod update;

use serde_json::{Value, json};

use crate::harness::{App, Client, Reply};

/// A candidacy to be, for the call of 2019.
pub fn file(name: &str) -> Value {
    json!({
        "name": {"fr": name}, "programme_id": "capitales-french-tech", "territory": "Sillon Lorrain",
        "lead": {"fr": "Le Sillon Lorrain"}, "members": ["Épinal", "Nancy", "Metz", "Thionville"],
        "summary": {"fr": "Quatre villes, un seul dossier."},
    })
}

/// One that a pilot began: its path.
pub fn begun(app: &App, name: &str) -> String {
    let made = app.token("pilot").post("/v1/candidacies", &file(name)).expect(201);
    format!("/v1/candidacies/{}", made.at("/slug"))
}

/// A document that says so.
pub fn source(says: &str) -> Value {
    json!({"title": "Article des essais", "publisher": "exemple.fr", "url": "https://exemple.fr/article", "says": says})
}

/// A figure for the companies with the Pass French Tech.
pub fn figure(perimeter: &str, value: i64) -> Value {
    json!({
        "criterion": "pass-french-tech", "title": format!("Pass French Tech, {perimeter}"), "kind": "figure", "frozen_on": "2019-02-11",
        "perimeter": perimeter, "value": value, "source": source("Trois entreprises."),
    })
}

/// Sends a file as evidence for how a candidacy is governed.
pub fn send_evidence(client: &Client, path: &str, name: &str, media_type: &str, bytes: &[u8]) -> Reply {
    let name: String = name.bytes().map(|byte| format!("%{byte:02X}")).collect();
    let address = format!("{path}/evidence-files?name={name}&criterion=gouvernance&title=Statuts");
    client.send("POST", &address, &[("content-type", media_type)], Some(bytes))
}

/// One step of a candidacy.
pub fn step(client: &Client, path: &str, to: &str, on: &str) -> Reply {
    client.post(&format!("{path}/transitions"), &json!({"to": to, "occurred_on": on, "source": source("Ainsi.")}))
}
