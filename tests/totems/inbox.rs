use serde_json::json;

use crate::{
    fixtures::{ask, bring_to, confirmed, first_mail, path, question, question_from, question_to, step},
    harness::{App, Client},
};

fn references(client: &Client, query: &str) -> Vec<String> {
    let page = client.get(&format!("/v1/totems/metz/inbox{query}")).expect(200);
    page.items().iter().map(|item| item["id"].as_str().unwrap().to_owned()).collect()
}

#[test]
fn an_inbox_shows_what_has_to_be_done_the_nearest_deadline_first() {
    let app = App::start();
    app.set_clock("2027-01-11T09:00:00Z");
    let (agent, member) = (app.token("agent-metz"), app.token("entrepreneur"));
    let first = ask(&member, &question());
    app.advance_clock(24 * 3600);
    let (agent, member) = (app.token("agent-metz"), (app.token("entrepreneur"), agent, member).0);
    let second = ask(&member, &question());
    let cancelled = ask(&member, &question());
    step(&member, &cancelled, "cancelled").expect(201);
    ask(&member, &question_to("nancy"));
    ask(&app.anonymous(), &question_from("attente@exemple.fr"));
    let inbox = agent.get("/v1/totems/metz/inbox").expect(200);
    let listed: Vec<&str> = inbox.items().iter().map(|item| item["id"].as_str().unwrap()).collect();
    assert_eq!(listed, [first.as_str(), second.as_str()]);
    assert_eq!(inbox.body["counts"], json!({"submitted": 2}));
    assert_eq!(inbox.body["items"][0]["working_days_left"], 4);
    assert_eq!(inbox.body["items"][0]["overdue"], false);
    app.advance_clock(7 * 24 * 3600);
    let late = app.token("agent-metz").get("/v1/totems/metz/inbox").expect(200);
    assert_eq!(late.body["items"][0]["overdue"], true);
    assert_eq!(late.body["items"][0]["working_days_left"], -1);
}

#[test]
fn an_inbox_can_be_narrowed_to_states_and_to_who_is_in_charge() {
    let app = App::start();
    let (agent, manager, member) = (app.token("agent-metz"), app.token("manager-metz"), app.token("entrepreneur"));
    let [mine, theirs, free, closed] = std::array::from_fn(|_| ask(&member, &question()));
    step(&agent, &mine, "assigned").expect(201);
    step(&manager, &theirs, "assigned").expect(201);
    bring_to(&member, &agent, &closed, "closed");
    assert_eq!(references(&agent, "?assigned=me"), [mine.as_str()]);
    assert_eq!(references(&manager, "?assigned=me"), [theirs.as_str()]);
    assert_eq!(references(&agent, "?assigned=none"), [free.as_str()]);
    assert_eq!(references(&agent, "?status=closed"), [closed.as_str()]);
    assert_eq!(references(&agent, "?status=closed&status=submitted"), [free.as_str(), closed.as_str()]);
    agent.get("/v1/totems/metz/inbox?status=nonsense").expect_problem(400, "invalid_parameter");
}

#[test]
fn what_is_not_over_is_counted_up_to_a_hundred() {
    let app = App::start();
    let (agent, member) = (app.token("agent-metz"), app.token("entrepreneur"));
    let open = ask(&member, &question());
    app.sql(&format!(
        "insert into service_requests (id, reference, totem_id, service_id, status, subject, body, contact_name, contact_email, contact_language, submitted_at, due_at) select gen_random_uuid(), 'MTZ-' || n, totem_id, service_id, (array['answered', 'closed'])[n % 2 + 1], subject, body, contact_name, contact_email, contact_language, submitted_at, due_at from service_requests, generate_series(1, 410) n where id = '{open}'"
    ));
    let counts = agent.get("/v1/totems/metz/inbox").expect(200).body["counts"].clone();
    assert_eq!(counts, json!({"submitted": 1, "answered": 100}));
}

#[test]
fn an_inbox_goes_page_by_page() {
    let app = App::start();
    let (agent, member) = (app.token("agent-metz"), app.token("entrepreneur"));
    let asked: Vec<String> = (0..5).map(|_| ask(&member, &question())).collect();
    let (mut seen, mut query) = (vec![], String::new());
    loop {
        let page = agent.get(&format!("/v1/totems/metz/inbox?limit=2{query}")).expect(200);
        seen.extend(page.items().iter().map(|item| item["id"].as_str().unwrap().to_owned()));
        let Some(cursor) = page.body["next_cursor"].as_str() else { break };
        query = format!("&cursor={cursor}");
    }
    assert_eq!(seen, asked);
}

#[test]
fn to_everybody_else_an_inbox_does_not_exist() {
    let app = App::start();
    for name in ["entrepreneur", "agent-nancy", "pilot", "moderator", "admin"] {
        app.token(name).get("/v1/totems/metz/inbox").expect_problem(404, "not_found");
    }
    app.anonymous().get("/v1/totems/metz/inbox").expect_problem(401, "authentication_required");
    let (_, holder) = confirmed(&app, "camille@exemple.fr");
    holder.get("/v1/totems/metz/inbox").expect_problem(401, "authentication_required");
    app.token("manager-metz").get("/v1/totems/metz/inbox").expect(200);
}

#[test]
fn an_inbox_holds_no_address_and_no_telephone() {
    let app = App::start();
    let mut question = question_from("secret@exemple.fr");
    question["contact"]["phone"] = json!("+33 3 87 00 00 00");
    let id = ask(&app.anonymous(), &question);
    step(&app.holder(&first_mail(&app, "secret@exemple.fr")), &id, "submitted").expect(201);
    let agent = app.token("agent-metz");
    let inbox = agent.get("/v1/totems/metz/inbox").expect(200);
    assert_eq!(inbox.items().len(), 1);
    assert!(!inbox.text.contains("secret@exemple.fr") && !inbox.text.contains("+33"), "{}", inbox.text);
    assert_eq!(agent.get(&path(&id, "")).expect(200).at("/contact/email"), "secret@exemple.fr");
}
