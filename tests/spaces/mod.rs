//! The spaces of a Totem, as its managers describe them.

use serde_json::{Value, json};

use crate::harness::App;

const SPACES: &str = "/v1/totems/metz/spaces";

fn space() -> Value {
    json!({
        "kind": "machine", "name": {"fr": "Découpe d’essai", "de": "Schneider"}, "units": 3,
        "price": {"basis": "amount", "amount_minor": 500, "currency": "EUR", "per": "half_day"},
        "opening_hours": [{"weekday": "tuesday", "opens": "14:00", "closes": "24:00"}, {"weekday": "monday", "opens": "09:00", "closes": "12:00"}],
        "rules": {"shortest_minutes": 30, "longest_minutes": 240, "notice_minutes": 60, "horizon_days": 30, "cancel_minutes": 60,
            "late_cancellation": "ask_site", "open_on_holidays": false},
    })
}

#[test]
fn a_manager_describes_a_space_of_the_own_site_and_pauses_it_with_a_reason() {
    let app = App::start();
    app.set_clock("2026-12-01T08:00:00Z");
    let manager = app.token("manager-metz");
    for (stranger, path) in [("agent-metz", SPACES), ("admin", SPACES), ("manager-metz", "/v1/totems/nancy/spaces")] {
        app.token(stranger).post(path, &space()).expect_problem(403, "forbidden");
    }
    let made = manager.post(SPACES, &space()).expect(201);
    let path = made.header("location").unwrap().to_owned();
    assert_eq!(path, format!("{SPACES}/decoupe-d-essai"));
    assert_eq!(made.body["opening_hours"][0], json!({"weekday": "monday", "opens": "09:00", "closes": "12:00"}));
    // Another one of the same name has an address of its own.
    let twin = manager.post(SPACES, &space()).expect(201);
    assert!(twin.at("/slug").starts_with("decoupe-d-essai-"), "{}", twin.at("/slug"));
    assert_eq!(app.anonymous().get(SPACES).expect(200).items().len(), 4);
    app.anonymous().get("/v1/totems/nulle-part/spaces").expect_problem(404, "not_found");
    assert_eq!(app.anonymous().get("/v1/totems/nancy/spaces").expect(200).items().len(), 0);

    let member = app.token("entrepreneur");
    let body =
        json!({"space_id": made.at("/id"), "unit": 3, "starts_at": "2026-12-08T14:00:00Z", "ends_at": "2026-12-08T16:00:00Z"});
    member.post("/v1/bookings", &body).expect(201);
    let refused = manager.patch(&path, made.etag(), &json!({"units": 2})).expect_problem(422, "invalid_body");
    assert_eq!((refused.at("/errors/0/pointer"), refused.at("/errors/0/code")), ("/units", "units_held"));
    let refused = manager.patch(&path, made.etag(), &json!({"status": "paused"})).expect_problem(422, "invalid_body");
    assert_eq!((refused.at("/errors/0/pointer"), refused.at("/errors/0/code")), ("/pause_reason", "required"));
    let pause = json!({"status": "paused", "pause_reason": {"fr": "Travaux"}, "units": 4, "description": {"fr": "Une découpe."}});
    let paused = manager.patch(&path, made.etag(), &pause).expect(200);
    assert_eq!(
        (paused.at("/pause_reason/fr"), &paused.body["units"], paused.at("/name/de")),
        ("Travaux", &json!(4), "Schneider")
    );
    manager.patch(&path, made.etag(), &pause).expect_problem(412, "revision_mismatch");
    manager.patch_with(&path, &[], &pause).expect_problem(428, "if_match_required");
    app.token("agent-metz").patch(&path, paused.etag(), &pause).expect_problem(403, "forbidden");
    let mut again = body.clone();
    again["unit"] = json!(1);
    let refused = member.post("/v1/bookings", &again).expect_problem(422, "invalid_body");
    assert_eq!((refused.at("/errors/0/pointer"), refused.at("/errors/0/code")), ("/space_id", "not_available"));
    // What was booked stays.
    assert_eq!(member.get("/v1/bookings").expect(200).items()[0]["status"], "confirmed");
    let open = manager.patch(&path, paused.etag(), &json!({"status": "active", "description": null})).expect(200);
    assert!(open.body.get("pause_reason").is_none() && open.body.get("description").is_none());
    member.post("/v1/bookings", &again).expect(201);
}

#[test]
fn what_contradicts_itself_is_refused_with_its_member() {
    let app = App::start();
    let manager = app.token("manager-metz");
    let with = |pointer: &str, value: Value| {
        let mut space = space();
        *space.pointer_mut(pointer).unwrap() = value;
        space
    };
    for (body, pointer, code) in [
        (with("/price", json!({"basis": "amount"})), "/price/amount_minor", "required"),
        (with("/price", json!({"basis": "free", "per": "hour"})), "/price/per", "not_allowed"),
        (with("/price/amount_minor", json!(0)), "/price/amount_minor", "out_of_range"),
        (with("/opening_hours/0/closes", json!("13:00")), "/opening_hours/0/closes", "ends_before"),
        (with("/opening_hours/0/opens", json!("9:00")), "/opening_hours/0/opens", "invalid_format"),
        (with("/rules/longest_minutes", json!(15)), "/rules/longest_minutes", "out_of_range"),
        (with("/units", json!(0)), "/units", "out_of_range"),
        (with("/name", json!({})), "/name", "at_least_one_language"),
    ] {
        let refused = manager.post(SPACES, &body).expect_problem(422, "invalid_body");
        assert_eq!((refused.at("/errors/0/pointer"), refused.at("/errors/0/code")), (pointer, code));
    }
}

#[test]
fn availability_is_bounded() {
    let app = App::start();
    let path = format!("{SPACES}/salle-de-demonstration/availability");
    for (span, code) in [
        ("from=2026-12-07T00:00:00Z&to=2026-12-07T00:00:00Z", "ends_before"),
        ("from=2026-12-07T00:00:00Z&to=2027-01-08T00:00:00Z", "span_too_long"),
    ] {
        let refused = app.anonymous().get(&format!("{path}?{span}")).expect_problem(400, "invalid_parameter");
        assert_eq!((refused.at("/errors/0/parameter"), refused.at("/errors/0/code")), ("to", code));
    }
}
