//! C-65: the audit log holds what was done and what was refused, and shows it when somebody changed it beneath the service.

use serde_json::json;

use crate::harness::{App, Client, Output, Program, Reply, credentials, eventually, run, server};

/// Entries of one action, once the first is there: refusals are written down while the answer is on its way.
fn entries(admin: &Client, action: &str) -> Reply {
    eventually("the log has the entry", || {
        let page = admin.get(&format!("/v1/audit-log?action={action}"));
        (!page.items().is_empty()).then_some(page)
    })
}

#[test]
fn c65_sign_ins_refused_sign_ins_and_missing_rights_are_in_the_log() {
    let app = App::start();
    let (admin, member) = (app.token("admin"), app.token("entrepreneur"));
    let mine = app.account_id("entrepreneur");

    let signed_in = admin.get("/v1/audit-log?action=session.created").expect(200);
    assert_eq!(signed_in.items().len(), 2);
    let by: Vec<&str> = signed_in.items().iter().map(|entry| entry["actor"]["id"].as_str().unwrap()).collect();
    assert_eq!(by, [&mine, &app.account_id("admin")], "{}", signed_in.text);

    let wrong = app.anonymous().post("/v1/sessions", &json!({"email": "entrepreneur@demo.lorntech.example", "password": "faux"}));
    let wrong = wrong.expect_problem(401, "invalid_credentials");
    let refused = entries(&admin, "session.refused");
    let entry = &refused.items()[0];
    assert_eq!((entry["actor"]["kind"].as_str(), entry["subject"]["id"].as_str()), (Some("anonymous"), Some(mine.as_str())));
    assert_eq!(entry["request_id"].as_str(), wrong.header("x-request-id"));
    let unknown = json!({"email": "personne-d-ici@exemple.fr", "password": "faux"});
    app.anonymous().post("/v1/sessions", &unknown).expect_problem(401, "invalid_credentials");
    let refused = eventually("both are there", || {
        let page = admin.get("/v1/audit-log?action=session.refused");
        (page.items().len() == 2).then_some(page)
    });
    assert!(refused.items()[0]["subject"].get("id").is_none(), "{}", refused.text);

    member.get("/v1/audit-log").expect_problem(403, "forbidden");
    let denied = entries(&admin, "access.denied");
    let entry = &denied.items()[0];
    assert_eq!((entry["actor"]["id"].as_str(), entry["detail"].as_str()), (Some(mine.as_str()), Some("GET /v1/audit-log")));
    assert!(entry["actor"]["name"].as_str().is_some_and(|name| !name.is_empty()));

    // Whom a refusal concerns is an id, and never what was typed.
    let all = app.sql_value("select string_agg(a::text, ' ') from audit_log a");
    assert!(!all.contains("exemple.fr") && !all.contains("faux"), "{all}");
}

#[test]
fn c65_the_log_is_read_by_administrators_page_by_page_and_by_what_they_look_for() {
    let app = App::start();
    let (admin, member) = (app.token("admin"), app.token("entrepreneur"));
    for name in ["manager-metz", "pilot", "moderator", "agent-metz"] {
        app.token(name).get("/v1/audit-log").expect_problem(403, "forbidden");
    }
    app.anonymous().get("/v1/audit-log").expect_problem(401, "authentication_required");
    for number in 0..5 {
        member.post("/v1/organizations", &json!({"name": format!("Atelier {number}"), "kinds": ["sme"]})).expect(201);
    }
    let mine = app.account_id("entrepreneur");
    let filter = format!("actor_id={mine}&action=organization.created");
    let mut found = vec![];
    let mut path = Some(format!("/v1/audit-log?limit=2&{filter}"));
    while let Some(here) = path {
        let page = admin.get(&here).expect(200);
        found.extend(page.items().iter().map(|entry| entry["id"].as_i64().unwrap()));
        path = page.body["next_cursor"].as_str().map(|cursor| format!("/v1/audit-log?limit=2&{filter}&cursor={cursor}"));
    }
    assert_eq!(found.len(), 5);
    assert!(found.is_sorted_by(|a, b| a > b), "the newest first: {found:?}");
    let subject = app.sql_value("select id from organizations where name = 'Atelier 3'");
    assert_eq!(admin.get(&format!("/v1/audit-log?subject_kind=organization&subject_id={subject}")).items().len(), 1);
    assert_eq!(admin.get(&format!("/v1/audit-log?{filter}&at_lt=2020-01-01T00:00:00Z")).items().len(), 0);
    assert_eq!(admin.get(&format!("/v1/audit-log?{filter}&at_gte=2020-01-01T00:00:00Z")).items().len(), 5);
    admin.get("/v1/audit-log?actor=x").expect_problem(400, "unknown_parameter");
    admin.get("/v1/audit-log?at_gte=hier").expect_problem(400, "invalid_parameter");
}

