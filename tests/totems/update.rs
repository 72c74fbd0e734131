use serde_json::{Value, json};

use crate::{
    fixtures::{ROOM, ask, question},
    harness::App,
};

const METZ: &str = "/v1/totems/metz";

#[test]
fn a_manager_says_when_the_site_is_open_and_how_it_is_reached() {
    let app = App::start();
    let manager = app.token("manager-metz");
    let read = manager.get(METZ).expect(200);
    assert_eq!((&read.body["opening_hours"], read.body.get("contact")), (&json!([]), None));
    let patch = json!({
        "description": {"fr": "Un lieu d’essai.", "de": "Ein Ort zum Versuch."},
        "opening_hours": [
            {"weekday": "tuesday", "opens": "09:00", "closes": "12:00"}, {"weekday": "monday", "opens": "09:00", "closes": "18:00"},
        ],
        "contact": {"email": "accueil@exemple.fr", "phone": "+33 3 00 00 00 00"},
        "features": [{"fr": "Salle d’essai"}],
    });
    let changed = manager.patch(METZ, read.etag(), &patch).expect(200);
    assert_eq!(
        (changed.at("/opening_hours/0/weekday"), changed.at("/description/de"), changed.at("/features/0/fr")),
        ("monday", "Ein Ort zum Versuch.", "Salle d’essai"),
        "hours are told in the order of the week"
    );
    assert_eq!(changed.body["services"], read.body["services"], "what is not named stays");
    assert_eq!(app.anonymous().get(METZ).expect(200).body, changed.body);
    manager.patch(METZ, read.etag(), &patch).expect_problem(412, "revision_mismatch");
    manager.patch_with(METZ, &[], &patch).expect_problem(428, "if_match_required");
    // A contact is merged member by member, and is gone with the last of them.
    let merged = manager.patch(METZ, changed.etag(), &json!({"contact": {"phone": null}})).expect(200);
    assert_eq!(merged.body["contact"], json!({"email": "accueil@exemple.fr"}));
    let merged = manager.patch(METZ, merged.etag(), &json!({"contact": {"email": null}})).expect(200);
    assert_eq!(merged.body.get("contact"), None);
    for name in ["agent-metz", "agent-nancy", "admin"] {
        app.token(name).patch(METZ, merged.etag(), &patch).expect_problem(403, "forbidden");
    }
    let unchanged = merged.body;
    for (patch, pointer, code) in [
        (
            json!({"opening_hours": [{"weekday": "monday", "opens": "12:00", "closes": "09:00"}]}),
            "/opening_hours/0/closes",
            "ends_before",
        ),
        (json!({"closures": [{"from_on": "2027-08-20", "until_on": "2027-08-02"}]}), "/closures/0/until_on", "out_of_range"),
        (json!({"closures": [{"from_on": "1927-08-20", "until_on": "2027-08-02"}]}), "/closures/0/from_on", "out_of_range"),
        (json!({"closures": null}), "/closures", "required"),
        (json!({"contact": {"email": "accueil"}}), "/contact/email", "invalid_email"),
        (json!({"status": "closed"}), "/status", "unknown_member"),
    ] {
        let reply = manager.patch(METZ, changed_tag(&app).as_str(), &patch).expect_problem(422, "invalid_body");
        assert_eq!((reply.at("/errors/0/pointer"), reply.at("/errors/0/code")), (pointer, code), "{patch}");
    }
    assert_eq!(app.anonymous().get(METZ).expect(200).body, unchanged);
}

#[test]
fn a_closure_counts_no_day_afterwards_and_closes_the_spaces_of_its_site() {
    let app = App::start();
    app.set_clock("2027-03-01T09:00:00Z");
    let (manager, member) = (app.token("manager-metz"), app.token("entrepreneur"));
    let promised = ask(&member, &question());
    let due = |id: &str| member.get(&format!("/v1/service-requests/{id}")).expect(200).at("/due_at").to_owned();
    assert_eq!(due(&promised), "2027-03-08T17:00:00Z");
    let closure = json!([{"from_on": "2027-03-03", "until_on": "2027-03-04", "reason": {"fr": "Inventaire"}}]);
    let closed = manager.patch(METZ, &changed_tag(&app), &json!({"closures": closure})).expect(200);
    assert_eq!(closed.at("/closures/0/reason/fr"), "Inventaire");
    assert_eq!(due(&promised), "2027-03-08T17:00:00Z", "what was promised stays");
    assert_eq!(due(&ask(&member, &question())), "2027-03-10T17:00:00Z", "two working days later");

    let space = member.get(ROOM).expect(200);
    let free = |from: &str, to: &str| member.get(&format!("{ROOM}/availability?from={from}&to={to}")).expect(200);
    assert_eq!(free("2027-03-03T00:00:00Z", "2027-03-04T20:00:00Z").body["open"], json!([]));
    assert_ne!(free("2027-03-05T00:00:00Z", "2027-03-05T20:00:00Z").body["open"], json!([]));
    let booking = |day: u32| json!({"space_id": space.at("/id"), "starts_at": at(day, 9), "ends_at": at(day, 10)});
    let reply = member.post("/v1/bookings", &booking(3)).expect_problem(422, "invalid_body");
    assert_eq!((reply.at("/errors/0/pointer"), reply.at("/errors/0/code")), ("/starts_at", "closed"));
    member.post("/v1/bookings", &booking(5)).expect(201);
}

#[test]
fn services_stand_in_the_order_that_a_manager_gives() {
    let app = App::start();
    let manager = app.token("manager-metz");
    let site = manager.get(METZ).expect(200);
    let ids = |body: &Value| body["services"].as_array().unwrap().iter().map(|one| one["id"].clone()).collect::<Vec<_>>();
    let before = ids(&site.body);
    let mut wanted = before.clone();
    wanted.rotate_left(1);
    let changed = manager.patch(METZ, site.etag(), &json!({"service_ids": wanted})).expect(200);
    assert_eq!(ids(&changed.body), wanted);
    let listed = manager.get("/v1/totems/metz/services").expect(200);
    assert_eq!(listed.items().iter().map(|one| one["id"].clone()).collect::<Vec<_>>(), wanted);
    let foreign = app.anonymous().get("/v1/totems/nancy").expect(200).body["services"][0]["id"].clone();
    let mut unknown = wanted.clone();
    unknown[1] = foreign;
    let mut twice = wanted.clone();
    twice[1] = twice[0].clone();
    for (order, pointer, code) in [
        (unknown, "/service_ids/1", "unknown_reference"),
        (twice, "/service_ids/1", "repeated"),
        (wanted[1..].to_vec(), "/service_ids", "item_count"),
    ] {
        let reply = manager.patch(METZ, changed.etag(), &json!({"service_ids": order})).expect_problem(422, "invalid_body");
        assert_eq!((reply.at("/errors/0/pointer"), reply.at("/errors/0/code")), (pointer, code));
    }
}

fn changed_tag(app: &App) -> String {
    app.anonymous().get(METZ).expect(200).etag().to_owned()
}

fn at(day: u32, hour: u32) -> String {
    format!("2027-03-{day:02}T{hour:02}:00:00Z")
}
