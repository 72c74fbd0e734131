use serde_json::json;

use crate::{fixtures::service, harness::App};

#[test]
fn a_manager_adds_a_service_and_it_can_be_asked_for_at_once() {
    let app = App::start();
    let manager = app.token("manager-metz");
    let before = app.anonymous().get("/v1/totems/metz").expect(200);
    let mut body = service("Atelier découverte");
    body["questions"] =
        json!([{"id": "persons", "type": "number", "label": {"fr": "Combien serez-vous ?"}, "required": true, "minimum": 1}]);
    let made = manager.post("/v1/totems/metz/services", &body).expect(201);
    assert_eq!((made.at("/slug"), made.at("/status"), made.at("/access")), ("atelier-decouverte", "active", "anyone"));
    let there = app.anonymous().get("/v1/totems/metz/services/atelier-decouverte").expect(200);
    assert_eq!((&there.body, there.etag()), (&made.body, made.etag()));
    // It stands behind the others, and its site has changed with it.
    let listed = app.anonymous().get("/v1/totems/metz/services").expect(200);
    assert_eq!(listed.items().last(), Some(&made.body));
    let after = app.anonymous().get("/v1/totems/metz").expect(200);
    assert_ne!(before.etag(), after.etag());
    assert!(after.body["services"].as_array().unwrap().iter().all(|one| one.get("questions").is_none()), "{}", after.text);
    // Another of the same name has another slug.
    let again = manager.post("/v1/totems/metz/services", &service("Atelier découverte")).expect(201);
    assert!(again.at("/slug").starts_with("atelier-decouverte-"), "{}", again.text);
}

#[test]
fn only_the_managers_of_a_site_change_what_it_offers() {
    let app = App::start();
    for name in ["agent-metz", "entrepreneur", "admin"] {
        app.token(name).post("/v1/totems/metz/services", &service("Essai")).expect_problem(403, "forbidden");
    }
    app.token("manager-metz").post("/v1/totems/nancy/services", &service("Essai")).expect_problem(403, "forbidden");
    app.token("manager-metz").post("/v1/totems/strasbourg/services", &service("Essai")).expect_problem(404, "not_found");
    app.anonymous().post("/v1/totems/metz/services", &service("Essai")).expect_problem(401, "authentication_required");
}

#[test]
fn a_question_that_cannot_be_asked_is_named() {
    let app = App::start();
    let manager = app.token("manager-metz");
    let label = json!({"fr": "?"});
    for (question, pointer, code) in [
        (json!({"id": "Ma question", "type": "text", "label": label}), "/questions/0/id", "invalid_format"),
        (json!({"id": "a", "type": "photo", "label": label}), "/questions/0/type", "invalid_choice"),
        (json!({"id": "a", "type": "text", "label": {}}), "/questions/0/label", "at_least_one_language"),
        (json!({"id": "a", "type": "text", "label": label, "minimum": 3}), "/questions/0/minimum", "not_allowed"),
        (json!({"id": "a", "type": "choice", "label": label}), "/questions/0/choices", "item_count"),
        (
            json!({"id": "a", "type": "text", "label": label, "shown_when": {"question_id": "a", "choices": ["x"]}}),
            "/questions/0/shown_when/question_id",
            "unknown_reference",
        ),
    ] {
        let mut body = service("Essai");
        body["questions"] = json!([question]);
        let reply = manager.post("/v1/totems/metz/services", &body).expect_problem(422, "invalid_body");
        assert_eq!((reply.at("/errors/0/pointer"), reply.at("/errors/0/code")), (pointer, code), "{}", reply.text);
    }
}
