//! C-24: keys change while clients work, and none of them notices.

use std::{
    sync::atomic::{AtomicUsize, Ordering},
    thread,
};

use crate::harness::{App, credentials, forge::Parts};

/// The first second of a key's period.
const BEGINNING: i64 = 3000 * 7 * 86_400;
const JUST_BEFORE: &str = "2027-06-30T23:59:55Z";

fn kids(app: &App) -> Vec<i64> {
    let keys = app.anonymous().get("/.well-known/jwks.json").expect(200).body;
    keys["keys"].as_array().unwrap().iter().map(|key| key["kid"].as_str().unwrap().parse().unwrap()).collect()
}

#[test]
fn c24_the_key_changes_while_8_clients_run_and_no_request_fails() {
    assert_eq!(JUST_BEFORE.parse::<chrono::DateTime<chrono::Utc>>().unwrap().timestamp(), BEGINNING - 5);
    let app = App::start();
    app.set_clock(JUST_BEFORE);
    assert_eq!(kids(&app), [2999, 3000]);
    let anonymous = app.anonymous();
    let sign_in = || {
        let reply = anonymous.post("/v1/sessions", &credentials("entrepreneur", "token")).expect(201);
        reply.at("/access_token").to_owned()
    };
    let (requests, with_new_key) = (AtomicUsize::new(0), AtomicUsize::new(0));
    let old = sign_in();
    assert_eq!(Parts::of(&old).kid(), 2999);
    thread::scope(|scope| {
        for _ in 0..8 {
            scope.spawn(|| {
                let first = anonymous.with_token(&sign_in());
                loop {
                    let token = sign_in();
                    for client in [&first, &anonymous.with_token(&token)] {
                        client.get("/v1/me").expect(200);
                        requests.fetch_add(1, Ordering::Relaxed);
                    }
                    if Parts::of(&token).kid() == 3000 {
                        with_new_key.fetch_add(1, Ordering::Relaxed);
                        break;
                    }
                }
            });
        }
    });
    assert_eq!(with_new_key.into_inner(), 8);
    assert!(requests.into_inner() >= 16);
    // The old key stays until its last token has expired; the next one is there already.
    assert_eq!(kids(&app), [2999, 3000, 3001]);
    anonymous.with_token(&old).get("/v1/me").expect(200);
    app.advance_clock(620);
    assert_eq!(kids(&app), [3000, 3001]);
    anonymous.with_token(&old).get("/v1/me").expect_problem(401, "token_invalid");
}
