//! The whole life of a request.

use serde_json::json;

use crate::{
    fixtures::{ask, first_mail, path, question, question_from, say, step},
    harness::App,
};

#[test]
fn a_request_of_somebody_without_an_account_from_the_first_mail_to_its_reopening() {
    let app = App::start();
    // A Monday in a month without holidays.
    app.set_clock("2027-01-11T09:00:00Z");
    let email = "camille@exemple.fr";
    let id = ask(&app.anonymous(), &question_from(email));
    let holder = app.holder(&first_mail(&app, email));
    assert_eq!(step(&holder, &id, "submitted").expect(201).at("/due_at"), "2027-01-18T17:00:00Z");

    let agent = app.token("agent-metz");
    let taken = agent.post(&path(&id, "/assignments"), &json!({})).expect(201);
    assert_eq!((taken.at("/status"), taken.at("/assignees/0/account_id")), ("assigned", app.account_id("agent-metz").as_str()));
    let asked_back = say(&agent, &id, &json!({"body": "Avez-vous un prototype ?", "to": "waiting_requester"})).expect(201);
    assert_eq!(asked_back.at("/request/status"), "waiting_requester");
    let mail = app.mail("the question arrives", |mail| mail.is_to(email) && mail.text.contains("> Avez-vous un prototype ?"));
    // Its new link works as well as the first one, which still does.
    for link in [&holder, &app.holder(&mail)] {
        assert_eq!(link.get(&path(&id, "")).expect(200).at("/status"), "waiting_requester");
    }

    // Tuesday and Wednesday begin in waiting.
    app.advance_clock(2 * 24 * 3600);
    let replied = say(&holder, &id, &json!({"body": "Oui, depuis le printemps."})).expect(201);
    assert_eq!((replied.at("/request/status"), replied.at("/request/due_at")), ("in_progress", "2027-01-20T17:00:00Z"));
    app.mail("the site hears of the reply", |mail| {
        mail.is_to("agent-metz@demo.lorntech.example") && mail.subject.starts_with("Dominique Exemple a répondu")
    });

    let agent = app.token("agent-metz");
    let answered = say(&agent, &id, &json!({"body": "Venez jeudi à 10 h.", "to": "answered"})).expect(201);
    assert_eq!(answered.at("/request/status"), "answered");
    let mail = app.mail("the answer arrives", |mail| mail.is_to(email) && mail.text.contains("> Venez jeudi à 10 h."));
    let holder = app.holder(&mail);
    let messages = holder.get(&path(&id, "/messages")).expect(200);
    let said: Vec<(&str, &str)> = messages
        .items()
        .iter()
        .map(|message| (message["author"]["kind"].as_str().unwrap(), message["body"].as_str().unwrap()))
        .collect();
    assert_eq!(
        said,
        [("agent", "Avez-vous un prototype ?"), ("requester", "Oui, depuis le printemps."), ("agent", "Venez jeudi à 10 h.")]
    );

    let closed = step(&holder, &id, "closed").expect(201);
    assert_eq!(closed.body["allowed_transitions"], json!(["triage"]));
    app.advance_clock(24 * 3600);
    let reopened = step(&holder, &id, "triage").expect(201);
    assert_eq!((reopened.at("/status"), reopened.at("/due_at")), ("triage", "2027-01-21T17:00:00Z"));
    assert_eq!((&reopened.body["assignees"], reopened.at("/answered_at"), reopened.at("/closed_at")), (&json!([]), "", ""));

    let steps = holder.get(&path(&id, "/events")).expect(200);
    let steps: Vec<(&str, &str)> =
        steps.items().iter().map(|step| (step["actor"]["kind"].as_str().unwrap(), step["to"].as_str().unwrap())).collect();
    assert_eq!(
        steps,
        [
            ("requester", "draft"),
            ("requester", "submitted"),
            ("agent", "triage"),
            ("agent", "assigned"),
            ("agent", "in_progress"),
            ("agent", "waiting_requester"),
            ("requester", "in_progress"),
            ("agent", "answered"),
            ("requester", "closed"),
            ("requester", "triage"),
        ]
    );
}

#[test]
fn a_request_of_a_member_from_the_question_to_the_answer() {
    let app = App::start();
    // In the browser, with cookies.
    let (member, agent) = (app.sign_in("entrepreneur"), app.sign_in("agent-metz"));
    let id = ask(&member, &question());
    for to in ["triage", "assigned", "in_progress"] {
        assert_eq!(step(&agent, &id, to).expect(201).at("/status"), to);
    }
    say(&agent, &id, &json!({"body": "Voici notre réponse.", "to": "answered"})).expect(201);
    let seen = member.get(&path(&id, "")).expect(200);
    assert_eq!((seen.at("/status"), &seen.body["allowed_transitions"]), ("answered", &json!(["closed", "cancelled"])));
    let mail = app.mail("the answer arrives", |mail| {
        mail.is_to("entrepreneur@demo.lorntech.example") && mail.subject.starts_with("Réponse à votre demande")
    });
    assert!(mail.text.contains(&format!("{}/demandes/{id}", app.base())), "{mail:?}");
    // Asking again puts it back to work.
    assert_eq!(say(&member, &id, &json!({"body": "Encore une question."})).expect(201).at("/request/status"), "in_progress");
}
