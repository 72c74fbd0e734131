//! The command line: what it says, and how it ends.

use std::{fs, net::TcpListener, path::PathBuf, process::Command, thread};

use serde_json::json;

use crate::{
    db::until_waiting,
    fixtures::published,
    harness::{App, Database, Output, eventually, program, run, server},
};

/// Random enough for a secret.
const SECRET: &str = "dGVzdHMgb25seTogMDEyMzQ1Njc4OWFiY2RlZmdoaWprbG1ub3A=";

/// Runs the service, which must refuse to start; what it says.
#[track_caller]
fn refused(arguments: &[&str], environment: &[(&str, &str)]) -> String {
    let Output { status, out, err } = run(arguments, environment, None);
    assert_eq!(status.code(), Some(1), "{out}{err}");
    assert!(!err.contains("panicked"), "{err}");
    err
}

#[test]
fn help_explains_each_command_with_an_example() {
    let help = run(&["--help"], &[], None);
    assert!(help.status.success());
    assert!(help.out.contains("Examples:"), "{}", help.out);
    for command in ["serve", "worker", "migrate", "seed", "import", "openapi", "admin"] {
        assert!(help.out.contains(&format!("\n  {command}")), "{command} is missing: {}", help.out);
        let own = run(&[command, "--help"], &[], None);
        assert!(own.status.success());
        assert!(own.out.contains("Example") || ["openapi", "admin"].contains(&command), "{command}: {}", own.out);
    }
    let example = run(&["openapi", "--help"], &[], None);
    assert!(example.out.contains("Example"), "{}", example.out);
    let example = run(&["admin", "create-account", "--help"], &[], None);
    assert!(example.out.contains("Example"), "{}", example.out);
}

#[test]
fn help_shows_no_secret_of_the_environment() {
    let environment = [
        ("LORNTECH_SECRET", "geheim1"),
        ("DATABASE_URL", "geheim2"),
        ("LORNTECH_OWNER_DATABASE_URL", "geheim3"),
        ("LORNTECH_DEMO_PASSWORD", "geheim4"),
        ("LORNTECH_SMTP_URL", "geheim5"),
    ];
    let help = run(&["serve", "--help"], &environment, None);
    assert!(help.out.contains("LORNTECH_SECRET") && !help.out.contains("geheim"), "{}", help.out);
}

#[test]
fn every_wrong_setting_is_named_at_once() {
    let said = refused(
        &["serve"],
        &[
            ("DATABASE_URL", "postgres://nobody@127.0.0.1:1/nothing"),
            ("LORNTECH_PORT", "70000"),
            ("LORNTECH_METRICS_PORT", "x"),
            ("LORNTECH_WORKERS", "0"),
            ("LORNTECH_POOL_SIZE", "-1"),
            ("LORNTECH_SECRET", "changeme"),
            ("LORNTECH_PUBLIC_URL", "ftp://lorntech.example"),
            ("LORNTECH_MAIL_FROM", "nobody"),
            ("LORNTECH_SMTP_URL", "http://mail"),
            ("LORNTECH_HOST", "0.0.0.0"),
            ("LORNTECH_DEMO", "1"),
            ("LORNTECH_DEMO_PASSWORD", "short"),
        ],
    );
    for name in [
        "LORNTECH_PORT",
        "LORNTECH_METRICS_PORT",
        "LORNTECH_WORKERS",
        "LORNTECH_POOL_SIZE",
        "LORNTECH_SECRET",
        "LORNTECH_PUBLIC_URL",
        "LORNTECH_MAIL_FROM",
        "LORNTECH_SMTP_URL",
        "LORNTECH_DEMO ",
        "LORNTECH_DEMO_PASSWORD",
    ] {
        assert!(said.contains(name), "{name} is not named: {said}");
    }
    assert!(!said.contains("changeme") && !said.contains("short"), "{said}");
}

