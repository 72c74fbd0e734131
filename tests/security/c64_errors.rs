//! C-64: what goes wrong on our side is one problem document with the id of the request, and nothing else. With D-10: a
//! database that does not answer costs nobody more than a few seconds.

use std::{
    fs,
    process::Command,
    thread,
    time::{Duration, Instant},
};

use lorntech_postgres::{Cluster, Durability, Options, SUPERUSER};
use serde_json::{Value, json};

use super::{asked, tells_nothing};
use crate::harness::{App, Reply, credentials, eventually, new_uuid, server};

/// A failure of ours, with words for people and an id that the log has too.
#[track_caller]
fn check(app: &App, reply: &Reply, status: u16, code: &str) {
    assert_eq!((reply.status, reply.code()), (status, code), "{}", reply.text);
    let members: Vec<&String> = reply.body.as_object().unwrap().keys().collect();
    assert_eq!(members, ["code", "detail", "instance", "status", "title", "type"], "{}", reply.text);
    assert_eq!(reply.at("/instance"), reply.header("x-request-id").unwrap());
    tells_nothing(&reply.text);
    assert!(app.logs().contains(reply.at("/instance")), "the log has the id of the request");
    if status == 503 {
        let seconds: u32 = reply.header("retry-after").unwrap().parse().unwrap();
        assert!((1..=30).contains(&seconds));
    }
}

#[test]
fn c64_a_database_that_is_not_as_we_think_is_500_and_tells_nothing() {
    let mut app = App::start_with(&[("LORNTECH_LOG_FORMAT", "json")], &[]);
    let pid = app.program().pid();
    let anonymous = app.anonymous();
    let member = app.token("entrepreneur");
    app.sql("alter table organizations rename column name to nom");
    check(&app, &anonymous.get("/v1/organizations"), 500, "internal_error");
    check(&app, &anonymous.get("/v1/organizations/universite-de-lorraine"), 500, "internal_error");
    check(&app, &member.post("/v1/organizations", &json!({"name": "Secret 4711", "kinds": ["sme"]})), 500, "internal_error");
    app.sql("alter table organizations rename column nom to name");
    anonymous.get("/v1/organizations").expect(200);

    app.sql("alter table service_requests add constraint planted check (subject <> 'Secret 4711')");
    let mut question = asked("secret.4711@exemple.fr");
    question["subject"] = json!("Secret 4711");
    let key = [("idempotency-key", &*new_uuid())];
    check(&app, &anonymous.post_with("/v1/service-requests", &key, &question), 500, "internal_error");
    app.sql("alter table service_requests drop constraint planted");
    // Nothing was kept, not even the key.
    assert_eq!(app.sql_value("select count(*) from service_requests where subject = 'Secret 4711'"), "0");
    assert_eq!(app.sql_value("select count(*) from idempotency_keys"), "0");
    anonymous.post_with("/v1/service-requests", &key, &question).expect(201);

    app.sql("alter table objectives rename to objectifs");
    check(&app, &anonymous.get("/v1/objectives"), 500, "internal_error");
    app.sql("alter table objectifs rename to objectives");
    app.sql("alter table audit_log rename to journal");
    check(&app, &anonymous.post("/v1/service-requests", &question), 500, "internal_error");
    check(&app, &anonymous.post("/v1/sessions", &credentials("entrepreneur", "cookie")), 500, "internal_error");
    app.sql("alter table journal rename to audit_log");
    assert_eq!(app.sql_value("select count(*) from service_requests where subject = 'Secret 4711'"), "1");
    anonymous.get("/v1/objectives").expect(200);
    assert_eq!(app.program().pid(), pid);
    assert!(app.program().ended().is_none(), "the same process serves on");

    let log = app.logs();
    assert!(!log.to_lowercase().contains("secret") && !log.contains("4711"), "nothing that was sent is in the log: {log}");
    for word in ["select ", "insert into", "with event", "backtrace", ".rs:", "/src/", "panicked at", "Failing row"] {
        assert!(!log.contains(word), "“{word}” in the log: {log}");
    }
}

/// A server of this test alone, at an address that stays the same when it starts again.
struct Server {
    cluster: Option<Cluster>,
    options: Options,
}

impl Server {
    fn start() -> Self {
        let root = server().new_folder().join("pg");
        let settings = vec![("max_connections".to_owned(), "60".to_owned())];
        let options = Options { root, durability: Durability::Disposable, settings };
        let mut server = Self { cluster: None, options };
        server.again();
        let mut superuser = postgres::Client::connect(&server.url(SUPERUSER, "postgres"), postgres::NoTls).unwrap();
        for statement in ["create role lorntech_owner login", "create role lorntech_app login"] {
            superuser.batch_execute(statement).unwrap();
        }
        superuser.batch_execute("create database lorntech owner lorntech_owner").unwrap();
        server
    }

