//! All of a write or nothing.

use serde_json::json;

use super::traces;
use crate::{
    fixtures::{ask, path, propose, question, say, step},
    harness::{App, new_uuid},
};

#[test]
fn a_refused_write_leaves_nothing_at_all() {
    let app = App::start();
    let member = app.token("entrepreneur");
    let agent = app.token("agent-metz");
    let record = json!({"name": "Atelier", "kinds": ["sme"], "identifiers": [{"scheme": "FR-SIREN", "value": "000000018"}]});
    let made = member.post("/v1/organizations", &record).expect(201);
    let proposal = format!("/v1/organizations/{}", made.at("/id"));
    let id = ask(&member, &question());
    app.all_mails();
    let before = traces(&app);
    let key = new_uuid();
    let headers = [("idempotency-key", key.as_str())];
    let mut elsewhere = question();
    elsewhere["organization_id"] = json!(new_uuid());
    let refused = [
        member.post_with("/v1/organizations", &headers, &record).expect_problem(409, "already_exists"),
        member.post_with("/v1/service-requests", &headers, &elsewhere).expect_problem(422, "invalid_body"),
        member.patch(&proposal, "\"9-proposal\"", &json!({"name": "Autre"})).expect_problem(412, "revision_mismatch"),
        step(&agent, &id, "answered").expect_problem(409, "state_conflict"),
        say(&agent, &id, &json!({"body": "Trop tôt.", "to": "answered"})).expect_problem(409, "state_conflict"),
        member.post(&path(&id, "/assignments"), &json!({})).expect_problem(403, "forbidden"),
        agent.post(&path(&id, "/assignments"), &json!({"account_id": new_uuid()})).expect_problem(422, "invalid_body"),
    ];
    assert_eq!(traces(&app), before, "{refused:?}");
}

#[test]
fn when_the_last_part_of_a_write_fails_the_first_is_undone() {
    let app = App::start();
    let member = app.token("entrepreneur");
    let proposal = propose(&member, "Atelier");
    let etag = member.get(&proposal).expect(200).etag().to_owned();
    let id = ask(&member, &question());
    app.all_mails();
    for table in ["audit_log", "change_log", "outbox"] {
        app.sql(&format!("revoke insert on {table} from lorntech_app"));
        let before = traces(&app);
        let key = new_uuid();
        let headers = [("idempotency-key", key.as_str())];
        member.post_with("/v1/service-requests", &headers, &question()).expect_problem(500, "internal_error");
        member.patch(&proposal, &etag, &json!({"name": "Autre"})).expect_problem(500, "internal_error");
        step(&member, &id, "cancelled").expect_problem(500, "internal_error");
        assert_eq!(traces(&app), before, "without {table}");
        assert_eq!(member.get(&proposal).expect(200).etag(), etag, "without {table}");
        assert_eq!(member.get(&path(&id, "")).expect(200).at("/status"), "submitted", "without {table}");
        app.sql(&format!("grant insert on {table} to lorntech_app"));
    }
    // The connections are good for the next one.
    member.patch(&proposal, &etag, &json!({"name": "Autre"})).expect(200);
    for word in ["permission denied", "insert into", "audit_log"] {
        assert!(!member.get(&path(&id, "")).text.contains(word));
    }
}

#[test]
fn a_caller_who_hangs_up_interrupts_nothing_and_leaves_no_open_transaction() {
    use std::io::Write;

    let app = App::start();
    let member = app.token("entrepreneur");
    let id = ask(&member, &question());
    let agent = app.token("agent-metz").get("/v1/me").expect(200);
    drop(agent);
    let token = app.anonymous().post("/v1/sessions", &crate::harness::credentials("agent-metz", "token")).expect(201);
    let mut lock = app.database.client("postgres");
    lock.batch_execute("begin; lock table audit_log in exclusive mode").unwrap();
    let body = r#"{"to": "triage"}"#;
    let request = format!(
        "POST {} HTTP/1.1\r\nhost: {}\r\nauthorization: Bearer {}\r\ncontent-type: application/json\r\ncontent-length: {}\r\n\r\n{body}",
        path(&id, "/transitions"),
        app.address(),
        token.at("/access_token"),
        body.len()
    );
    let mut stream = std::net::TcpStream::connect(app.address()).unwrap();
    stream.write_all(request.as_bytes()).unwrap();
    super::until_waiting(&app, 1);
    drop(stream);
    lock.batch_execute("rollback").unwrap();
    crate::harness::eventually("the step is made", || {
        (member.get(&path(&id, "")).expect(200).at("/status") == "triage").then_some(())
    });
    crate::harness::eventually("no transaction stays open", || {
        let open = app.sql_value(
            "select count(*) from pg_stat_activity where datname = current_database() and usename = 'lorntech_app' \
             and state like 'idle in transaction%'",
        );
        (open == "0").then_some(())
    });
    assert_eq!(
        app.sql_value(&format!("select count(*) from audit_log where subject_id = '{id}' and action = 'service_request.moved'")),
        "1"
    );
}
