use serde_json::json;

use crate::{
    fixtures::{ask, question},
    harness::App,
};

const PATH: &str = "/v1/totems/metz/services/accompagnement";

#[test]
fn a_manager_changes_a_service_at_the_version_that_they_read() {
    let app = App::start();
    let manager = app.token("manager-metz");
    let read = manager.get(PATH).expect(200);
    let patch = json!({"name": {"fr": "Accompagnement", "de": "Beratung"}, "capacity": 12, "lead_time_days": 0, "languages": ["fr", "de"]});
    let changed = manager.patch(PATH, read.etag(), &patch).expect(200);
    assert_eq!((changed.at("/name/de"), &changed.body["capacity"], changed.at("/languages/1")), ("Beratung", &json!(12), "de"));
    assert_eq!(changed.body["questions"], read.body["questions"], "what is not named stays");
    manager.patch(PATH, read.etag(), &patch).expect_problem(412, "revision_mismatch");
    manager.patch_with(PATH, &[], &patch).expect_problem(428, "if_match_required");
    let cleared = manager.patch(PATH, changed.etag(), &json!({"capacity": null})).expect(200);
    assert!(cleared.body.get("capacity").is_none());
    let reply = manager.patch(PATH, cleared.etag(), &json!({"name": null})).expect_problem(422, "invalid_body");
    assert_eq!((reply.at("/errors/0/pointer"), reply.at("/errors/0/code")), ("/name", "required"));
    for name in ["agent-metz", "agent-nancy", "admin"] {
        app.token(name).patch(PATH, cleared.etag(), &patch).expect_problem(403, "forbidden");
    }
}

#[test]
fn a_pause_has_its_reason_and_ends_by_itself_on_its_day() {
    let app = App::start();
    app.set_clock("2027-03-01T09:00:00Z");
    let (manager, member) = (app.token("manager-metz"), app.token("entrepreneur"));
    let etag = || app.anonymous().get(PATH).expect(200).etag().to_owned();
    for (patch, pointer, code) in [
        (json!({"status": "paused"}), "/paused_reason", "required"),
        (
            json!({"status": "paused", "paused_reason": {"fr": "Complet."}, "resumes_on": "2027-03-01"}),
            "/resumes_on",
            "ends_before",
        ),
        (json!({"paused_reason": {"fr": "Complet."}}), "/paused_reason", "not_allowed"),
    ] {
        let reply = manager.patch(PATH, &etag(), &patch).expect_problem(422, "invalid_body");
        assert_eq!((reply.at("/errors/0/pointer"), reply.at("/errors/0/code")), (pointer, code));
    }
    let pause = json!({"status": "paused", "paused_reason": {"fr": "Complet."}, "resumes_on": "2027-03-08"});
    let paused = manager.patch(PATH, &etag(), &pause).expect(200);
    assert_eq!((paused.at("/status"), paused.at("/paused_reason/fr")), ("paused", "Complet."));
    let site = app.anonymous().get("/v1/totems/metz").expect(200);
    let reply = member.post("/v1/service-requests", &question()).expect_problem(422, "invalid_body");
    assert_eq!((reply.at("/errors/0/pointer"), reply.at("/errors/0/code")), ("/service_id", "not_available"));
    // The day in Paris begins before that of the universal time.
    app.set_clock("2027-03-07T23:30:00Z");
    let again = app.anonymous().get(PATH).expect(200);
    assert_eq!(again.at("/status"), "active");
    assert!(again.body.get("paused_reason").is_none() && again.body.get("resumes_on").is_none(), "{}", again.text);
    assert_ne!(app.anonymous().get("/v1/totems/metz").expect(200).etag(), site.etag(), "what changed has another tag");
    ask(&app.token("entrepreneur"), &question());
    // And at once when a manager says so.
    let manager = app.token("manager-metz");
    let pause = json!({"status": "paused", "paused_reason": {"fr": "Complet."}});
    let paused = manager.patch(PATH, &etag(), &pause).expect(200);
    let on = manager.patch(PATH, paused.etag(), &json!({"status": "active"})).expect(200);
    assert!(on.at("/status") == "active" && on.body.get("paused_reason").is_none(), "{}", on.text);
}
