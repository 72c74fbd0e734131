use std::time::{Duration, Instant};

use serde_json::json;

use super::{active, change, delivery, register, stands, start};
use crate::harness::{Receiver, eventually};

#[test]
fn what_does_not_arrive_is_tried_again_not_before_the_receiver_allows_and_with_the_same_id() {
    let app = start();
    let (member, receiver) = (app.token("entrepreneur"), Receiver::start());
    let (path, _) = active(&member, &receiver, &["organization.updated"]);
    receiver.answers("503 Service Unavailable", "Retry-After: 600\r\n");
    change(&app);
    let first = delivery(&member, &path, "organization.updated", |one| one["answers"][0]["status"] == 503);
    assert_eq!(first["status"], "waiting");
    let seconds = |text: &serde_json::Value| text.as_str().unwrap().parse::<chrono::DateTime<chrono::Utc>>().unwrap().timestamp();
    assert_eq!(seconds(&first["next_attempt_at"]) - seconds(&first["answers"][0]["at"]), 600);
    assert!(!member.get(&path).expect(200).at("/failing_since").is_empty());
    receiver.answers("302 Found", "Location: http://127.0.0.1:9/\r\n");
    app.advance_clock(601);
    let member = app.token("entrepreneur");
    let second = delivery(&member, &path, "organization.updated", |one| one["answers"][1]["status"] == 302);
    let pause = seconds(&second["next_attempt_at"]) - seconds(&second["answers"][1]["at"]);
    assert!((240..=360).contains(&pause), "{pause}");
    receiver.answers("200 OK", "");
    app.advance_clock(361);
    let third = delivery(&member, &path, "organization.updated", |one| one["status"] == "delivered");
    assert!(third["next_attempt_at"].is_null());
    assert!(member.get(&path).expect(200).at("/failing_since").is_empty());
    let sent = receiver.of_type("organization.updated");
    assert_eq!(sent.len(), 3);
    assert!(sent.iter().all(|one| one.header("webhook-id") == third["event_id"] && one.text == sent[0].text));
    let stamps: Vec<i64> = sent.iter().map(|one| one.header("webhook-timestamp").parse().unwrap()).collect();
    assert!(stamps[0] + 600 <= stamps[1] && stamps[1] + 300 <= stamps[2], "{stamps:?}");
}

#[test]
fn a_receiver_that_is_gone_or_fails_for_five_days_is_sent_nothing_more_and_its_owner_is_told() {
    let app = start();
    let (member, gone, failing) = (app.token("entrepreneur"), Receiver::start(), Receiver::start());
    let (first, _) = active(&member, &gone, &["organization.updated"]);
    let (second, _) = active(&member, &failing, &["organization.updated"]);
    gone.answers("410 Gone", "");
    failing.answers("500 Internal Server Error", "");
    change(&app);
    assert_eq!(stands(&member, &first, "disabled").at("/disabled_reason"), "gone");
    delivery(&member, &second, "organization.updated", |one| one["answers"][0]["status"] == 500);
    app.advance_clock(4 * 86_400);
    let member = app.token("entrepreneur");
    delivery(&member, &second, "organization.updated", |one| one["answers"][1]["status"] == 500);
    assert_eq!(member.get(&second).expect(200).at("/status"), "active");
    app.advance_clock(86_400);
    let member = app.token("entrepreneur");
    assert_eq!(stands(&member, &second, "disabled").at("/disabled_reason"), "failing");
    let letters: Vec<_> = app.all_mails().into_iter().filter(|mail| mail.subject.contains("webhook")).collect();
    assert_eq!(letters.len(), 2);
    assert!(letters.iter().all(|mail| mail.is_to("entrepreneur@demo.lorntech.example") && mail.subject.contains("127.0.0.1")));
    assert!(letters[0].text.contains("410") && letters[1].text.contains("cinq jours"), "{letters:?}");
    assert!(letters[0].text.contains(&format!("/compte/webhooks/{}", first.rsplit('/').next().unwrap())));

    // It proves itself anew, and what it missed is sent for the asking.
    change(&app);
    member.post(&format!("{first}/tests"), &json!({})).expect_problem(409, "state_conflict");
    gone.answers("204 No Content", "");
    let etag = member.get(&first).expect(200).etag().to_owned();
    assert_eq!(member.patch(&first, &etag, &json!({"status": "active"})).expect(200).at("/status"), "pending");
    stands(&member, &first, "active");
    assert_eq!(gone.of_type("organization.updated").len(), 1);
    let since = member.get(&first).expect(200).at("/created_at").to_owned();
    member.post(&format!("{first}/recoveries"), &json!({"since": since})).expect(201);
    let sent = gone.await_type("organization.updated", 3);
    let missed: std::collections::HashSet<&str> = sent.iter().map(|one| one.header("webhook-id")).collect();
    assert_eq!(missed.len(), 2);
}

