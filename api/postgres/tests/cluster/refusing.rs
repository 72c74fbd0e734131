use std::{fs, os::unix::fs::PermissionsExt as _};

use super::*;

fn assert_sentence(sentence: &str, parts: &[&str]) {
    assert!(!sentence.contains('\n'), "more than one line: {sentence}");
    for part in parts {
        assert!(sentence.contains(part), "{part:?} is missing: {sentence}");
    }
}

/// A file system of its own, in memory.
struct Disk<'a>(&'a Place);

impl Disk<'_> {
    fn mount<'a>(place: &'a Place, size: &str) -> Disk<'a> {
        fs::create_dir(place.root()).unwrap();
        let mounted = Command::new("mount")
            .args(["-t", "tmpfs", "-o", &format!("size={size}"), "tmpfs"])
            .arg(place.root())
            .output()
            .unwrap();
        let why = String::from_utf8_lossy(&mounted.stderr);
        assert!(mounted.status.success(), "this test has to mount a small disk, run it as root: {why}");
        Disk(place)
    }

    fn resize(&self, size: &str) {
        let options = format!("remount,size={size}");
        run(Command::new("mount").args(["-o", &options]).arg(self.0.root()));
    }
}

impl Drop for Disk<'_> {
    fn drop(&mut self) {
        // A process that another test is just forking has our open files for a moment.
        until("the disk is unmounted", || {
            let unmounted = Command::new("umount").arg(self.0.root()).output();
            unmounted.is_ok_and(|output| output.status.success()) || panicking()
        });
    }
}

#[test]
fn a_second_run_on_the_same_directory_is_refused() {
    let place = Place::new();
    let first = Owner::start(&place);
    let sentence = complaint(&mut Owner::command(&place));
    assert_sentence(&sentence, &["already used by another running lorntech", "stop that one"]);
    let here = place.start(Durability::Durable).unwrap_err();
    assert!(matches!(here, Error::InUse { .. }));
    assert_eq!(run(&mut psql(&first.url, "select 1")), "1", "the first one goes on");
}

