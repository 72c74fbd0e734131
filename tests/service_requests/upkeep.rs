//! What ends by itself when nobody replies, on the day that was announced.

use serde_json::{Value, json};

use crate::{
    fixtures::{ask, confirmed, path, question_from, say, step},
    harness::{App, eventually},
};

const DAY: i64 = 24 * 3600;

fn status(app: &App, id: &str) -> String {
    app.sql_value(&format!("select status from service_requests where id = '{id}'"))
}

/// A request without an account that the site has answered, or asked something back about.
fn brought_to(app: &App, email: &str, to: &str) -> String {
    let (id, _) = confirmed(app, email);
    let agent = app.token("agent-metz");
    agent.post(&path(&id, "/assignments"), &json!({})).expect(201);
    let said = say(&agent, &id, &json!({"body": "Avez-vous un prototype ?", "to": to})).expect(201);
    assert!(said.body["request"]["ends_at"].is_string(), "{}", said.text);
    id
}

#[test]
fn what_waits_30_days_for_whoever_asked_expires_as_announced_and_is_kept() {
    let mut app = App::start();
    app.set_clock("2027-01-11T09:00:00Z");
    let never_confirmed = ask(&app.anonymous(), &question_from("dominique@exemple.fr"));
    let id = brought_to(&app, "camille@exemple.fr", "waiting_requester");
    app.mail("the day is announced", |mail| {
        mail.is_to("camille@exemple.fr") && mail.text.contains("expire le mercredi 10 février")
    });
    app.advance_clock(DAY);
    let younger = brought_to(&app, "sacha@exemple.fr", "waiting_requester");

    app.advance_clock(29 * DAY);
    // The upkeep runs when the worker starts.
    app.restart();
    eventually("the request expires", || (status(&app, &id) == "expired").then_some(()));
    assert_eq!(status(&app, &younger), "waiting_requester");
    let mail = app.mail("the end is told", |mail| mail.is_to("camille@exemple.fr") && mail.subject.ends_with("a expiré"));
    let holder = app.holder(&mail);
    let expired = holder.get(&path(&id, "")).expect(200);
    assert_eq!((&expired.body["ends_at"], &expired.body["allowed_transitions"]), (&Value::Null, &json!([])));
    let last = holder.get(&path(&id, "/events")).expect(200).items().last().unwrap().clone();
    let told = (&last["from"], &last["to"], &last["actor"]["kind"]);
    assert_eq!(told, (&json!("waiting_requester"), &json!("expired"), &json!("system")));
    say(&holder, &id, &json!({"body": "Trop tard ?"})).expect_problem(409, "state_conflict");

    // What was never confirmed is forgotten a month later, what somebody worked on is not.
    app.advance_clock(31 * DAY);
    app.restart();
    eventually("the draft is forgotten", || status(&app, &never_confirmed).is_empty().then_some(()));
    assert_eq!(status(&app, &id), "expired");
}

#[test]
fn what_was_answered_closes_after_14_days_without_a_reply_and_can_be_reopened() {
    let mut app = App::start();
    app.set_clock("2027-01-11T09:00:00Z");
    let id = brought_to(&app, "camille@exemple.fr", "answered");
    let answer = app
        .mail("the day is announced", |mail| mail.is_to("camille@exemple.fr") && mail.text.contains("close le lundi 25 janvier"));
    let replied = brought_to(&app, "sacha@exemple.fr", "answered");
    let theirs = app.mail("the answer arrives", |mail| mail.is_to("sacha@exemple.fr") && mail.text.contains("close le"));
    let reply = say(&app.holder(&theirs), &replied, &json!({"body": "Oui, le voici."})).expect(201);
    assert_eq!((reply.at("/request/status"), &reply.body["request"]["ends_at"]), ("in_progress", &Value::Null));

    let of_nobody = brought_to(&app, "dominique@exemple.fr", "answered");
    app.all_mails();
    // As the erasure of an account leaves it.
    app.sql(&format!("update service_requests set contact_email = '' where id = '{of_nobody}'"));

    app.advance_clock(14 * DAY);
    app.restart();
    eventually("the request closes", || (status(&app, &id) == "closed").then_some(()));
    assert_eq!(status(&app, &replied), "in_progress");
    let told = app.mail("the end is told", |mail| mail.is_to("camille@exemple.fr") && mail.subject.ends_with("est close"));
    assert!(told.text.contains("rouvrir pendant 30 jours"), "{}", told.text);
    eventually("the other one closes, too", || (status(&app, &of_nobody) == "closed").then_some(()));
    // A letter that can reach nobody does not wait for ever.
    app.all_mails();
    let reopened = step(&app.holder(&answer), &id, "triage").expect(201);
    assert_eq!((reopened.at("/status"), &reopened.body["ends_at"]), ("triage", &Value::Null));
}
