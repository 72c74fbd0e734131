use serde_json::json;

use crate::{
    fixtures::{ask, path, question, send_pdf},
    harness::App,
};

#[test]
fn an_agent_joins_what_somebody_asked_twice_and_nothing_is_lost() {
    let app = App::start();
    app.set_clock("2027-03-01T09:00:00Z");
    let member = app.token("entrepreneur");
    let mut second = question();
    second["subject"] = json!("La même chose encore");
    let first = ask(&member, &question());
    send_pdf(&member, &first, "plan.pdf", "");
    member.post(&path(&first, "/messages"), &json!({"body": "Un détail de plus."})).expect(201);
    app.set_clock("2027-03-03T09:00:00Z");
    let (member, agent) = (app.token("entrepreneur"), app.token("agent-metz"));
    let kept = ask(&member, &second);
    let due = |id: &str| member.get(&path(id, "")).expect(200).at("/due_at").to_owned();
    let promised = due(&first);
    assert!(promised < due(&kept));

    let listed = agent.get(&path(&kept, "/duplicates")).expect(200);
    assert_eq!((listed.items().len(), listed.at("/items/0/id")), (1, &first[..]));
    let joined = agent.post(&path(&kept, "/merges"), &json!({"duplicate_id": first})).expect(201);
    assert_eq!(
        (joined.at("/merged/0/id"), joined.at("/due_at")),
        (&first[..], &promised[..]),
        "who asked first is answered first"
    );
    let ended = member.get(&path(&first, "")).expect(200);
    assert_eq!(
        (ended.at("/status"), ended.at("/reason"), ended.at("/merged_into/id"), ended.at("/merged_into/reference")),
        ("rejected", "duplicate", &kept[..], joined.at("/reference"))
    );
    let told = |id: &str| app.sql_value(&format!("select max(revision) from change_log where record_id = '{id}'"));
    let revision = |body: &serde_json::Value| body["revision"].to_string();
    assert_eq!(
        (told(&first), told(&kept)),
        (revision(&ended.body), revision(&joined.body)),
        "whoever follows either hears of it"
    );
    let messages = member.get(&path(&kept, "/messages")).expect(200);
    let bodies: Vec<&str> = messages.items().iter().map(|message| message["body"].as_str().unwrap()).collect();
    assert!(bodies.len() == 2 && bodies[0].starts_with(question()["subject"].as_str().unwrap()), "{bodies:?}");
    assert_eq!(bodies[1], "Un détail de plus.");
    assert_eq!(member.get(&path(&kept, "/documents")).expect(200).items()[0]["name"], "plan.pdf");
    assert_eq!(member.get(&path(&first, "/documents")).expect(200).items().len(), 0);
    let told = app.mail("that they are one", |mail| mail.subject.contains("n’en font plus qu’une"));
    assert!(told.text.contains(ended.at("/reference")), "{}", told.text);
    assert_eq!(agent.get(&path(&kept, "/duplicates")).expect(200).items().len(), 0);
    // Once.
    let again = agent.post(&path(&kept, "/merges"), &json!({"duplicate_id": first}));
    again.expect_problem(409, "state_conflict");
}

#[test]
fn requests_of_different_people_stay_apart_and_only_agents_of_their_site_join() {
    let app = App::start();
    let (member, agent) = (app.token("entrepreneur"), app.token("agent-metz"));
    let (first, second) = (ask(&member, &question()), ask(&member, &question()));
    let foreign = ask(&app.token("pilot"), &question());
    let body = |id: &str| json!({"duplicate_id": id});
    for (id, code) in
        [(&foreign, "other_requester"), (&first, "not_available"), (&crate::harness::new_uuid(), "unknown_reference")]
    {
        let reply = agent.post(&path(&first, "/merges"), &body(id)).expect_problem(422, "invalid_body");
        assert_eq!((reply.at("/errors/0/pointer"), reply.at("/errors/0/code")), ("/duplicate_id", code));
    }
    member.post(&path(&first, "/merges"), &body(&second)).expect_problem(403, "forbidden");
    member.get(&path(&first, "/duplicates")).expect_problem(403, "forbidden");
    app.token("agent-nancy").post(&path(&first, "/merges"), &body(&second)).expect_problem(404, "not_found");
    agent.post(&path(&second, "/transitions"), &json!({"to": "rejected", "reason": "out_of_area"})).expect(201);
    agent.post(&path(&second, "/merges"), &body(&first)).expect_problem(409, "state_conflict");
    assert_eq!(member.get(&path(&first, "")).expect(200).at("/status"), "submitted");
}