#[test]
fn outside_a_demonstration_a_secret_and_a_mail_server_are_needed() {
    let said = refused(&["serve"], &[("DATABASE_URL", "postgres://nobody@127.0.0.1:1/nothing")]);
    for name in ["LORNTECH_SECRET is missing", "LORNTECH_SMTP_URL (--smtp-url) is missing"] {
        assert!(said.contains(name), "{said}");
    }
    for weak in ["c2VjcmV0", &"QUFB".repeat(20), "not base64 at all, but long enough to be taken for one!"] {
        let said = refused(&["serve"], &[("DATABASE_URL", "postgres://x@127.0.0.1:1/x"), ("LORNTECH_SECRET", weak)]);
        assert!(said.contains("LORNTECH_SECRET must be"), "{weak}: {said}");
    }
}

#[test]
fn a_demonstration_listens_on_loopback_only() {
    for host in ["0.0.0.0", "::", "192.0.2.1"] {
        let said = refused(&["serve", "--demo", "--host", host, "--port", "0"], &[]);
        assert!(said.contains("loopback only") && said.contains(host), "{said}");
    }
}

#[test]
fn a_taken_port_is_one_clear_sentence() {
    let taken = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = taken.local_addr().unwrap().port().to_string();
    let database = Database::copy();
    let said = refused(
        &["serve", "--demo", "--port", &port, "--unsafe-durability"],
        &[("DATABASE_URL", &database.url()), ("LORNTECH_SECRET", SECRET)],
    );
    assert!(said.contains(&format!("Port {port} is taken")), "{said}");
}

#[test]
fn a_server_that_may_lose_data_is_refused_unless_tests_allow_it() {
    let database = Database::copy();
    let said = refused(&["serve", "--demo", "--port", "0"], &[("DATABASE_URL", &database.url()), ("LORNTECH_SECRET", SECRET)]);
    assert!(said.contains("would lose acknowledged data (fsync = off)"), "{said}");
    assert!(!run(&["serve", "--help"], &[], None).out.contains("unsafe-durability"), "the exception is not for operators");
}

#[test]
fn a_database_newer_than_the_program_is_refused() {
    let database = Database::copy();
    database.sql("insert into __diesel_schema_migrations (version) values ('20991231000000')");
    let (url, owner) = (database.url(), database.owner_url());
    let environment = [("DATABASE_URL", url.as_str()), ("LORNTECH_SECRET", SECRET)];
    for arguments in [&["serve", "--demo", "--port", "0", "--unsafe-durability"][..], &["seed", "--unsafe-durability"]] {
        let said = refused(arguments, &environment);
        assert!(said.contains("newer than this program"), "{said}");
    }
    let said = refused(&["migrate", "--unsafe-durability"], &[("LORNTECH_OWNER_DATABASE_URL", &owner)]);
    assert!(said.contains("newer than this program"), "{said}");
}

#[test]
fn a_database_older_than_the_program_is_refused_until_it_is_migrated() {
    let database = Database::empty();
    let (url, owner) = (database.url(), database.owner_url());
    let said = refused(&["seed", "--unsafe-durability"], &[("DATABASE_URL", &url)]);
    assert!(said.contains("run `lorntech migrate`"), "{said}");
    let said = refused(&["migrate"], &[("DATABASE_URL", &url)]);
    assert!(said.contains("LORNTECH_OWNER_DATABASE_URL"), "{said}");
    for expected in ["1 migration(s) applied", "0 migration(s) applied"] {
        let done = run(&["migrate", "--unsafe-durability"], &[("LORNTECH_OWNER_DATABASE_URL", &owner)], None);
        assert!(done.status.success() && done.out.contains("migration(s) applied"), "{done:?}");
        assert!(expected.starts_with('1') || done.out.contains(expected), "{done:?}");
    }
}

#[test]
fn seeding_twice_adds_nothing() {
    let database = Database::copy();
    let tables = "select (select count(*) from organizations), (select count(*) from communes), (select count(*) from audit_log)";
    let before = database.sql(tables);
    let again = run(&["seed", "--unsafe-durability"], &[("DATABASE_URL", &database.url())], None);
    assert!(again.status.success(), "{again:?}");
    assert_eq!(database.sql(tables), before);
}

