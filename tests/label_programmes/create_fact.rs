use serde_json::{Value, json};

use super::{FIRST, told};
use crate::{
    candidacies::source,
    harness::{App, new_uuid},
};

const FACTS: &str = "/v1/waves/metropole-french-tech-vague-1/facts";

fn counts(board: &Value) -> Vec<i64> {
    board["candidates"].as_array().unwrap().iter().map(|count| count["count"].as_i64().unwrap()).collect()
}

#[test]
fn what_another_source_tells_stays_beside_what_was_told() {
    let app = App::start();
    let (pilot, anonymous) = (app.token("pilot"), app.anonymous());
    let before = anonymous.get(FIRST).expect(200);
    let added = pilot.post(FACTS, &told("candidates", &json!({"count": 17, "qualifier": "about"}))).expect(201);
    assert_eq!((added.at("/kind"), added.at("/qualifier")), ("candidates", "about"));
    assert_eq!(added.header("location"), Some(FIRST));
    let board = anonymous.get(FIRST).expect(200);
    assert_eq!(counts(&board.body), [20, 16, 15, 17]);
    assert_eq!(board.body["candidates"][3]["id"], added.body["id"]);
    assert_ne!(board.etag(), before.etag());
    // A territory that was told of already has another fact, and no second line.
    let outcome = json!({"territory": "Rennes", "outcome": "candidate", "date": {"on": "2014-10-01", "precision": "month"}});
    pilot.post(FACTS, &told("territory", &outcome)).expect(201);
    let told_of = told("date", &json!({"date": {"on": "2014-11-13"}}));
    pilot.post(FACTS, &told_of).expect(201);
    let after = anonymous.get(FIRST).expect(200);
    let rennes = after.body["territories"].as_array().unwrap().iter().find(|one| one["name"] == "Rennes").unwrap();
    assert_eq!(rennes["facts"].as_array().unwrap().len(), 1 + 1);
    assert_eq!(after.body["dates"].as_array().unwrap().len(), before.body["dates"].as_array().unwrap().len() + 1);
    // Neither what is written twice by a retry.
    let key = new_uuid();
    let headers = [("idempotency-key", &*key)];
    let laureates = told("laureates", &json!({"count": 9}));
    pilot.post_with(FACTS, &headers, &laureates).expect(201);
    assert_eq!(pilot.post_with(FACTS, &headers, &laureates).expect(201).header("idempotency-replayed"), Some("true"));
    let now = anonymous.get(FIRST).expect(200).body["laureates"].as_array().unwrap().len();
    assert_eq!(now, before.body["laureates"].as_array().unwrap().len() + 1);
}

#[test]
fn each_fact_has_the_members_of_its_kind_and_a_source() {
    let app = App::start();
    let pilot = app.token("pilot");
    let wrong = |body: &Value, expected: &[(&str, &str)]| {
        let refused = pilot.post(FACTS, body).expect_problem(422, "invalid_body");
        let errors: Vec<(&str, &str)> = refused.body["errors"]
            .as_array()
            .unwrap()
            .iter()
            .map(|error| (error["pointer"].as_str().unwrap(), error["code"].as_str().unwrap()))
            .collect();
        assert_eq!(errors, expected, "{body}");
    };
    wrong(&told("candidates", &json!({})), &[("/count", "required")]);
    wrong(
        &told("candidates", &json!({"count": 3, "territory": "Metz", "theme": "MedTech"})),
        &[("/territory", "not_allowed"), ("/theme", "not_allowed")],
    );
    wrong(&told("territory", &json!({"territory": "Metz"})), &[("/outcome", "required")]);
    wrong(&told("date", &json!({"count": 3})), &[("/date", "required"), ("/count", "not_allowed")]);
    wrong(&told("laureates", &json!({"count": -1})), &[("/count", "out_of_range")]);
    wrong(&json!({"kind": "laureates", "count": 9}), &[("/source", "required")]);
    for (language, words) in [("fr", "obligatoire"), ("de", "erforderlich"), ("en", "required")] {
        let refused = pilot.with("accept-language", language).post(FACTS, &told("candidates", &json!({}))).expect(422);
        let detail = refused.at("/errors/0/detail").to_lowercase();
        assert!(detail.contains(words), "{language}: {detail}");
    }
    assert_eq!(counts(&app.anonymous().get(FIRST).expect(200).body), [20, 16, 15]);
}

#[test]
fn only_pilots_and_administrators_tell_of_waves() {
    let app = App::start();
    let fact = told("candidates", &json!({"count": 17}));
    for name in ["entrepreneur", "manager-metz", "moderator"] {
        app.token(name).post(FACTS, &fact).expect_problem(403, "forbidden");
    }
    app.anonymous().post(FACTS, &fact).expect_problem(401, "authentication_required");
    app.token("admin").post(FACTS, &fact).expect(201);
    app.token("pilot").post(&format!("/v1/waves/{}/facts", new_uuid()), &fact).expect_problem(404, "not_found");
}

#[test]
fn a_wave_has_up_to_500_facts() {
    let app = App::start();
    app.sql(
        "update label_waves set facts = (select jsonb_agg(jsonb_set(facts -> 0, '{id}', to_jsonb(md5(n::text)::uuid))) \
         from generate_series(1, 499) n) where slug = 'metropole-french-tech-vague-1'",
    );
    let pilot = app.token("pilot");
    pilot.post(FACTS, &told("candidates", &json!({"count": 17}))).expect(201);
    let full = pilot.post(FACTS, &told("candidates", &json!({"count": 18}))).expect_problem(422, "invalid_body");
    assert_eq!(full.at("/errors/0/code"), "item_count");
}

#[test]
fn as_of_leaves_out_what_is_told_of_a_later_day() {
    let app = App::start();
    let pilot = app.token("pilot");
    pilot.post(FACTS, &told("candidates", &json!({"count": 30, "date": {"on": "2030-01-01"}}))).expect(201);
    // Without a date of its own, that of its source.
    let mut read = source("Essai");
    read["published_on"] = json!("2031-01-01");
    pilot.post(FACTS, &json!({"kind": "candidates", "count": 31, "source": read})).expect(201);
    let on = |day: &str| counts(&app.anonymous().get(&format!("{FIRST}?as_of={day}")).expect(200).body);
    assert_eq!(on("2029-12-31"), [20, 16, 15]);
    assert_eq!(on("2030-12-31"), [20, 16, 15, 30]);
    assert_eq!(on("2031-01-01"), [20, 16, 15, 30, 31]);
    let long_ago = app.anonymous().get(&format!("{FIRST}?as_of=2012-12-31")).expect(200);
    assert_eq!(long_ago.body["territories"], json!([]));
    let csv = app.anonymous().get(&format!("{FIRST}.csv?as_of=2029-12-31")).expect(200);
    assert_eq!(csv.text.lines().filter(|line| line.contains(",candidates,")).count(), 3);
}
