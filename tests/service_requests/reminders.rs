//! Who is reminded of what, and when; and that nobody is reminded twice.

use serde_json::json;

use super::answers::questions;
use crate::{
    fixtures::{ask, path, question_to, say},
    harness::{App, eventually},
};

/// Moves the clock, and waits until the worker that starts there has looked.
fn look_at(app: &mut App, instant: &str, id: &str) {
    app.set_clock(instant);
    app.restart();
    let look = format!("select look_at is null or look_at > '{instant}' from service_requests where id = '{id}'");
    eventually("the request is looked after", || (app.sql_value(&look) == "t").then_some(()));
}

fn told(app: &App, about: &str) -> Vec<String> {
    let mut told: Vec<String> =
        app.all_mails().into_iter().filter(|mail| mail.subject.contains(about)).map(|mail| mail.to.join(",")).collect();
    told.sort();
    told
}

#[test]
fn the_agent_in_charge_is_reminded_before_and_after_the_deadline_and_the_manager_told_a_day_later() {
    let mut app = App::start();
    app.set_clock("2027-01-11T09:00:00Z");
    let (entrepreneur, agent) = (app.token("entrepreneur"), app.token("agent-metz"));
    let (taken, free) = (ask(&entrepreneur, &question_to("metz")), ask(&entrepreneur, &question_to("metz")));
    agent.post(&path(&taken, "/assignments"), &json!({})).expect(201);

    look_at(&mut app, "2027-01-15T06:59:00Z", &taken);
    assert_eq!(told(&app, "au plus tard"), [""; 0]);
    look_at(&mut app, "2027-01-15T07:00:05Z", &taken);
    look_at(&mut app, "2027-01-15T07:00:05Z", &free);
    let (one, two) = ("agent-metz@demo.lorntech.example", "manager-metz@demo.lorntech.example");
    // Of what nobody has taken, the whole site is reminded.
    assert_eq!(told(&app, "À répondre le lundi 18 janvier au plus tard"), [one, one, two]);
    // A second worker, or the same once more, says nothing again.
    look_at(&mut app, "2027-01-15T08:00:05Z", &free);
    assert_eq!(told(&app, "À répondre le lundi 18 janvier au plus tard"), [one, one, two]);

    look_at(&mut app, "2027-01-19T07:00:05Z", &taken);
    look_at(&mut app, "2027-01-19T07:00:05Z", &free);
    assert_eq!(told(&app, "Délai dépassé"), [one, one, two]);
    assert_eq!(told(&app, "Toujours sans réponse"), [""; 0]);
    look_at(&mut app, "2027-01-20T07:00:05Z", &taken);
    look_at(&mut app, "2027-01-20T07:00:05Z", &free);
    assert_eq!(told(&app, "Toujours sans réponse"), [two, two]);
    let letter = app.mail("it names who is in charge", |mail| mail.text.contains("En charge : personne"));
    assert!(letter.text.contains(&format!("/travail/metz/{free}")), "{}", letter.text);

    // What is answered is let alone.
    say(&app.token("agent-metz"), &taken, &json!({"body": "Voici.", "to": "answered"})).expect(201);
    look_at(&mut app, "2027-01-27T07:00:05Z", &taken);
    look_at(&mut app, "2027-01-27T07:00:05Z", &free);
    assert_eq!(told(&app, "Délai dépassé").len(), 5);
}

#[test]
fn whoever_asked_is_reminded_on_the_third_working_day_never_before_unless_they_want_no_reminders() {
    let mut app = App::start();
    app.set_clock("2027-01-14T15:00:00Z");
    let agent = app.token("agent-metz");
    let id = ask(&app.token("entrepreneur"), &question_to("metz"));
    agent.post(&path(&id, "/assignments"), &json!({})).expect(201);
    say(&agent, &id, &json!({"body": "Avez-vous un prototype ?", "to": "waiting_requester"})).expect(201);

    look_at(&mut app, "2027-01-18T23:00:00Z", &id);
    assert_eq!(told(&app, "attend votre réponse"), [""; 0]);
    look_at(&mut app, "2027-01-19T07:00:05Z", &id);
    assert_eq!(told(&app, "attend votre réponse"), ["entrepreneur@demo.lorntech.example"]);
    let letter = app.mail("the day it expires is named", |mail| mail.subject.contains("attend votre réponse"));
    assert!(letter.text.contains("expire le samedi 13 février"), "{}", letter.text);
    assert!(letter.text.contains("Pour ne plus recevoir"), "{}", letter.text);

    let off = json!({"settings": [{"kind": "request_reminders", "channel": "mail", "enabled": false}]});
    app.token("entrepreneur").patch_with("/v1/me/notification-settings", &[], &off).expect(200);
    look_at(&mut app, "2027-01-29T07:00:05Z", &id);
    assert_eq!(told(&app, "attend votre réponse").len(), 1);
}

#[test]
fn a_closure_of_the_site_moves_the_deadlines_promised_after_it_is_known() {
    let app = App::start();
    app.set_clock("2027-07-12T09:00:00Z");
    let entrepreneur = app.token("entrepreneur");
    let due = |id: &str| entrepreneur.get(&path(id, "")).expect(200).at("/due_at").to_owned();
    let before = ask(&entrepreneur, &question_to("metz"));
    app.sql("update totems set closures = '[{\"from_on\": \"2027-07-15\", \"until_on\": \"2027-07-30\"}]' where slug = 'metz'");
    let after = ask(&entrepreneur, &question_to("metz"));
    assert_eq!((due(&before).as_str(), due(&after).as_str()), ("2027-07-20T16:00:00Z", "2027-08-05T16:00:00Z"));
}

#[test]
fn a_member_is_told_before_a_request_that_awaits_a_file_expires() {
    let mut app = App::start();
    app.set_clock("2027-01-11T09:00:00Z");
    let statutes = json!([{"id": "statutes", "type": "file", "label": {"fr": "Vos statuts"}, "required": true}]);
    questions(&app.token("manager-metz"), &statutes);
    let made = app.token("entrepreneur").post("/v1/service-requests", &question_to("metz")).expect(201);
    let id = made.at("/id");
    assert_eq!(made.at("/status"), "draft");
    look_at(&mut app, "2027-01-15T06:59:00Z", id);
    assert_eq!(told(&app, "pas encore partie"), [""; 0]);
    look_at(&mut app, "2027-01-15T07:00:05Z", id);
    look_at(&mut app, "2027-01-16T07:00:05Z", id);
    assert_eq!(told(&app, "pas encore partie"), ["entrepreneur@demo.lorntech.example"]);
    let letter = app.mail("it says what is missing, and until when", |mail| mail.subject.contains("pas encore partie"));
    assert!(
        letter.text.contains("expire le lundi 18 janvier") && letter.text.contains(&format!("/demandes/{id}")),
        "{}",
        letter.text
    );
    look_at(&mut app, "2027-01-18T09:30:00Z", id);
    assert_eq!(app.token("entrepreneur").get(&path(id, "")).expect(200).at("/status"), "expired");
}
