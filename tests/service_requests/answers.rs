use serde_json::{Value, json};

use crate::{
    fixtures::{ask, path, question, question_from},
    harness::{App, Client},
};

const PATH: &str = "/v1/totems/metz/services/accompagnement";

/// Gives coaching at Metz these questions.
fn questions(manager: &Client, questions: &Value) {
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
