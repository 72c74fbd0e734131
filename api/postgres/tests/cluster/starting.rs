use std::{
    fs,
    os::unix::fs::{MetadataExt as _, PermissionsExt as _},
    path::Path,
    thread,
};

use super::*;

fn mode(path: impl AsRef<Path>) -> u32 {
    fs::symlink_metadata(path).unwrap().permissions().mode() & 0o7777
}

#[test]
fn a_durable_cluster_is_safe_and_asks_for_its_password() {
    let place = Place::new();
    let cluster = place.start(Durability::Durable).unwrap();
    for (setting, value) in [
        ("fsync", "on"),
        ("synchronous_commit", "on"),
        ("full_page_writes", "on"),
        ("data_checksums", "on"),
        ("listen_addresses", ""),
        ("server_encoding", "UTF8"),
        ("lc_collate", "C.UTF-8"),
        ("lc_messages", "C"),
        ("password_encryption", "scram-sha-256"),
        ("client_connection_check_interval", "1s"),
    ] {
        assert_eq!(ask(&cluster, &format!("show {setting}")), value, "{setting}");
    }
    for wrong in [None, Some("wrong")] {
        let refused = complaint(&mut psql(&cluster.url(SUPERUSER, wrong, SUPERUSER), "select 1"));
        assert!(refused.contains("password"), "{refused}");
    }
    let password = place.root().join("superuser-password");
    assert_eq!(mode(&password), 0o600);
    assert_eq!(fs::read_to_string(password).ok().as_deref(), cluster.superuser_password());
}

#[test]
fn a_disposable_cluster_trusts_everybody_and_waits_for_no_disk() {
    let place = Place::new();
    let cluster = Cluster::start(Options {
        root: place.root(),
        durability: Durability::Disposable,
        settings: vec![("max_connections".into(), "33".into()), ("fsync".into(), "on".into())],
    })
    .unwrap();
    assert_eq!(cluster.superuser_password(), None);
    assert_eq!(ask(&cluster, "show synchronous_commit"), "off");
    assert_eq!(ask(&cluster, "show full_page_writes"), "off");
    assert_eq!(ask(&cluster, "show max_connections"), "33");
    assert_eq!(ask(&cluster, "show fsync"), "on", "settings of the caller win");
}

#[test]
fn a_restart_keeps_data_and_password() {
    let place = Place::new();
    let first = place.start(Durability::Durable).unwrap();
    ask(&first, "create table totems as select 'Metz' as site");
    let password = first.superuser_password().map(str::to_owned);
    first.stop().unwrap();
    let second = place.start(Durability::Durable).unwrap();
    assert_eq!(second.superuser_password(), password.as_deref());
    assert_eq!(ask(&second, "select site from totems"), "Metz");
    assert!(place.root().join("postgres.log.1").exists());
}

#[test]
fn stopping_ends_sessions_and_leaves_no_socket_directory() {
    for stop in [|cluster: Cluster| cluster.stop().unwrap(), drop] {
        let place = Place::new();
        let cluster = place.start_disposable();
        let (pid, socket_dir) = (cluster.pid(), cluster.socket_dir().to_owned());
        assert!(socket_dir.join(".s.PGSQL.5432").exists());
        let mut session = psql(&url(&cluster), "select pg_sleep(600)").stderr(Stdio::null()).spawn().unwrap();
        until("the session is there", || {
            ask(&cluster, "select count(*) from pg_stat_activity where wait_event = 'PgSleep'") == "1"
        });
        stop(cluster);
        assert!(!session.wait().unwrap().success());
        assert!(!is_running(pid));
        assert!(!socket_dir.exists());
        assert_stopped_in_order(&place);
    }
}

#[test]
fn the_server_runs_as_another_user_and_apart_from_us() {
    let place = Place::new();
    let cluster = place.start_disposable();
    let process = format!("/proc/{}", cluster.pid());
    let (uid, gid) = postgres_user();
    let owner = fs::metadata(&process).unwrap();
    assert_eq!((owner.uid(), owner.gid()), (uid, gid));
    let status = fs::read_to_string(format!("{process}/status")).unwrap();
    assert!(status.contains("\nGroups:\t \n"), "groups of ours remain: {status}");
    let group = run(Command::new("ps").args(["-o", "pgid=", "-p", &cluster.pid().to_string()]));
    assert_eq!(group.trim(), cluster.pid().to_string(), "Ctrl-C would stop it before us");
    let environment = fs::read(format!("{process}/environ")).unwrap();
    let environment = String::from_utf8_lossy(&environment);
    assert!(!environment.contains("CARGO") && !environment.contains("HOME="), "{environment}");

    assert_eq!(mode(cluster.root()), 0o711);
    for private in [&place.data(), cluster.socket_dir()] {
        assert_eq!(mode(private), 0o700, "{}", private.display());
        assert_eq!(fs::metadata(private).unwrap().uid(), uid);
    }
    assert!(cluster.socket_dir().to_str().unwrap().starts_with("/tmp/lt-"));
    assert_eq!(fs::read_link(place.root().join("socket")).unwrap(), cluster.socket_dir());
}

