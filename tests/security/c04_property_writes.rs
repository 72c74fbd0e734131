//! C-04: nobody writes a property that the service sets, whatever they may write beside it.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use super::{c41_text::bodies, document, kept, operations, shared};

/// What decides about rights, time and order, wherever it may be called so.
const PRIVILEGED: [&str; 20] = [
    "id",
    "account_id",
    "admin",
    "assignees",
    "authority",
    "closes_at",
    "created_at",
    "created_by",
    "due_at",
    "grants",
    "owner_id",
    "password_hash",
    "requester_id",
    "revision",
    "role",
    "roles",
    "score",
    "source",
    "status",
    "updated_at",
];

/// The properties of a schema, of all its forms.
fn properties(document: &Value, schema: &Value, found: &mut BTreeSet<String>) {
    let schema = match schema["$ref"].as_str() {
        Some(name) => document.pointer(name.trim_start_matches('#')).unwrap(),
        None => schema,
    };
    for branch in ["oneOf", "anyOf", "allOf"] {
        for one in schema[branch].as_array().into_iter().flatten() {
            properties(document, one, found);
        }
    }
    found.extend(schema["properties"].as_object().into_iter().flatten().map(|(name, _)| name.clone()));
}

/// Of the body that an operation takes, and of what it answers.
fn taken_and_answered(document: &Value, operation: &Value) -> (BTreeSet<String>, BTreeSet<String>) {
    let (mut taken, mut answered) = (BTreeSet::new(), BTreeSet::new());
    for content in operation["requestBody"]["content"].as_object().into_iter().flat_map(|content| content.values()) {
        properties(document, &content["schema"], &mut taken);
    }
    let good = operation["responses"].as_object().unwrap().iter().filter(|(status, _)| status.starts_with('2'));
    for (_, response) in good {
        for content in response["content"].as_object().into_iter().flat_map(|content| content.values()) {
            properties(document, &content["schema"], &mut answered);
        }
    }
    (taken, answered)
}

#[test]
fn c04_a_property_that_the_service_sets_is_refused_and_nothing_changes() {
    let app = shared();
    let document = document(&app.anonymous());
    let operations = operations(&document);
    let bodies = bodies(&app);
    app.all_mails();
    let before = kept(&app);
    let mut tried = 0;
    for (id, path, client, good) in &bodies {
        let (method, _, operation) = operations.iter().find(|(_, _, operation)| operation["operationId"] == *id).unwrap();
        let media_type = operation["requestBody"]["content"].as_object().unwrap().keys().next().unwrap();
        let (taken, answered) = taken_and_answered(&document, operation);
        let privileged = answered.into_iter().chain(PRIVILEGED.map(str::to_owned)).filter(|name| !taken.contains(name));
        for name in privileged.collect::<BTreeSet<_>>() {
            for value in [json!("admin"), json!(1)] {
                let mut body = good.clone();
                body[&name] = value;
                let headers = [("content-type", media_type.as_str()), ("if-match", "\"0-fr\"")];
                let reply = client.send(method, path, &headers, Some(body.to_string().as_bytes()));
                assert_eq!((reply.status, reply.code()), (422, "invalid_body"), "{id} took {name}: {}", reply.text);
                let named = |error: &Value| error["pointer"] == format!("/{name}") && error["code"] == "unknown_member";
                assert!(reply.body["errors"].as_array().unwrap().iter().any(named), "{id} {name}: {}", reply.text);
                tried += 1;
            }
        }
    }
    assert!(tried > 500, "{tried}");
    assert_eq!(kept(&app), before);
}
