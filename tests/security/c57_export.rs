//! C-57: a copy of one's data holds every column that the catalogue calls personal, and is its owner's alone.

use std::{
    collections::BTreeMap,
    io::{Cursor, Read},
};

use serde_json::Value;

use super::canaries::{columns, seed, values};
use crate::{
    fixtures::PDF,
    harness::{App, Client, eventually},
};

const DAY: i64 = 24 * 60 * 60;

/// The files of a copy, waited for.
fn copy(client: &Client) -> (String, BTreeMap<String, String>) {
    let asked = client.send("POST", "/v1/me/exports", &[], None).expect(201);
    let path = asked.header("location").unwrap().to_owned();
    assert_eq!(asked.at("/status"), "waiting");
    let ready = eventually("the copy is made", || {
        let export = client.get(&path).expect(200);
        (export.at("/status") == "ready").then_some(export)
    });
    assert_eq!(ready.body["progress"]["done"], ready.body["progress"]["total"]);
    let file = client.get(&format!("{path}/file")).expect(200);
    assert_eq!(file.header("content-type"), Some("application/zip"));
    assert_eq!((file.header("cache-control"), file.header("content-encoding")), (Some("no-store"), None));
    assert_eq!(ready.body["size"], file.bytes.len());
    let mut zip = zip::ZipArchive::new(Cursor::new(file.bytes)).unwrap();
    let mut files = BTreeMap::new();
    for place in 0..zip.len() {
        let mut entry = zip.by_index(place).unwrap();
        let mut text = String::new();
        entry.read_to_string(&mut text).unwrap();
        files.insert(entry.name().unwrap().into_owned(), text);
    }
    (path, files)
}

#[test]
fn c57_a_copy_holds_every_value_of_every_personal_column() {
    let app = App::start();
    let person = seed(&app);
    let columns = columns(&app);
    let held: Vec<Vec<Value>> = columns.iter().map(|column| values(&app, column, &person.id)).collect();
    let (_, files) = copy(&person.client);
    let data: Value = serde_json::from_str(&files["data.json"]).unwrap();
    let tables = data["tables"].as_array().unwrap();
    let mut missing = vec![];
    assert!(columns.len() > 70, "{}", columns.len());
    for (column, held) in columns.iter().zip(held) {
        let place = format!("{}.{}", column.table, column.name);
        assert!(!held.is_empty(), "{place} holds nothing of the person: give it a row in canaries.rs");
        let Some(table) = tables.iter().find(|table| table["table"] == column.table.as_str()) else {
            missing.push(place);
            continue;
        };
        let given: Vec<&Value> = table["rows"].as_array().unwrap().iter().map(|row| &row[&column.name]).collect();
        if matches!(column.kind.as_str(), "secret" | "copy") {
            // Named, so that its person knows of it, and not given.
            assert!(table["not_given"].as_array().unwrap().contains(&column.name.clone().into()), "{place}");
            assert!(held.iter().all(|value| value.is_null() || !given.contains(&value)), "{place} is given");
            continue;
        }
        let sheet = csv_column(&files[&format!("tables/{}.csv", column.table)], &column.name);
        for value in held {
            let text = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
            // What is about somebody else is left out: a name of whoever wrote a note, or of whoever was invited.
            let elsewhere = ["request_messages.author_id", "request_messages.author_name", "audit_log.actor_id"];
            let found = given.contains(&&value) && sheet.iter().any(|cell| cell.trim_start_matches('\'') == text);
            let about_others = elsewhere.contains(&place.as_str()) && !given.is_empty();
            if !found && !about_others {
                missing.push(format!("{place}: {value}"));
            }
        }
    }
    assert!(missing.is_empty(), "the copy lacks {missing:#?}");
    // Own messages bear one's name; the agent's note is given without its author.
    let messages = tables.iter().find(|table| table["table"] == "request_messages").unwrap()["rows"].as_array().unwrap();
    let note = messages.iter().find(|row| row["internal"] == true).unwrap();
    assert!(note["author_id"].is_null() && note["author_name"].is_null() && note["body"].as_str().unwrap().starts_with("canary"));
    assert!(messages.iter().any(|row| row["author_id"] == person.id.as_str()));
    let documents: Vec<&String> = files.iter().filter(|(name, _)| name.starts_with("documents/")).map(|(_, text)| text).collect();
    assert_eq!(documents, [std::str::from_utf8(PDF).unwrap()], "its bytes, too");
    assert!(files["README.txt"].contains("articles 15 et 20"), "{}", files["README.txt"]);
}

