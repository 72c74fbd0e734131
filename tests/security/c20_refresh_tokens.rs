//! C-20: a refresh token serves once, a lost answer ends nothing, and a stolen token ends everything.

use std::thread;

use serde_json::json;

use super::kept;
use crate::harness::{App, Client, Reply, credentials, new_uuid};

/// The tokens of an answer.
#[derive(Clone, Debug)]
struct Pair {
    access: String,
    refresh: String,
}

impl Pair {
    fn of(reply: &Reply) -> Self {
        assert_eq!((reply.at("/token_type"), &reply.body["expires_in"]), ("Bearer", &json!(600)));
        assert_eq!((reply.header("set-cookie"), reply.header("cache-control")), (None, Some("no-store")));
        Self { access: reply.at("/access_token").to_owned(), refresh: reply.at("/refresh_token").to_owned() }
    }
}

fn sign_in(client: &Client) -> Pair {
    Pair::of(&client.post("/v1/sessions", &credentials("entrepreneur", "token")).expect(201))
}

fn refresh(client: &Client, token: &str) -> Reply {
    client.post("/v1/sessions/refresh", &json!({"refresh_token": token}))
}

fn next(client: &Client, pair: &Pair) -> Pair {
    Pair::of(&refresh(client, &pair.refresh).expect(200))
}

#[track_caller]
fn lives(client: &Client, pair: &Pair) {
    client.with_token(&pair.access).get("/v1/me").expect(200);
}

#[track_caller]
fn is_dead(client: &Client, pair: &Pair) {
    client.with_token(&pair.access).get("/v1/me").expect_problem(401, "token_invalid");
    refresh(client, &pair.refresh).expect_problem(401, "invalid_grant");
}

fn sessions(app: &App) -> String {
    app.sql_value("select count(*) from sessions")
}

#[test]
fn c20_a_refresh_token_gives_the_next_pair_and_the_access_token_before_goes_on() {
    let app = App::start();
    let client = app.anonymous();
    let first = sign_in(&client);
    let second = next(&client, &first);
    let third = next(&client, &second);
    assert!(first.refresh != second.refresh && second.refresh != third.refresh && first.access != second.access);
    for pair in [&first, &second, &third] {
        lives(&client, pair);
    }
    assert_eq!(sessions(&app), "1");
}

#[test]
fn c20_a_lost_answer_ends_nothing_and_its_pair_is_revoked() {
    let app = App::start();
    let client = app.anonymous();
    let first = sign_in(&client);
    let lost = next(&client, &first);
    let again = next(&client, &first);
    client.with_token(&lost.access).get("/v1/me").expect_problem(401, "token_invalid");
    let once_more = next(&client, &first);
    client.with_token(&again.access).get("/v1/me").expect_problem(401, "token_invalid");
    lives(&client, &once_more);
    lives(&client, &next(&client, &once_more));
    assert_eq!(sessions(&app), "1");
}

#[test]
fn c20_a_token_used_again_after_its_successor_was_used_ends_the_session() {
    // Its successor was exchanged; its successor's access token was used; a pair that was revoked comes back.
    type Use = fn(&Client, &Pair) -> (Pair, Pair);
    let used: [Use; 3] = [
        |client, first| {
            let second = next(client, first);
            (first.clone(), next(client, &second))
        },
        |client, first| {
            let second = next(client, first);
            lives(client, &second);
            (first.clone(), second)
        },
        |client, first| {
            let lost = next(client, first);
            (lost, next(client, first))
        },
    ];
    let app = App::start();
    let client = app.anonymous();
    for used in used {
        let other = sign_in(&client);
        let first = sign_in(&client);
        let (stolen, last) = used(&client, &first);
        refresh(&client, &stolen.refresh).expect_problem(401, "invalid_grant");
        for pair in [&first, &stolen, &last] {
            is_dead(&client, pair);
        }
        // Another sign-in of the same account is another family.
        lives(&client, &other);
        client.with_token(&other.access).delete("/v1/sessions/current").expect(204);
        assert_eq!(sessions(&app), "0");
        assert_eq!(app.sql_value("select count(*) from refresh_tokens"), "0");
    }
    assert_eq!(app.sql_value("select count(*) from audit_log where action = 'session.revoked'"), "3");
    // Each time its owner is told.
    let mails: Vec<_> = app.all_mails().into_iter().filter(|mail| mail.subject.contains("session")).collect();
    assert_eq!(mails.len(), 3);
    for mail in mails {
        assert!(mail.is_to("entrepreneur@demo.lorntech.example") && mail.text.contains("un jeton"), "{mail:?}");
    }
}

