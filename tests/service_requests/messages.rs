use serde_json::json;

use crate::{
    fixtures::{ask, bring_to, confirmed, path, question, say, step},
    harness::App,
};

#[test]
fn a_note_among_agents_never_reaches_whoever_asked() {
    const SECRET: &str = "Dossier fragile, à traiter avec prudence";
    let app = App::start();
    let email = "camille@exemple.fr";
    let (id, holder) = confirmed(&app, email);
    let agent = app.token("agent-metz");
    let note = say(&agent, &id, &json!({"body": SECRET, "internal": true})).expect(201);
    assert_eq!(note.body["message"]["internal"], true);
    say(&agent, &id, &json!({"body": "Bonjour !"})).expect(201);
    app.mail("the message arrives", |mail| mail.is_to(email) && mail.text.contains("> Bonjour !"));

    assert!(agent.get(&path(&id, "/messages")).expect(200).text.contains(SECRET));
    assert!(app.token("manager-metz").get(&path(&id, "/messages")).expect(200).text.contains(SECRET));
    let whole = holder.get(&path(&id, "/messages")).expect(200);
    assert_eq!(whole.items().len(), 1);
    // Nor do pages of one message count it.
    let page = holder.get(&path(&id, "/messages?limit=1")).expect(200);
    assert_eq!((page.items().len(), &page.body["next_cursor"]), (1, &json!(null)));
    for reply in [
        whole,
        page,
        holder.get(&path(&id, "")).expect(200),
        holder.get(&path(&id, "/events")).expect(200),
        say(&holder, &id, &json!({"body": "Bonjour à vous."})).expect(201),
        step(&holder, &id, "cancelled").expect(201),
    ] {
        assert!(!reply.text.contains(SECRET), "{}", reply.text);
    }
    for mail in app.all_mails() {
        assert!(!mail.text.contains(SECRET) && !mail.subject.contains(SECRET), "{mail:?}");
    }
}

#[test]
fn notes_and_steps_are_for_agents() {
    let app = App::start();
    let member = app.token("entrepreneur");
    let id = ask(&member, &question());
    for body in [json!({"body": "Note", "internal": true}), json!({"body": "Réponse", "to": "answered"})] {
        say(&member, &id, &body).expect_problem(403, "forbidden");
    }
    let agent = app.token("agent-metz");
    let reply =
        say(&agent, &id, &json!({"body": "Note", "internal": true, "to": "answered"})).expect_problem(422, "invalid_body");
    assert_eq!(reply.at("/errors/0/pointer"), "/to");
    assert_eq!(member.get(&path(&id, "/messages")).expect(200).items().len(), 0);
}

#[test]
fn an_answer_needs_a_request_that_is_worked_on() {
    let app = App::start();
    let (member, agent) = (app.token("entrepreneur"), app.token("agent-metz"));
    let id = ask(&member, &question());
    say(&agent, &id, &json!({"body": "Trop tôt.", "to": "answered"})).expect_problem(409, "state_conflict");
    assert_eq!(member.get(&path(&id, "/messages")).expect(200).items().len(), 0, "the message was kept without its step");
    step(&agent, &id, "assigned").expect(201);
    // From there the answer is also the beginning of the work.
    assert_eq!(say(&agent, &id, &json!({"body": "Voilà.", "to": "answered"})).expect(201).at("/request/status"), "answered");
}

#[test]
fn nobody_writes_in_a_request_that_has_ended() {
    let app = App::start();
    let (member, agent) = (app.token("entrepreneur"), app.token("agent-metz"));
    for status in ["closed", "cancelled"] {
        let id = ask(&member, &question());
        bring_to(&member, &agent, &id, status);
        for client in [&member, &agent] {
            say(client, &id, &json!({"body": "Encore une chose."})).expect_problem(409, "state_conflict");
        }
    }
}

#[test]
fn messages_come_page_by_page_in_their_order() {
    let app = App::start();
    let member = app.token("entrepreneur");
    let id = ask(&member, &question());
    let said: Vec<String> = (0..5).map(|number| format!("Message {number}\navec deux lignes")).collect();
    for body in &said {
        say(&member, &id, &json!({"body": body})).expect(201);
    }
    let (mut seen, mut query) = (vec![], String::new());
    loop {
        let page = member.get(&path(&id, &format!("/messages?limit=2{query}"))).expect(200);
        seen.extend(page.items().iter().map(|item| item["body"].as_str().unwrap().to_owned()));
        let Some(cursor) = page.body["next_cursor"].as_str() else { break };
        query = format!("&cursor={cursor}");
    }
    assert_eq!(seen, said);
}