#[test]
fn a_server_that_cannot_be_reached_is_one_clear_sentence() {
    for (url, words) in [
        ("postgres://lorntech_app@127.0.0.1:1/lorntech", "PostgreSQL cannot be reached"),
        ("mysql://somewhere", "not of the form postgres://"),
    ] {
        let said = refused(&["serve", "--demo", "--port", "0"], &[("DATABASE_URL", url), ("LORNTECH_SECRET", SECRET)]);
        assert!(said.contains(words), "{url}: {said}");
        assert_eq!(said.trim().lines().count(), 1, "{said}");
    }
}

#[test]
fn without_postgresql_the_program_says_what_is_missing() {
    let folder = server().new_folder();
    fs::create_dir(folder.join("empty")).unwrap();
    let (empty, data) = (folder.join("empty"), folder.join("data"));
    let said = refused(
        &["serve", "--demo", "--port", "0"],
        &[("LORNTECH_POSTGRES_BIN", &empty.to_string_lossy()), ("LORNTECH_DATA_DIR", &data.to_string_lossy())],
    );
    assert!(said.contains("initdb and postgres") && said.contains(&*empty.to_string_lossy()), "{said}");
}

#[test]
fn a_database_of_a_demonstration_is_not_opened_to_the_world() {
    let mut app = App::start();
    app.program().kill();
    let said = refused(
        &["serve", "--port", "0", "--unsafe-durability"],
        &[("DATABASE_URL", &app.database.url()), ("LORNTECH_SECRET", SECRET), ("LORNTECH_SMTP_URL", "smtp://127.0.0.1:25")],
    );
    assert!(said.contains("demonstration accounts"), "{said}");
}

#[test]
fn a_demonstration_makes_and_prints_a_password_unless_one_is_given() {
    let mut given = App::start();
    let printed = given.program().out();
    assert!(printed.contains("entrepreneur@demo.lorntech.example") && !printed.contains("password"), "{printed}");
    let mut app = App::start_without("LORNTECH_DEMO_PASSWORD");
    let printed = app.program().out();
    let password = printed.split("password of each: ").nth(1).and_then(|rest| rest.lines().next()).unwrap();
    let credentials = json!({"email": "entrepreneur@demo.lorntech.example", "password": password});
    app.anonymous().post("/v1/sessions", &credentials).expect(201);
}

#[test]
fn an_operator_makes_accounts_and_sets_passwords() {
    let app = App::start();
    let url = app.database.url();
    let environment = [("DATABASE_URL", url.as_str())];
    let create = |arguments: &[&str], password: &str| {
        let arguments: Vec<&str> = ["admin", "create-account", "--unsafe-durability"].iter().chain(arguments).copied().collect();
        run(&arguments, &environment, Some(&format!("{password}\n")))
    };
    let new = ["--email", "neu@example.org", "--name", "Neu", "--language", "de", "--role", "agent", "--totem", "nancy"];
    let made = create(&new, "a password of an agent");
    assert!(made.status.success() && made.out.contains("neu@example.org can sign in"), "{made:?}");
    let sign_in = |password: &str| {
        app.anonymous().post("/v1/sessions", &json!({"email": "neu@example.org", "password": password, "mode": "token"}))
    };
    let token = sign_in("a password of an agent").expect(201);
    let me = app.anonymous().with_token(token.at("/access_token")).get("/v1/me").expect(200);
    assert_eq!((me.at("/account/language"), me.at("/roles/0/role"), me.at("/roles/0/totem/slug")), ("de", "agent", "nancy"));
    assert!(create(&new, "another password of theirs").status.success());
    sign_in("a password of an agent").expect(401);
    sign_in("another password of theirs").expect(201);
    assert_eq!(app.sql_value("select count(*) from audit_log where action = 'account.created'"), "2");

    for (arguments, password, words) in [
        (&["--email", "x@example.org", "--name", "X", "--role", "agent"][..], "long enough for this", "--totem"),
        (&["--email", "x@example.org", "--name", "X", "--totem", "metz"], "long enough for this", "--totem"),
        (&["--email", "nobody", "--name", "X"], "long enough for this", "not an e-mail address"),
        (&["--email", "x@example.org", "--name", "X"], "short", "12 to 128"),
        (&["--email", "x@example.org", "--name", "X", "--role", "agent", "--totem", "paris"], "long enough for this", "not made"),
    ] {
        let refused = create(arguments, password);
        assert!(!refused.status.success() && refused.err.contains(words), "{arguments:?}: {refused:?}");
    }
    assert_eq!(app.sql_value("select count(*) from accounts where email = 'x@example.org'"), "0");
}

