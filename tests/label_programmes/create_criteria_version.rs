use serde_json::{Value, json};

use crate::{
    candidacies::{figure, source},
    harness::App,
};

const PROGRAMME: &str = "/v1/label-programmes/capitales-french-tech";
const VERSIONS: &str = "/v1/label-programmes/capitales-french-tech/calls/appel-2019/criteria-versions";
const FILE: &str = "/v1/candidacies/french-tech-east";

fn criteria(minimum: i64) -> Value {
    json!({
        "criteria": [
            {"code": "pass-french-tech", "title": {"fr": "Au Pass French Tech"}, "minimum": minimum, "unit": {"fr": "entreprises"}},
            {"title": {"fr": "Une équipe"}},
        ],
        "sources": [source("Essai")],
    })
}

#[test]
fn a_new_version_holds_for_candidacies_and_leaves_what_was_frozen_and_said_before() {
    let app = App::start();
    let (pilot, anonymous) = (app.token("pilot"), app.anonymous());
    pilot.post(&format!("{FILE}/evidence"), &figure("Essai", 6)).expect(201);
    let frozen = pilot.post(&format!("{FILE}/dossier-versions"), &json!({})).expect(201);
    let dossier = format!("{FILE}/dossier-versions/{}", frozen.at("/id"));
    let held = pilot.get(&format!("{dossier}/dossier.json")).expect(200);
    let before = anonymous.get(PROGRAMME).expect(200);
    let version = pilot.post_with(VERSIONS, &[("if-match", before.etag())], &criteria(1_000)).expect(201);
    assert_eq!((&version.body["version"], version.at("/criteria/1/code")), (&json!(2), "une-equipe"));
    let after = anonymous.get(PROGRAMME).expect(200);
    let versions = &after.body["calls"][0]["criteria_versions"];
    assert_eq!((&versions[0], &versions[1]), (&before.body["calls"][0]["criteria_versions"][0], &version.body));
    // Another one who read the version before is told so.
    pilot.post_with(VERSIONS, &[("if-match", before.etag())], &criteria(1)).expect_problem(412, "revision_mismatch");
    // The candidacy is held to it, by what it has shown for the same criterion.
    let now = pilot.get(&format!("{FILE}/criteria")).expect(200);
    assert_eq!((now.items().len(), &now.body["items"][0]["version"], now.at("/items/0/state")), (2, &json!(2), "unmet"));
    assert!(!now.body["items"][0]["evidence"].as_array().unwrap().is_empty());
    // What was frozen is what it was.
    assert_eq!(pilot.get(&format!("{dossier}/dossier.json")).expect(200).text, held.text);
    assert_eq!(pilot.get(&dossier).expect(200).at("/sha256"), frozen.at("/sha256"));
}

#[test]
fn a_code_is_that_of_an_earlier_criterion_or_made_from_the_title() {
    let app = App::start();
    let pilot = app.token("pilot");
    let set = |criteria: Value| pilot.post(VERSIONS, &json!({"criteria": criteria, "sources": [source("Essai")]}));
    let wrong = |criteria: Value, pointer: &str, code: &str| {
        let refused = set(criteria).expect_problem(422, "invalid_body");
        assert_eq!((refused.at("/errors/0/pointer"), refused.at("/errors/0/code")), (pointer, code));
    };
    let title = json!({"fr": "Essai"});
    wrong(json!([{"code": "nulle-part", "title": title}]), "/criteria/0/code", "unknown_reference");
    let known = json!({"code": "pass-french-tech", "title": title});
    wrong(json!([known, known]), "/criteria/1/code", "repeated");
    wrong(json!([{"title": title, "unit": {"fr": "essais"}}]), "/criteria/0/unit", "not_allowed");
    wrong(json!([]), "/criteria", "item_count");
    wrong(json!([{"title": title, "minimum": 0}]), "/criteria/0/minimum", "out_of_range");
    let made = set(json!([{"title": {"fr": "Pass French Tech"}}, {"title": title}, {"title": title}])).expect(201);
    let codes: Vec<&Value> = made.body["criteria"].as_array().unwrap().iter().map(|one| &one["code"]).collect();
    assert_eq!(codes, ["pass-french-tech-2", "essai", "essai-2"], "evidence for the old one is not shown for a new one");
    // A criterion that was left out can come back, with what is shown for it.
    assert_eq!(set(json!([known])).expect(201).body["version"], 3);
}

#[test]
fn only_pilots_and_administrators_set_criteria() {
    let app = App::start();
    for name in ["entrepreneur", "manager-metz", "moderator"] {
        app.token(name).post(VERSIONS, &criteria(1)).expect_problem(403, "forbidden");
    }
    app.anonymous().post(VERSIONS, &criteria(1)).expect_problem(401, "authentication_required");
    app.token("admin").post(VERSIONS, &criteria(1)).expect(201);
    let nowhere = format!("{PROGRAMME}/calls/appel-1999/criteria-versions");
    app.token("pilot").post(&nowhere, &criteria(1)).expect_problem(404, "not_found");
}
