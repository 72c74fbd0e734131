//! The dossier: frozen, checked again, held against an earlier one, read.

use std::thread;

use serde_json::{Value, json};

use super::{begun, figure, source, step};
use crate::harness::{App, Client, Reply, eventually};

fn freeze(pilot: &Client, path: &str) -> Reply {
    pilot.post(&format!("{path}/dossier-versions"), &json!({})).expect(201)
}

fn address(path: &str, version: &Reply) -> String {
    format!("{path}/dossier-versions/{}", version.at("/id"))
}

/// What changed in a section: its kinds, with what they are called.
fn changes(comparison: &Reply, section: &str) -> Vec<(String, String)> {
    let sections = comparison.body["sections"].as_array().unwrap();
    let section = sections.iter().find(|one| one["section"] == section).unwrap();
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    section["changes"].as_array().unwrap().iter().map(|one| (text(&one["kind"]), text(&one["title"]["fr"]))).collect()
}

#[test]
fn a_version_holds_the_objectives_that_are_chosen_and_never_more_than_a_hundred() {
    let app = App::start();
    let (pilot, path) = (app.token("pilot"), begun(&app, "Essai"));
    let known = app.anonymous().get("/v1/objectives").expect(200).items().to_vec();
    let held = |body: &Value| -> Vec<Value> {
        let version = pilot.post(&format!("{path}/dossier-versions"), body).expect(201);
        let content = pilot.get(&format!("{}/dossier.json", address(&path, &version))).expect(200);
        content.body["objectives"].as_array().unwrap().iter().map(|one| one["id"].clone()).collect()
    };
    assert_eq!(held(&json!({})).len(), known.len());
    assert_eq!(held(&json!({"objective_ids": [known[1]["id"]]})), [known[1]["id"].clone()]);
    assert_eq!(held(&json!({"objective_ids": []})), Vec::<Value>::new());
    let refused = |body: &Value, code: &str| {
        let refused = pilot.post(&format!("{path}/dossier-versions"), body).expect_problem(422, "invalid_body");
        assert_eq!((refused.at("/errors/0/pointer"), refused.at("/errors/0/code")), ("/objective_ids", code));
    };
    refused(&json!({"objective_ids": [crate::harness::new_uuid()]}), "unknown_reference");
    refused(&json!({"objective_ids": vec![known[0]["id"].clone(); 101]}), "item_count");
}

#[test]
fn what_was_changed_while_it_was_read_is_not_frozen() {
    let app = App::start();
    let (pilot, path) = (app.token("pilot"), begun(&app, "Essai"));
    let mut other = app.database.client("postgres");
    let mut change = other.transaction().unwrap();
    let id = path.rsplit('/').next().unwrap();
    change.execute("update candidacies set revision = revision + 1 where slug = $1 or id::text = $1", &[&id]).unwrap();
    let refused = thread::scope(|scope| {
        let freezing = scope.spawn(|| pilot.post(&format!("{path}/dossier-versions"), &json!({})));
        let waits = "select count(*) from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'";
        eventually("what was read waits to be written", || (app.sql_value(waits) == "1").then_some(()));
        change.commit().unwrap();
        freezing.join().unwrap().expect_problem(503, "unavailable")
    });
    assert_eq!(refused.header("retry-after"), Some("1"));
    freeze(&pilot, &path);
}

