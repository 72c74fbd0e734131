use serde_json::{Value, json};

use crate::{candidacies::source, harness::App};

const CALLS: &str = "/v1/label-programmes/capitales-french-tech/calls";

fn call(name: &str) -> Value {
    json!({"name": {"fr": name}, "sources": [source("Essai")]})
}

#[test]
fn the_call_that_opened_last_is_the_one_that_a_new_candidacy_answers() {
    let app = App::start();
    let (pilot, anonymous) = (app.token("pilot"), app.anonymous());
    let mut latest = call("Appel 2027");
    latest["opened"] = json!({"on": "2027-01-11"});
    latest["criteria"] = json!({"criteria": [{"title": {"fr": "Une équipe à l'œuvre"}}], "sources": [source("Essai")]});
    let opened = pilot.post(CALLS, &latest).expect(201);
    assert_eq!((opened.at("/slug"), opened.at("/criteria_versions/0/criteria/0/code")), ("appel-2027", "une-equipe-a-l-oeuvre"));
    let mut earlier = call("Appel 2026");
    earlier["opened"] = json!({"on": "2026-01-01", "precision": "year"});
    pilot.post(CALLS, &earlier).expect(201);
    let again = pilot.post(CALLS, &latest).expect(201);
    assert_eq!(again.at("/slug"), "appel-2027-2");
    let programme = anonymous.get("/v1/label-programmes/capitales-french-tech").expect(200);
    let slugs: Vec<&Value> = programme.body["calls"].as_array().unwrap().iter().map(|call| &call["slug"]).collect();
    assert_eq!(slugs, ["appel-2019", "appel-2026", "appel-2027", "appel-2027-2"]);
    let begun = pilot.post("/v1/candidacies", &crate::candidacies::file("Essai")).expect(201);
    assert_eq!(begun.at("/programme/call"), "appel-2027-2");
    let criteria = pilot.get(&format!("{}/criteria", begun.header("location").unwrap())).expect(200);
    assert_eq!(criteria.at("/items/0/criterion/code"), "une-equipe-a-l-oeuvre");
}

#[test]
fn only_pilots_and_administrators_open_calls_and_say_where_they_were_read() {
    let app = App::start();
    for name in ["entrepreneur", "manager-metz", "moderator"] {
        app.token(name).post(CALLS, &call("Essai")).expect_problem(403, "forbidden");
    }
    app.anonymous().post(CALLS, &call("Essai")).expect_problem(401, "authentication_required");
    app.token("admin").post(CALLS, &call("Essai")).expect(201);
    let refused =
        app.token("pilot").post(CALLS, &json!({"name": {"fr": "Essai"}, "sources": []})).expect_problem(422, "invalid_body");
    assert_eq!(refused.at("/errors/0/pointer"), "/sources");
    let mut strange = call("Essai");
    strange["criteria"] = json!({"criteria": [{"code": "inconnu", "title": {"fr": "x"}}], "sources": [source("Essai")]});
    let refused = app.token("pilot").post(CALLS, &strange).expect_problem(422, "invalid_body");
    assert_eq!(refused.at("/errors/0/pointer"), "/criteria/criteria/0/code");
}
