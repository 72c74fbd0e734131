//! What a candidacy shows for its criteria, and what it still lacks.

use serde_json::{Value, json};

use super::{begun, figure, step};
use crate::harness::{App, Client, Reply};

/// The kinds of what is missing, with the criterion of each.
fn gaps(pilot: &Client, path: &str) -> Vec<(String, String)> {
    let readiness = pilot.get(&format!("{path}/readiness")).expect(200);
    let gaps = readiness.body["gaps"].as_array().unwrap();
    assert_eq!(readiness.body["ready"], json!(gaps.is_empty()));
    for gap in gaps {
        assert!(gap["page"].as_str().unwrap().starts_with("/travail-candidature/"), "{gap}");
    }
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    gaps.iter().map(|gap| (text(&gap["kind"]), text(&gap["criterion"]))).collect()
}

fn criterion(reader: &Client, path: &str, code: &str) -> Value {
    let list = reader.get(&format!("{path}/criteria")).expect(200);
    list.items().iter().find(|one| one["criterion"]["code"] == code).unwrap().clone()
}

#[track_caller]
fn show(pilot: &Client, path: &str, evidence: &Value) -> Reply {
    pilot.post(&format!("{path}/evidence"), evidence).expect(201)
}

#[test]
fn gaps_are_closed_one_by_one_until_a_candidacy_is_ready() {
    let app = App::start();
    app.set_clock("2019-03-01T10:00:00Z");
    let (pilot, path) = (app.token("pilot"), begun(&app, "Essai"));
    let missing = |kind: &str, code: &str| (kind.to_owned(), code.to_owned());
    assert_eq!(
        gaps(&pilot, &path),
        ["pass-french-tech", "soutien-public", "gouvernance"].map(|code| missing("evidence_missing", code))
    );
    show(&pilot, &path, &figure("Lorraine", 3));
    let readiness = pilot.get(&format!("{path}/readiness")).expect(200);
    let gap = &readiness.body["gaps"][0];
    assert_eq!((&gap["kind"], &gap["counted"], &gap["minimum"]), (&json!("threshold_unmet"), &json!(3), &json!(5)));
    show(&pilot, &path, &figure("Alsace", 3));
    assert_eq!(criterion(&pilot, &path, "pass-french-tech")["state"], "met");
    let mut support = figure("Lorraine", 50);
    support["criterion"] = json!("soutien-public");
    support["valid_until"] = json!("2019-03-31");
    show(&pilot, &path, &support);
    let page = json!({"criterion": "gouvernance", "title": "Bureau", "kind": "url", "url": "https://exemple.fr/bureau"});
    show(&pilot, &path, &page);
    assert_eq!(gaps(&pilot, &path), []);
    app.set_clock("2019-04-01T10:00:00Z");
    let pilot = app.token("pilot");
    assert_eq!(
        gaps(&pilot, &path),
        [missing("threshold_unmet", "soutien-public"), missing("evidence_expired", "soutien-public")]
    );
    app.set_clock("2020-02-12T10:00:00Z");
    let pilot = app.token("pilot");
    let stale = gaps(&pilot, &path).into_iter().filter(|(kind, _)| kind == "figure_stale").count();
    assert_eq!(stale, 2, "a year and a day after both figures of the Pass");
}

#[test]
fn a_search_of_the_directory_is_frozen_with_its_count_and_the_hash_of_its_ids() {
    let app = App::start();
    let (pilot, path) = (app.token("pilot"), begun(&app, "Essai"));
    let search = json!({
        "criterion": "pass-french-tech", "title": "Universités", "kind": "directory_query", "query": {"kinds": ["university"]},
    });
    let shown = show(&pilot, &path, &search);
    let rows = app.sql("select id from organizations where status = 'published' and 'university' = any(kinds) order by id");
    let ids: Vec<String> = rows.into_iter().flatten().flatten().collect();
    assert!(!ids.is_empty());
    assert_eq!(shown.body["value"], json!(ids.len()));
    let hash = app.sql_value(&format!("select encode(sha256(convert_to('{}', 'UTF8')), 'hex')", ids.join("\n")));
    assert_eq!(shown.at("/shows/ids_sha256"), hash);
    // What comes later changes nothing of what was shown.
    app.sql("update organizations set kinds = '{association}' where 'university' = any(kinds)");
    assert_eq!(criterion(&pilot, &path, "pass-french-tech")["evidence"][0]["value"], json!(ids.len()));
    let again = show(&pilot, &path, &search);
    assert_eq!(again.body["value"], json!(0));
}

