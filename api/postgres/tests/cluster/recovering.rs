use std::fs;

use rustix::process::{Pid, Signal, kill_process};

use super::*;

fn kill(pid: u32) {
    let pid = Pid::from_raw(pid.try_into().unwrap()).unwrap();
    kill_process(pid, Signal::KILL).unwrap();
}

/// A server that doesn't end with its owner, as an earlier run might have left it.
fn start_orphan(place: &Place) -> Companion {
    let mut server = as_postgres(bin().join("postgres"));
    server.env_clear().arg("-D").arg(place.data());
    server.args(["-c", "listen_addresses=", "-k"]).arg(place.data());
    let orphan = Companion::start(&mut server);
    until("the orphan is ready", || {
        let file = fs::read_to_string(place.data().join("postmaster.pid"));
        file.is_ok_and(|file| file.lines().nth(7).is_some_and(|status| status.trim() == "ready"))
    });
    orphan
}

fn sleeper(directory: &Path) -> Companion {
    Companion::start(as_postgres("sleep").arg("600").current_dir(directory))
}

#[test]
fn the_server_ends_when_its_owner_is_killed() {
    let place = Place::new();
    let mut owner = Owner::start(&place);
    run(&mut psql(&owner.url, "create table kept ()"));
    let pid = server_pid(&place);
    let socket_dir = fs::read_link(place.root().join("socket")).unwrap();
    owner.kill();
    until("the server is gone", || !is_running(pid));
    assert_stopped_in_order(&place);

    assert!(socket_dir.exists(), "nobody was there to remove it");
    let cluster = place.start(Durability::Durable).unwrap();
    ask(&cluster, "table kept");
    assert!(!socket_dir.exists(), "the next start does");
}

#[test]
fn a_server_killed_together_with_its_owner_recovers_what_was_committed() {
    let place = Place::new();
    let mut owner = Owner::start(&place);
    run(&mut psql(&owner.url, "create table kept as select generate_series(1, 1000)"));
    let pid = server_pid(&place);
    kill(pid);
    owner.kill();
    assert!(place.data().join("postmaster.pid").exists());
    let cluster = place.start(Durability::Durable).unwrap();
    assert_ne!(cluster.pid(), pid);
    assert_eq!(ask(&cluster, "select count(*) from kept"), "1000");
}

#[test]
fn an_orphan_of_a_killed_run_is_stopped_first() {
    let place = Place::new();
    place.start_disposable().stop().unwrap();
    let mut orphan = start_orphan(&place);
    let cluster = place.start_disposable();
    assert!(orphan.0.wait().unwrap().success());
    let log = fs::read_to_string(place.root().join("postgres.log")).unwrap();
    assert!(log.contains("database system was shut down at"), "not in order: {log}");
    assert_ne!(cluster.pid(), orphan.pid());
    ask(&cluster, "select 1");
}

#[test]
fn an_orphan_without_a_pid_file_is_stopped_too() {
    let place = Place::new();
    place.start_disposable().stop().unwrap();
    let mut orphan = start_orphan(&place);
    fs::remove_file(place.data().join("postmaster.pid")).unwrap();
    let cluster = place.start_disposable();
    // Not in order: a server that misses its pid file may have given up by itself.
    orphan.0.wait().unwrap();
    ask(&cluster, "select 1");
}

#[test]
fn a_busy_session_of_a_killed_server_is_ended() {
    let place = Place::new();
    let mut owner = Owner::start(&place);
    let endless = "select count(*) from generate_series(1, 1000000) a, generate_series(1, 1000000) b";
    let mut session = psql(&owner.url, endless).stderr(Stdio::null()).spawn().unwrap();
    let backend =
        "select pid from pg_stat_activity where state = 'active' and query like '%generate_series%' and pid <> pg_backend_pid()";
    let mut pid = String::new();
    until("the session is busy", || {
        pid = run(&mut psql(&owner.url, backend));
        !pid.is_empty()
    });
    kill(server_pid(&place));
    owner.kill();
    assert!(is_running(pid.parse().unwrap()), "it doesn't notice by itself");
    let cluster = place.start(Durability::Durable).unwrap();
    assert!(!is_running(pid.parse().unwrap()));
    ask(&cluster, "select 1");
    session.wait().unwrap();
}

#[test]
fn a_run_killed_while_it_makes_the_directory_is_made_again() {
    let place = Place::new();
    for begun in ["PG_VERSION", "global/pg_control", "base/1/PG_VERSION"] {
        let unfinished = place.root().join("data.unfinished");
        let mut killed = Owner::command(&place).stdout(Stdio::null()).spawn().unwrap();
        until("initdb is at work", || unfinished.join(begun).exists());
        killed.kill().unwrap();
        killed.wait().unwrap();
        assert!(!place.data().exists(), "what is not whole has no name");
    }
    let cluster = place.start(Durability::Durable).unwrap();
    ask(&cluster, "select 1");
    assert!(!place.root().join("data.unfinished").exists());
}

#[test]
fn a_half_made_directory_is_made_again() {
    for half in ["", "pg_wal", "pg_wal/archive_status"] {
        let place = Place::new();
        fs::create_dir_all(place.data().join(half)).unwrap();
        let cluster = place.start_disposable();
        ask(&cluster, "select 1");
    }
}

#[test]
fn a_stale_pid_file_of_a_recycled_pid_is_removed() {
    let place = Place::new();
    place.start_disposable().stop().unwrap();
    let stranger = sleeper(Path::new("/"));
    let file = place.data().join("postmaster.pid");
    let lines = format!("{}\n{}\n1700000000\n5432\n", stranger.pid(), place.data().display());
    fs::write(&file, lines).unwrap();
    give_to_postgres(&file);
    let cluster = place.start_disposable();
    assert_ne!(cluster.pid(), stranger.pid());
    assert!(is_running(stranger.pid()), "it has nothing to do with us");
}

#[test]
fn a_pid_file_that_was_never_written_is_removed() {
    let place = Place::new();
    place.start_disposable().stop().unwrap();
    for nothing in ["", "\n", "\0\0\0\0"] {
        fs::write(place.data().join("postmaster.pid"), nothing).unwrap();
        place.start_disposable().stop().unwrap();
    }
}

#[test]
fn a_pid_file_stays_while_somebody_works_in_the_directory() {
    let place = Place::new();
    place.start_disposable().stop().unwrap();
    let somebody = sleeper(&place.data());
    let file = place.data().join("postmaster.pid");
    fs::write(&file, format!("{}\n", somebody.pid())).unwrap();
    give_to_postgres(&file);
    let refused = place.start(Durability::Disposable).unwrap_err();
    assert!(matches!(refused, Error::Occupied { pid, .. } if pid == somebody.pid()), "{refused}");
    assert!(file.exists());
    assert!(is_running(somebody.pid()));
    drop(somebody);
    place.start_disposable();
}

#[test]
fn a_process_that_merely_looks_inside_disturbs_nobody() {
    let place = Place::new();
    place.start_disposable().stop().unwrap();
    let shell = sleeper(&place.data());
    let cluster = place.start_disposable();
    ask(&cluster, "select 1");
    assert!(is_running(shell.pid()));
}
