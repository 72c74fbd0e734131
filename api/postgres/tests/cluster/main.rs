//! The private cluster on the real PostgreSQL of this machine. Runs as root, as continuous
//! integration does: the change of user, mounts and private homes are part of what is tested.

#![expect(clippy::unwrap_used, reason = "a test that can't go on fails")]

mod recovering;
mod refusing;
mod starting;

use std::{
    env, fs,
    io::{BufRead as _, BufReader},
    os::unix::{fs::chown, process::CommandExt as _},
    path::{Path, PathBuf},
    process::{self, Child, Command, Output, Stdio},
    sync::atomic::{AtomicU32, Ordering},
    thread::{panicking, sleep},
    time::{Duration, Instant},
};

use lorntech_postgres::{Cluster, Durability, Error, Options, SUPERUSER};

/// An empty directory of one test, which everybody can cross.
struct Place(PathBuf);

impl Place {
    fn new() -> Place {
        Place::below("/tmp")
    }

    fn below(parent: &str) -> Place {
        static COUNT: AtomicU32 = AtomicU32::new(0);
        let number = COUNT.fetch_add(1, Ordering::Relaxed);
        let path = format!("{parent}/lorntech-test-{}-{number}", process::id());
        fs::create_dir(&path).unwrap();
        Place(path.into())
    }

    fn root(&self) -> PathBuf {
        self.0.join("root")
    }

    fn data(&self) -> PathBuf {
        self.root().join("data")
    }

    fn start(&self, durability: Durability) -> Result<Cluster, Error> {
        Cluster::start(Options { root: self.root(), durability, settings: Vec::new() })
    }

    fn start_disposable(&self) -> Cluster {
        self.start(Durability::Disposable).unwrap()
    }

