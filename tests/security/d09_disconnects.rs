//! D-09: a caller who is gone in the middle of a request leaves nothing half done and nothing behind.

use std::{io::Write, net::TcpStream, thread, time::Duration};

use serde_json::json;
use socket2::SockRef;

use super::asked;
use crate::harness::{App, Client, eventually};

/// The requests that are cut.
const CUT: u64 = 300;

/// Numbers that look random and are the same in each run (SplitMix64).
fn mixed(number: u64) -> u64 {
    let mut mixed = number.wrapping_mul(0x9e37_79b9_7f4a_7c15);
    mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    mixed ^ (mixed >> 31)
}

fn key(number: u64) -> String {
    format!("{:08x}-0000-4000-8000-{:012x}", mixed(number) as u32, number)
}

fn question(number: u64) -> String {
    let mut question = asked("coupure@exemple.fr");
    question["subject"] = json!(format!("Coupure {number}"));
    question.to_string()
}

/// Sends the beginning of a request, and resets the connection; every fourth one is sent whole.
fn cut(address: &str, number: u64) {
    let (body, key) = (question(number), key(number));
    let request = match number % 3 {
        0 => "GET /v1/organizations?limit=200&count=true HTTP/1.1\r\nHost: lorntech.example\r\n\r\n".to_owned(),
        _ => format!(
            "POST /v1/service-requests HTTP/1.1\r\nHost: lorntech.example\r\nContent-Type: application/json\r\n\
             Idempotency-Key: {key}\r\nContent-Length: {}\r\n\r\n{body}",
            body.len()
        ),
    };
    let end = if number % 4 < 2 { request.len() } else { mixed(number) as usize % request.len() };
    let mut stream = TcpStream::connect(address).unwrap();
    SockRef::from(&stream).set_linger(Some(Duration::ZERO)).unwrap();
    stream.write_all(&request.as_bytes()[..end]).unwrap();
    // Some leave at once, some while it is worked on.
    if number % 4 == 1 {
        let mut first = [0];
        stream.set_read_timeout(Some(Duration::from_millis(1 + mixed(number) % 20))).unwrap();
        let _ = stream.peek(&mut first);
    }
}

fn burst(client: &Client, count: usize) -> Vec<u16> {
    thread::scope(|scope| {
        let call = |number: usize| {
            move || match number % 3 {
                0 => client.post("/v1/service-requests", &asked("salve@exemple.fr")).status,
                1 => client.get("/v1/organizations?q=universite&limit=5").status,
                _ => client.get("/v1/organizations?limit=5").status,
            }
        };
        let calls: Vec<_> = (0..count).map(|number| scope.spawn(call(number))).collect();
        calls.into_iter().map(|call| call.join().unwrap()).collect()
    })
}

#[test]
fn d09_a_caller_who_hangs_up_leaves_no_half_transaction_and_no_connection_behind() {
    let app = App::start();
    thread::scope(|scope| {
        for lane in 0..4 {
            let address = app.address();
            scope.spawn(move || (0..CUT / 4).for_each(|number| cut(address, number * 4 + lane)));
        }
    });
    // Nothing is open any more, and soon: not after the timeouts of the server.
    let busy = "select count(*) from pg_stat_activity where application_name = 'lorntech' and datname = current_database() \
        and state <> 'idle'";
    eventually("every transaction has ended", || (app.sql_value(busy) == "0").then_some(()));
    // Whole or not at all: each request has its step, its link, its audit, its place in the feed, its mail and its answer.
    let rows = app.sql(
        "select (select count(*) from service_requests where contact_email = 'coupure@exemple.fr'), \
                (select count(*) from request_events), (select count(*) from request_links), \
                (select count(*) from audit_log where action = 'service_request.created'), \
                (select count(*) from change_log where kind = 'service_request'), (select count(*) from outbox), \
                (select count(*) from idempotency_keys where status = 201 and body is not null), \
                (select count(*) from idempotency_keys)",
    );
    let counts: Vec<u64> = rows[0].iter().map(|count| count.as_ref().unwrap().parse().unwrap()).collect();
    let demo: u64 =
        app.sql_value("select count(*) from service_requests where contact_email <> 'coupure@exemple.fr'").parse().unwrap();
    assert_eq!(demo, 0, "the demonstration begins without requests");
    assert!(counts.iter().all(|count| *count == counts[0]), "{counts:?}");
    assert!(counts[0] > CUT / 20, "only {} of {CUT} came through", counts[0]);

    // The pools are full: many at once are all served, by no more connections than there may be.
    let client = app.anonymous();
    let statuses = burst(&client, 60);
    assert!(statuses.iter().all(|status| matches!(status, 200 | 201)), "{statuses:?}");
    // Two workers with 4 readers, 2 searchers and 4 writers each, and as many for the worker of mails.
    let connections =
        "select count(*) from pg_stat_activity where application_name = 'lorntech' and datname = current_database()";
    let connections: u32 = app.sql_value(connections).parse().unwrap();
    assert!((1..=32).contains(&connections), "{connections} connections");

    // With its key, every interrupted change becomes definite: once.
    let posts = (0..CUT).filter(|number| number % 3 != 0);
    for number in posts.clone() {
        let headers = [("content-type", "application/json"), ("idempotency-key", &*key(number))];
        client.send("POST", "/v1/service-requests", &headers, Some(question(number).as_bytes())).expect(201);
    }
    let once = "select count(*), count(distinct subject) from service_requests where contact_email = 'coupure@exemple.fr'";
    let expected = posts.count().to_string();
    assert_eq!(app.sql(once), vec![vec![Some(expected.clone()), Some(expected)]]);
}
