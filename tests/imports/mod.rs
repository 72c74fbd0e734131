//! Imports: real files of others, the same files spoilt in the ways that files are, and what the API promises of them.

mod acceptance;
mod api;
mod decision;
mod kills;
mod spoilt;

use std::{fs, path::PathBuf};

use serde_json::Value;

use crate::harness::{App, Client, Database, Output, Reply, eventually, new_uuid, run, server};

/// One of the files that came from others.
fn file(name: &str) -> String {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("imports/files").join(name).to_string_lossy().into_owned()
}

/// What became of a line, as the command line writes it down.
#[derive(Debug, serde::Deserialize)]
struct Told {
    line: i64,
    outcome: String,
    name: String,
    problem: Option<Value>,
}

/// `lorntech import` into this database: how it ended, and one result for each line.
fn import(database: &Database, path: &str, arguments: &[&str]) -> (Output, Vec<Told>) {
    let folder = server().new_folder();
    let results = folder.join("results.ndjson").to_string_lossy().into_owned();
    let all = [&["import", path, "--unsafe-durability", "--quiet", "--results", &results], arguments].concat();
    let output = run(&all, &[("DATABASE_URL", &database.url())], None);
    let text = fs::read_to_string(&results).unwrap_or_default();
    let told = text.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    fs::remove_dir_all(folder).unwrap();
    (output, told)
}

fn count(told: &[Told], outcome: &str) -> usize {
    told.iter().filter(|told| told.outcome == outcome).count()
}

/// All that an import may change of the directory, in one value.
fn state(database: &Database) -> String {
    let of = "select md5(coalesce(string_agg(o::text, '|' order by o.id), '')) || (select count(*) from organization_identifiers) \
        || (select count(*) from change_log where kind = 'organization') from organizations o";
    database.sql(of)[0][0].clone().unwrap()
}

/// Saves a mapping under this name.
fn save(client: &Client, name: &str, mapping: &Value) -> Reply {
    let source = serde_json::json!({"system": name, "name": "Une liste", "licence": "CC BY 4.0"});
    client.post("/v1/import-mappings", &serde_json::json!({"name": name, "source": source, "mapping": mapping}))
}

fn simple() -> Value {
    serde_json::json!({
        "columns": [
            {"from": ["id"], "to": "external_id"}, {"from": ["nom"], "to": "name"}, {"from": ["cp"], "to": "postal_code"},
            {"from": ["ville"], "to": "locality"}, {"from": ["site"], "to": "website"}, {"from": ["siren"], "to": "siren"},
        ],
        "defaults": {"kinds": ["association"]},
    })
}

/// Sends a file with this key.
fn send(client: &Client, query: &str, key: &str, bytes: &[u8]) -> Reply {
    client.send("POST", &format!("/v1/imports?{query}"), &[("content-type", "text/csv"), ("idempotency-key", key)], Some(bytes))
}

/// The import once it has ended.
fn ended(client: &Client, location: &str) -> Value {
    eventually("the import ends", || {
        let body = client.get(location).expect(200).body;
        (body["ended_at"].is_string()).then_some(body)
    })
}

/// A file of so many lines, one in ten of which has no name.
fn lines(count: usize) -> String {
    let mut text = "id;nom;cp;ville;site;siren\n".to_owned();
    for number in 1..=count {
        let name = if number % 10 == 0 { String::new() } else { format!("Généré {number}") };
        text.push_str(&format!("{number};{name};57000;Metz;genere-{number}.example;\n"));
    }
    text
}

/// One file in an app, as a moderator sends it.
fn sent(app: &App, text: &str) -> (Client, String) {
    let moderator = app.token("moderator");
    save(&moderator, "liste", &simple()).expect(201);
    let reply = send(&moderator, "mapping=liste", &new_uuid(), text.as_bytes()).expect(202);
    let location = reply.header("location").unwrap().to_owned();
    (moderator, location)
}
