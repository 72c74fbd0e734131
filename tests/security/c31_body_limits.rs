//! C-31: a body of more than 1 MiB is refused, however it is sent, and before it is read as JSON.

use std::{
    io::{Read, Write},
    net::TcpStream,
    thread,
    time::{Duration, Instant},
};

use serde_json::Value;

use super::{answers, document, kept, operations, send_raw, shared};
use crate::{
    harness::{credentials, new_uuid},
    sync::sources::region_token,
};

const LIMIT: usize = 1 << 20;

#[test]
fn c31_a_json_body_over_one_megabyte_is_413_before_parsing() {
    let app = shared();
    let anonymous = app.anonymous();
    let before = kept(&app);
    let send = |body: &[u8]| anonymous.send("POST", "/v1/service-requests", &[("content-type", "application/json")], Some(body));
    // Whoever parsed it would call it broken.
    for size in [LIMIT + 1, 2 << 20] {
        let reply = send(&vec![b'!'; size]).expect_problem(413, "body_too_large");
        assert!(reply.at("/detail").contains("1048576"), "the limit is said: {}", reply.text);
    }
    send(&vec![b'!'; LIMIT]).expect_problem(400, "malformed_json");
    send(&vec![b' '; LIMIT]).expect_problem(400, "malformed_json");
    assert_eq!(kept(&app), before);
}

#[test]
fn c31_the_announced_length_alone_is_refused_by_every_operation() {
    let app = shared();
    let reply = app.anonymous().post("/v1/sessions", &credentials("agent-metz", "token")).expect(201);
    let (token, region) = (reply.at("/access_token"), region_token(&app, "lu"));
    let before = kept(&app);
    let mut requests = vec![];
    let document = document(&app.anonymous());
    for (method, path, operation) in operations(&document) {
        let Some(content) = operation["requestBody"]["content"].as_object() else { continue };
        let media_type = content.keys().next().unwrap();
        let named = |body: &Value| {
            let schema = &body["schema"];
            let meant = schema["$ref"].as_str().and_then(|name| document.pointer(name.trim_start_matches('#'))).unwrap_or(schema);
            meant["maxLength"].as_u64()
        };
        // A file may be larger, and the document says how large.
        let length = content.values().find_map(named).unwrap_or(LIMIT as u64) + 1;
        // What only regions may do is refused to everybody else before its body is.
        let token = if path.starts_with("/v1/sync/sources/") || ["/v1/proposals", "/v1/sync/acks"].contains(&path.as_str()) {
            &region
        } else {
            token
        };
        let path = path
            .replace("{system}", "guichet")
            .replace("{kind}", "organization")
            .replace("{external_id}", "4711")
            .replace("{form}", "service_request")
            .replace("{id}", &new_uuid())
            .replace("{service_id}", &new_uuid())
            .replace("{space_id}", &new_uuid())
            .replace("{template_id}", &new_uuid())
            .replace("{milestone_id}", &new_uuid())
            .replace("{supporter_id}", &new_uuid())
            .replace("{recommendation_id}", &new_uuid())
            .replace("{evidence_id}", &new_uuid())
            .replace("{call}", "appel-2019")
            .replace("{version_id}", &new_uuid());
        requests.push(format!(
            "{method} {path} HTTP/1.1\r\nHost: lorntech.example\r\nAuthorization: Bearer {token}\r\nIf-Match: \"1\"\r\n\
             Content-Type: {media_type}\r\nContent-Length: {length}\r\n\r\n"
        ));
    }
    assert!(requests.len() >= 8, "{} operations have a body", requests.len());
    // All at once: each connection stays open for a moment behind its refusal.
    let app = &*app;
    thread::scope(|scope| {
        for request in requests {
            scope.spawn(move || {
                let answer = send_raw(app, &request);
                assert!(answer.status == 413 && answer.body.contains("body_too_large"), "{request}: {answer:?}");
            });
        }
    });
    assert_eq!(kept(app), before);
}

#[test]
fn c31_a_chunked_body_without_a_length_is_cut_at_the_limit() {
    let app = shared();
    let before = kept(&app);
    let head = "POST /v1/service-requests HTTP/1.1\r\nHost: lorntech.example\r\nContent-Type: application/json\r\n\
        Transfer-Encoding: chunked\r\n\r\n";
    let chunk = [b"10000\r\n".as_slice(), &[b'!'; 0x10000], b"\r\n"].concat();

    let mut whole = head.as_bytes().to_vec();
    for _ in 0..17 {
        whole.extend_from_slice(&chunk);
    }
    whole.extend_from_slice(b"0\r\n\r\n");
    let answer = send_raw(&app, &whole);
    assert_eq!(answer.status, 413, "{answer:?}");
    assert!(answer.body.contains("body_too_large"), "{answer:?}");

    // Without an end: the answer does not wait for one, and the connection does not stay to take more.
    let mut stream = TcpStream::connect(app.address()).unwrap();
    stream.set_read_timeout(Some(Duration::from_secs(10))).unwrap();
    stream.set_write_timeout(Some(Duration::from_secs(10))).unwrap();
    stream.write_all(head.as_bytes()).unwrap();
    let begin = Instant::now();
    while stream.write_all(&chunk).is_ok() {
        assert!(begin.elapsed() < Duration::from_secs(15), "it goes on taking what it will not read");
    }
    let mut said = vec![];
    // A reset may have taken the answer with it.
    let _ = stream.read_to_end(&mut said);
    assert!(answers(&said).iter().all(|answer| answer.status == 413));
    assert_eq!(kept(&app), before);
}