#[test]
fn c57_a_copy_is_its_owners_alone_and_it_is_written_down_who_took_it() {
    let app = App::start();
    let (path, _) = copy(&app.new_member("camille"));
    // Its owner hears of it, by a letter that opens nothing.
    let mail = app
        .mail("the letter", |mail| mail.is_to("camille@demo.lorntech.example") && mail.subject.contains("copie de vos données"));
    assert!(mail.text.contains("/compte/donnees") && !mail.text.contains(path.rsplit('/').next().unwrap()), "{}", mail.text);
    // Nobody else finds it, not even by its id, and it is written down who took it.
    let file = format!("{path}/file");
    for other in [app.token("entrepreneur"), app.token("admin")] {
        other.get(&path).expect_problem(404, "not_found");
        other.get(&file).expect_problem(404, "not_found");
        assert!(other.get("/v1/me/exports").expect(200).items().is_empty());
    }
    app.anonymous().get(&file).expect_problem(401, "authentication_required");
    let export = path.rsplit('/').next().unwrap();
    let log = format!("select string_agg(action, ',' order by id) from audit_log where subject_id = '{export}'");
    assert_eq!(app.sql_value(&log), "export.requested,export.made,export.downloaded");
}

fn csv_column(text: &str, name: &str) -> Vec<String> {
    let mut reader = csv::Reader::from_reader(text.trim_start_matches('\u{feff}').as_bytes());
    let place = reader.headers().unwrap().iter().position(|header| header == name).unwrap_or_else(|| panic!("no {name}: {text}"));
    reader.records().map(|record| record.unwrap()[place].to_owned()).collect()
}

#[test]
fn c57_a_copy_needs_a_fresh_sign_in_is_made_once_and_is_gone_after_a_week() {
    let app = App::start_with(&[], &["--no-worker"]);
    let member = app.token("entrepreneur");
    let ask = |client: &Client| client.send("POST", "/v1/me/exports", &[], None);
    let first = ask(&member).expect(201);
    assert_eq!(ask(&member).expect(201).at("/id"), first.at("/id"), "one at a time");
    let path = first.header("location").unwrap();
    member.get(&format!("{path}/file")).expect_problem(404, "not_found");
    app.sql(&format!(
        "update exports set status = 'ready', content = 'x', ready_at = now(), expires_at = now() + interval '7 days' where id = '{}'",
        first.at("/id")
    ));
    member.get(&format!("{path}/file")).expect(200);
    // A browser that somebody left open must not give a copy away.
    app.advance_clock(11 * 60);
    let browser = app.sign_in("entrepreneur");
    app.advance_clock(11 * 60);
    browser.send("POST", "/v1/me/exports", &[], None).expect_problem(403, "step_up_required");
    browser.get(&format!("{path}/file")).expect_problem(403, "step_up_required");
    browser.get(path).expect(200);
    app.advance_clock(7 * DAY);
    let later = app.token("entrepreneur");
    later.get(path).expect_problem(404, "not_found");
    later.get(&format!("{path}/file")).expect_problem(404, "not_found");
    assert!(later.get("/v1/me/exports").expect(200).items().is_empty());
}

#[test]
fn c57_what_is_kept_is_told_as_the_register_says_it() {
    let app = App::start();
    let person = seed(&app);
    let told = person.client.get("/v1/me/personal-data").expect(200);
    let items = told.items();
    for column in columns(&app) {
        let table =
            items.iter().find(|item| item["table"] == column.table.as_str()).unwrap_or_else(|| panic!("{}", column.table));
        let told = table["columns"].as_array().unwrap().iter().find(|known| known["name"] == column.name.as_str());
        let told = told.unwrap_or_else(|| panic!("{}.{}", column.table, column.name));
        assert_eq!(told["kind"], column.kind.as_str());
        assert!(table["rows"].as_i64().unwrap() > 0, "{} has no row of the person", column.table);
    }
    assert_eq!(told.at("/kept/0/reason"), "canary-legal_holds-reason");
}