fn verify(app: &App, more: &[&str]) -> Output {
    let url = app.database.url();
    let arguments = [&["admin", "verify-audit", "--unsafe-durability"], more].concat();
    run(&arguments, &[("DATABASE_URL", &url)], None)
}

/// Waits until the worker has sealed every row.
fn sealed(app: &App) {
    eventually("every row is sealed", || {
        let open = "select count(*) from audit_log where id not in (select unnest(rows) from audit_seals)";
        (app.sql_value(open) == "0").then_some(())
    });
}

/// Does something beneath the service, sees it found in these words, and takes it back.
#[track_caller]
fn found(app: &App, change: &str, words: &str, back: &str) {
    app.sql(change);
    let verdict = verify(app, &[]);
    assert_eq!(verdict.status.code(), Some(1), "{change}: {verdict:?}");
    assert!(verdict.out.contains(words), "{change}: {verdict:?}");
    app.sql(back);
    let verdict = verify(app, &[]);
    assert!(verdict.status.success(), "{back}: {verdict:?}");
}

#[test]
fn c65_what_was_changed_beneath_the_service_is_found_by_the_check() {
    let app = App::start();
    app.token("admin");
    sealed(&app);
    app.anonymous().post("/v1/sessions", &credentials("pilot", "token")).expect(201);
    sealed(&app);
    let seals: i64 = app.sql_value("select count(*) from audit_seals").parse().unwrap();
    assert!(seals >= 2, "{seals}");
    let good = verify(&app, &[]);
    assert!(good.status.success() && good.out.contains(&format!("in {seals} seals")), "{good:?}");

    let row = app.sql_value("select id from audit_log order by id limit 1 offset 1");
    app.sql("create table kept as select * from audit_log; create table kept_seals as select * from audit_seals");
    let back = format!(
        "delete from audit_log where id = {row}; insert into audit_log overriding system value select * from kept where id = {row}"
    );
    for column in [
        "at = at + interval '1 microsecond'",
        "actor_kind = 'system '",
        "actor_id = gen_random_uuid()",
        "action = 'nothing.done'",
        "subject_kind = 'totem '",
        "subject_id = gen_random_uuid()",
        "revision = 99",
        "request_id = 'another'",
        "detail = ''",
    ] {
        let change = format!("update audit_log set {column} where id = {row}");
        found(&app, &change, &format!("row {row} was changed (seal 1)"), &back);
    }
    found(&app, &format!("delete from audit_log where id = {row}"), &format!("row {row} was removed (seal 1)"), &back);
    let back = "delete from audit_seals; insert into audit_seals select * from kept_seals";
    // Who changes a row and its digest breaks the seal, who makes the seal anew breaks the next one.
    let digest = "update audit_seals set digests = overlay(digests placing '\\x00'::bytea from 1 for 1) where number = 1";
    found(&app, digest, "seal 1 is not the one", back);
    let seal = "update audit_seals set hash = sha256('x') where number = 1";
    found(&app, seal, "seal 2 is not the one", back);
    found(&app, "update audit_seals set sealed_at = sealed_at + interval '1 s' where number = 1", "seal 1 is not the one", back);
    found(&app, "update audit_seals set top = top + 1 where number = 1", "seal 1 does not say where it ends", back);
    found(&app, "delete from audit_seals where number = 1", "seals 1 to 1 are missing", back);
}

