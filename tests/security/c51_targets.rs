//! C-51, C-52: what webhooks are sent to is public. (The table of addresses and forms is a test of the function itself,
//! `api/src/webhooks/target.rs`.)

use std::{
    net::TcpListener,
    sync::{Arc, atomic::AtomicUsize, atomic::Ordering},
    thread,
};

use serde_json::json;

use crate::{
    harness::{App, Receiver},
    webhooks::{PATH, active, change, delivery},
};

/// Counts who connects.
pub fn trap(address: &str) -> (u16, Arc<AtomicUsize>) {
    let listener = TcpListener::bind(address).unwrap();
    let (port, count) = (listener.local_addr().unwrap().port(), Arc::<AtomicUsize>::default());
    let counted = count.clone();
    thread::spawn(move || listener.incoming().for_each(|_| _ = counted.fetch_add(1, Ordering::Relaxed)));
    (port, count)
}

#[test]
fn c51_a_webhook_leads_to_no_inner_address_however_it_is_written() {
    let app = App::start();
    let member = app.token("entrepreneur");
    for url in [
        "https://127.0.0.1/",
        "https://127.1/",
        "https://2130706433/",
        "https://0x7f.1/",
        "https://[::1]/",
        "https://[::ffff:127.0.0.1]/",
        "https://[64:ff9b::7f00:1]/",
        "https://10.0.0.1/",
        "https://169.254.169.254/latest/meta-data",
        "https://localhost/",
        "https://localhost./",
        "https://user@exemple.fr/",
        "https://exemple.fr#@127.0.0.1/",
        "file:///etc/passwd",
        "gopher://exemple.fr/",
        "http://exemple.fr/",
        "https://exemple.fr:22/",
        "https://exemple.fr:25/",
        "https://exemple.fr:5432/",
        "https://exemple.fr./",
        "https://exemple。fr/",
    ] {
        let refused = member.post(PATH, &json!({"url": url, "types": ["organization.updated"]}));
        let refused = refused.expect_problem(422, "invalid_body");
        assert_eq!((refused.at("/errors/0/pointer"), refused.at("/errors/0/code")), ("/url", "target_not_allowed"), "{url}");
    }
    let made = member.post(PATH, &json!({"url": "https://exemple.invalid.fr/", "types": ["organization.updated"]})).expect(201);
    let path = format!("{PATH}/{}", made.at("/id"));
    let refused = member.patch(&path, made.etag(), &json!({"url": "https://10.0.0.1/"}));
    assert_eq!(refused.expect_problem(422, "invalid_body").at("/errors/0/code"), "target_not_allowed");
}

#[test]
fn c52_what_was_allowed_once_is_looked_at_again_when_it_is_sent_and_no_proxy_is_asked() {
    let (port, trapped) = trap("127.0.0.1:0");
    let proxy = format!("http://127.0.0.1:{port}");
    let app = App::start_with(
        &[("LORNTECH_WEBHOOK_ADDRESSES", "127.0.0.2"), ("HTTP_PROXY", &proxy), ("http_proxy", &proxy), ("ALL_PROXY", &proxy)],
        &[],
    );
    let (member, receiver) = (app.token("entrepreneur"), Receiver::start_at("127.0.0.2:0"));
    let (path, _) = active(&member, &receiver, &["organization.updated"]);
    change(&app);
    receiver.await_type("organization.updated", 1);
    app.sql(&format!("update webhooks set url = 'http://127.0.0.1:{port}/'"));
    member.post(&format!("{path}/tests"), &json!({})).expect(201);
    delivery(&member, &path, "webhook.test", |one| one["answers"][0]["error"] == "target_not_allowed");
    assert_eq!(trapped.load(Ordering::Relaxed), 0);
}