    /// An executable script that every user can run.
    fn script(&self, path: &str, text: &str) {
        // Written by a process of its own: a file that is open for writing, in any process that
        // another thread just forked, can't be executed.
        let path = self.0.join(path);
        run(shell(r#"mkdir -p "$(dirname "$1")"; printf '#!/bin/sh\n%s\n' "$2" > "$1"; chmod 755 "$1""#).arg(path).arg(text));
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        let removed = fs::remove_dir_all(&self.0);
        assert!(removed.is_ok() || panicking(), "{removed:?}");
    }
}

/// Another process that runs a durable cluster, to be killed. Ends with this one at the latest.
struct Owner {
    process: Child,
    url: String,
}

impl Owner {
    fn start(place: &Place) -> Owner {
        let mut process = Owner::command(place).stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
        let mut url = String::new();
        let mut output = BufReader::new(process.stdout.take().unwrap());
        output.read_line(&mut url).unwrap();
        assert!(url.starts_with("postgres://"), "it did not start: {url:?}");
        Owner { process, url: url.trim_end().to_owned() }
    }

    fn command(place: &Place) -> Command {
        let program = example();
        let mut command = Command::new(program);
        command.arg(place.root()).stdin(Stdio::null());
        command
    }

    /// The same in a file system view of its own, which the script changes first.
    fn command_after(place: &Place, script: &str) -> Command {
        // What the script covers may be where this was built.
        let program = place.0.join("program");
        std::fs::copy(example(), &program).unwrap();
        let mut command = Command::new("unshare");
        command
            .args(["--mount", "sh", "-euc"])
            .arg(format!(r#"{script}; exec "$0" "$@""#))
            .arg(program)
            .arg(place.root())
            .stdin(Stdio::null());
        command
    }

    fn kill(&mut self) {
        self.process.kill().unwrap();
        self.process.wait().unwrap();
    }
}

impl Drop for Owner {
    fn drop(&mut self) {
        drop(self.process.stdin.take());
        let _ = self.process.wait();
    }
}

fn example() -> PathBuf {
    let tests = env::current_exe().unwrap();
    let program = tests.ancestors().nth(2).unwrap().join("examples/private_cluster");
    assert!(program.exists(), "build the examples too: cargo test -p lorntech-postgres");
    program
}

fn shell(script: &str) -> Command {
    let mut command = Command::new("sh");
    command.args(["-euc", script, "sh"]);
    command
}

/// Its standard output; it must succeed.
fn run(command: &mut Command) -> String {
    let Output { status, stdout, stderr } = command.output().unwrap();
    let stderr = String::from_utf8_lossy(&stderr);
    assert!(status.success(), "{command:?}: {status}: {stderr}");
    String::from_utf8(stdout).unwrap().trim_end().to_owned()
}

/// Its one complaint; it must fail.
fn complaint(command: &mut Command) -> String {
    let Output { status, stdout, stderr } = command.output().unwrap();
    let stdout = String::from_utf8_lossy(&stdout);
    assert!(!status.success(), "it should have failed: {stdout}");
    String::from_utf8(stderr).unwrap().trim_end().to_owned()
}

fn bin() -> PathBuf {
    let mut versions: Vec<u32> = fs::read_dir("/usr/lib/postgresql")
        .unwrap()
        .filter_map(|entry| entry.unwrap().file_name().to_str()?.parse().ok())
        .collect();
    versions.sort_unstable();
    format!("/usr/lib/postgresql/{}/bin", versions.last().unwrap()).into()
}

fn psql(url: &str, sql: &str) -> Command {
    let mut command = Command::new(bin().join("psql"));
    command.args(["--no-psqlrc", "--no-password", "-At", "-c", sql, url]);
    command.stdin(Stdio::null());
    command
}

fn url(cluster: &Cluster) -> String {
    cluster.url(SUPERUSER, cluster.superuser_password(), SUPERUSER)
}

fn ask(cluster: &Cluster, sql: &str) -> String {
    run(&mut psql(&url(cluster), sql))
}

/// Uid and gid of the user that servers run as here.
fn postgres_user() -> (u32, u32) {
    let id = |option| run(Command::new("id").args([option, "postgres"])).parse().unwrap();
    (id("-u"), id("-g"))
}

/// A program run as that user.
fn as_postgres(program: impl AsRef<Path>) -> Command {
    let (uid, gid) = postgres_user();
    let mut command = Command::new(program.as_ref());
    command.uid(uid).gid(gid).current_dir("/");
    command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    command
}

/// A process that ends with the test that started it, however that ends.
struct Companion(Child);

impl Companion {
    fn start(command: &mut Command) -> Companion {
        Companion(command.spawn().unwrap())
    }

    fn pid(&self) -> u32 {
        self.0.id()
    }
}

impl Drop for Companion {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

fn give_to_postgres(path: &Path) {
    let (uid, gid) = postgres_user();
    chown(path, Some(uid), Some(gid)).unwrap();
}

fn server_pid(place: &Place) -> u32 {
    let file = fs::read_to_string(place.data().join("postmaster.pid")).unwrap();
    file.lines().next().unwrap().parse().unwrap()
}

/// Nothing is left to recover: it wasn't merely killed.
fn assert_stopped_in_order(place: &Place) {
    let mut control = Command::new(bin().join("pg_controldata"));
    let control = run(control.env("LC_ALL", "C").arg("-D").arg(place.data()));
    let mut lines = control.lines();
    let state = lines.find(|line| line.starts_with("Database cluster state:"));
    assert!(state.unwrap().ends_with(" shut down"), "{state:?}");
}

/// Neither gone nor waiting for somebody to take note of its end.
fn is_running(pid: u32) -> bool {
    fs::read_to_string(format!("/proc/{pid}/stat")).is_ok_and(|stat| !stat.rsplit(')').next().unwrap().starts_with(" Z"))
}

fn until(what: &str, mut is_so: impl FnMut() -> bool) {
    let deadline = Instant::now() + Duration::from_secs(20);
    while !is_so() {
        assert!(Instant::now() < deadline, "in vain: {what}");
        sleep(Duration::from_millis(2));
    }
}
