use serde_json::json;

use crate::{
    fixtures::{ask, bring_to, path, question, step},
    harness::App,
};

const ALL: [&str; 11] = [
    "draft",
    "submitted",
    "triage",
    "assigned",
    "in_progress",
    "waiting_requester",
    "answered",
    "closed",
    "rejected",
    "expired",
    "cancelled",
];

#[test]
fn every_step_that_is_not_allowed_is_a_conflict_that_names_those_which_are() {
    let app = App::start();
    let (member, agent) = (app.token("entrepreneur"), app.token("agent-metz"));
    for status in ["submitted", "triage", "assigned", "in_progress", "waiting_requester", "answered", "closed", "cancelled"] {
        let id = ask(&member, &question());
        bring_to(&member, &agent, &id, status);
        for client in [&member, &agent] {
            let seen = client.get(&path(&id, "")).expect(200);
            let allowed = seen.body["allowed_transitions"].as_array().unwrap();
            for to in ALL.into_iter().filter(|to| !allowed.contains(&json!(to))) {
                let mut body = json!({"to": to});
                if to == "rejected" {
                    body["reason"] = json!("other");
                }
                let reply = client.post(&path(&id, "/transitions"), &body).expect_problem(409, "state_conflict");
                assert_eq!(&reply.body["allowed"], &seen.body["allowed_transitions"], "{status} → {to}");
            }
            assert_eq!(client.get(&path(&id, "")).expect(200).body, seen.body, "{status} was changed by what was refused");
        }
    }
}

#[test]
fn a_cancelled_request_can_not_be_assigned() {
    let app = App::start();
    let (member, agent) = (app.token("entrepreneur"), app.token("agent-metz"));
    let id = ask(&member, &question());
    step(&member, &id, "cancelled").expect(201);
    step(&agent, &id, "assigned").expect_problem(409, "state_conflict");
    agent.post(&path(&id, "/assignments"), &json!({})).expect_problem(409, "state_conflict");
    assert_eq!(agent.get(&path(&id, "")).expect(200).body["assignees"], json!([]));
}

#[test]
fn a_refusal_gives_its_reason_and_where_to_go_instead() {
    let app = App::start();
    let (member, agent) = (app.token("entrepreneur"), app.token("agent-metz"));
    let id = ask(&member, &question());
    let transitions = path(&id, "/transitions");
    for (body, code) in [
        (json!({"to": "rejected"}), "required"),
        (json!({"to": "triage", "reason": "other"}), "not_allowed"),
        (json!({"to": "rejected", "reason": "mood"}), "invalid_choice"),
    ] {
        let reply = agent.post(&transitions, &body).expect_problem(422, "invalid_body");
        assert_eq!((reply.at("/errors/0/pointer"), reply.at("/errors/0/code")), ("/reason", code), "{body}");
    }
    let note = "Le Totem de Nancy vous répondra.";
    let body = json!({"to": "rejected", "reason": "out_of_area", "note": note});
    step(&agent, &id, "triage").expect(201);
    assert_eq!(agent.post(&transitions, &body).expect(201).at("/reason"), "out_of_area");
    assert_eq!(member.get(&path(&id, "")).expect(200).at("/reason"), "out_of_area");
    let last = member.get(&path(&id, "/events")).expect(200).items().last().unwrap().clone();
    assert_eq!((&last["reason"], &last["note"]), (&json!("out_of_area"), &json!(note)));
    let mail = app.mail("the refusal arrives", |mail| mail.text.contains(note));
    assert!(mail.text.contains("hors du territoire du Totem"), "{mail:?}");
}

#[test]
fn a_closed_request_can_be_reopened_for_30_days() {
    let app = App::start();
    let (member, agent) = (app.token("entrepreneur"), app.token("agent-metz"));
    let [in_time, late] = std::array::from_fn(|_| ask(&member, &question()));
    for id in [&in_time, &late] {
        bring_to(&member, &agent, id, "closed");
    }
    app.advance_clock(30 * 24 * 3600 - 60);
    step(&app.token("entrepreneur"), &in_time, "triage").expect(201);
    app.advance_clock(61);
    step(&app.token("entrepreneur"), &late, "triage").expect_problem(409, "state_conflict");
}

#[test]
fn of_two_agents_who_take_a_request_at_once_one_is_told_that_it_is_taken() {
    let app = App::start();
    let member = app.token("entrepreneur");
    let (agent, manager) = (app.token("agent-metz"), app.token("manager-metz"));
    for _ in 0..5 {
        let id = ask(&member, &question());
        let (one, other) = std::thread::scope(|scope| {
            let one = scope.spawn(|| step(&agent, &id, "assigned").status);
            let other = scope.spawn(|| step(&manager, &id, "assigned").status);
            (one.join().unwrap(), other.join().unwrap())
        });
        let mut outcome = [one, other];
        outcome.sort_unstable();
        assert_eq!(outcome, [201, 409]);
        assert_eq!(member.get(&path(&id, "")).expect(200).body["assignees"].as_array().unwrap().len(), 1);
    }
}
