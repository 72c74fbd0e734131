use serde_json::{Value, json};

use crate::{
    fixtures::{PDF, ask, first_mail, path, question, question_from, send_file, send_pdf, step},
    harness::{App, Client},
};

const PATH: &str = "/v1/totems/metz/services/accompagnement";

/// Gives coaching at Metz these questions.
pub fn questions(manager: &Client, questions: &Value) {
    let etag = manager.get(PATH).expect(200).etag().to_owned();
    manager.patch(PATH, &etag, &json!({"questions": questions})).expect(200);
}

fn with(answers: &Value) -> Value {
    let mut question = question();
    question["answers"] = answers.clone();
    question
}

#[test]
fn answers_are_told_to_whoever_asked_and_to_the_site_with_the_words_of_their_question() {
    let app = App::start();
    let (member, agent, manager) = (app.token("entrepreneur"), app.token("agent-metz"), app.token("manager-metz"));
    let made = member
        .post(
            "/v1/service-requests",
            &with(&json!([{"question_id": "expects", "value": ["contacts", "plan"]}, {"question_id": "stage", "value": "idea"}])),
        )
        .expect(201);
    let answers = &made.body["answers"];
    assert_eq!(
        (&answers[0]["question_id"], &answers[0]["choices"][0]["label"]["de"]),
        (&json!("stage"), &json!("Ich habe eine Idee"))
    );
    assert_eq!((&answers[1]["value"], answers[1]["choices"].as_array().unwrap().len()), (&json!(["contacts", "plan"]), 2));
    let id = made.at("/id");
    // The questions become others, and the answers stay what they were.
    questions(&manager, &json!([{"id": "stage", "type": "number", "label": {"fr": "Combien de salariés ?"}}]));
    for reader in [&member, &agent] {
        assert_eq!(&reader.get(&path(id, "")).expect(200).body["answers"], answers);
    }
    // They go with the file, and are in no list of the site.
    assert!(!agent.get("/v1/totems/metz/inbox").expect(200).text.contains("\"answers\""));
    agent.post(&path(id, "/assignments"), &json!({"totem_id": "nancy"})).expect(201);
    assert_eq!(&app.token("agent-nancy").get(&path(id, "")).expect(200).body["answers"], answers);
}

#[test]
fn a_wrong_answer_is_named_in_the_language_of_whoever_asks() {
    let app = App::start();
    let (member, manager) = (app.token("entrepreneur"), app.token("manager-metz"));
    let shown = json!({"question_id": "company", "choices": ["yes"]});
    questions(
        &manager,
        &json!([
            {"id": "company", "type": "choice", "label": {"fr": "Avez-vous une entreprise ?", "de": "Haben Sie ein Unternehmen?"}, "required": true,
             "choices": [{"id": "yes", "label": {"fr": "Oui"}}, {"id": "no", "label": {"fr": "Non"}}]},
            {"id": "since", "type": "date", "label": {"fr": "Depuis quand ?", "en": "Since when?"}, "required": true, "shown_when": shown},
        ]),
    );
    let refused = |language: &str, answers: Value| {
        member
            .post_with("/v1/service-requests", &[("accept-language", language)], &with(&answers))
            .expect_problem(422, "invalid_body")
    };
    for (language, question) in [("fr", "« Avez-vous une entreprise ? »"), ("de", "„Haben Sie ein Unternehmen?“")] {
        let reply = refused(language, json!([]));
        assert_eq!((reply.at("/errors/0/pointer"), reply.at("/errors/0/code")), ("/answers", "answer_missing"));
        assert!(reply.at("/errors/0/detail").contains(question), "{}", reply.text);
    }
    let reply =
        refused("en", json!([{"question_id": "company", "value": "yes"}, {"question_id": "since", "value": "yesterday"}]));
    assert_eq!((reply.at("/errors/0/pointer"), reply.at("/errors/0/code")), ("/answers/1/value", "date_expected"));
    assert!(reply.at("/errors/0/detail").contains("Answer with a date"), "{}", reply.text);
    let reply = refused("fr", json!([{"question_id": "company", "value": true}]));
    assert_eq!((reply.at("/errors/0/pointer"), reply.at("/errors/0/code")), ("/answers/0/value", "wrong_type"));
    let reply =
        refused("fr", json!([{"question_id": "company", "value": "no"}, {"question_id": "since", "value": "2024-01-01"}]));
    assert_eq!((reply.at("/errors/0/pointer"), reply.at("/errors/0/code")), ("/answers/1/question_id", "not_allowed"));
    ask(&member, &with(&json!([{"question_id": "company", "value": "no"}])));
}

