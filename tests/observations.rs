//! What was counted: drafts that are approved and locked, corrected by new versions, imported and computed.

use serde_json::{Value, json};

use crate::{
    fixtures::{JOBS, jobs, observation},
    harness::{App, Client, Reply, new_uuid},
};

#[track_caller]
fn approve(pilot: &Client, draft: &Reply) -> Reply {
    pilot.post(&format!("/v1/observations/{}/transitions", draft.at("/id")), &json!({"to": "approved"})).expect(201)
}

fn values(reply: &Reply) -> Vec<(String, f64, String)> {
    let one = |item: &Value| {
        let text = |place: &str| item.pointer(place).unwrap().as_str().unwrap().to_owned();
        (text("/date/on"), item["value"].as_f64().unwrap(), text("/status"))
    };
    reply.items().iter().map(one).collect()
}

#[test]
fn what_is_approved_is_locked_and_corrected_by_a_new_version() {
    let app = App::start();
    let (pilot, anonymous) = (app.token("pilot"), app.anonymous());
    let draft = pilot.post(JOBS, &jobs("2016-12-31", 11_400.0)).expect(201);
    pilot.post(JOBS, &jobs("2016-12-31", 11_401.0)).expect_problem(409, "already_exists");
    assert_eq!(anonymous.get(&format!("{JOBS}?history=true")).expect(200).items().len(), 0, "a draft is the pilots' own");
    let path = format!("/v1/observations/{}", draft.at("/id"));
    let mended = pilot.patch(&path, draft.etag(), &json!({"value": 11_420.5, "note": "Relu"})).expect(200);
    let first = approve(&pilot, &mended);
    assert_eq!((first.at("/status"), &first.body["allowed_transitions"]), ("approved", &json!(["withdrawn"])));
    pilot.patch(&path, first.etag(), &json!({"value": 1})).expect_problem(409, "state_conflict");
    pilot.send("DELETE", &path, &[("if-match", first.etag())], None).expect_problem(409, "state_conflict");
    let locked = app.sql_value(&format!(
        "do $$ begin update observations set value = 1 where id = '{}'; exception when raise_exception then null; end $$; \
         select value::text from observations where id = '{}'",
        first.at("/id"),
        first.at("/id")
    ));
    assert_eq!(locked, "11420.5", "by the database, too");

    let second = approve(&pilot, &pilot.post(JOBS, &jobs("2016-12-31", 11_900.0)).expect(201));
    assert_eq!(second.body["version"], 2);
    assert_eq!(values(&anonymous.get(JOBS).expect(200)), [("2016-12-31".into(), 11_900.0, "approved".into())]);
    let all = anonymous.get(&format!("{JOBS}?history=true")).expect(200);
    let both = [("2016-12-31".into(), 11_900.0, "approved".into()), ("2016-12-31".into(), 11_420.5, "superseded".into())];
    assert_eq!(values(&all), both);
    // Nothing lies between the end of one and the beginning of the other.
    assert_eq!(all.items()[1]["ended_at"], all.items()[0]["approved_at"]);
    let then = |at: &str| values(&anonymous.get(&format!("{JOBS}?known_at={}", at.replace('+', "%2B"))).expect(200));
    assert_eq!(then(first.at("/approved_at"))[0].1, 11_420.5);
    assert_eq!(then(second.at("/approved_at"))[0].1, 11_900.0);
    assert_eq!(anonymous.get(&format!("{JOBS}?as_of=2016-12-30")).expect(200).items().len(), 0);

    let withdrawn =
        pilot.post(&format!("/v1/observations/{}/transitions", second.at("/id")), &json!({"to": "withdrawn"})).expect(201);
    assert_eq!(withdrawn.at("/status"), "withdrawn");
    assert_eq!(anonymous.get(JOBS).expect(200).items().len(), 0);
    pilot
        .post(&format!("/v1/observations/{}/transitions", second.at("/id")), &json!({"to": "approved"}))
        .expect_problem(409, "state_conflict");
    assert_eq!(pilot.post(JOBS, &jobs("2016-12-31", 11_950.0)).expect(201).body["version"], 3);
}

