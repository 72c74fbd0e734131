//! C-60: what has been kept as long as the register says is gone, the rest stays.

use std::fs;

use crate::harness::{App, Database, Output, eventually, run, server};

/// A table, the column that marks the rows of this test, how a row is made that is `{age}` old, the least age that is too
/// old, and the greatest that is not.
type Kept = (&'static str, &'static str, &'static str, &'static str, &'static str);

const KEPT: &[Kept] = &[
    (
        "audit_log",
        "request_id",
        "insert into audit_log (at, actor_kind, action, subject_kind, request_id) values (now() - interval '{age}', 'system', 'a', 'k', '{mark}')",
        "12 months 1 day",
        "12 months -1 day",
    ),
    (
        "idempotency_keys",
        "key",
        "insert into idempotency_keys (scope, key, attempt, fingerprint, created_at) values ('anonymous POST /', '{mark}', gen_random_uuid(), '', now() - interval '{age}')",
        "25 hours",
        "23 hours",
    ),
    (
        "outbox",
        "topic",
        "insert into outbox (id, topic, payload, done_at) values (gen_random_uuid(), '{mark}', '1', now() - interval '{age}')",
        "8 days",
        "6 days",
    ),
    (
        "invitations",
        "email",
        "insert into invitations (id, email, role, status, expires_at, answered_at) values (gen_random_uuid(), '{mark}', 'pilot', 'declined', now() - interval '{age}', now() - interval '{age}')",
        "91 days",
        "89 days",
    ),
    (
        "account_links",
        "email",
        "insert into account_links (id, purpose, email, name, language, created_at, expires_at) values (gen_random_uuid(), 'sign_up', '{mark}', 'n', 'fr', now(), now() - interval '{age}')",
        "1 minute",
        "-1 day",
    ),
    (
        "exports",
        "case when requested_at < '2002-01-01' then 'old exports' else 'young exports' end",
        "insert into exports (id, account_id, status, requested_at, expires_at) select gen_random_uuid(), id, 'failed', case when '{mark}' like 'old%' then '2001-01-01'::timestamptz else '2003-01-01' end, now() - interval '{age}' from accounts where email = 'holder'",
        "1 minute",
        "-1 day",
    ),
    (
        "accounts",
        "email",
        "insert into accounts (id, email, name, language, password_hash, closes_at) values (gen_random_uuid(), '{mark}', 'n', 'fr', '', now() - interval '{age}')",
        "1 minute",
        "-1 day",
    ),
    (
        "sessions",
        "client",
        "insert into sessions (token_hash, id, account_id, created_at, last_seen_at, expires_at, client) select sha256('{mark}'), gen_random_uuid(), id, now(), now(), now() - interval '{age}', '{mark}' from accounts where email = 'holder'",
        "1 minute",
        "-1 day",
    ),
    (
        "sign_in_attempts",
        "provider",
        "insert into sign_in_attempts (token_hash, provider, expires_at) values (sha256('{mark}'), '{mark}', now() - interval '{age}')",
        "1 minute",
        "-1 day",
    ),
    (
        "sign_in_challenges",
        "encode(token_hash, 'escape')",
        "insert into sign_in_challenges (token_hash, purpose, state, expires_at) values ('{mark}', 'passkey', '{}', now() - interval '{age}')",
        "1 minute",
        "-1 day",
    ),
    (
        "totp_factors",
        "encode(pending, 'escape')",
        "with holder as (insert into accounts (id, email, name, language, password_hash) values (gen_random_uuid(), 'app of {mark}', 'n', 'fr', '') returning id) insert into totp_factors (account_id, pending, pending_since) select id, '{mark}', now() - interval '{age}' from holder",
        "61 minutes",
        "59 minutes",
    ),
    (
        "bookings",
        "contact_name",
        "with space as (insert into spaces (id, totem_id, slug, kind, name, units, price, opening_hours, rules) select gen_random_uuid(), id, '{mark}', 'desk', '{}', 1, '{}', '[]', '{}' from totems limit 1 returning id, totem_id) insert into bookings (id, space_id, totem_id, unit, during, contact_name, contact_email, contact_language, terms) select gen_random_uuid(), id, totem_id, 1, tstzrange(now() - interval '13 months', now() - interval '{age}'), '{mark}', 'e', 'fr', '{}' from space",
        "12 months 1 day",
        "12 months -1 day",
    ),
    (
        "notifications",
        "subject",
        "insert into notifications (id, account_id, message_id, kind, subject, path, created_at) select gen_random_uuid(), id, gen_random_uuid(), 'records', '{mark}', '/', now() - interval '{age}' from accounts where email = 'holder'",
        "91 days",
        "89 days",
    ),
    (
        "projects",
        "name",
        "insert into projects (id, owner_id, name, stage, updated_at) select gen_random_uuid(), id, '{mark}', 'idea', now() - interval '{age}' from accounts where email = 'holder'",
        "36 months 1 day",
        "36 months -1 day",
    ),
    (
        "drafts",
        "content",
        "with holder as (insert into accounts (id, email, name, language, password_hash) values (gen_random_uuid(), 'writer of {mark}', 'n', 'fr', '') returning id) insert into drafts (id, account_id, form, content, created_at, updated_at) select gen_random_uuid(), id, 'service_request', '{mark}', now() - interval '{age}', now() - interval '{age}' from holder",
        "30 days 1 hour",
        "30 days -1 hour",
    ),
    (
        "client_assertions",
        "encode(jti_hash, 'escape')",
        "insert into client_assertions (client_id, jti_hash, expires_at) select id, '{mark}', now() - interval '{age}' from api_clients",
        "1 minute",
        "-1 day",
    ),
];

/// States in which a request has ended, when it was sent, and how long it is kept then.
const ENDED: [(&str, &str, &str, &str); 6] = [
    ("answered", "now()", "24 months 1 day", "24 months -1 day"),
    ("closed", "now()", "24 months 1 day", "24 months -1 day"),
    ("rejected", "now()", "24 months 1 day", "24 months -1 day"),
    ("cancelled", "now()", "24 months 1 day", "24 months -1 day"),
    ("expired", "now()", "24 months 1 day", "24 months -1 day"),
    // Its address was never confirmed.
    ("expired", "null", "31 days", "29 days"),
];

fn request(status: &str, submitted: &str, mark: &str, age: &str) -> String {
    format!(
        "insert into service_requests (id, reference, totem_id, service_id, status, subject, body, contact_name, contact_email, \
         contact_language, reason, submitted_at, due_at, updated_at) select gen_random_uuid(), '{mark}', totem_id, id, '{status}', \
         '{mark}', 'b', 'n', 'e@exemple.fr', 'fr', case when '{status}' = 'rejected' then 'out_of_scope' end, {submitted}, {submitted}, \
         now() - interval '{age}' from totem_services limit 1; \
         insert into request_messages (id, request_id, author_kind, author_name, body, internal, created_at) select \
         gen_random_uuid(), id, 'requester', 'n', '{mark}', false, now() from service_requests where reference = '{mark}'"
    )
}

#[test]
fn c60_what_is_older_than_its_limit_is_gone_and_the_rest_stays() {
    let database = Database::copy();
    database.sql(
        "insert into accounts (id, email, name, language, password_hash) values (gen_random_uuid(), 'holder', 'n', 'fr', ''); \
         insert into api_clients (id, owner_id, name, test, scopes, allowed_origins, secret_hash) \
         select gen_random_uuid(), id, 'n', true, '{directory:read}', '{}', '' from accounts",
    );
    let mut marks = vec![];
    for (table, column, statement, old, young) in KEPT {
        for (word, age) in [("old", old), ("young", young)] {
            let mark = format!("{word} {table}");
            database.sql(&statement.replace("{age}", age).replace("{mark}", &mark));
            marks.push(((*table).to_owned(), (*column).to_owned(), mark));
        }
    }
    for (status, submitted, old, young) in ENDED {
        for (word, age) in [("old", old), ("young", young)] {
            let mark = format!("{word} {status}, sent {submitted}");
            database.sql(&request(status, submitted, &mark, age));
            for (table, column) in [("service_requests", "subject"), ("request_messages", "body")] {
                marks.push((table.to_owned(), column.to_owned(), mark.clone()));
            }
        }
    }
    // What waits for somebody is kept, however long it waits.
    database.sql(&request("in_progress", "now()", "young, for it is not over", "99 months"));
    marks.push(("service_requests".to_owned(), "subject".to_owned(), "young, for it is not over".to_owned()));

    let app = App::start_on(database, &[], &[]);
    let there = |(table, column, mark): &(String, String, String)| {
        app.sql_value(&format!("select count(*) from {table} where {column} = '{mark}'")) == "1"
    };
    assert!(marks.len() > 30);
    for mark in &marks {
        if mark.2.starts_with("old") {
            eventually(&format!("{mark:?} is gone"), || (!there(mark)).then_some(()));
        }
    }
    for mark in marks.iter().filter(|mark| mark.2.starts_with("young")) {
        assert!(there(mark), "{mark:?} is gone, too");
    }
    // The service's role takes nothing else from the log.
    assert!(app.database.sql_as_service("delete from audit_log").is_err());
    let done = |action: &str| app.sql_value(&format!("select count(*) from audit_log where action = 'service_request.{action}'"));
    // What a site has seen stays as a number, without its person, and is not looked at again.
    assert_eq!((done("forgotten").as_str(), done("anonymised").as_str()), ("1", "5"));
    assert_eq!(app.sql_value("select count(*) from service_requests where contact_email = '' and submitted_at is not null"), "5");
}

/// Checks the log with the clock so many days on.
fn verified(app: &App, days: i64) -> Output {
    let clock = server().new_folder().join("clock");
    fs::write(&clock, (days * 24 * 60 * 60).to_string()).unwrap();
    let (url, clock) = (app.database.url(), clock.to_string_lossy().into_owned());
    run(&["admin", "verify-audit", "--unsafe-durability"], &[("DATABASE_URL", &url), ("LORNTECH_TEST_CLOCK", &clock)], None)
}

#[test]
fn c60_the_check_of_the_log_misses_what_is_younger_than_a_year_only() {
    let app = App::start();
    app.token("admin");
    eventually("every row is sealed", || {
        let open = "select count(*) from audit_log where id not in (select unnest(rows) from audit_seals)";
        (app.sql_value(open) == "0").then_some(())
    });
    app.sql("delete from audit_log where id = (select min(id) from audit_log)");
    let (now, later) = (verified(&app, 360), verified(&app, 370));
    assert!(now.out.contains("was removed") && !now.status.success(), "{now:?}");
    assert!(later.status.success(), "{later:?}");
}
