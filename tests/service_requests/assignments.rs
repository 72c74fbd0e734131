use serde_json::json;

use crate::{
    fixtures::{ask, path, question, step},
    harness::{App, new_uuid},
};

#[test]
fn an_agent_gives_a_request_to_a_colleague_who_then_leads() {
    let app = App::start();
    let (member, agent) = (app.token("entrepreneur"), app.token("agent-metz"));
    let (me, colleague) = (app.account_id("agent-metz"), app.account_id("manager-metz"));
    let id = ask(&member, &question());
    let assignments = path(&id, "/assignments");
    let mine = agent.post(&assignments, &json!({})).expect(201);
    assert_eq!((mine.at("/status"), &mine.body["assignees"][0]["lead"]), ("assigned", &json!(true)));
    let ours = agent.post(&assignments, &json!({"account_id": colleague, "lead": true})).expect(201);
    let leads: Vec<(&str, bool)> = ours.body["assignees"]
        .as_array()
        .unwrap()
        .iter()
        .map(|assignee| (assignee["account_id"].as_str().unwrap(), assignee["lead"].as_bool().unwrap()))
        .collect();
    assert_eq!(leads, [(colleague.as_str(), true), (me.as_str(), false)]);
    // Once more changes nothing.
    let again = agent.post(&assignments, &json!({"account_id": colleague})).expect(201);
    assert_eq!(again.body["assignees"], ours.body["assignees"]);
}

#[test]
fn only_those_who_work_at_the_site_can_be_put_in_charge() {
    let app = App::start();
    let (member, agent) = (app.token("entrepreneur"), app.token("agent-metz"));
    let id = ask(&member, &question());
    for account in [app.account_id("agent-nancy"), app.account_id("entrepreneur"), new_uuid()] {
        let reply = agent.post(&path(&id, "/assignments"), &json!({"account_id": account})).expect_problem(422, "invalid_body");
        assert_eq!((reply.at("/errors/0/pointer"), reply.at("/errors/0/code")), ("/account_id", "unknown_reference"));
    }
    assert_eq!(agent.get(&path(&id, "")).expect(200).at("/status"), "submitted");
}

#[test]
fn whoever_asked_sees_the_request_but_puts_nobody_in_charge() {
    let app = App::start();
    let member = app.token("entrepreneur");
    let id = ask(&member, &question());
    member.post(&path(&id, "/assignments"), &json!({})).expect_problem(403, "forbidden");
    app.token("agent-nancy").post(&path(&id, "/assignments"), &json!({})).expect_problem(404, "not_found");
}

#[test]
fn triage_leaves_nobody_in_charge() {
    let app = App::start();
    let (member, agent) = (app.token("entrepreneur"), app.token("agent-metz"));
    let id = ask(&member, &question());
    agent.post(&path(&id, "/assignments"), &json!({})).expect(201);
    let back = step(&agent, &id, "triage").expect(201);
    assert_eq!((back.at("/status"), &back.body["assignees"]), ("triage", &json!([])));
}