    fn again(&mut self) {
        self.cluster = Some(Cluster::start(self.options.clone()).unwrap());
    }

    fn stop(&mut self) {
        self.cluster.take().unwrap().stop().unwrap();
    }

    fn url(&self, user: &str, database: &str) -> String {
        let cluster = self.cluster.as_ref().unwrap();
        let socket = cluster.root().join("socket").to_string_lossy().replace('/', "%2F");
        format!("postgres://{user}@{socket}/{database}")
    }

    /// Sends a signal to all of its processes; those that come meanwhile wait for the first.
    fn signal(&self, signal: &str) {
        let pid = self.cluster.as_ref().unwrap().pid();
        let children = fs::read_to_string(format!("/proc/{pid}/task/{pid}/children")).unwrap();
        let mut kill = Command::new("kill");
        kill.args(["-s", signal, &pid.to_string()]).args(children.split_whitespace());
        // One of them may have ended by itself.
        let _ = kill.status().unwrap();
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // A server that sleeps would not hear that it is to stop.
        if self.cluster.is_some() {
            self.signal("CONT");
        }
    }
}

#[test]
fn c64_and_d10_a_database_that_is_down_or_hangs_is_503_and_the_service_recovers_by_itself() {
    let mut postgres = Server::start();
    let (url, owner) = (postgres.url("lorntech_app", "lorntech"), postgres.url("lorntech_owner", "lorntech"));
    // Its log is for people: the id stands there, too.
    let mut app = App::start_with(&[("DATABASE_URL", &url), ("LORNTECH_OWNER_DATABASE_URL", &owner)], &[]);
    let pid = app.program().pid();
    let member = app.token("entrepreneur");
    let anonymous = app.anonymous();
    let proposal = json!({"name": "Panne", "kinds": ["sme"]});
    let all_well = || {
        anonymous.get("/readyz").status == 200
            && anonymous.get("/v1/organizations?limit=1").status == 200
            && anonymous.get("/v1/organizations?q=universite").status == 200
            && member.post("/v1/organizations", &proposal).status == 201
    };
    assert!(all_well());
    let fails = |app: &App| {
        let begin = Instant::now();
        let replies: Vec<Reply> = thread::scope(|scope| {
            let calls: Vec<Box<dyn FnOnce() -> Reply + Send + '_>> = vec![
                Box::new(|| anonymous.get("/v1/organizations?limit=1")),
                Box::new(|| anonymous.get("/v1/organizations?q=universite")),
                Box::new(|| anonymous.get("/v1/totems/metz")),
                Box::new(|| anonymous.post("/v1/service-requests", &asked("panne@exemple.fr"))),
                Box::new(|| anonymous.post("/v1/sessions", &credentials("entrepreneur", "cookie"))),
                Box::new(|| member.get("/v1/me")),
                Box::new(|| member.post_with("/v1/organizations", &[("idempotency-key", "panne")], &proposal)),
                Box::new(|| anonymous.get("/readyz")),
            ];
            let calls: Vec<_> = calls.into_iter().map(|call| scope.spawn(call)).collect();
            // The process is well all the while.
            let alive = anonymous.get("/livez");
            assert_eq!((alive.status, alive.text.as_str()), (200, "ok"));
            assert!(begin.elapsed() < Duration::from_secs(2), "/livez waited {:?}", begin.elapsed());
            anonymous.get("/openapi.json").expect(200);
            calls.into_iter().map(|call| call.join().unwrap()).collect()
        });
        for reply in &replies {
            check(app, reply, 503, "unavailable");
        }
        begin.elapsed()
    };

    postgres.signal("STOP");
    let waited = fails(&app);
    assert!(waited < Duration::from_secs(7), "the slowest answer took {waited:?}");
    postgres.signal("CONT");
    eventually("the service works again after the database hung", || all_well().then_some(()));

    postgres.stop();
    let waited = fails(&app);
    assert!(waited < Duration::from_secs(5), "the slowest answer took {waited:?}");
    postgres.again();
    eventually("the service works again after the database was down", || all_well().then_some(()));
    assert_eq!(app.program().pid(), pid);
    assert!(app.program().ended().is_none(), "the same process serves on");
    // The key makes the interrupted writes definite: one effect.
    let once: Vec<Value> = (0..2)
        .map(|_| member.post_with("/v1/organizations", &[("idempotency-key", "panne")], &proposal).expect(201).body)
        .collect();
    assert_eq!(once[0], once[1]);
    let log = app.logs();
    for word in ["select ", "insert into", "backtrace", ".rs:", "/src/", "panicked at", "panne@exemple.fr"] {
        assert!(!log.contains(word), "“{word}” in the log: {log}");
    }
}
