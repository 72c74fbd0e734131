//! Transactions that lose against another one are tried again, and nobody notices.

use std::thread;

use serde_json::json;

use super::until_waiting;
use crate::{
    fixtures::published,
    harness::{App, Database},
};

#[test]
fn a_deadlock_is_tried_again() {
    let app = App::start();
    let moderator = app.token("moderator");
    let (path, etag) = published(&moderator);
    let id = path.rsplit('/').next().unwrap();
    let mut other = app.database.client("postgres");
    // The service looks for the deadlock first, so it is the one that loses.
    other.batch_execute("set deadlock_timeout = '15s'; begin; lock table audit_log in exclusive mode").unwrap();
    thread::scope(|scope| {
        let changed = scope.spawn(|| moderator.patch(&path, &etag, &json!({"website": "https://un.example"})));
        // It holds the record and waits for the log; we hold the log and want the record.
        until_waiting(&app, 1);
        other.batch_execute(&format!("select from organizations where id = '{id}' for update")).unwrap();
        other.batch_execute("rollback").unwrap();
        assert_eq!(changed.join().unwrap().expect(200).at("/website"), "https://un.example");
    });
    let deadlocks =
        || app.sql_value("select deadlocks from pg_stat_database where datname = current_database()").parse::<i64>().unwrap();
    crate::harness::eventually("PostgreSQL has counted the deadlock", || (deadlocks() > 0).then_some(()));
    assert_eq!(app.sql_value("select count(*) from audit_log where action = 'organization.updated'"), "1");
}

#[test]
fn a_serialisation_failure_is_tried_again() {
    let database = Database::copy();
    let name = database.sql("select current_database()")[0][0].clone().unwrap();
    database.sql(&format!("alter database {name} set default_transaction_isolation = 'repeatable read'"));
    let app = App::start_on(database, &[], &[]);
    let moderator = app.token("moderator");
    let (path, etag) = published(&moderator);
    let id = path.rsplit('/').next().unwrap();
    let mut other = app.database.client("postgres");
    // A change without a trigger keeps the revision, so that only the serialisation is in the way.
    other
        .batch_execute(&format!(
            "set session_replication_role = replica; begin; update organizations set confirmed_on = '2026-01-01' where id = '{id}'"
        ))
        .unwrap();
    thread::scope(|scope| {
        let changed = scope.spawn(|| moderator.patch(&path, &etag, &json!({"website": "https://un.example"})));
        until_waiting(&app, 1);
        other.batch_execute("commit").unwrap();
        let changed = changed.join().unwrap().expect(200);
        assert_eq!((changed.at("/website"), changed.at("/confirmed_on")), ("https://un.example", "2026-01-01"));
    });
    assert_eq!(app.sql_value("select count(*) from audit_log where action = 'organization.updated'"), "1");
}

#[test]
fn whoever_waits_too_long_for_a_lock_is_told_to_come_back_and_nothing_was_done() {
    let app = App::start();
    let moderator = app.token("moderator");
    let (path, etag) = published(&moderator);
    let mut other = app.database.client("postgres");
    other.batch_execute("begin; lock table audit_log in exclusive mode").unwrap();
    let reply = moderator.patch(&path, &etag, &json!({"website": "https://un.example"})).expect_problem(503, "unavailable");
    assert!(reply.header("retry-after").unwrap().parse::<u32>().unwrap() >= 1);
    other.batch_execute("rollback").unwrap();
    assert_eq!(moderator.get(&path).expect(200).etag(), etag);
    moderator.patch(&path, &etag, &json!({"website": "https://un.example"})).expect(200);
}

#[test]
fn lost_connections_are_replaced() {
    let app = App::start();
    let member = app.token("entrepreneur");
    for _ in 0..3 {
        member.get("/v1/me").expect(200);
        app.sql("select pg_terminate_backend(pid, 5000) from pg_stat_activity where datname = current_database() and usename = 'lorntech_app'");
        // A connection that broke unnoticed may cost one honest refusal each; then all are new.
        crate::harness::eventually("the service answers again", || {
            let reply = member.get("/v1/me");
            assert!(matches!(reply.status, 200 | 503), "{}", reply.text);
            (reply.status == 200).then_some(())
        });
        app.anonymous().get("/readyz");
    }
}
