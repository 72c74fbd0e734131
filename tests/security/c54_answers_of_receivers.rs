//! C-54: a receiver leads nowhere else, and takes neither time nor memory.

use std::{
    fs,
    io::Write,
    net::TcpStream,
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
    thread,
    time::{Duration, Instant},
};

use serde_json::json;

use super::c51_targets::trap;
use crate::{
    harness::{App, Receiver, receiver::answer},
    webhooks::{active, delivery},
};

const HEAD: &[u8] = b"HTTP/1.1 200 OK\r\nConnection: close\r\n";

/// Sends without an end, after what begins it; how much went into the connection.
fn flood(stream: &mut TcpStream, begin: &[u8], part: &[u8], written: &AtomicUsize) {
    let _ = stream.write_all(begin);
    while let Ok(count) = stream.write(part) {
        written.fetch_add(count, Ordering::Relaxed);
    }
}

/// What the service holds, in bytes.
fn memory(app: &mut App) -> u64 {
    let status = fs::read_to_string(format!("/proc/{}/status", app.program().pid())).unwrap();
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:")).unwrap();
    line.trim().trim_end_matches(" kB").parse::<u64>().unwrap() << 10
}

#[test]
fn c54_a_receiver_leads_nowhere_else_and_takes_neither_time_nor_memory() {
    let mut app = App::start_with(&[("LORNTECH_WEBHOOK_ADDRESSES", "127.0.0.2")], &[]);
    let member = app.token("entrepreneur");
    let (port, inner) = trap("127.0.0.1:0");
    let written = Arc::<AtomicUsize>::default();
    let receivers: Vec<Receiver> = (0..5).map(|_| Receiver::start_at("127.0.0.2:0")).collect();
    let paths: Vec<String> = receivers.iter().map(|receiver| active(&member, receiver, &["organization.updated"]).0).collect();
    let away: &'static str = Box::leak(format!("Location: http://127.0.0.1:{port}/\r\n").into_boxed_str());
    receivers[0].reacts(move |sent, stream| answer(stream, sent, "302 Found", away));
    let count = written.clone();
    receivers[1].reacts(move |_, stream| flood(stream, &[HEAD, b"\r\n"].concat(), &[b'x'; 65_536], &count));
    let count = written.clone();
    receivers[2]
        .reacts(move |_, stream| flood(stream, HEAD, &b"X-Filler: aaaaaaaaaaaaaaaaaaaaaaaaaaaa\r\n".repeat(1_000), &count));
    // A bomb is not unpacked: what it says of itself is not asked for.
    let count = written.clone();
    receivers[3].reacts(move |_, stream| {
        let head = [HEAD, b"Content-Encoding: gzip\r\n\r\n\x1f\x8b\x08\0\0\0\0\0\0\xff"].concat();
        flood(stream, &head, &[0; 65_536], &count);
    });
    receivers[4].reacts(|_, stream| {
        let _ = stream.write_all(&[HEAD, b"Content-Length: 1000\r\n\r\n"].concat());
        while stream.write_all(b"x").is_ok() {
            thread::sleep(Duration::from_secs(1));
        }
    });
    let before = memory(&mut app);
    let began = Instant::now();
    for path in &paths {
        member.post(&format!("{path}/tests"), &json!({})).expect(201);
    }
    let error = |path: &str, wanted: &str| {
        let tried = delivery(&member, path, "webhook.test", |one| one["answers"][0].is_object());
        assert_eq!(
            (tried["status"].as_str(), tried["answers"][0]["error"].as_str().unwrap_or_default()),
            (Some("waiting"), wanted)
        );
        tried["answers"][0]["duration_ms"].as_u64().unwrap()
    };
    error(&paths[0], "");
    error(&paths[1], "answer_too_large");
    error(&paths[2], "broken_answer");
    error(&paths[3], "answer_too_large");
    assert!(began.elapsed() < Duration::from_secs(5), "{:?}", began.elapsed());
    let slow = error(&paths[4], "timeout");
    assert!((14_000..15_900).contains(&slow), "{slow} ms");
    assert_eq!(inner.load(Ordering::Relaxed), 0);
    // What the kernel takes on both sides of three connections, and no more.
    let written = written.load(Ordering::Relaxed);
    assert!(written < 32 << 20, "{written} bytes");
    let grown = memory(&mut app).saturating_sub(before);
    assert!(grown < 30 << 20, "{grown} bytes");
}