#[test]
fn a_draft_is_changed_and_thrown_away_by_pilots_only() {
    let app = App::start();
    let (path, etag) = observation(&app);
    for name in ["entrepreneur", "moderator", "admin"] {
        let other = app.token(name);
        other.patch(&path, &etag, &json!({"value": 1})).expect_problem(403, "forbidden");
        other.post(&format!("{path}/transitions"), &json!({"to": "approved"})).expect_problem(403, "forbidden");
    }
    let pilot = app.token("pilot");
    assert_eq!(pilot.get(&format!("{JOBS}?history=true")).expect(200).items().len(), 1);
    pilot.send("DELETE", &path, &[("if-match", &etag)], None).expect(204);
    assert_eq!(pilot.get(&format!("{JOBS}?history=true")).expect(200).items().len(), 0);
}

fn import(client: &Client, query: &str, table: &str) -> Reply {
    let path = format!("/v1/indicators/emplois-numeriques/observation-imports{query}");
    client.send("POST", &path, &[("content-type", "text/csv"), ("idempotency-key", &new_uuid())], Some(table.as_bytes()))
}

#[test]
fn a_table_is_imported_line_by_line_with_a_result_for_each() {
    let app = App::start();
    let pilot = app.token("pilot");
    approve(&pilot, &pilot.post(JOBS, &jobs("2015-12-31", 10_700.0)).expect(201));
    let table = "Date;Value;source_title;source_publisher;note\n\
        2015-12-31;10 700;Enquête;Essai;\n\
        2016-12-31;11 400,5;Enquête;Essai;Relu\n\
        2017;12000;Enquête;;\n\
        31/12/2018;beaucoup;Enquête;Essai;\n\
        2016-12-31;11500;Enquête;Essai;\n";
    let outcomes = |reply: &Reply| -> Vec<(i64, String)> {
        let lines = reply.body["lines"].as_array().unwrap();
        lines.iter().map(|line| (line["line"].as_i64().unwrap(), line["outcome"].as_str().unwrap().to_owned())).collect()
    };
    let expected =
        [(2, "unchanged"), (3, "created"), (4, "refused"), (5, "refused"), (6, "refused")].map(|(n, o)| (n, o.to_owned()));
    let tried = import(&pilot, "?dry_run=true", table).expect(201);
    assert_eq!(outcomes(&tried), expected);
    assert_eq!(pilot.get(&format!("{JOBS}?history=true")).expect(200).items().len(), 1, "a trial changes nothing");
    let done = import(&pilot, "", table).expect(201);
    assert_eq!(outcomes(&done), expected);
    let errors = |line: usize| -> Vec<(&str, &str)> {
        let errors = done.body["lines"][line]["errors"].as_array().unwrap();
        errors.iter().map(|error| (error["column"].as_str().unwrap(), error["code"].as_str().unwrap())).collect()
    };
    assert_eq!(errors(2), [("source_publisher", "required")]);
    assert_eq!(errors(3), [("date", "invalid_format"), ("value", "wrong_type")]);
    assert_eq!(errors(4), [("date", "repeated")]);
    let drafts = values(&pilot.get(&format!("{JOBS}?history=true")).expect(200));
    assert_eq!(drafts[0], ("2016-12-31".into(), 11_400.5, "draft".into()));
    let again = import(&pilot, "", "date,value,source_title,source_publisher\n2016-12-31,11500,Enquête,Essai\n").expect(201);
    assert_eq!(outcomes(&again), [(2, "changed".to_owned())]);
    import(&pilot, "", "{}").expect_problem(422, "invalid_body");
    import(&app.token("moderator"), "", table).expect_problem(403, "forbidden");
}

#[test]
fn a_count_of_the_directory_keeps_its_query() {
    let app = App::start();
    let pilot = app.token("pilot");
    let path = "/v1/indicators/startups-accelerees/observation-counts";
    let counted = pilot.post(path, &json!({"query": {"kinds": ["startup"]}})).expect(201);
    let query = counted.at("/computation/query");
    assert_eq!(query, "/v1/organizations?kinds=startup");
    let list = app.anonymous().get(&format!("{query}&count=true&limit=1")).expect(200);
    assert_eq!((&counted.body["value"], &counted.body["computation"]["count"]), (&list.body["count"], &list.body["count"]));
    assert_eq!((counted.at("/origin"), counted.at("/status")), ("computed", "draft"));
    let path = format!("/v1/observations/{}", counted.at("/id"));
    let changed = pilot.patch(&path, counted.etag(), &json!({"value": 3})).expect(200);
    assert_eq!(
        (changed.at("/origin"), changed.body.get("computation")),
        ("entered", None),
        "what is changed by hand is nobody's count"
    );
}