#[test]
fn who_is_not_root_runs_it_as_themselves() {
    let place = Place::new();
    give_to_postgres(&place.0);
    // What was built may be where only root can read it.
    let program = place.0.join("program");
    run(Command::new("cp").arg(example()).arg(&program));
    let url = run(as_postgres(program).arg(place.root()).stdout(Stdio::piped()));
    assert!(url.starts_with("postgres://"), "{url}");
    let owner = fs::metadata(place.root()).unwrap().uid();
    assert_eq!(owner, postgres_user().0);
}

#[test]
fn a_cluster_outlives_the_thread_that_started_it() {
    let place = Place::new();
    let cluster = thread::scope(|scope| scope.spawn(|| place.start_disposable()).join().unwrap());
    // A signal for the end of that thread would have been sent by now: its end precedes the join.
    ask(&cluster, "select pg_sleep(0.3)");
    assert!(is_running(cluster.pid()));
}

#[test]
fn any_name_and_password_fit_into_the_url() {
    let place = Place::new();
    let cluster = place.start_disposable();
    let name = "Zoé @ Metz/Ecole?:#%";
    ask(&cluster, &format!("create role \"{name}\" login password '{name}'"));
    ask(&cluster, &format!("create database \"{name}\""));
    let who = "select current_user = current_database() and current_user";
    let url = cluster.url(name, Some(name), name);
    assert_eq!(run(&mut psql(&url, &who.replace(" and current_user", ""))), "t", "{url}");
    assert!(url.is_ascii());
}

#[test]
fn the_log_holds_no_values() {
    let place = Place::new();
    let cluster = place.start_disposable();
    for sql in [
        "select 'ada@example.org'::integer",
        "create table people (mail text unique); insert into people select 'ada@example.org' from generate_series(1, 2)",
        "do $$ begin raise warning 'ada@example.org'; end $$; select 'ada@example.org' from nowhere",
    ] {
        assert!(complaint(&mut psql(&url(&cluster), sql)).contains("ada@example.org") || sql.contains("people"));
    }
    let log = fs::read_to_string(place.root().join("postgres.log")).unwrap();
    assert!(log.contains("ready to accept connections"));
    assert!(!log.contains("ada@"), "{log}");
}

#[test]
fn a_directory_below_a_private_home_moves() {
    let home = Place::below("/root");
    let asked = home.root();
    let moved = Path::new("/var/lib/lorntech").join(asked.strip_prefix("/").unwrap());
    let first = home.start_disposable();
    assert_eq!(first.root(), moved);
    assert!(!asked.exists(), "nothing is made where it can't be used");
    ask(&first, "create table kept ()");
    first.stop().unwrap();
    let second = home.start_disposable();
    ask(&second, "table kept");
    second.stop().unwrap();
    fs::remove_dir_all(moved.parent().unwrap()).unwrap();
    // Others may use these.
    let _ = fs::remove_dir("/var/lib/lorntech/root");
    let _ = fs::remove_dir("/var/lib/lorntech");
}

#[test]
fn a_strict_umask_and_missing_parents_do_not_matter() {
    let place = Place::new();
    let root = place.0.join("a/b/root");
    let mut command = shell(r#"umask 077; exec "$@""#);
    run(command.arg(example()).arg(&root).stdin(Stdio::null()));
    assert!(root.join("data/PG_VERSION").exists());
}

#[test]
fn a_private_empty_directory_is_opened_and_a_used_one_keeps_its_mode() {
    let place = Place::new();
    let set = |mode| fs::set_permissions(&place.0, fs::Permissions::from_mode(mode)).unwrap();
    let start = || {
        let (root, durability) = (place.0.clone(), Durability::Disposable);
        Cluster::start(Options { root, durability, settings: Vec::new() }).unwrap()
    };
    fs::write(place.0.join("notes"), "ours").unwrap();
    set(0o1777);
    start().stop().unwrap();
    assert_eq!(mode(&place.0), 0o1777);

    fs::remove_dir_all(place.0.join("data")).unwrap();
    for file in ["notes", "lock", "postgres.log"] {
        fs::remove_file(place.0.join(file)).unwrap();
    }
    set(0o700);
    start().stop().unwrap();
    assert_eq!(mode(&place.0), 0o711);
}