#[test]
fn a_service_for_accounts_sends_nobody_else_through_a_form() {
    let app = App::start();
    let manager = app.token("manager-metz");
    let etag = manager.get(PATH).expect(200).etag().to_owned();
    manager.patch(PATH, &etag, &json!({"access": "account"})).expect(200);
    let reply =
        app.anonymous().post("/v1/service-requests", &question_from("camille@exemple.fr")).expect_problem(422, "invalid_body");
    assert_eq!((reply.at("/errors/0/pointer"), reply.at("/errors/0/code")), ("/service_id", "account_needed"));
    ask(&app.token("entrepreneur"), &question());
}

#[test]
fn a_request_that_is_asked_for_a_file_leaves_once_it_is_there() {
    let app = App::start();
    let (member, agent, manager) = (app.token("entrepreneur"), app.token("agent-metz"), app.token("manager-metz"));
    questions(
        &manager,
        &json!([
            {"id": "statutes", "type": "file", "label": {"fr": "Vos statuts", "de": "Ihre Satzung"}, "required": true},
            {"id": "picture", "type": "file", "label": {"fr": "Une photographie"}},
        ]),
    );
    let named = with(&json!([{"question_id": "statutes", "value": "statuts.pdf"}]));
    let reply = member.post("/v1/service-requests", &named).expect_problem(422, "invalid_body");
    assert_eq!((reply.at("/errors/0/pointer"), reply.at("/errors/0/code")), ("/answers/0/value", "file_expected"));

    let made = member.post("/v1/service-requests", &question()).expect(201);
    let id = made.at("/id");
    assert_eq!(
        (made.at("/status"), made.at("/answers/0/type"), &made.body["answers"][0]["value"]),
        ("draft", "file", &json!([]))
    );
    assert_eq!(made.body["allowed_transitions"], json!(["submitted", "cancelled"]));
    agent.get(&path(id, "")).expect_problem(404, "not_found");
    let transition = json!({"to": "submitted"});
    let missing = member
        .post_with(&path(id, "/transitions"), &[("accept-language", "de")], &transition)
        .expect_problem(422, "invalid_body");
    assert_eq!((missing.at("/errors/0/pointer"), missing.at("/errors/0/code")), ("/to", "answer_missing"));
    assert!(missing.at("/errors/0/detail").contains("„Ihre Satzung“"), "{}", missing.text);

    // A file answers what asks for one, and nothing else.
    for (more, code) in [("&question_id=stage", "unknown_reference"), ("&question_id=statutes&with_message=true", "not_allowed")]
    {
        let refused = send_file(&member, id, "a.pdf", "application/pdf", PDF, more).expect_problem(400, "invalid_parameter");
        assert_eq!((refused.at("/errors/0/parameter"), refused.at("/errors/0/code")), ("question_id", code));
    }
    let value = |client: &Client, place: usize| client.get(&path(id, "")).expect(200).body["answers"][place]["value"].clone();
    send_pdf(&member, id, "autre.pdf", "");
    let mistaken = send_pdf(&member, id, "faux.pdf", "&question_id=statutes");
    let etag = member.get(&mistaken).expect(200).etag().to_owned();
    member.send("DELETE", &mistaken, &[("if-match", &etag)], None).expect(204);
    assert_eq!(value(&member, 0), json!([]));
    step(&member, id, "submitted").expect_problem(422, "invalid_body");
    let statutes = send_pdf(&member, id, "statuts.pdf", "&question_id=statutes");
    let document = member.get(&statutes).expect(200);
    assert_eq!(document.at("/question_id"), "statutes");
    let sent = step(&member, id, "submitted").expect(201);
    assert!(sent.body["due_at"].is_string() && sent.body.get("confirm_before").is_none(), "{}", sent.text);

    // What it answers goes wherever the request goes, and no file that is dangerous answers anything.
    agent.post(&path(id, "/assignments"), &json!({"totem_id": "nancy"})).expect(201);
    assert_eq!(value(&app.token("agent-nancy"), 0), json!([document.at("/id")]));
    assert_eq!(value(&member, 1), json!([]));
    app.sql("update request_documents set status = 'infected' where question_id is not null");
    assert_eq!(value(&member, 0), json!([]));
}

#[test]
fn whoever_has_no_account_sends_the_file_by_the_link_before_the_confirmation() {
    let app = App::start();
    questions(&app.token("manager-metz"), &json!([{"id": "plan", "type": "file", "label": {"fr": "Le plan"}, "required": true}]));
    let email = "camille@exemple.fr";
    let id = ask(&app.anonymous(), &question_from(email));
    let holder = app.holder(&first_mail(&app, email));
    step(&holder, &id, "submitted").expect_problem(422, "invalid_body");
    send_pdf(&holder, &id, "plan.pdf", "&question_id=plan");
    step(&holder, &id, "submitted").expect(201);
    assert_eq!(app.token("agent-metz").get(&path(&id, "")).expect(200).body["answers"][0]["value"].as_array().unwrap().len(), 1);
}
