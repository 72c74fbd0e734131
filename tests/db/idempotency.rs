//! A key makes a write happen once.

use std::{
    thread,
    time::{Duration, Instant},
};

use serde_json::{Value, json};

use super::traces;
use crate::{
    fixtures::{ask, path, question, question_from},
    harness::{App, Client, Reply, new_uuid},
};

fn send(client: &Client, path: &str, key: &str, body: &Value) -> Reply {
    client.post_with(path, &[("idempotency-key", key)], body)
}

/// What a replay repeats.
fn essence(reply: &Reply) -> (u16, &str, Option<&str>, Option<&str>) {
    (reply.status, &reply.text, reply.header("etag"), reply.header("location"))
}

#[test]
fn the_same_key_with_the_same_body_replays_the_answer_to_the_byte() {
    let app = App::start();
    let (member, agent) = (app.token("entrepreneur"), app.token("agent-metz"));
    let id = ask(&member, &question());
    let writes: Vec<(&Client, String, Value)> = vec![
        (&member, "/v1/organizations".to_owned(), json!({"name": "Atelier", "kinds": ["sme"]})),
        (&member, "/v1/startups".to_owned(), json!({"name": "Pousse"})),
        (&member, "/v1/service-requests".to_owned(), question()),
        (&agent, path(&id, "/assignments"), json!({})),
        (&agent, path(&id, "/messages"), json!({"body": "Une question", "to": "waiting_requester"})),
        (&member, path(&id, "/transitions"), json!({"to": "cancelled"})),
    ];
    for (client, path, body) in writes {
        let key = new_uuid();
        let first = send(client, &path, &key, &body).expect(201);
        assert_eq!(first.header("idempotency-replayed"), None);
        app.all_mails();
        let before = traces(&app);
        let again = send(client, &path, &key, &body);
        assert_eq!(essence(&again), essence(&first), "{path}");
        assert_eq!(again.header("idempotency-replayed"), Some("true"), "{path}");
        assert_eq!(traces(&app), before, "{path} did something again");
        let mut other = body.clone();
        other["note"] = json!("autre");
        let refused = send(client, &path, &key, &other);
        assert_eq!(refused.status, 422, "{path}: {}", refused.text);
    }
    let (key, other) = (new_uuid(), json!({"name": "Tout autre", "kinds": ["sme"]}));
    send(&member, "/v1/organizations", &key, &json!({"name": "Atelier", "kinds": ["sme"]})).expect(201);
    send(&member, "/v1/organizations", &key, &other).expect_problem(422, "idempotency_key_reused");
}

#[test]
fn a_key_belongs_to_its_caller_and_its_operation() {
    let app = App::start();
    let (member, other) = (app.token("entrepreneur"), app.new_member("autre"));
    let (key, body) = (new_uuid(), json!({"name": "Atelier", "kinds": ["sme"]}));
    let mine = send(&member, "/v1/organizations", &key, &body).expect(201);
    let theirs = send(&other, "/v1/organizations", &key, &body).expect(201);
    let elsewhere = send(&member, "/v1/startups", &key, &json!({"name": "Pousse"})).expect(201);
    assert!(mine.at("/id") != theirs.at("/id") && mine.at("/id") != elsewhere.at("/id"));
}

#[test]
fn a_refused_write_frees_its_key() {
    let app = App::start();
    let member = app.token("entrepreneur");
    let key = new_uuid();
    let mut body = question();
    body["organization_id"] = json!(new_uuid());
    send(&member, "/v1/service-requests", &key, &body).expect_problem(422, "invalid_body");
    send(&member, "/v1/service-requests", &key, &question()).expect(201);
}

#[test]
fn of_50_equal_requests_at_once_one_is_done_and_the_others_learn_of_it_in_two_seconds() {
    let app = App::start();
    let anonymous = app.anonymous();
    let (key, body) = (new_uuid(), question_from("camille@exemple.fr"));
    let (replies, slowest): (Vec<Reply>, Vec<Duration>) = thread::scope(|scope| {
        let ask = || {
            let start = Instant::now();
            let reply = send(&anonymous.clone(), "/v1/service-requests", &key, &body);
            (reply, start.elapsed())
        };
        let under_way: Vec<_> = (0..50).map(|_| scope.spawn(ask)).collect();
        under_way.into_iter().map(|thread| thread.join().unwrap()).unzip()
    });
    assert_eq!(app.sql_value("select count(*) from service_requests where contact_email = 'camille@exemple.fr'"), "1");
    let done: Vec<&Reply> = replies.iter().filter(|reply| reply.status == 201).collect();
    assert_eq!(done.iter().filter(|reply| reply.header("idempotency-replayed").is_none()).count(), 1);
    assert!(done.iter().all(|reply| essence(reply) == essence(done[0])), "the answers differ");
    for reply in replies.iter().filter(|reply| reply.status != 201) {
        reply.clone().expect_problem(409, "idempotency_in_progress");
    }
    assert!(slowest.iter().max() < Some(&Duration::from_secs(2)), "{:?}", slowest.iter().max());
    assert_eq!(app.all_mails().iter().filter(|mail| mail.is_to("camille@exemple.fr")).count(), 1);
}

#[test]
fn while_the_first_is_still_running_the_second_is_told_so() {
    let app = App::start();
    let (key, body) = (new_uuid(), question_from("camille@exemple.fr"));
    let mut first = app.database.client("lorntech_app");
    first
        .batch_execute(&format!(
            "begin; set local lorntech.principal = 'anonymous'; insert into idempotency_keys (scope, key, attempt, fingerprint) \
             values ('anonymous POST /v1/service-requests', '{key}', gen_random_uuid(), '')"
        ))
        .unwrap();
    let start = Instant::now();
    send(&app.anonymous(), "/v1/service-requests", &key, &body).expect_problem(409, "idempotency_in_progress");
    assert!(start.elapsed() < Duration::from_secs(2), "{:?}", start.elapsed());
    // When the first one fails, the second may be it.
    first.batch_execute("rollback").unwrap();
    send(&app.anonymous(), "/v1/service-requests", &key, &body).expect(201);
}

#[test]
fn a_key_is_visible_ascii_and_without_an_account_a_uuid() {
    let app = App::start();
    let (anonymous, member) = (app.anonymous(), app.token("entrepreneur"));
    let body = question_from("camille@exemple.fr");
    for key in ["42", "order-1", &"k".repeat(200)] {
        send(&anonymous, "/v1/service-requests", key, &body).expect_problem(400, "invalid_idempotency_key");
    }
    for key in ["has space", "é", &"k".repeat(129)] {
        send(&member, "/v1/service-requests", key, &body).expect_problem(400, "invalid_idempotency_key");
    }
    send(&member, "/v1/service-requests", "order-1", &question()).expect(201);
    assert_eq!(app.sql_value("select count(*) from service_requests"), "1");
}