#[test]
fn a_version_keeps_its_bytes_and_their_hash_while_the_work_goes_on() {
    let app = App::start();
    app.set_clock("2019-03-01T10:00:00Z");
    let (pilot, path) = (app.token("pilot"), begun(&app, "Essai"));
    pilot.post(&format!("{path}/evidence"), &figure("Lorraine", 3)).expect(201);
    let given = json!({"text": "Ouvrir le bureau.", "given_on": "2019-02-01", "source": source("Ainsi.")});
    pilot.post(&format!("{path}/recommendations"), &given).expect(201);
    let planned = json!({"type": "hearing", "title": {"fr": "Audition"}, "planned_on": "2019-06-01"});
    let milestone = pilot.post(&format!("{path}/milestones"), &planned).expect(201);
    step(&pilot, &path, "submitted", "2019-02-11").expect(201);
    let note = json!({"note": "Pour la deuxième vague."});
    let first = pilot.post(&format!("{path}/dossier-versions"), &note).expect(201);
    assert_eq!((first.at("/state"), first.at("/note")), ("submitted", "Pour la deuxième vague."));
    assert_eq!((&first.body["number"], &first.body["gaps"], &first.body["intact"]), (&json!(1), &json!(4), &json!(true)));
    let file = pilot.get(&format!("{}/dossier.json", address(&path, &first))).expect(200);
    // The database computes it again, from the bytes that came over HTTP.
    let hash = app.sql_value(&format!("select encode(sha256(convert_to($bytes${}$bytes$, 'UTF8')), 'hex')", file.text));
    assert_eq!(first.at("/sha256"), hash);
    let content = &file.body;
    assert_eq!(content["form"], "lorntech-dossier/1");
    assert_eq!(content["evidence"][0]["value"], 3);
    assert_eq!(content["recommendations"][0]["text"], "Ouvrir le bureau.");
    assert_eq!(content["milestones"][0]["title"]["fr"], "Audition");
    assert_eq!(content["steps"][0]["sources"][0]["says"], "Ainsi.");
    assert_eq!(content["consortium"][0], "Épinal");
    assert_eq!(content["gaps"].as_array().unwrap().len(), 4);
    let objectives = app.anonymous().get("/v1/objectives").expect(200).items().len();
    assert_eq!(content["objectives"].as_array().unwrap().len(), objectives);
    assert!(content["objectives"][0]["trajectory"]["path"].is_array());
    // As RFC 8785 has it: members in their order, nothing between them.
    assert!(file.text.starts_with("{\"candidacy\":{\"contacts\":[],\"id\":"), "{}", file.text);
    assert!(!file.text.contains("account_id"), "a person is in it");

    let later = json!({"planned_on": "2019-07-01"});
    pilot.patch(&format!("{path}/milestones/{}", milestone.at("/id")), milestone.etag(), &later).expect(200);
    pilot.post(&format!("{path}/evidence"), &figure("Alsace", 3)).expect(201);
    let second = freeze(&pilot, &path);
    assert_eq!((&second.body["number"], &second.body["gaps"]), (&json!(2), &json!(3)));
    assert_eq!(pilot.get(&format!("{}/dossier.json", address(&path, &first))).expect(200).text, file.text);
    let list = pilot.get(&format!("{path}/dossier-versions")).expect(200);
    assert_eq!(list.items().iter().map(|one| one["number"].as_i64().unwrap()).collect::<Vec<_>>(), [2, 1]);

    let comparison = format!("{}/comparison?with={}", address(&path, &second), first.at("/id"));
    let comparison = pilot.get(&comparison).expect(200);
    let one = |kind: &str, title: &str| vec![(kind.to_owned(), title.to_owned())];
    assert_eq!(changes(&comparison, "milestones"), one("changed", "Audition"));
    assert_eq!(changes(&comparison, "evidence"), one("added", "Pass French Tech, Alsace"));
    assert_eq!(changes(&comparison, "criteria").len(), 1, "its threshold is reached");
    assert_eq!(changes(&comparison, "objectives"), [], "nothing but the time has changed");
    let moved = comparison.body["sections"].as_array().unwrap().iter().find(|one| one["section"] == "milestones").unwrap();
    let expected = json!([{"member": "/planned_on", "before": "2019-06-01", "after": "2019-07-01"}]);
    assert_eq!(moved["changes"][0]["members"], expected);
    let back = format!("{}/comparison?with={}", address(&path, &first), second.at("/id"));
    assert_eq!(changes(&pilot.get(&back).expect(200), "evidence"), one("removed", "Pass French Tech, Alsace"));

    // A hand in the database is seen.
    app.sql("alter table dossier_versions drop constraint dossier_versions_sha256");
    app.sql("update dossier_versions set content = replace(content, 'Ouvrir', 'Fermer') where number = 1");
    let intact = |version: &Reply| pilot.get(&address(&path, version)).expect(200).body["intact"].clone();
    assert_eq!((intact(&first), intact(&second)), (json!(false), json!(true)));
}

#[test]
fn pilots_alone_freeze_and_read_and_nobody_changes_what_was_frozen() {
    let app = App::start();
    let (pilot, path) = (app.token("pilot"), "/v1/candidacies/french-tech-east");
    let version = freeze(&pilot, path);
    let (anonymous, member) = (app.anonymous(), app.token("entrepreneur"));
    let (one, list) = (address(path, &version), format!("{path}/dossier-versions"));
    let files = ["", "/dossier.json", "/dossier.pdf"].map(|end| format!("{one}{end}"));
    for address in files.iter().chain([&list]) {
        anonymous.get(address).expect_problem(401, "authentication_required");
        member.get(address).expect_problem(403, "forbidden");
        pilot.get(address).expect(200);
    }
    member.post(&list, &json!({})).expect_problem(403, "forbidden");
    let other = begun(&app, "Autre");
    pilot.get(&address(&other, &version)).expect_problem(404, "not_found");
    let foreign = freeze(&pilot, &other);
    let comparison = format!("{one}/comparison?with={}", foreign.at("/id"));
    pilot.get(&comparison).expect_problem(400, "invalid_parameter");
    member.get(&list.replace("french-tech-east", other.rsplit('/').next().unwrap())).expect_problem(404, "not_found");
    for change in ["update dossier_versions set note = 'autre'", "delete from dossier_versions"] {
        let refused = app.database.sql_as_service(&format!("begin; set local lorntech.role = 'service'; {change}; commit"));
        assert!(refused.is_err_and(|error| error.code().is_some_and(|code| code.code() == "42501")), "{change}");
    }
}

#[test]
fn the_pdf_is_in_the_language_of_its_reader() {
    let app = App::start();
    let pilot = app.token("pilot");
    let version = freeze(&pilot, "/v1/candidacies/metropole-french-tech");
    let path = format!("{}/dossier.pdf", address("/v1/candidacies/metropole-french-tech", &version));
    for (asked, language) in [("de-LU, de;q=0.9", "de"), ("en", "en"), ("it", "fr")] {
        let file = pilot.send("GET", &path, &[("accept-language", asked)], None).expect(200);
        assert_eq!(file.header("content-type"), Some("application/pdf"));
        assert_eq!(file.header("content-language"), Some(language));
        assert_eq!(file.header("content-disposition"), Some("attachment; filename=\"metropole-french-tech-1.pdf\""));
    }
}