#[test]
fn each_kind_of_evidence_has_its_own_members() {
    let app = App::start();
    let (pilot, path) = (app.token("pilot"), begun(&app, "Essai"));
    let refused = |change: &[(&str, Value)]| -> Vec<(String, String)> {
        let mut evidence = figure("Lorraine", 3);
        for (member, value) in change {
            evidence[*member] = value.clone();
        }
        let refused = pilot.post(&format!("{path}/evidence"), &evidence).expect_problem(422, "invalid_body");
        let text = |value: &Value| value.as_str().unwrap().to_owned();
        refused.body["errors"].as_array().unwrap().iter().map(|error| (text(&error["pointer"]), text(&error["code"]))).collect()
    };
    let one = |pointer: &str, code: &str| vec![(pointer.to_owned(), code.to_owned())];
    assert_eq!(refused(&[("url", json!("https://exemple.fr"))]), one("/url", "not_allowed"));
    assert_eq!(refused(&[("source", Value::Null)]), one("/source", "required"));
    assert_eq!(refused(&[("criterion", json!("nulle-part"))]), one("/criterion", "unknown_reference"));
    assert_eq!(refused(&[("objective_id", json!(crate::harness::new_uuid()))]), one("/objective_id", "unknown_reference"));
    assert_eq!(refused(&[("frozen_on", json!("2999-01-01"))]), one("/frozen_on", "out_of_range"));
    assert_eq!(refused(&[("kind", json!("url")), ("url", json!("https://exemple.fr"))]).len(), 3);
    let objective = app.anonymous().get("/v1/objectives").expect(200).at("/items/0/id").to_owned();
    let mut with = figure("Lorraine", 3);
    with["objective_id"] = json!(objective);
    assert_eq!(show(&pilot, &path, &with).at("/shows/objective_id"), objective);
}

#[test]
fn what_is_shown_is_public_with_the_candidacy_and_pilots_alone_take_it_away() {
    let app = App::start();
    let (pilot, path) = (app.token("pilot"), begun(&app, "Essai"));
    let shown = show(&pilot, &path, &figure("Lorraine", 3));
    let (anonymous, member) = (app.anonymous(), app.token("entrepreneur"));
    anonymous.get(&format!("{path}/criteria")).expect_problem(404, "not_found");
    step(&pilot, &path, "submitted", "2019-02-11").expect(201);
    assert_eq!(criterion(&anonymous, &path, "pass-french-tech")["counted"], json!(3));
    let address = format!("{path}/evidence/{}", shown.at("/id"));
    let etag = pilot.get(&path).expect(200).etag().to_owned();
    member.post(&format!("{path}/evidence"), &figure("Lorraine", 3)).expect_problem(403, "forbidden");
    member.send("DELETE", &address, &[("if-match", &etag)], None).expect_problem(403, "forbidden");
    member.get(&format!("{path}/readiness")).expect_problem(403, "forbidden");
    anonymous.get(&format!("{path}/readiness")).expect_problem(401, "authentication_required");
    pilot.send("DELETE", &address, &[("if-match", "\"1\"")], None).expect_problem(412, "revision_mismatch");
    pilot.send("DELETE", &address, &[("if-match", &etag)], None).expect(204);
    assert_eq!(criterion(&anonymous, &path, "pass-french-tech")["state"], "no_evidence");
}
