use serde_json::json;

use crate::{
    fixtures::{ask, first_mail, path, question, question_from, step},
    harness::{App, new_uuid},
};

const WEEK: i64 = 7 * 24 * 3600;

#[test]
fn a_member_asks_and_the_request_is_submitted_at_once() {
    let app = App::start();
    let member = app.token("entrepreneur");
    let made = member.post("/v1/service-requests", &question()).expect(201);
    assert_eq!((made.at("/status"), made.at("/contact/email")), ("submitted", "entrepreneur@demo.lorntech.example"));
    assert_eq!(made.at("/requester_id"), app.account_id("entrepreneur"));
    assert!(made.at("/reference").starts_with("MTZ-"), "{}", made.text);
    assert!(!made.at("/due_at").is_empty());
    assert_eq!(made.body["allowed_transitions"], json!(["cancelled"]));
    assert_eq!(made.header("location"), Some(path(made.at("/id"), "").as_str()));
    assert_eq!(member.get(&path(made.at("/id"), "")).expect(200).body["reference"], made.body["reference"]);
    let receipt = app.mail("a receipt", |mail| mail.is_to("entrepreneur@demo.lorntech.example"));
    assert!(receipt.subject.contains(made.at("/reference")), "{receipt:?}");
    assert!(!receipt.text.contains("#acces="), "an account needs no link: {receipt:?}");
}

#[test]
fn somebody_without_an_account_confirms_by_the_link_in_a_mail() {
    let app = App::start();
    let anonymous = app.anonymous();
    let made = anonymous.post("/v1/service-requests", &question_from("camille@exemple.fr")).expect(201);
    assert_eq!((made.at("/status"), made.at("/due_at")), ("draft", ""));
    assert!(!made.at("/confirm_before").is_empty());
    let id = made.at("/id");
    anonymous.get(&path(id, "")).expect_problem(401, "authentication_required");
    let holder = app.holder(&first_mail(&app, "camille@exemple.fr"));
    assert_eq!(holder.get(&path(id, "")).expect(200).body["allowed_transitions"], json!(["submitted", "cancelled"]));
    let sent = step(&holder, id, "submitted").expect(201);
    assert_eq!((sent.at("/status"), sent.at("/confirm_before")), ("submitted", ""));
    assert!(!sent.at("/due_at").is_empty());
    app.mail("the site hears of it", |mail| mail.is_to("agent-metz@demo.lorntech.example"));
    app.mail("so does its manager", |mail| mail.is_to("manager-metz@demo.lorntech.example"));
    assert!(!app.all_mails().iter().any(|mail| mail.is_to("agent-nancy@demo.lorntech.example")));
}

#[test]
fn a_draft_is_hidden_from_the_site_until_it_is_confirmed() {
    let app = App::start();
    let id = ask(&app.anonymous(), &question_from("camille@exemple.fr"));
    let agent = app.token("agent-metz");
    agent.get(&path(&id, "")).expect_problem(404, "not_found");
    step(&agent, &id, "triage").expect_problem(404, "not_found");
    assert!(!app.all_mails().iter().any(|mail| mail.is_to("agent-metz@demo.lorntech.example")));
}

#[test]
fn a_draft_that_nobody_confirms_in_a_week_expires() {
    let mut app = App::start();
    let id = ask(&app.anonymous(), &question_from("camille@exemple.fr"));
    let mail = first_mail(&app, "camille@exemple.fr");
    // Without its worker, so that only the clock decides.
    app.restart_with(&["--no-worker"]);
    app.advance_clock(WEEK - 60);
    assert_eq!(app.holder(&mail).get(&path(&id, "")).expect(200).at("/status"), "draft");
    app.advance_clock(60);
    step(&app.holder(&mail), &id, "submitted").expect_problem(410, "link_expired");
    // The upkeep runs when the worker starts.
    app.restart();
    crate::harness::eventually("the draft expires", || {
        (app.sql_value(&format!("select status from service_requests where id = '{id}'")) == "expired").then_some(())
    });
    let expired = app.holder(&mail).get(&path(&id, "")).expect(200);
    assert_eq!((expired.at("/status"), &expired.body["allowed_transitions"]), ("expired", &json!([])));
    let reply = step(&app.holder(&mail), &id, "submitted").expect_problem(409, "state_conflict");
    assert_eq!(reply.body["allowed"], json!([]));
    let last = app.holder(&mail).get(&path(&id, "/events")).expect(200).items().last().unwrap().clone();
    assert_eq!((&last["from"], &last["to"], &last["actor"]["kind"]), (&json!("draft"), &json!("expired"), &json!("system")));
}