#[test]
fn a_new_secret_signs_beside_the_one_before_for_a_day() {
    let app = start();
    let (member, receiver) = (app.token("entrepreneur"), Receiver::start());
    let (path, before) = active(&member, &receiver, &["organization.updated"]);
    let renewed = member.post(&format!("{path}/secrets"), &json!({})).expect(201);
    assert_eq!(renewed.header("cache-control"), Some("no-store"));
    let after = renewed.at("/secret").to_owned();
    assert!(after != before && !renewed.at("/former_secret_until").is_empty());
    member.post(&format!("{path}/tests"), &json!({})).expect(201);
    let test = receiver.await_type("webhook.test", 1).remove(0);
    assert!(test.is_signed_with(&before) && test.is_signed_with(&after));
    app.advance_clock(86_401);
    let member = app.token("entrepreneur");
    member.post(&format!("{path}/tests"), &json!({})).expect(201);
    let test = receiver.await_type("webhook.test", 2).remove(1);
    assert!(!test.is_signed_with(&before) && test.is_signed_with(&after));
    assert!(member.get(&path).expect(200).body["former_secret_until"].is_null());
    let stored = app.sql_value("select encode(secret, 'escape') from webhooks");
    assert!(!stored.is_empty() && !stored.contains("whsec"));
}

#[test]
fn what_was_delivered_is_sent_again_for_the_asking_and_a_paused_webhook_waits() {
    let app = start();
    let (member, receiver) = (app.token("entrepreneur"), Receiver::start());
    let (path, _) = active(&member, &receiver, &["organization.updated"]);
    change(&app);
    let done = delivery(&member, &path, "organization.updated", |one| one["status"] == "delivered");
    let again = format!("{path}/deliveries/{}/attempts", done["id"].as_str().unwrap());
    assert_eq!(member.post(&again, &json!({})).expect(201).at("/status"), "waiting");
    let sent = receiver.await_type("organization.updated", 2);
    assert_eq!(sent[0].header("webhook-id"), sent[1].header("webhook-id"));
    let etag = member.get(&path).expect(200).etag().to_owned();
    let paused = member.patch(&path, &etag, &json!({"status": "paused"})).expect(200);
    change(&app);
    eventually("the event is given out", || {
        (app.sql_value("select count(*) from webhook_events where not given_out") == "0").then_some(())
    });
    let resumed = member.patch(&path, paused.etag(), &json!({"status": "active"})).expect(200);
    member.post(&format!("{path}/tests"), &json!({})).expect(201);
    receiver.await_type("webhook.test", 1);
    assert_eq!(receiver.of_type("organization.updated").len(), 2);
    // Another address proves itself before it is told anything.
    let other = Receiver::start();
    other.reacts(|_, stream| drop(std::io::Write::write_all(stream, b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok")));
    let moved = member.patch(&path, resumed.etag(), &json!({"url": other.url()})).expect(200);
    assert_eq!(moved.at("/status"), "pending");
    let refused = delivery(&member, &path, "webhook.challenge", |one| one["answers"][0]["error"] == "challenge_not_answered");
    assert_eq!((&refused["answers"][0]["status"], &refused["answers"][0]["body"]), (&json!(200), &json!("ok")));
    change(&app);
    app.advance_clock(60);
    delivery(&member, &path, "webhook.challenge", |one| one["answers"].as_array().unwrap().len() == 2);
    assert!(other.of_type("organization.updated").is_empty());
}

/// D-19: one that hangs holds up nobody else.
#[test]
fn a_receiver_that_hangs_with_hundreds_queued_delays_no_other_by_two_seconds() {
    let app = start();
    let (member, hanging, quick) = (app.token("entrepreneur"), Receiver::start(), Receiver::start());
    let (path, _) = active(&member, &hanging, &["organization.updated"]);
    active(&app.token("moderator"), &quick, &["organization.updated"]);
    let held: std::sync::Arc<std::sync::Mutex<Vec<std::net::TcpStream>>> = std::sync::Arc::default();
    let holder = held.clone();
    hanging.reacts(move |_, stream| holder.lock().unwrap().push(stream.try_clone().unwrap()));
    app.sql(&format!(
        "insert into webhook_deliveries (webhook_id, event_id, type, kind, record_id, event_revision, occurred_at, next_attempt_at) \
         select '{}', gen_random_uuid(), 'organization.updated', 'organization', gen_random_uuid(), 1, now(), now() - interval '1 hour' \
         from generate_series(1, 500)",
        path.rsplit('/').next().unwrap()
    ));
    hanging.await_type("organization.updated", 8);
    for count in 1..=3 {
        let began = Instant::now();
        change(&app);
        quick.await_type("organization.updated", count);
        assert!(began.elapsed() < Duration::from_secs(2), "{:?}", began.elapsed());
    }
    assert!(held.lock().unwrap().len() <= 16);
}

#[test]
fn only_the_challenge_goes_to_an_address_that_has_not_answered_it() {
    let app = start();
    let (member, receiver) = (app.token("entrepreneur"), Receiver::start());
    receiver.reacts(|_, stream| drop(std::io::Write::write_all(stream, b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n")));
    let made = register(&member, &receiver, &["organization.updated"]);
    let path = format!("/v1/webhooks/{}", made.at("/id"));
    change(&app);
    delivery(&member, &path, "webhook.challenge", |one| one["answers"][0]["status"] == 404);
    assert!(receiver.sent().iter().all(|sent| sent.body["type"] == "webhook.challenge"));
    receiver.answers("204 No Content", "");
    member.post(&format!("{path}/tests"), &json!({})).expect(201);
    stands(&member, &path, "active");
    assert_eq!(receiver.of_type("organization.updated").len(), 0);
}
