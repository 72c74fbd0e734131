//! Pilots begin a file, which nobody else sees before it is deposited.

use serde_json::json;

use super::{begun, file, step};
use crate::harness::App;

#[test]
fn a_draft_exists_for_pilots_alone_until_it_is_submitted() {
    let app = App::start();
    let (pilot, anonymous, member) = (app.token("pilot"), app.anonymous(), app.token("entrepreneur"));
    let before = anonymous.get("/v1/candidacies").expect(200).items().len();
    let path = begun(&app, "Candidature des essais");
    assert_eq!(path, "/v1/candidacies/candidature-des-essais");
    let draft = pilot.get(&path).expect(200);
    assert_eq!((draft.at("/state"), draft.at("/programme/slug")), ("draft", "capitales-french-tech"));
    // The only call there is.
    assert_eq!(draft.at("/programme/call"), "appel-2019");
    assert_eq!(draft.body["allowed_transitions"], json!(["submitted", "abandoned"]));
    for client in [&anonymous, &member] {
        for rest in ["", "/events", "/milestones"] {
            client.get(&format!("{path}{rest}")).expect_problem(404, "not_found");
        }
        assert_eq!(client.get("/v1/candidacies").expect(200).items().len(), before);
    }
    member.post(&format!("{path}/transitions"), &json!({})).expect_problem(422, "invalid_body");
    step(&member, &path, "submitted", "2019-02-11").expect_problem(404, "not_found");
    step(&pilot, &path, "submitted", "2019-02-11").expect(201);
    let seen = anonymous.get(&path).expect(200);
    assert_eq!((seen.at("/state"), seen.at("/state_on")), ("submitted", "2019-02-11"));
    // What comes next is the pilots' business.
    assert_eq!(seen.body["allowed_transitions"], json!([]));
    step(&member, &path, "abandoned", "2019-02-12").expect_problem(403, "forbidden");
    assert_eq!(anonymous.get("/v1/candidacies").expect(200).items().len(), before + 1);
}

#[test]
fn a_second_file_of_the_same_name_has_an_address_of_its_own() {
    let app = App::start();
    assert_eq!(begun(&app, "Essai"), "/v1/candidacies/essai");
    assert_eq!(begun(&app, "Essai"), "/v1/candidacies/essai-2");
    assert_eq!(begun(&app, "¡!"), "/v1/candidacies/candidature");
}

#[test]
fn what_is_applied_for_must_exist_and_only_pilots_begin() {
    let app = App::start();
    let pilot = app.token("pilot");
    for (member, value) in [("programme_id", json!("nulle-part")), ("call", json!("appel-2014"))] {
        let mut wrong = file("Essai");
        wrong[member] = value;
        let refused = pilot.post("/v1/candidacies", &wrong).expect_problem(422, "invalid_body");
        assert_eq!(refused.at("/errors/0/pointer"), format!("/{member}"));
        assert_eq!(refused.at("/errors/0/code"), "unknown_reference");
    }
    for name in ["entrepreneur", "agent-metz", "moderator", "admin"] {
        app.token(name).post("/v1/candidacies", &file("Essai")).expect_problem(403, "forbidden");
    }
}
