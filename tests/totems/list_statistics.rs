//! How the sites keep their promises, side by side.

use serde_json::{Value, json};

use crate::{
    fixtures::{ask, path, question_to, say},
    harness::App,
};

#[test]
fn each_site_has_the_figures_that_it_has_alone() {
    let app = App::start();
    app.set_clock("2027-01-11T09:00:00Z");
    let entrepreneur = app.token("entrepreneur");
    let id = ask(&entrepreneur, &question_to("metz"));
    app.token("agent-metz").post(&path(&id, "/assignments"), &json!({})).expect(201);
    ask(&entrepreneur, &question_to("nancy"));
    app.set_clock("2027-01-13T09:00:00Z");
    say(&app.token("agent-metz"), &id, &json!({"body": "Voici.", "to": "answered"})).expect(201);
    let days = "submitted_on_gte=2027-01-01&submitted_on_lt=2027-02-01";
    let figures = app.anonymous().get(&format!("/v1/totems/statistics?{days}")).expect(200);
    let totems = figures.body["totems"].as_array().unwrap();
    assert_eq!(totems.len(), 4);
    for totem in totems {
        let slug = totem["totem"]["slug"].as_str().unwrap();
        let alone = app.anonymous().get(&format!("/v1/totems/{slug}/statistics?{days}")).expect(200);
        for (name, value) in alone.body["total"].as_object().unwrap() {
            assert_eq!(&totem[name], value, "{slug}: {name}");
        }
        // No speed where nothing was answered.
        let median = if slug == "metz" { json!(2.0) } else { Value::Null };
        assert_eq!(totem["median_days"], median, "{slug}");
    }
    app.anonymous()
        .get("/v1/totems/statistics?submitted_on_gte=2027-02-01&submitted_on_lt=2027-02-01")
        .expect_problem(400, "invalid_parameter");
    app.anonymous().get("/v1/totems/statistics?month=2027-01").expect_problem(400, "unknown_parameter");
}
