//! Who works at a site, what each has to do, and who is away.

use serde_json::{Value, json};

use crate::{
    fixtures::{ask, path, question_to, say},
    harness::{App, eventually},
};

#[test]
fn agents_see_who_has_how_much_to_do_and_who_is_away_and_nobody_else_does() {
    let app = App::start();
    app.set_clock("2027-01-11T09:00:00Z");
    let (entrepreneur, agent) = (app.token("entrepreneur"), app.token("agent-metz"));
    let ids: Vec<String> = (0..3).map(|_| ask(&entrepreneur, &question_to("metz"))).collect();
    for id in &ids {
        agent.post(&path(id, "/assignments"), &json!({})).expect(201);
    }
    say(&agent, &ids[0], &json!({"body": "Quand ?", "to": "waiting_requester"})).expect(201);
    app.set_clock("2027-01-19T09:00:00Z");
    let agent = app.token("agent-metz");
    let absence = json!({"absence": {"from_on": "2027-01-18", "until_on": "2027-01-22"}});
    let me = agent.patch_with("/v1/me", &[], &absence).expect(200);
    assert_eq!(me.at("/account/absence/until_on"), "2027-01-22");
    let shown = |agent: &Value| {
        let numbers = ["open_requests", "overdue_requests"].map(|name| agent[name].as_i64().unwrap());
        (agent["name"].as_str().unwrap().to_owned(), agent["manager"] == true, numbers, agent["absence"].clone())
    };
    let agents: Vec<_> = agent.get("/v1/totems/metz/agents").expect(200).items().iter().map(shown).collect();
    let away = json!({"from_on": "2027-01-18", "until_on": "2027-01-22"});
    let expected = [
        ("Agent de Metz (démonstration)".to_owned(), false, [2, 2], away),
        ("Responsable de Metz (démonstration)".to_owned(), true, [0, 0], Value::Null),
    ];
    assert_eq!(agents, expected);
    // What is over is not shown.
    app.set_clock("2027-01-23T09:00:00Z");
    let manager = app.token("manager-metz");
    let agents = manager.get("/v1/totems/metz/agents").expect(200);
    assert_eq!(agents.items()[0]["absence"], Value::Null);
    for other in ["agent-nancy", "entrepreneur", "moderator"] {
        app.token(other).get("/v1/totems/metz/agents").expect_problem(404, "not_found");
    }
}

#[test]
fn in_the_place_of_who_is_away_the_whole_site_is_reminded() {
    let mut app = App::start();
    app.set_clock("2027-01-11T09:00:00Z");
    let agent = app.token("agent-metz");
    let id = ask(&app.token("entrepreneur"), &question_to("metz"));
    agent.post(&path(&id, "/assignments"), &json!({})).expect(201);
    agent.patch_with("/v1/me", &[], &json!({"absence": {"from_on": "2027-01-14", "until_on": "2027-01-15"}})).expect(200);
    app.set_clock("2027-01-15T07:00:05Z");
    app.restart();
    let told = || {
        let about = |mail: &&crate::harness::Mail| mail.subject.starts_with("À répondre");
        app.all_mails().iter().filter(about).map(|mail| mail.to.join(",")).collect::<std::collections::BTreeSet<_>>()
    };
    let both = ["agent-metz@demo.lorntech.example".to_owned(), "manager-metz@demo.lorntech.example".to_owned()];
    eventually("both are told", || (told() == both.clone().into()).then_some(()));
}

#[test]
fn an_absence_ends_after_it_begins_within_a_year_and_is_cleared_by_null() {
    let app = App::start();
    let agent = app.token("agent-metz");
    for until in ["2027-01-17", "2028-02-01"] {
        let wrong = json!({"absence": {"from_on": "2027-01-18", "until_on": until}});
        let refused = agent.patch_with("/v1/me", &[], &wrong).expect_problem(422, "invalid_body");
        assert_eq!(refused.at("/errors/0/pointer"), "/absence/until_on");
    }
    agent.patch_with("/v1/me", &[], &json!({"absence": {"from_on": "2027-01-18", "until_on": "2027-01-18"}})).expect(200);
    // Another change leaves it.
    assert_eq!(
        agent.patch_with("/v1/me", &[], &json!({"language": "de"})).expect(200).at("/account/absence/from_on"),
        "2027-01-18"
    );
    let back = agent.patch_with("/v1/me", &[], &json!({"absence": null})).expect(200);
    assert_eq!(back.body["account"]["absence"], Value::Null);
}
