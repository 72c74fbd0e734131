//! The write path and the database beneath it.

mod audit;
mod constraints;
mod idempotency;
mod retries;
mod rights;
mod write;

use crate::harness::{App, eventually};

/// What a write leaves besides its effect.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Traces {
    audit: i64,
    changes: i64,
    mails: i64,
    keys: i64,
    records: i64,
}

fn traces(app: &App) -> Traces {
    let count = |what: &str| app.sql_value(&format!("select {what}")).parse::<i64>().unwrap();
    Traces {
        // Refusals are written down too, but on their own.
        audit: count("count(*) from audit_log where revision is not null"),
        changes: count("count(*) from change_log"),
        mails: count("count(*) from outbox"),
        keys: count("count(*) from idempotency_keys"),
        records: count(
            "(select count(*) from organizations) + (select count(*) from organization_identifiers) \
             + (select count(*) from service_requests) + (select count(*) from request_messages) \
             + (select count(*) from request_events) + (select count(*) from request_links) \
             + (select count(*) from request_assignments) + (select count(*) from sessions)",
        ),
    }
}

/// Waits until so many statements of the service wait for a lock.
pub fn until_waiting(app: &App, count: i64) {
    eventually("the service waits for a lock", || {
        let waiting = app.sql_value(
            "select count(*) from pg_stat_activity where datname = current_database() and usename = 'lorntech_app' \
             and wait_event_type = 'Lock'",
        );
        (waiting.parse::<i64>().unwrap() >= count).then_some(())
    });
}