#[test]
fn c65_a_chain_made_anew_is_found_by_the_seal_that_was_kept_elsewhere() {
    let app = App::start();
    app.token("admin");
    sealed(&app);
    let kept = app.sql_value("select number || ':' || encode(hash, 'hex') from audit_seals where number = 1");
    app.token("pilot");
    sealed(&app);
    let verdict = verify(&app, &["--head", &kept]);
    assert!(verdict.status.success(), "it is still in the chain: {verdict:?}");
    let head = verdict.out.lines().find_map(|line| line.strip_prefix("head ")).unwrap().to_owned();
    assert!(verify(&app, &["--head", &head]).status.success(), "what a check prints is what the next one takes");
    app.sql("delete from audit_seals; update audit_log set action = 'nothing.done' where id = (select min(id) from audit_log)");
    sealed(&app);
    assert!(verify(&app, &[]).status.success(), "without it nobody could tell");
    let verdict = verify(&app, &["--head", &kept]);
    assert!(verdict.status.code() == Some(1) && verdict.out.contains("is another one than was noted"), "{verdict:?}");
    let later = format!("99{kept}");
    let verdict = verify(&app, &["--head", &later]);
    assert!(verdict.out.contains("is gone; the last one is"), "{verdict:?}");
    let verdict = verify(&app, &["--head", "tout"]);
    assert!(verdict.status.code() == Some(2) && verdict.err.contains("NUMBER:HASH"), "{verdict:?}");
}

#[test]
fn c65_a_row_that_nobody_seals_is_a_fault_after_ten_seconds() {
    let app = App::start_with(&[], &["--no-worker"]);
    app.token("admin");
    app.sql("update audit_log set at = now()");
    assert!(verify(&app, &[]).status.success(), "the newest rows may wait");
    app.sql("update audit_log set at = at - interval '11 s'");
    let verdict = verify(&app, &[]);
    let rows: usize = app.sql_value("select count(*) from audit_log").parse().unwrap();
    assert_eq!(verdict.out.matches("has no seal").count(), rows, "{verdict:?}");
}

#[test]
fn c65_rows_that_commit_late_and_workers_that_seal_together_leave_one_whole_chain() {
    let app = App::start();
    let url = app.database.url();
    let secret = "ZGVzIHp3ZWl0ZW4gV29ya2VyczogMDEyMzQ1Njc4OWFiY2RlZg==";
    let environment = [("DATABASE_URL", url.as_str()), ("LORNTECH_DEMO", "true"), ("LORNTECH_SECRET", secret)];
    let mut second = Program::start(&["worker", "--unsafe-durability"], &environment, None, &server().new_folder());
    let member = app.token("entrepreneur");
    // A transaction that takes its id early and commits after others were sealed.
    let mut late = app.database.client("lorntech_app");
    let row = "insert into audit_log (actor_kind, action, subject_kind, request_id) values ('system', 'late', 'test', 'late')";
    late.batch_execute(&format!("begin; {row}")).unwrap();
    std::thread::scope(|scope| {
        for thread in 0..4 {
            let member = member.clone();
            scope.spawn(move || {
                for number in 0..10 {
                    let record = json!({"name": format!("Atelier {thread} {number}"), "kinds": ["sme"]});
                    member.post("/v1/organizations", &record).expect(201);
                }
            });
        }
    });
    sealed(&app);
    late.batch_execute("commit").unwrap();
    sealed(&app);
    let verdict = verify(&app, &[]);
    assert!(verdict.status.success(), "{verdict:?}");
    let twice = "select count(*) from (select unnest(rows) as id from audit_seals group by 1 having count(*) > 1) as twice";
    assert_eq!(app.sql_value(twice), "0");
    assert!(second.ended().is_none(), "the second worker worked to the end: {}", second.log());
}
