//! Labels, their calls and waves, each fact with its source.

mod create_call;
mod create_criteria_version;
mod create_fact;
mod create_fact_transition;
mod create_wave;
mod update_call;
mod update_wave;

use serde_json::{Value, json};

use crate::harness::{App, new_uuid};

const FIRST: &str = "/v1/waves/metropole-french-tech-vague-1/board";

/// What a source tells of a wave.
pub fn told(kind: &str, members: &Value) -> Value {
    let mut fact = json!({"kind": kind, "source": crate::candidacies::source("Essai")});
    fact.as_object_mut().unwrap().extend(members.as_object().unwrap().clone());
    fact
}

/// One that a pilot wrote down: its id.
pub fn fact(app: &App) -> String {
    let facts = "/v1/waves/metropole-french-tech-vague-2/facts";
    app.token("pilot").post(facts, &told("candidates", &json!({"count": 17}))).expect(201).at("/id").to_owned()
}

#[test]
fn a_programme_is_told_with_its_calls_their_criteria_and_its_waves() {
    let app = App::start();
    let anonymous = app.anonymous();
    let listed = anonymous.get("/v1/label-programmes").expect(200);
    let slugs: Vec<&Value> = listed.items().iter().map(|programme| &programme["slug"]).collect();
    assert_eq!(slugs, ["metropole-french-tech", "capitales-french-tech"]);
    let old = anonymous.get("/v1/label-programmes/metropole-french-tech").expect(200);
    assert_eq!((old.at("/succeeded_by"), old.at("/ended/announced/on")), ("capitales-french-tech", "2018-10-01"));
    assert_eq!(old.body["waves"].as_array().unwrap().len(), 2);
    // No source states what was asked for in 2014.
    assert_eq!(old.body["calls"][0]["criteria_versions"], json!([]));
    let new = anonymous.get(&format!("/v1/label-programmes/{}", listed.at("/items/1/id"))).expect(200);
    let criteria = &new.body["calls"][0]["criteria_versions"][0]["criteria"];
    assert_eq!((&criteria[0]["code"], &criteria[0]["minimum"]), (&json!("pass-french-tech"), &json!(5)));
    assert_eq!(criteria.as_array().unwrap().len(), 3);
}

#[test]
fn the_board_of_a_wave_keeps_every_count_and_every_date_with_its_source() {
    let app = App::start();
    let first = app.anonymous().get(FIRST).expect(200);
    let counts: Vec<(&Value, &Value)> = first.body["candidates"]
        .as_array()
        .unwrap()
        .iter()
        .map(|count| (&count["count"], &count["source"]["publisher"]))
        .collect();
    assert_eq!(
        counts,
        [(&json!(20), &json!("Presse")), (&json!(16), &json!("digital-mif.fr")), (&json!(15), &json!("europe1.fr"))]
    );
    assert_eq!(first.at("/candidates/0/qualifier"), "about");
    let territories = first.body["territories"].as_array().unwrap();
    assert_eq!(territories.len(), 10);
    // Whoever was not retained comes after all who were.
    assert_eq!(territories[9]["name"], "Nancy-Metz");
    assert!(territories[..9].iter().all(|territory| territory["facts"][0]["outcome"] == "retained"));
    let second = app.anonymous().get("/v1/waves/metropole-french-tech-vague-2/board").expect(200);
    let dates: Vec<&Value> = second.body["dates"].as_array().unwrap().iter().map(|fact| &fact["date"]["on"]).collect();
    assert_eq!(dates, ["2015-06-24", "2015-06-25"]);
    let lorntech =
        second.body["territories"].as_array().unwrap().iter().find(|territory| territory["name"] == "LORnTECH").unwrap();
    assert_eq!(lorntech["facts"].as_array().unwrap().len(), 3);
}

#[test]
fn the_board_is_open_data_with_a_line_for_each_fact() {
    let app = App::start();
    let csv = app.anonymous().get(&format!("{FIRST}.csv")).expect(200);
    assert!(csv.header("content-type").unwrap().starts_with("text/csv"));
    let rows: Vec<Vec<String>> = crate::directory::export::cells(&csv.text);
    let at = |name: &str| rows[0].iter().position(|column| column == name).unwrap();
    assert_eq!(rows.len(), 1 + 2 + 3 + 11);
    let counts: Vec<&str> =
        rows.iter().filter(|row| row[at("fact")] == "candidates").map(|row| row[at("count")].as_str()).collect();
    assert_eq!(counts, ["20", "16", "15"]);
    assert!(rows[1..].iter().all(|row| !row[at("source_publisher")].is_empty() && !row[at("date")].is_empty()), "{rows:?}");
    // A name that a spreadsheet would take for a formula is a text.
    app.sql("update label_waves set facts = replace(facts::text, '\"Rennes\"', '\"=1+1\"')::jsonb where position = 1");
    let csv = app.anonymous().get(&format!("{FIRST}.csv")).expect(200);
    assert!(csv.text.contains(",'=1+1,") && !csv.text.contains(",=1+1"), "{}", csv.text);
}

#[test]
fn what_is_not_there_is_not_found() {
    let app = App::start();
    let anonymous = app.anonymous();
    for id in ["nulle-part", &new_uuid()] {
        for path in [format!("/v1/label-programmes/{id}"), format!("/v1/waves/{id}/board"), format!("/v1/waves/{id}/board.csv")] {
            anonymous.get(&path).expect_problem(404, "not_found");
        }
    }
}

#[test]
fn what_was_kept_before_facts_had_ids_is_told_as_it_was() {
    let app = App::start();
    let before = app.anonymous().get(FIRST).expect(200);
    app.sql(
        "update label_waves set facts = (select jsonb_agg(f.told - 'id' - 'recorded_at' order by f.place) \
         from jsonb_array_elements(facts) with ordinality as f (told, place))",
    );
    app.sql(include_str!("../../api/schema/migrations/2026-11-28-971000_wave_facts/up.sql"));
    let after = app.anonymous().get(FIRST).expect(200);
    let told = |board: &Value| {
        let of = |kind: &str, member: &str| -> Vec<Value> {
            board[kind].as_array().unwrap().iter().map(|fact| fact[member].clone()).collect()
        };
        (of("dates", "date"), of("candidates", "count"), of("territories", "name"))
    };
    assert_eq!(told(&after.body), told(&before.body));
    let ids: std::collections::BTreeSet<&str> =
        ["/candidates/0/id", "/candidates/1/id", "/candidates/2/id"].map(|place| after.at(place)).into_iter().collect();
    assert_eq!(ids.len(), 3);
    // Since when the wave is known.
    let known = |at: &str| app.anonymous().get(&format!("{FIRST}?known_at={at}")).expect(200).body["candidates"].clone();
    assert_eq!(known("2020-01-01T00:00:00Z"), json!([]));
    assert_eq!(known(&after.at("/candidates/0/recorded_at").replace('+', "%2B")), after.body["candidates"]);
}
