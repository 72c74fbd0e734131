//! C-12: passwords are hashed with Argon2id, two at a time, and nobody else waits for it.

use std::{
    thread,
    time::{Duration, Instant},
};

use super::without_growth;
use crate::harness::{App, credentials};

#[test]
fn c12_what_is_stored_is_argon2id_with_enough_memory() {
    let app = App::start();
    let hash = app.sql_value("select password_hash from accounts limit 1");
    assert!(hash.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"), "{hash}");
}

#[test]
fn c12_two_hundred_sign_ins_at_once_neither_stop_readers_nor_fill_the_memory() {
    let mut app = App::start();
    let anonymous = app.anonymous();
    let read = || {
        let mut times: Vec<Duration> = (0..100)
            .map(|_| {
                let before = Instant::now();
                anonymous.get("/v1/totems").expect(200);
                before.elapsed()
            })
            .collect();
        times.sort();
        times[98]
    };
    // What this machine does beside the test slows everything down, so it is known before.
    let alone = read();
    without_growth(&mut app, |_| {
        let callers: Vec<_> = (0..200)
            .map(|_| {
                let client = anonymous.clone();
                thread::spawn(move || client.post("/v1/sessions", &credentials("entrepreneur", "token")).status)
            })
            .collect();
        let beside = read();
        let statuses: Vec<u16> = callers.into_iter().map(|caller| caller.join().unwrap()).collect();
        assert!(statuses.iter().all(|status| matches!(status, 201 | 429)), "{statuses:?}");
        assert!(statuses.contains(&201) && statuses.contains(&429), "not all at once: {statuses:?}");
        assert!(beside < Duration::from_millis(300) + 3 * alone, "p99 of reads: {beside:?}, {alone:?} without sign-ins");
    });
}
