//! Projects: the path of an entrepreneur.

mod get_resources;
mod list;
mod requests;
mod statistics;
mod transition;
mod update;

use serde_json::{Value, json};

use crate::harness::{App, Client, Reply};

const PROJECTS: &str = "/v1/projects";

/// The service on Tuesday, 1 December 2026, at nine in Metz.
fn december() -> App {
    let app = App::start();
    app.set_clock("2026-12-01T08:00:00Z");
    app
}

/// A project of whoever calls, and its address.
fn keep(client: &Client, more: &Value) -> (String, Reply) {
    let mut project = json!({"name": "Capteurs pour vergers", "stage": "idea"});
    project.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    let kept = client.post(PROJECTS, &project).expect(201);
    (format!("{PROJECTS}/{}", kept.at("/id")), kept)
}

fn step(client: &Client, project: &str, to: &str, day: &str) -> Reply {
    client.post(&format!("{project}/transitions"), &json!({"to": to, "occurred_on": day}))
}

fn ids(list: &Reply) -> Vec<&str> {
    list.items().iter().map(|item| item["id"].as_str().unwrap()).collect()
}