#[test]
fn c20_of_20_uses_at_once_exactly_one_pair_lives() {
    let app = App::start();
    let client = app.anonymous();
    let first = sign_in(&client);
    let replies: Vec<Reply> = thread::scope(|scope| {
        let uses: Vec<_> = (0..20).map(|_| scope.spawn(|| refresh(&client, &first.refresh))).collect();
        uses.into_iter().map(|used| used.join().unwrap()).collect()
    });
    let pairs: Vec<Pair> = replies.iter().map(|reply| Pair::of(&reply.clone().expect(200))).collect();
    let living = |pair: &&Pair| client.with_token(&pair.access).get("/v1/me").status == 200;
    let living: Vec<&Pair> = pairs.iter().filter(living).collect();
    assert_eq!(living.len(), 1);
    lives(&client, &next(&client, living[0]));
}

#[test]
fn c20_a_session_by_token_ends_after_14_days_without_use_and_after_30_days_in_any_case() {
    const DAY: i64 = 86_400;
    let app = App::start();
    let client = app.anonymous();
    let (idle, mut busy) = (sign_in(&client), sign_in(&client));
    app.advance_clock(13 * DAY);
    busy = next(&client, &busy);
    app.advance_clock(2 * DAY);
    refresh(&client, &idle.refresh).expect_problem(401, "invalid_grant");
    app.advance_clock(10 * DAY);
    busy = next(&client, &busy);
    app.advance_clock(5 * DAY - 300);
    busy = next(&client, &busy);
    lives(&client, &busy);
    app.advance_clock(301);
    is_dead(&client, &busy);
}

#[test]
fn c20_only_hashes_are_kept_and_nobody_guesses() {
    let app = App::start();
    let client = app.anonymous();
    let first = sign_in(&client);
    let second = next(&client, &first);
    let tables = ["refresh_tokens", "sessions", "audit_log", "change_log", "idempotency_keys", "outbox"];
    let dump: String = tables
        .iter()
        .flat_map(|table| app.sql(&format!("select row_to_json(t)::text from {table} t")))
        .flatten()
        .flatten()
        .collect();
    assert!(dump.len() > 500);
    for token in [&first.refresh, &second.refresh, &first.access, &second.access] {
        assert!(!dump.contains(token.as_str()));
    }
    let before = kept(&app);
    for row in app.sql("select encode(token_hash, 'base64'), encode(token_hash, 'hex'), id::text from refresh_tokens") {
        for value in row.into_iter().flatten() {
            refresh(&client, &value).expect_problem(401, "invalid_grant");
        }
    }
    for guess in [new_uuid().as_str(), "x", second.access.get(..100).unwrap(), "' or true --"] {
        refresh(&client, guess).expect_problem(401, "invalid_grant");
    }
    for bad in [json!({}), json!({"refresh_token": ""}), json!({"refresh_token": "x".repeat(129)}), json!({"refresh_token": 1})] {
        client.post("/v1/sessions/refresh", &bad).expect_problem(422, "invalid_body");
    }
    let key = new_uuid();
    let body = json!({"refresh_token": second.refresh});
    let keyed = client.post_with("/v1/sessions/refresh", &[("idempotency-key", &key)], &body);
    keyed.expect_problem(400, "idempotency_not_supported");
    assert_eq!(kept(&app), before);
}