#[test]
fn a_full_disk_is_one_clear_sentence() {
    let place = Place::new();
    let disk = Disk::mount(&place, "16m");
    let refused = |part: &str| {
        let error = place.start(Durability::Durable).unwrap_err();
        assert!(matches!(error, Error::DiskFull { .. }), "{part}: {error}");
        assert_sentence(&error.to_string(), &["no space left", "free some"]);
    };
    refused("while it is made");

    disk.resize("120m");
    let cluster = place.start(Durability::Durable).unwrap();
    ask(&cluster, "create table kept ()");
    cluster.stop().unwrap();
    let filler = place.root().join("filler");
    let filled = shell(r#"cat /dev/zero > "$1""#).arg(&filler).output().unwrap();
    assert!(!filled.status.success());
    refused("while it starts");

    fs::remove_file(filler).unwrap();
    let cluster = place.start(Durability::Durable).unwrap();
    ask(&cluster, "table kept");
}

#[test]
fn a_missing_postgresql_says_what_to_install() {
    let place = Place::new();
    let hidden = "mount -t tmpfs tmpfs /usr/lib/postgresql; export PATH=/nowhere";
    let sentence = complaint(&mut Owner::command_after(&place, hidden));
    assert_sentence(&sentence, &["not installed", "15 or later", "apt-get install postgresql", "DATABASE_URL"]);
}

#[test]
fn an_override_without_both_programs_is_refused() {
    let place = Place::new();
    place.script("bin/postgres", "exit 1");
    let bin = place.0.join("bin");
    let sentence = complaint(Owner::command(&place).env("LORNTECH_POSTGRES_BIN", &bin));
    assert_sentence(&sentence, &["LORNTECH_POSTGRES_BIN", bin.to_str().unwrap(), "both initdb and postgres"]);
}

#[test]
fn a_too_old_postgresql_is_refused() {
    for version in ["12.22 (Debian 12.22-1)", "9.6.24", "14beta2"] {
        let place = Place::new();
        place.script("bin/initdb", "exit 1");
        place.script("bin/postgres", &format!("echo 'postgres (PostgreSQL) {version}'"));
        let mut command = Owner::command(&place);
        let sentence = complaint(command.env("LORNTECH_POSTGRES_BIN", place.0.join("bin")));
        let number = version.split(' ').next().unwrap();
        assert_sentence(&sentence, &[number, "15 or later is needed", "install a newer one"]);
    }
}

#[test]
fn a_postgresql_that_only_root_can_run_is_refused() {
    let place = Place::new();
    place.script("bin/initdb", "exit 1");
    place.script("bin/postgres", "exit 1");
    let bin = place.0.join("bin");
    fs::set_permissions(&bin, fs::Permissions::from_mode(0o700)).unwrap();
    let sentence = complaint(Owner::command(&place).env("LORNTECH_POSTGRES_BIN", bin));
    assert_sentence(&sentence, &["can not be run", "Permission denied"]);
}

#[test]
fn a_directory_of_another_major_version_is_refused() {
    let place = Place::new();
    place.start_disposable().stop().unwrap();
    fs::write(place.data().join("PG_VERSION"), "13\n").unwrap();
    let error = place.start(Durability::Disposable).unwrap_err();
    assert!(matches!(error, Error::OtherVersion { .. }), "{error}");
    assert_sentence(&error.to_string(), &["made by PostgreSQL 13", "install PostgreSQL 13", "pg_upgrade"]);
}

#[test]
fn of_several_versions_the_one_that_made_the_data_runs_and_else_the_highest_whole_one() {
    let place = Place::new();
    let real = bin();
    let real = real.parent().unwrap().display().to_string();
    let install = |whole: &[&str]| {
        let mut script = format!(
            "mkdir {0}/real; mount --bind {real} {0}/real; mount -t tmpfs tmpfs /usr/lib/postgresql; \
             mkdir -p {real} /usr/lib/postgresql/101/bin; touch /usr/lib/postgresql/101/bin/initdb; \
             mount --bind {0}/real {real}",
            place.0.display()
        );
        for version in whole {
            let bin = format!("/usr/lib/postgresql/{version}/bin");
            script += &format!(
                "; mkdir -p {bin}; printf '#!/bin/sh\nexit 1' > {bin}/initdb; printf '#!/bin/sh\necho postgres x {version}.1' > {bin}/postgres; chmod 755 {bin}/*"
            );
        }
        script
    };
    let url = run(&mut Owner::command_after(&place, &install(&["9", "14"])));
    assert!(url.starts_with("postgres://"), "{url}");
    fs::remove_dir(place.0.join("real")).unwrap();
    // 100 is there now; the data stays with what made it.
    run(&mut Owner::command_after(&place, &install(&["100"])));
    fs::remove_dir(place.0.join("real")).unwrap();
    fs::remove_dir_all(place.data()).unwrap();
    let sentence = complaint(&mut Owner::command_after(&place, &install(&["100"])));
    assert_sentence(&sentence, &["could not make its data directory"]);
}

#[test]
fn a_directory_that_nobody_else_can_reach_is_refused_when_no_other_can_be_used() {
    let home = Place::below("/root");
    let sealed = "mount -t tmpfs -o ro tmpfs /var/lib; mount -t tmpfs -o ro tmpfs /var/tmp";
    let sentence = complaint(&mut Owner::command_after(&home, sealed));
    assert_sentence(&sentence, &["can not reach", "outside of any private home"]);
    // The second choice will do.
    run(&mut Owner::command_after(&home, "mount -t tmpfs -o ro tmpfs /var/lib; mount -t tmpfs tmpfs /var/tmp"));
    // Not if it belongs to somebody else.
    let taken = "mount -t tmpfs -o ro tmpfs /var/lib; mount -t tmpfs tmpfs /var/tmp; install -d -o nobody /var/tmp/lorntech";
    let sentence = complaint(&mut Owner::command_after(&home, taken));
    assert_sentence(&sentence, &["can not reach"]);
}

#[test]
fn a_directory_of_something_else_is_left_alone() {
    let place = Place::new();
    fs::create_dir_all(place.data()).unwrap();
    fs::write(place.data().join("accounts.csv"), "ours").unwrap();
    let error = place.start(Durability::Disposable).unwrap_err();
    assert!(matches!(error, Error::NotACluster { .. }), "{error}");
    assert!(place.data().join("accounts.csv").exists());
}

#[test]
fn real_data_without_its_version_is_left_alone() {
    let place = Place::new();
    place.start_disposable().stop().unwrap();
    fs::remove_file(place.data().join("PG_VERSION")).unwrap();
    let error = place.start(Durability::Disposable).unwrap_err();
    assert!(matches!(error, Error::NotACluster { .. }), "{error}");
    assert!(place.data().join("global/pg_control").exists());
}

#[test]
fn a_lost_password_is_one_clear_sentence() {
    let place = Place::new();
    place.start_disposable().stop().unwrap();
    let error = place.start(Durability::Durable).unwrap_err();
    assert!(matches!(error, Error::PasswordMissing { .. }), "{error}");
    assert_sentence(&error.to_string(), &["superuser-password is missing", "restore the file"]);
}

#[test]
fn a_server_that_does_not_become_ready_says_why() {
    let place = Place::new();
    let options = |settings| Options { root: place.root(), durability: Durability::Disposable, settings };
    let wrong = vec![("shared_buffers".to_owned(), "nonsense".to_owned())];
    let error = Cluster::start(options(wrong)).unwrap_err();
    assert!(matches!(error, Error::NotReady { .. }), "{error}");
    assert_sentence(&error.to_string(), &["shared_buffers", "postgres.log"]);
    assert!(!place.root().join("socket").exists());
    Cluster::start(options(Vec::new())).unwrap();
}
