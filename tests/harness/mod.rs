//! The program under test, started as its users start it.
//!
//! One throw-away PostgreSQL serves the whole run. Its template database is migrated and seeded once, by the program
//! itself; each [`App`] works on a copy of it (made in some 20 ms), with a folder, a mailbox and a clock of its own. All
//! of it ends with the test, and with the test process however that ends.

mod app;
pub mod authenticator;
mod clamd;
mod client;
mod cluster;
pub mod forge;
mod program;
pub mod provider;
pub mod receiver;
mod smtp;

pub use app::{App, Mail, credentials};
pub use clamd::{Clamd, eicar};
pub use client::{Client, Ear, Reply};
pub use cluster::{Database, Rows, server};
pub use program::{Output, Program, program, run};
pub use receiver::Receiver;
pub use smtp::MailServer;

use std::{
    sync::atomic::{AtomicU32, Ordering},
    thread::sleep,
    time::{Duration, Instant},
};

/// The password of every demonstration account.
pub const PASSWORD: &str = "mot de passe des essais";

/// Whatever takes longer than this will not happen.
const PATIENCE: Duration = Duration::from_secs(60);

/// Looks again and again until there is something to see.
pub fn eventually<T>(what: &str, mut look: impl FnMut() -> Option<T>) -> T {
    let deadline = Instant::now() + PATIENCE;
    loop {
        if let Some(seen) = look() {
            return seen;
        }
        assert!(Instant::now() < deadline, "this did not happen within {PATIENCE:?}: {what}");
        sleep(Duration::from_millis(5));
    }
}

/// A UUID that nobody else has: for keys, and for ids of what does not exist.
#[expect(clippy::disallowed_methods, reason = "the service's ids are not made here")]
pub fn new_uuid() -> String {
    uuid::Uuid::new_v4().to_string()
}

/// The number of something in this run.
fn number() -> u32 {
    static COUNT: AtomicU32 = AtomicU32::new(0);
    COUNT.fetch_add(1, Ordering::Relaxed)
}
