//! C-10: whether an address has an account is told to nobody but its holder.

use std::time::Instant;

use serde_json::{Value, json};

use crate::harness::{App, Client, Reply};

const KNOWN: &str = "entrepreneur@demo.lorntech.example";
/// As long as the other.
const UNKNOWN: &str = "entrepreneuse@dem.lorntech.example";

/// All that an answer tells, but for what differs between any two.
fn told(reply: &Reply) -> (u16, Value, Vec<(String, String)>) {
    let mut body = reply.body.clone();
    body["instance"] = Value::Null;
    let mut headers: Vec<_> =
        reply.headers.iter().filter(|(name, _)| name != "x-request-id" && name != "date").cloned().collect();
    headers.sort();
    (reply.status, body, headers)
}

#[test]
fn c10_known_and_unknown_addresses_get_the_same_answers() {
    let app = App::start();
    let anonymous = app.anonymous();
    type Call = fn(&Client, &str) -> Reply;
    let calls: [(&str, Call); 3] = [
        ("sign-in", |client, email| client.post("/v1/sessions", &json!({"email": email, "password": "not this one"}))),
        ("reset", |client, email| client.post("/v1/accounts/password-resets", &json!({"email": email}))),
        ("sign-up", |client, email| client.post("/v1/accounts", &json!({"name": "Camille", "email": email}))),
    ];
    for (what, call) in calls {
        let (known, unknown) = (call(&anonymous, KNOWN), call(&anonymous, UNKNOWN));
        assert_eq!(told(&known), told(&unknown), "{what}");
        assert_eq!(known.text.len(), unknown.text.len(), "{what}");
    }
    // Each of them got a mail, so that the work is the same, too.
    let mails = app.all_mails();
    for address in [KNOWN, UNKNOWN] {
        assert_eq!(mails.iter().filter(|mail| mail.is_to(address)).count(), 2, "{address}: {mails:?}");
    }
}

/// The hashes computed so far.
fn hashes(metrics: &Client) -> u64 {
    let text = metrics.get("/metrics").expect(200).text;
    let line = text.lines().find_map(|line| line.strip_prefix("password_hash_total "));
    line.map_or(0, |number| number.trim().parse().unwrap())
}

#[test]
fn c10_an_unknown_address_costs_as_much_time_as_a_wrong_password() {
    let mut app = App::start_with(&[("LORNTECH_METRICS_PORT", "0")], &[]);
    let out = app.program().out();
    let metrics = out.lines().find_map(|line| line.strip_prefix("Metrics are at ")?.strip_suffix("/metrics")).unwrap();
    let metrics = Client::new(metrics);
    let anonymous = app.anonymous();
    let attempt = |email: &str| {
        let before = Instant::now();
        anonymous.post("/v1/sessions", &json!({"email": email, "password": "not this one"})).expect(401);
        before.elapsed()
    };
    let mut slower = 0;
    for round in 0..60 {
        // Whoever comes first changes place, for the second may find things warm.
        let pair = if round % 2 == 0 { [KNOWN, UNKNOWN] } else { [UNKNOWN, KNOWN] };
        let times = pair.map(|email| {
            let before = hashes(&metrics);
            let time = attempt(email);
            assert_eq!(hashes(&metrics), before + 1, "{email}");
            // The brakes let go in a quarter of an hour.
            app.advance_clock(900);
            time
        });
        slower += usize::from((times[0] > times[1]) == (round % 2 == 0));
    }
    // Of 60 pairs each is the slower one in half, give or take what chance explains (four standard deviations), however
    // busy the machine is. Without the hash for nobody, the known address would be slower each time.
    assert!((15..=45).contains(&slower), "the known address was slower in {slower} of 60 pairs");
}
