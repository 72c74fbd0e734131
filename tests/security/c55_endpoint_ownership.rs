//! C-55: nobody has our deliveries sent to somebody else, and no copy of the database signs them.

use std::fmt::Write;

use base64::{Engine, engine::general_purpose::STANDARD};
use serde_json::json;

use crate::{
    harness::Receiver,
    webhooks::{PATH, active, change, delivery, register, start},
};

#[test]
fn c55_an_address_is_told_nothing_before_it_answers_a_signed_challenge() {
    let app = start();
    let (member, victim) = (app.token("entrepreneur"), Receiver::start());
    // Takes whatever comes, as many sites do, and sends back what it got.
    victim.reacts(|sent, stream| {
        let body = format!("reçu : {}", sent.text.len());
        let _ = std::io::Write::write_all(
            stream,
            format!("HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: {}\r\n\r\n{body}", body.len()).as_bytes(),
        );
    });
    let made = register(&member, &victim, &["organization.updated"]);
    let path = format!("{PATH}/{}", made.at("/id"));
    change(&app);
    delivery(&member, &path, "webhook.challenge", |one| one["answers"][0]["error"] == "challenge_not_answered");
    assert_eq!(member.get(&path).expect(200).at("/status"), "pending");
    let challenge = victim.await_type("webhook.challenge", 1).remove(0);
    assert!(challenge.is_signed_with(made.at("/secret")));
    // Whoever registered it is not told what the address has to answer.
    let shown = member.get(&format!("{path}/deliveries")).expect(200).text;
    assert!(!shown.contains(challenge.body["data"]["challenge"].as_str().unwrap()));
    assert!(victim.sent().iter().all(|sent| sent.body["type"] == "webhook.challenge"));
}

#[test]
fn c55_a_copy_of_the_database_holds_no_secret_of_a_webhook() {
    let app = start();
    let (member, receiver) = (app.token("entrepreneur"), Receiver::start());
    let (path, first) = active(&member, &receiver, &["organization.updated"]);
    let second = member.post(&format!("{path}/secrets"), &json!({})).expect(201).at("/secret").to_owned();
    let tables = app.sql("select relname from pg_class where relnamespace = 'public'::regnamespace and relkind = 'r'");
    let mut copy = String::new();
    for table in tables.into_iter().flatten().flatten() {
        copy += &app.sql_value(&format!("select string_agg(t::text, ' ') from {table} t"));
    }
    for secret in [first, second] {
        let key = STANDARD.decode(secret.strip_prefix("whsec_").unwrap()).unwrap();
        let hex = key.iter().fold(String::new(), |mut hex, byte| {
            let _ = write!(hex, "{byte:02x}");
            hex
        });
        for form in [&secret, secret.strip_prefix("whsec_").unwrap(), &hex] {
            assert!(!copy.contains(form) && !app.logs().contains(form));
        }
    }
    assert!(!copy.contains("whsec_"));
}
