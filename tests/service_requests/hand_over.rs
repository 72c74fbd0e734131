//! A request goes over to another site with its whole file.

use serde_json::json;

use crate::{
    fixtures::{ask, bring_to, confirmed, path, question, say, step},
    harness::App,
};

#[test]
fn a_request_goes_to_another_site_with_all_that_was_written() {
    let app = App::start();
    let address = "camille@hand-over.example";
    let (id, requester) = confirmed(&app, address);
    let (metz, nancy) = (app.token("agent-metz"), app.token("agent-nancy"));
    bring_to(&requester, &metz, &id, "in_progress");
    say(&metz, &id, &json!({"body": "Entre nous : plutôt pour Nancy.", "internal": true})).expect(201);
    let before = metz.get(&path(&id, "")).expect(200);
    nancy.get(&path(&id, "")).expect_problem(404, "not_found");

    let note = "Le Totem de Nancy connaît ce sujet.";
    let given = metz.post(&path(&id, "/assignments"), &json!({"totem_id": "nancy", "note": note})).expect(201);
    assert_eq!(
        (given.at("/totem/slug"), given.at("/service/slug"), given.at("/status")),
        ("nancy", before.at("/service/slug"), "triage")
    );
    assert_eq!((&given.body["assignees"], &given.body["allowed_transitions"]), (&json!([]), &json!([])));
    assert_eq!(given.body["submitted_at"], before.body["submitted_at"], "the clock goes on");

    metz.get(&path(&id, "")).expect_problem(404, "not_found");
    assert!(metz.get("/v1/totems/metz/inbox").expect(200).items().iter().all(|item| item["id"] != id.as_str()));
    let there = nancy.get(&path(&id, "")).expect(200);
    assert_eq!(there.body["revision"], given.body["revision"]);
    assert!(nancy.get("/v1/totems/nancy/inbox").expect(200).items().iter().any(|item| item["id"] == id.as_str()));
    let messages = nancy.get(&path(&id, "/messages")).expect(200);
    assert!(messages.text.contains("plutôt pour Nancy"), "notes go along: {}", messages.text);
    let steps = requester.get(&path(&id, "/events")).expect(200);
    let last = steps.items().last().unwrap().clone();
    assert_eq!((&last["totem"]["slug"], &last["note"], &last["to"]), (&json!("nancy"), &json!(note), &json!("triage")));

    let told = app.mail("to whoever asked", |mail| mail.is_to(address) && mail.subject.contains("transmise"));
    assert!(told.text.contains(note) && told.text.contains("Pôle Renaissance"), "{}", told.text);
    app.mail("to the other site", |mail| {
        mail.is_to("agent-nancy@demo.lorntech.example") && mail.subject.contains("vous est transmise")
    });
    // And the work goes on there.
    step(&nancy, &id, "assigned").expect(201);
}

#[test]
fn only_agents_of_its_site_give_a_request_away_and_only_while_they_work_on_it() {
    let app = App::start();
    let (member, metz) = (app.token("entrepreneur"), app.token("agent-metz"));
    let id = ask(&member, &question());
    let to = path(&id, "/assignments");
    let nancy = json!({"totem_id": "nancy"});
    member.post(&to, &nancy).expect_problem(403, "forbidden");
    app.token("agent-nancy").post(&to, &nancy).expect_problem(404, "not_found");
    app.anonymous().post(&to, &nancy).expect_problem(401, "authentication_required");
    for (body, place, code) in [
        (json!({"totem_id": "metz"}), "/totem_id", "not_available"),
        (json!({"totem_id": "strasbourg"}), "/totem_id", "unknown_reference"),
        (json!({"totem_id": "nancy", "service_id": "nothing"}), "/service_id", "unknown_reference"),
        (json!({"totem_id": "nancy", "account_id": app.account_id("agent-nancy")}), "/account_id", "not_allowed"),
        (json!({"totem_id": "nancy", "lead": true}), "/lead", "not_allowed"),
        (json!({"service_id": "accompagnement"}), "/service_id", "not_allowed"),
        (json!({"note": "Pour Nancy."}), "/note", "not_allowed"),
    ] {
        let reply = metz.post(&to, &body).expect_problem(422, "invalid_body");
        assert_eq!((reply.at("/errors/0/pointer"), reply.at("/errors/0/code")), (place, code), "{body}");
    }
    app.sql("update totem_services set slug = 'autrement' where slug = 'accompagnement' and totem_id = (select id from totems where slug = 'epinal')");
    let reply = metz.post(&to, &json!({"totem_id": "epinal"})).expect_problem(422, "invalid_body");
    assert_eq!((reply.at("/errors/0/pointer"), reply.at("/errors/0/code")), ("/service_id", "required"));

    bring_to(&member, &metz, &id, "waiting_requester");
    let reply = metz.post(&to, &nancy).expect_problem(409, "state_conflict");
    assert_eq!(reply.body["allowed"], json!([]));
    assert_eq!(metz.get(&path(&id, "")).expect(200).at("/totem/slug"), "metz");
}

#[test]
fn a_request_that_is_late_stays_late_and_one_that_is_not_keeps_its_working_days() {
    let app = App::start();
    // The Wednesday before Easter: Good Friday is a working day at Nancy, and none at Metz.
    app.set_clock("2026-04-01T09:00:00Z");
    let (member, metz) = (app.token("entrepreneur"), app.token("agent-metz"));
    let ids: Vec<String> = (0..2).map(|_| ask(&member, &question())).collect();
    let asked = member.get(&path(&ids[0], "")).expect(200).at("/due_at").to_owned();
    let given = metz.post(&path(&ids[0], "/assignments"), &json!({"totem_id": "nancy"})).expect(201);
    assert!(given.at("/due_at") < asked.as_str(), "{} at Nancy, {asked} at Metz", given.at("/due_at"));
    app.set_clock("2026-06-01T09:00:00Z");
    let late = app.token("agent-metz").post(&path(&ids[1], "/assignments"), &json!({"totem_id": "nancy"})).expect(201);
    assert_eq!(late.at("/due_at"), asked);
}
