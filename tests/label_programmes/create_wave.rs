use serde_json::{Value, json};

use crate::{candidacies::source, harness::App};

const WAVES: &str = "/v1/label-programmes/metropole-french-tech/waves";

fn wave(name: &str, day: &str) -> Value {
    json!({"name": {"fr": name}, "dates": [{"date": {"on": day}, "source": source("Essai")}]})
}

#[test]
fn a_wave_is_added_with_its_dates_and_stands_where_they_put_it() {
    let app = App::start();
    let (pilot, anonymous) = (app.token("pilot"), app.anonymous());
    let before = anonymous.get("/v1/label-programmes/metropole-french-tech").expect(200);
    let added = pilot.post(WAVES, &wave("Vague 0", "2013-12-01")).expect(201);
    assert_eq!((added.at("/slug"), added.at("/dates/0/date/on")), ("metropole-french-tech-vague-0", "2013-12-01"));
    let board = anonymous.get(added.header("location").unwrap()).expect(200);
    assert_eq!((&board.body, board.etag()), (&added.body, added.etag()));
    // Of the same name is another wave, and one of which no date is told comes last.
    let undated = pilot.post(WAVES, &json!({"name": {"fr": "Vague 0"}})).expect(201);
    assert_eq!(undated.at("/slug"), "metropole-french-tech-vague-0-2");
    let after = anonymous.get("/v1/label-programmes/metropole-french-tech").expect(200);
    let waves = after.body["waves"].as_array().unwrap();
    let slugs: Vec<&str> = waves.iter().map(|wave| wave["slug"].as_str().unwrap()).collect();
    let expected = ["vague-0", "vague-1", "vague-2", "vague-0-2"].map(|end| format!("metropole-french-tech-{end}"));
    assert_eq!(slugs, expected);
    assert_ne!(after.etag(), before.etag());
    // A date that was wrong is withdrawn, and the wave finds its place.
    let date = added.at("/dates/0/id");
    let withdrawal = json!({"to": "withdrawn", "reason": "Une autre année."});
    pilot.post(&format!("/v1/wave-facts/{date}/transitions"), &withdrawal).expect(201);
    let moved = anonymous.get("/v1/label-programmes/metropole-french-tech").expect(200);
    assert_eq!(moved.body["waves"][2]["slug"], "metropole-french-tech-vague-0");
    assert_ne!(moved.etag(), after.etag());
    let none = json!({"name": {"fr": "Vague"}, "dates": [{"date": {"on": "2013-12-01"}}]});
    let refused = pilot.post(WAVES, &none).expect_problem(422, "invalid_body");
    assert_eq!((refused.at("/errors/0/pointer"), refused.at("/errors/0/code")), ("/dates/0/source", "required"));
}

#[test]
fn only_pilots_and_administrators_add_waves() {
    let app = App::start();
    for name in ["entrepreneur", "manager-metz", "moderator"] {
        app.token(name).post(WAVES, &wave("Essai", "2016-01-01")).expect_problem(403, "forbidden");
    }
    app.anonymous().post(WAVES, &wave("Essai", "2016-01-01")).expect_problem(401, "authentication_required");
    app.token("admin").post(WAVES, &wave("Essai", "2016-01-01")).expect(201);
    let nowhere = app.token("pilot").post("/v1/label-programmes/nulle-part/waves", &wave("Essai", "2016-01-01"));
    nowhere.expect_problem(404, "not_found");
}
