//! C-58: after the grace nothing is left of somebody, but numbers that lead to nobody.

use serde_json::json;

use super::canaries::{EMAIL, NAME, seed};
use crate::{
    fixtures::{ask, path, question, say, step},
    harness::{App, eventually, run},
};

const DAY: i64 = 24 * 60 * 60;

/// Tables in which some row holds this text, in whatever column: as text, in JSON, in bytes, in a search column.
fn found(app: &App, mark: &str) -> Vec<String> {
    let tables = app.sql(
        "select relname from pg_class where relnamespace = 'public'::regnamespace and relkind in ('r', 'p', 'm') order by 1",
    );
    let tables: Vec<String> = tables.into_iter().flatten().flatten().collect();
    assert!(tables.len() > 25, "{tables:?}");
    let hex: String = mark.bytes().map(|byte| format!("{byte:02x}")).collect();
    let holds = |table: &String| {
        let mark = mark.replace('\'', "''");
        let count = format!(
            "select count(*) from {table} t where strpos(lower(t::text), lower('{mark}')) > 0 or strpos(t::text, '{hex}') > 0"
        );
        app.sql_value(&count) != "0"
    };
    tables.into_iter().filter(holds).collect()
}

/// Lets the grace pass. The worker looks when it starts, and then every minute.
fn after_the_grace(app: &mut App, accounts: &[&str]) {
    app.advance_clock(31 * DAY);
    app.restart();
    for account in accounts {
        gone(app, account);
    }
}

fn gone(app: &App, account: &str) {
    eventually("the account is erased", || {
        (app.sql_value(&format!("select count(*) from accounts where id = '{account}'")) == "0").then_some(())
    });
}

#[test]
fn c58_nothing_of_somebody_is_left_after_the_grace_but_a_number() {
    let mut app = App::start();
    let person = seed(&app);
    app.sql("delete from legal_holds");
    // What agents were answered about them, and what is kept for their repetition.
    app.sql(&format!(
        "insert into idempotency_keys (scope, key, attempt, fingerprint, status, body) select id || ' POST /v1/x', 'k', gen_random_uuid(), '', 201, \
         convert_to('{{\"email\": \"{EMAIL}\", \"text\": \"canary-of-an-agent\"}}', 'UTF8') from accounts where email like 'agent-metz%'"
    ));
    for mark in ["canary", EMAIL, NAME] {
        assert!(found(&app, mark).len() > 2, "{mark} is not seeded");
    }
    assert_eq!(app.files().len(), 1);
    person.client.delete("/v1/me").expect(200);
    let log = app.logs();
    after_the_grace(&mut app, &[&person.id]);
    app.mail("the last letter", |mail| mail.is_to(EMAIL) && mail.subject == "Votre compte est effacé");
    // The letter itself is forgotten once it has left.
    eventually("nothing is left", || found(&app, "canary").is_empty().then_some(()));
    for mark in ["canary", EMAIL, NAME] {
        assert_eq!(found(&app, mark), [""; 0], "{mark}");
    }
    eventually("nor of files", || app.files().is_empty().then_some(()));
    // Who did what stays provable, under a number.
    assert_eq!(found(&app, &person.id), ["audit_log", "change_log", "consents"]);
    let log = log + &app.logs();
    assert!(!log.to_lowercase().contains("canary"), "{log}");
    // Whoever keeps a copy is told.
    let tombstones = "select count(*) from change_log where state = 'deleted' and";
    assert_eq!(app.sql_value(&format!("{tombstones} kind = 'account' and record_id = '{}'", person.id)), "1");
    assert_eq!(app.sql_value(&format!("{tombstones} kind = 'api_client'")), "1");
    // The Totem keeps the case: what was asked for, when, and what became of it. Nobody replied, so it is closed.
    let agent = app.token("agent-metz");
    let case = agent.get(&path(&person.request, "")).expect(200);
    assert_eq!((case.at("/status"), case.at("/subject"), case.at("/contact/email")), ("closed", "—", ""));
    assert!(case.body["requester_id"].is_null() && !case.at("/answered_at").is_empty());
    let messages = agent.get(&path(&person.request, "/messages")).expect(200);
    assert!(messages.items().iter().all(|message| message["body"] == "—"));
}

#[test]
fn c58_a_request_still_open_ends_and_what_an_agent_wrote_to_others_stays_without_a_name() {
    let mut app = App::start();
    let (member, agent) = (app.new_member("leaving"), app.token("agent-metz"));
    let open = ask(&member, &question());
    let theirs = app.token("entrepreneur");
    let answered = ask(&theirs, &question());
    step(&agent, &answered, "assigned").expect(201);
    say(&agent, &answered, &json!({"body": "Voici la réponse"})).expect(201);
    agent.delete("/v1/me").expect(200);
    member.delete("/v1/me").expect(200);
    let (agent_id, member_id) = (app.account_id("agent-metz"), app.account_id("leaving"));
    after_the_grace(&mut app, &[&agent_id, &member_id]);
    let colleague = app.token("manager-metz");
    assert_eq!(colleague.get(&path(&open, "")).expect(200).at("/status"), "cancelled");
    let last = colleague.get(&path(&open, "/events")).expect(200);
    assert_eq!(last.items().last().unwrap()["to"], "cancelled");
    let messages = app.token("entrepreneur").get(&path(&answered, "/messages")).expect(200);
    let said = messages.items().iter().find(|message| message["body"] == "Voici la réponse").unwrap();
    assert_eq!(said["author"]["name"], "—");
    eventually("the last letter is forgotten", || found(&app, "agent-metz@").is_empty().then_some(()));
}

#[test]
fn c58_what_must_be_kept_is_told_with_its_reason_and_goes_with_the_hold() {
    let mut app = App::start();
    let member = app.new_member("canary-held");
    let id = ask(&member, &question());
    let reference = member.get(&path(&id, "")).expect(200).at("/reference").to_owned();
    let admin = |app: &App, command: &str, more: &[&str]| {
        let arguments = [&["admin", command, "--unsafe-durability", "--request", &reference], more].concat();
        let done = run(&arguments, &[("DATABASE_URL", &app.database.url())], None);
        assert!(done.status.success(), "{done:?}");
    };
    admin(&app, "hold", &["--reason", "Litige en cours"]);
    let kept = json!([{"reference": reference, "reason": "Litige en cours"}]);
    assert_eq!(member.get("/v1/me/personal-data").expect(200).body["kept"], kept);
    assert_eq!(member.delete("/v1/me").expect(200).body["kept"], kept);
    let account = app.account_id("canary-held");
    after_the_grace(&mut app, &[&account]);
    let mail = app.mail("the last letter", |mail| mail.subject == "Votre compte est effacé");
    assert!(mail.text.contains(&format!("{reference} : Litige en cours")), "{}", mail.text);
    let agent = app.token("agent-metz");
    assert!(agent.get(&path(&id, "")).expect(200).at("/contact/email").starts_with("canary-held@"));
    admin(&app, "release", &[]);
    eventually("the letter is forgotten", || found(&app, "canary-held").is_empty().then_some(()));
    assert_eq!(agent.get(&path(&id, "")).expect(200).at("/contact/email"), "");
}
