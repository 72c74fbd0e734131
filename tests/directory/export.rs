//! The directory as files.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use crate::harness::{App, Reply};

/// The lines of a CSV by RFC 4180, read by hand: what is sent is what is tested.
pub fn cells(csv: &str) -> Vec<Vec<String>> {
    let (mut rows, mut row, mut cell, mut quoted) = (vec![], vec![], String::new(), false);
    let mut marks = csv.chars().peekable();
    while let Some(mark) = marks.next() {
        match mark {
            '"' if quoted && marks.peek() == Some(&'"') => cell.push(marks.next().unwrap()),
            '"' => quoted = !quoted,
            ',' if !quoted => row.push(std::mem::take(&mut cell)),
            '\r' if !quoted && marks.peek() == Some(&'\n') => {
                marks.next();
                row.push(std::mem::take(&mut cell));
                rows.push(std::mem::take(&mut row));
            }
            other => cell.push(other),
        }
    }
    assert!(cell.is_empty() && row.is_empty() && !quoted, "the last line has no end");
    rows
}

fn published(app: &App, condition: &str) -> BTreeSet<String> {
    let rows = app.sql(&format!("select id from organizations where status = 'published' and {condition}"));
    rows.into_iter().flatten().flatten().collect()
}

fn lines(reply: &Reply) -> Vec<Value> {
    reply.text.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

#[test]
fn every_face_holds_what_the_list_holds_and_nothing_of_a_proposal() {
    let app = App::start();
    let member = app.token("entrepreneur");
    crate::fixtures::propose(&member, "Proposition secrète");
    // More than one batch.
    app.sql(
        "insert into organizations (id, slug, name, kinds, territory, status) select gen_random_uuid(), 'lot-' || n, 'Lot ' || n, \
         '{cluster}', 'fr-lorraine', 'published' from generate_series(1, 1200) as n",
    );
    for client in [&app.anonymous(), &member, &app.token("moderator")] {
        for (query, condition) in [("", "true"), ("?kinds=university&country=DE", "'university' = any(kinds) and country = 'DE'")]
        {
            let expected = published(&app, condition);
            let csv = client.get(&format!("/v1/organizations.csv{query}")).expect(200);
            let rows = cells(&csv.text);
            assert_eq!(rows[1..].iter().map(|row| row[0].clone()).collect::<BTreeSet<_>>(), expected);
            assert!(rows.iter().all(|row| row.len() == rows[0].len()) && rows.len() == expected.len() + 1);
            let ndjson = lines(&client.get(&format!("/v1/organizations.ndjson{query}")).expect(200));
            assert_eq!(ndjson.iter().map(|line| line["id"].as_str().unwrap().to_owned()).collect::<BTreeSet<_>>(), expected);
            let geojson = client.get(&format!("/v1/organizations.geojson{query}")).expect(200);
            let features = geojson.body["features"].as_array().unwrap();
            assert_eq!(features.iter().map(|one| one["id"].as_str().unwrap().to_owned()).collect::<BTreeSet<_>>(), expected);
        }
    }
    // A search that finds nothing but by mending finds the same here.
    let found = app.anonymous().get("/v1/organizations.ndjson?q=univesite%20loraine").expect(200);
    assert!(lines(&found).iter().any(|line| line["slug"] == "universite-de-lorraine"));
    app.anonymous().get("/v1/organizations.csv?limit=1").expect_problem(400, "unknown_parameter");
    assert_eq!(app.anonymous().get("/v1/organizations.csv?kinds=totem").expect(200).text.lines().count(), 1);
    assert_eq!(app.anonymous().get("/v1/organizations.geojson?kinds=totem").expect(200).body["features"], json!([]));
}

#[test]
fn each_record_says_where_it_comes_from_in_every_face() {
    let app = App::start();
    let anonymous = app.anonymous();
    let path = |face: &str| format!("/v1/organizations.{face}?source=ror");
    let csv = cells(&anonymous.get(&path("csv")).expect(200).text);
    let at = |name: &str| csv[0].iter().position(|column| column == name).unwrap();
    assert!(csv[1..].iter().all(|row| row[at("attribution")].contains("ROR") && row[at("licence")] == "CC0 1.0"));
    let features = anonymous.get(&path("geojson")).expect(200);
    for feature in features.body["features"].as_array().unwrap() {
        assert!(feature["properties"]["attribution"].as_str().unwrap().contains("ROR"), "{feature}");
    }
    for line in lines(&anonymous.get(&path("ndjson")).expect(200)) {
        assert!(line["source"]["attribution"].as_str().unwrap().contains("ROR"), "{line}");
        assert_eq!(line["created_by"], Value::Null);
    }
}

#[test]
fn a_record_is_the_same_in_ndjson_as_alone() {
    let app = App::start();
    let anonymous = app.anonymous();
    let line = lines(&anonymous.get("/v1/organizations.ndjson?q=urbanloop").expect(200)).remove(0);
    assert_eq!(line, anonymous.get("/v1/organizations/urbanloop").expect(200).body);
}
