//! What the role of the running service may do in the database.

use crate::harness::{App, Database};

#[test]
fn the_runtime_role_is_refused_what_it_never_needs() {
    let database = Database::copy();
    database.sql("insert into audit_log (actor_kind, action, subject_kind, subject_id, revision, request_id) values ('system', 'a', 'k', gen_random_uuid(), 1, 'r')");
    for statement in [
        "update audit_log set action = 'nothing'",
        "delete from audit_log",
        "truncate audit_log",
        "update audit_seals set number = 0",
        "delete from audit_seals",
        "truncate audit_seals",
        "alter table accounts disable row level security",
        "alter table accounts no force row level security",
        "drop policy own on accounts",
        "create policy mine on accounts using (true)",
        "truncate service_requests",
        "truncate outbox",
        "drop table audit_log",
        "drop table service_requests",
        "alter table organizations disable trigger all",
        "alter table organizations drop column revision",
        "alter table audit_log owner to lorntech_app",
        "create table mine (id int)",
        "create schema mine",
        "create function mine() returns int language sql as 'select 1'",
        "create or replace function raise_revision() returns trigger language plpgsql as 'begin return new; end'",
        "create extension dblink",
        "create role mine",
        "alter role lorntech_app superuser",
        "alter role lorntech_app bypassrls",
        "grant lorntech_owner to lorntech_app",
        "set role lorntech_owner",
        "set session authorization postgres",
        "create trigger t before insert on organizations for each row execute function raise_revision()",
        "select pg_read_file('/etc/passwd')",
        "select pg_ls_dir('.')",
        "copy organizations to program 'cat'",
        "copy organizations to '/tmp/x'",
        "select * from pg_authid",
        "insert into __diesel_schema_migrations (version) values ('x')",
        "delete from __diesel_schema_migrations",
        "alter system set fsync = off",
        "set session_replication_role = replica",
        "create database mine",
    ] {
        let refused = database.sql_as_service(statement);
        let code = refused.err().and_then(|error| error.code().cloned());
        let code = code.as_ref().map(postgres::error::SqlState::code);
        assert!(matches!(code, Some("42501" | "0A000" | "25001")), "{statement}: {code:?}");
    }
    assert_eq!(database.sql("select action from audit_log where request_id = 'r'"), [[Some("a".to_owned())]]);
}

#[test]
fn the_runtime_role_owns_nothing_and_is_nothing_special() {
    let database = Database::copy();
    let special = database.sql("select rolsuper or rolbypassrls or rolcreaterole or rolcreatedb or rolreplication from pg_roles where rolname = 'lorntech_app'");
    assert_eq!(special, [[Some("f".to_owned())]]);
    let owned = database.sql("select relname from pg_class where relowner = 'lorntech_app'::regrole union all select proname from pg_proc where proowner = 'lorntech_app'::regrole");
    assert!(owned.is_empty(), "{owned:?}");
    assert!(database.sql("select from pg_auth_members where member = 'lorntech_app'::regrole").is_empty());
}

#[test]
fn the_audit_log_takes_rows_and_gives_none_back() {
    let app = App::start();
    app.database
        .sql_as_service("insert into audit_log (actor_kind, action, subject_kind, subject_id, revision, request_id) values ('system', 'a', 'k', gen_random_uuid(), 1, 'r')")
        .unwrap();
    let rights = app.sql("select privilege_type from information_schema.table_privileges where grantee = 'lorntech_app' and table_name = 'audit_log' order by 1");
    let rights: Vec<String> = rights.into_iter().flatten().flatten().collect();
    assert_eq!(rights, ["INSERT", "SELECT"]);
}

#[test]
fn connections_that_read_cannot_write_and_every_connection_has_its_limits() {
    let app = App::start_with(&[], &["--no-worker"]);
    let member = app.token("entrepreneur");
    for path in ["/v1/me", "/v1/organizations", "/v1/organizations?q=metz"] {
        member.get(path).expect(200);
    }
    // What a connection was opened with is its own secret, so the service's pools are asked by what they refuse.
    let log = app.logs();
    assert!(!log.contains("ERROR"), "{log}");
    // A reading path that is made to write fails: the search path leads `fold` through a function that writes.
    app.sql(
        "create table touched (at timestamptz); grant insert on touched to lorntech_app; \
         create or replace function fold(value text) returns text language plpgsql immutable parallel unsafe strict as \
         $$ begin insert into touched values (now()); return lower(value); end $$",
    );
    app.anonymous().get("/v1/reference/communes?q=metz").expect_problem(500, "internal_error");
    assert_eq!(app.sql_value("select count(*) from touched"), "0");
}
