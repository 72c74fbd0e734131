//! What was recommended, followed to its answer.

use serde_json::{Value, json};

use super::{begun, source};
use crate::harness::App;

#[test]
fn a_recommendation_is_a_gap_until_it_is_answered() {
    let app = App::start();
    let (pilot, path) = (app.token("pilot"), begun(&app, "Essai"));
    let list = format!("{path}/recommendations");
    let unanswered = || -> Vec<Value> {
        let readiness = pilot.get(&format!("{path}/readiness")).expect(200);
        let gaps = readiness.body["gaps"].as_array().unwrap().iter();
        gaps.filter(|gap| gap["kind"] == "recommendation_unanswered").map(|gap| gap["recommendation_id"].clone()).collect()
    };
    let given = json!({"text": "Ouvrir la gouvernance.", "given_on": "2019-03-01", "source": source("Avis."), "criterion": "gouvernance"});
    let kept = pilot.post(&list, &given).expect(201);
    assert_eq!(unanswered(), [kept.body["id"].clone()]);
    let address = format!("{list}/{}", kept.at("/id"));
    let answered = pilot.patch(&address, kept.etag(), &json!({"answer": "C’est fait."})).expect(200);
    assert_eq!(answered.at("/answer"), "C’est fait.");
    assert!(unanswered().is_empty());
    pilot.patch(&address, kept.etag(), &json!({"answer": null})).expect_problem(412, "revision_mismatch");
    pilot.patch(&address, answered.etag(), &json!({"answer": null})).expect(200);
    assert_eq!(unanswered().len(), 1);
    for (member, value, code) in
        [("criterion", json!("nulle-part"), "unknown_reference"), ("given_on", json!("2999-01-01"), "out_of_range")]
    {
        let mut wrong = given.clone();
        wrong[member] = value;
        let refused = pilot.post(&list, &wrong).expect_problem(422, "invalid_body");
        assert_eq!((refused.at("/errors/0/pointer"), refused.at("/errors/0/code")), (&*format!("/{member}"), code));
    }
    let public = "/v1/candidacies/french-tech-east/recommendations";
    app.token("entrepreneur").post(public, &given).expect_problem(403, "forbidden");
    assert!(app.anonymous().get(public).expect(200).items().is_empty());
}
