//! How a candidacy comes to where it stands.

use serde_json::{Value, json};

use super::{begun, source, step};
use crate::harness::App;

#[test]
fn a_step_that_is_not_possible_is_refused_with_those_that_are() {
    let app = App::start();
    let (pilot, path) = (app.token("pilot"), begun(&app, "Essai"));
    let refused = step(&pilot, &path, "labelled_provisional", "2019-04-03").expect_problem(409, "state_conflict");
    assert_eq!(refused.body["allowed"], json!(["submitted", "abandoned"]));
    let events = pilot.get(&format!("{path}/events")).expect(200);
    assert!(events.items().is_empty(), "{}", events.text);
}

#[test]
fn a_history_is_told_in_its_order_with_all_of_its_sources_and_stays() {
    let app = App::start();
    let (pilot, path) = (app.token("pilot"), begun(&app, "Essai"));
    let transitions = format!("{path}/transitions");
    let deposit = json!({
        "to": "submitted", "occurred_on": "2014-11-01", "precision": "month", "source": source("Novembre 2014."),
        "further_sources": [source("Début 2015.")],
    });
    pilot.post(&transitions, &deposit).expect(201);
    for (to, on) in [("completeness_check", "2014-11-02"), ("co_construction", "2014-11-02"), ("under_evaluation", "2014-11-10")]
    {
        step(&pilot, &path, to, on).expect(201);
    }
    // Not before the step before it, and not in the future.
    for on in ["2014-11-09", "2999-01-01", "0999-12-31"] {
        let refused = step(&pilot, &path, "co_construction", on).expect_problem(422, "invalid_body");
        assert_eq!((refused.at("/errors/0/pointer"), refused.at("/errors/0/code")), ("/occurred_on", "out_of_range"));
    }
    let back = json!({"to": "co_construction", "occurred_on": "2014-11-12", "source": source("Pas encore."), "reason": "not_retained",
        "note": "Le travail continue."});
    pilot.post(&transitions, &back).expect(201);
    let read = pilot.get(&path).expect(200);
    assert_eq!((read.at("/state"), read.at("/state_on")), ("co_construction", "2014-11-12"));
    let events = app.anonymous().get(&format!("{path}/events")).expect(200);
    let told: Vec<(&str, &str)> =
        events.items().iter().map(|event| (event["from"].as_str().unwrap(), event["to"].as_str().unwrap())).collect();
    assert_eq!(
        told,
        [
            ("draft", "submitted"),
            ("submitted", "completeness_check"),
            ("completeness_check", "co_construction"),
            ("co_construction", "under_evaluation"),
            ("under_evaluation", "co_construction"),
        ]
    );
    let says =
        |event: &Value| event["sources"].as_array().unwrap().iter().map(|source| source["says"].clone()).collect::<Vec<_>>();
    assert_eq!(says(&events.items()[0]), [json!("Novembre 2014."), json!("Début 2015.")]);
    assert_eq!(events.items()[4]["reason"], "not_retained");
    // The role of the service itself can take nothing of it back.
    for statement in ["delete from candidacy_events", "update candidacy_events set note = ''"] {
        assert!(app.database.sql_as_service(statement).is_err(), "{statement}");
    }
}

#[test]
fn an_end_says_why_and_what_took_its_place() {
    let app = App::start();
    let (pilot, path) = (app.token("pilot"), begun(&app, "Seule"));
    let joint = begun(&app, "Ensemble");
    for (to, on) in [
        ("submitted", "2014-11-01"),
        ("completeness_check", "2014-11-02"),
        ("co_construction", "2014-11-03"),
        ("under_evaluation", "2014-11-04"),
        ("labelled_provisional", "2015-06-24"),
    ] {
        step(&pilot, &path, to, on).expect(201);
    }
    let transitions = format!("{path}/transitions");
    let end = |more: Value| {
        let mut end = json!({"to": "superseded", "occurred_on": "2019-04-03", "source": source("Ainsi.")});
        end.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        end
    };
    let refused = pilot.post(&transitions, &end(json!({}))).expect_problem(422, "invalid_body");
    let pointers: Vec<&Value> = refused.body["errors"].as_array().unwrap().iter().map(|error| &error["pointer"]).collect();
    assert_eq!(pointers, ["/reason", "/superseded_by"]);
    for other in ["nulle-part", "seule"] {
        let refused = pilot.post(&transitions, &end(json!({"reason": "merged", "superseded_by": other})));
        assert_eq!(refused.expect_problem(422, "invalid_body").at("/errors/0/pointer"), "/superseded_by");
    }
    let ended = pilot.post(&transitions, &end(json!({"reason": "merged", "superseded_by": "ensemble"}))).expect(201);
    assert_eq!(ended.at("/superseded_by"), pilot.get(&joint).expect(200).at("/id"));
    assert_eq!(ended.body["allowed_transitions"], json!([]));
    step(&pilot, &path, "abandoned", "2019-04-04").expect_problem(422, "invalid_body");
}