#[test]
fn on_sigterm_a_request_under_way_is_finished_and_no_new_one_is_taken() {
    let mut app = App::start();
    let moderator = app.token("moderator");
    let (path, etag) = published(&moderator);
    let mut lock = app.database.client("postgres");
    lock.batch_execute("begin; lock table audit_log in exclusive mode").unwrap();
    thread::scope(|scope| {
        let changed = scope.spawn(|| moderator.patch(&path, &etag, &json!({"website": "https://un.example"})));
        until_waiting(&app, 1);
        let address = app.address().to_owned();
        signal(&mut app, "TERM");
        eventually("nobody listens any more", || std::net::TcpStream::connect(&address).is_err().then_some(()));
        lock.batch_execute("rollback").unwrap();
        changed.join().unwrap().expect(200);
    });
    let status = eventually("the service ends", || app.program().ended());
    assert!(status.success(), "{status}");
    assert_eq!(app.sql_value("select count(*) from organizations where website = 'https://un.example'"), "1");
}

fn signal(app: &mut App, signal: &str) {
    app.program().signal(signal);
}

#[test]
fn metrics_have_a_port_of_their_own() {
    let mut app = App::start_with(&[("LORNTECH_METRICS_PORT", "0")], &[]);
    app.anonymous().get("/v1/totems").expect(200);
    app.anonymous().get("/metrics").expect_problem(404, "not_found");
    let out = app.program().out();
    let address = out.lines().find_map(|line| line.strip_prefix("Metrics are at ")).unwrap().trim();
    let text = crate::harness::Client::new(address.trim_end_matches("/metrics")).get("/metrics").expect(200).text;
    assert!(text.contains("http_request_duration_seconds") && text.contains("/v1/totems"), "{text}");
}

#[test]
fn the_private_postgresql_needs_nothing_but_the_program() {
    let folder: PathBuf = server().new_folder();
    let data = folder.join("data");
    let environment = [
        ("LORNTECH_DATA_DIR", data.to_string_lossy().into_owned()),
        ("LORNTECH_DEMO_PASSWORD", crate::harness::PASSWORD.to_owned()),
    ];
    let environment: Vec<(&str, &str)> = environment.iter().map(|(name, value)| (*name, value.as_str())).collect();
    let start = || crate::harness::Program::start(&["serve", "--demo", "--port", "0"], &environment, None, &folder);
    let base = |program: &mut crate::harness::Program| {
        eventually("the service prints its address", || {
            assert!(program.ended().is_none(), "{}", program.log());
            program.out().lines().find_map(|line| line.strip_prefix("LORnTECH is at ")).map(str::to_owned)
        })
    };
    let mut first = start();
    let client = crate::harness::Client::new(&base(&mut first));
    let token = client.post("/v1/sessions", &crate::harness::credentials("entrepreneur", "token")).expect(201);
    let made = client
        .with_token(token.at("/access_token"))
        .post("/v1/organizations", &json!({"name": "Reste", "kinds": ["association"]}))
        .expect(201);
    // Its own cluster is not to be shared.
    let second = start().output();
    assert!(!second.status.success(), "{second:?}");
    // Killed, it comes back with everything.
    first.kill();
    let mut again = start();
    let client = crate::harness::Client::new(&base(&mut again));
    let token = client.post("/v1/sessions", &crate::harness::credentials("entrepreneur", "token")).expect(201);
    let kept = client.with_token(token.at("/access_token")).get(&format!("/v1/organizations/{}", made.at("/id"))).expect(200);
    assert_eq!(kept.body, made.body);
    again.signal("INT");
    assert!(again.output().status.success());
    let running = Command::new("pgrep").args(["-f", &format!("{}/", data.display())]).output().unwrap();
    assert!(running.stdout.is_empty(), "something still runs: {}", String::from_utf8_lossy(&running.stdout));
    assert!(program().is_file());
}