#[test]
fn a_link_ends_after_60_days() {
    let app = App::start();
    let id = ask(&app.anonymous(), &question_from("camille@exemple.fr"));
    let holder = app.holder(&first_mail(&app, "camille@exemple.fr"));
    step(&holder, &id, "submitted").expect(201);
    app.advance_clock(60 * 24 * 3600 - 30);
    holder.get(&path(&id, "")).expect(200);
    app.advance_clock(31);
    for rest in ["", "/messages", "/events"] {
        holder.get(&path(&id, rest)).expect_problem(410, "link_expired");
    }
    // Where it never opened anything, that it has expired is nobody's business.
    holder.get("/v1/organizations?limit=1").expect_problem(401, "token_invalid");
}

#[test]
fn without_an_account_a_name_and_an_address_are_needed() {
    let app = App::start();
    let anonymous = app.anonymous();
    let reply = anonymous.post("/v1/service-requests", &question()).expect_problem(422, "invalid_body");
    let pointers: Vec<_> = reply.body["errors"].as_array().unwrap().iter().map(|e| e["pointer"].clone()).collect();
    assert_eq!(pointers, [json!("/contact/name"), json!("/contact/email")]);
    for email in ["nobody", "a@b", "a@b..fr", "a b@c.fr", "x@-a.fr", "", "a@b.fr\r\nBcc: c@d.fr"] {
        let reply = anonymous.post("/v1/service-requests", &question_from(email)).expect_problem(422, "invalid_body");
        assert_eq!(reply.at("/errors/0/pointer"), "/contact/email", "{email}");
    }
}

#[test]
fn a_request_names_a_site_and_one_of_its_services() {
    let app = App::start();
    let member = app.token("entrepreneur");
    for (member_name, value) in [
        ("totem_id", "strasbourg".to_owned()),
        ("totem_id", new_uuid()),
        ("service_id", "dentist".to_owned()),
        ("service_id", new_uuid()),
        ("service_id", app.anonymous().get("/v1/totems/nancy/services/accompagnement").expect(200).at("/id").to_owned()),
        ("organization_id", new_uuid()),
    ] {
        let mut body = question();
        body[member_name] = json!(value);
        let reply = member.post("/v1/service-requests", &body).expect_problem(422, "invalid_body");
        assert_eq!(
            (reply.at("/errors/0/pointer"), reply.at("/errors/0/code")),
            (format!("/{member_name}").as_str(), "unknown_reference")
        );
    }
    app.sql("update totem_services set status = 'paused' where slug = 'accompagnement'");
    let reply = member.post("/v1/service-requests", &question()).expect_problem(422, "invalid_body");
    assert_eq!((reply.at("/errors/0/pointer"), reply.at("/errors/0/code")), ("/service_id", "not_available"));
}

#[test]
fn ids_and_slugs_are_alike() {
    let app = App::start();
    let (member, anonymous) = (app.token("entrepreneur"), app.anonymous());
    let mut body = question();
    body["totem_id"] = anonymous.get("/v1/totems/metz").expect(200).body["id"].clone();
    body["service_id"] = anonymous.get("/v1/totems/metz/services/accompagnement").expect(200).body["id"].clone();
    assert_eq!(member.post("/v1/service-requests", &body).expect(201).at("/totem/slug"), "metz");
}

#[test]
fn the_confirmation_is_in_the_language_of_whoever_asks() {
    let app = App::start();
    let anonymous = app.anonymous();
    for (spoken, chosen, expected) in [
        ("de-LU", None, "Bestätigen Sie"),
        ("en", None, "Confirm your request"),
        ("es", None, "Confirmez"),
        ("de", Some("en"), "Confirm your request"),
    ] {
        let email = format!("{spoken}-{}@exemple.fr", chosen.unwrap_or("none"));
        let mut body = question_from(&email);
        if let Some(language) = chosen {
            body["contact"]["language"] = json!(language);
        }
        anonymous.post_with("/v1/service-requests", &[("accept-language", spoken)], &body).expect(201);
        let mail = app.mail("the confirmation arrives", |mail| mail.is_to(&email));
        assert!(mail.subject.starts_with(expected), "{spoken} {chosen:?}: {}", mail.subject);
    }
}

#[test]
fn a_member_lists_what_they_asked_for_the_newest_first() {
    let app = App::start();
    let (member, other) = (app.token("entrepreneur"), app.new_member("autre"));
    let mut asked: Vec<String> = (0..5).map(|_| ask(&member, &question())).collect();
    ask(&other, &question());
    asked.reverse();
    let (mut seen, mut query) = (vec![], String::new());
    loop {
        let page = member.get(&format!("/v1/service-requests?limit=2{query}")).expect(200);
        seen.extend(page.items().iter().map(|item| item["id"].as_str().unwrap().to_owned()));
        let Some(cursor) = page.body["next_cursor"].as_str() else { break };
        query = format!("&cursor={cursor}");
    }
    assert_eq!(seen, asked);
}
