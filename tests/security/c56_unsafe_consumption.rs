//! C-56: what comes back from receivers is input of strangers.

use std::{
    io::{Read, Write},
    net::TcpListener,
    thread,
};

use serde_json::json;

use crate::{
    harness::Receiver,
    webhooks::{PATH, active, delivery, start},
};

#[test]
fn c56_what_a_receiver_answers_is_shown_as_short_plain_text() {
    let app = start();
    let (member, receiver) = (app.token("entrepreneur"), Receiver::start());
    let (path, _) = active(&member, &receiver, &["organization.updated"]);
    receiver.reacts(|_, stream| {
        let body = format!("a\0b\u{202E}c\r\n\u{1b}[31m<script>alert(1)</script>{}", "é".repeat(3_000));
        let head = format!("HTTP/1.1 500 X\r\nConnection: close\r\nContent-Length: {}\r\n\r\n", body.len() + 1);
        let _ = stream.write_all(&[head.as_bytes(), body.as_bytes(), b"\xff"].concat());
    });
    member.post(&format!("{path}/tests"), &json!({})).expect(201);
    let tried = delivery(&member, &path, "webhook.test", |one| one["answers"][0].is_object());
    let body = tried["answers"][0]["body"].as_str().unwrap();
    assert!(body.starts_with("a b c") && body.contains("<script>"), "{body}");
    assert!(body.chars().count() <= 500 && !body.contains(char::is_control) && !body.contains('\u{202E}'), "{body}");
    let shown = member.get(&format!("{path}/deliveries")).expect(200);
    assert!(shown.header("content-type").unwrap().starts_with("application/json"));
}

/// Whoever answers in the place of a receiver cannot show that it is one.
#[test]
fn c56_a_receiver_with_https_shows_who_it_is_before_it_is_told_anything() {
    let app = start();
    let member = app.token("entrepreneur");
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("https://{}/", listener.local_addr().unwrap());
    let heard = thread::spawn(move || {
        let (mut stream, _) = listener.accept().unwrap();
        let mut bytes = vec![0; 4096];
        let count = stream.read(&mut bytes).unwrap();
        let _ = stream.write_all(b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
        bytes.truncate(count);
        bytes
    });
    let made = member.post(PATH, &json!({"url": url, "types": ["organization.updated"]})).expect(201);
    let path = format!("{PATH}/{}", made.at("/id"));
    delivery(&member, &path, "webhook.challenge", |one| one["answers"][0]["error"] == "unreachable");
    let heard = heard.join().unwrap();
    // A greeting of TLS, and no request.
    assert_eq!(heard[0], 0x16);
    assert!(!String::from_utf8_lossy(&heard).contains("challenge"));
}
