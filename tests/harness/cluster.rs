//! The PostgreSQL of the run, and its databases.

use std::{
    env, fs,
    path::{Path, PathBuf},
    process::{self, Command, Stdio},
    sync::LazyLock,
};

use lorntech_postgres::{Cluster, Durability, Options, SUPERUSER};
use postgres::{Client, NoTls, SimpleQueryMessage};
use rustix::fs::statvfs;

use super::program::Program;

/// Names a folder that keeps the prepared server for the runs that follow, of whoever starts a few tests hundreds of times.
const KEPT: &str = "LORNTECH_TEST_SERVER";
const TEMPLATE: &str = "template_of_the_tests";
/// The roles of the service, as `api/src/db/private.rs` makes them.
const OWNER: &str = "lorntech_owner";
const RUNTIME: &str = "lorntech_app";

/// What the databases of the tests that run at once need at most.
const ROOM: u64 = 4 << 30;

/// Rows as text, NULL as nothing.
pub type Rows = Vec<Vec<Option<String>>>;

/// The server of this run.
pub struct Server {
    cluster: Cluster,
    folder: PathBuf,
}

/// Starts it with the first test.
pub fn server() -> &'static Server {
    // Each test that needs it says what is missing, before the server is tried.
    super::program();
    static SERVER: LazyLock<Server> = LazyLock::new(Server::start);
    &SERVER
}

/// In memory, if it has room: each test makes hundreds of files and removes them again, which on a disk costs a quarter of
/// the whole run (ext4 gives no inode away that was freed a moment ago, and looks for another).
fn place() -> PathBuf {
    let memory = PathBuf::from("/dev/shm");
    let room = statvfs(&memory).map_or(0, |found| found.f_bavail * found.f_frsize);
    if room > ROOM { memory } else { std::env::temp_dir() }
}

/// With owners and modes.
fn copy(from: &Path, to: &Path) {
    assert!(Command::new("cp").arg("-a").args([from, to]).status().unwrap().success(), "{} is copied", from.display());
}

impl Server {
    fn start() -> Self {
        let folder = place().join(format!("lorntech-tests-{}", process::id()));
        fs::create_dir(&folder).unwrap();
        let settings = [("max_connections", "400"), ("shared_buffers", "128MB"), ("random_page_cost", "1.1"), ("jit", "off")];
        let settings = settings.map(|(name, value)| (name.to_owned(), value.to_owned())).into();
        let root = folder.join("postgres");
        let options = Options { root: root.clone(), durability: Durability::Disposable, settings };
        let start = || Cluster::start(options.clone()).expect("PostgreSQL starts");
        let kept = env::var_os(KEPT).map(PathBuf::from);
        let is_prepared = kept.as_ref().is_some_and(|kept| kept.exists());
        if let (true, Some(kept)) = (is_prepared, &kept) {
            copy(kept, &root);
        }
        let mut server = Self { cluster: start(), folder };
        server.tidy_up_after_the_end();
        if !is_prepared {
            server.prepare();
            if let Some(kept) = kept {
                server.cluster.stop().unwrap();
                copy(&root, &kept);
                server.cluster = start();
            }
        }
        server
    }

    /// Nothing runs at the end of a test process, so a shell waits for it and removes what it leaves.
    fn tidy_up_after_the_end(&self) {
        let script = "cat; while kill -0 \"$1\"; do sleep 0.1; done; until rm -rf \"$2\"; do sleep 0.1; done";
        let mut shell = Command::new("setsid");
        shell.args(["sh", "-c", script, "tidy", &self.cluster.pid().to_string()]).arg(&self.folder);
        let shell = shell.stdin(Stdio::piped()).stdout(Stdio::null()).stderr(Stdio::null()).spawn();
        // Its input ends with this process.
        std::mem::forget(shell.unwrap());
    }

    /// Roles, and the database that the others are copied from.
    fn prepare(&self) {
        for role in [OWNER, RUNTIME] {
            self.command(&format!("create role {role} login nosuperuser nocreatedb nocreaterole nobypassrls"));
        }
        self.command(&format!("create database {TEMPLATE} owner {OWNER}"));
        let url_of = |role: &str| self.cluster.url(role, None, TEMPLATE);
        let (url, owner_url) = (url_of(RUNTIME), url_of(OWNER));
        let environment = [("DATABASE_URL", url.as_str()), ("LORNTECH_OWNER_DATABASE_URL", owner_url.as_str())];
        for command in ["migrate", "seed"] {
            let folder = self.new_folder();
            let output = Program::start(&[command, "--unsafe-durability"], &environment, None, &folder).output();
            assert!(output.status.success(), "lorntech {command} failed: {output:?}");
        }
        // Otherwise each copy would collect its own statistics, and plans would depend on when.
        Client::connect(&url_of(SUPERUSER), NoTls).unwrap().batch_execute("vacuum analyze").unwrap();
    }

    fn command(&self, statement: &str) {
        let url = self.cluster.url(SUPERUSER, None, "postgres");
        Client::connect(&url, NoTls).unwrap().batch_execute(statement).unwrap();
    }

    /// What PostgreSQL wrote down.
    pub fn log(&self) -> PathBuf {
        self.cluster.root().join("postgres.log")
    }

    /// A folder of one test, removed with it or with the run.
    pub fn new_folder(&self) -> PathBuf {
        let folder = self.folder.join(format!("test-{}", super::number()));
        fs::create_dir(&folder).unwrap();
        folder
    }
}

/// A database of one test, dropped with it.
pub struct Database {
    name: String,
}

impl Database {
    /// A copy of the migrated and seeded one.
    pub fn copy() -> Self {
        Self::of(&format!("template {TEMPLATE}"))
    }

    /// An empty one.
    pub fn empty() -> Self {
        Self::of("template template0")
    }

    fn of(template: &str) -> Self {
        let name = format!("test_{}", super::number());
        server().command(&format!("create database {name} owner {OWNER} strategy file_copy {template}"));
        Self { name }
    }

    /// For the service.
    pub fn url(&self) -> String {
        self.url_of(RUNTIME)
    }

    /// For migrations.
    pub fn owner_url(&self) -> String {
        self.url_of(OWNER)
    }

    pub fn url_of(&self, role: &str) -> String {
        server().cluster.url(role, None, &self.name)
    }

    /// A connection of one's own.
    pub fn client(&self, role: &str) -> Client {
        Client::connect(&self.url_of(role), NoTls).unwrap()
    }

    /// Runs statements as the superuser; the rows of all of them.
    pub fn sql(&self, statements: &str) -> Rows {
        rows(&mut self.client(SUPERUSER), statements).unwrap_or_else(|error| panic!("{statements}: {error}"))
    }

    /// Runs statements as the role of the running service, which may be refused.
    pub fn sql_as_service(&self, statements: &str) -> Result<Rows, postgres::Error> {
        rows(&mut self.client(RUNTIME), statements)
    }
}

fn rows(client: &mut Client, statements: &str) -> Result<Rows, postgres::Error> {
    let messages = client.simple_query(statements)?;
    let text = |row: &postgres::SimpleQueryRow| (0..row.len()).map(|place| row.get(place).map(str::to_owned)).collect();
    Ok(messages
        .iter()
        .filter_map(|message| if let SimpleQueryMessage::Row(row) = message { Some(text(row)) } else { None })
        .collect())
}

impl Drop for Database {
    fn drop(&mut self) {
        server().command(&format!("drop database {} with (force)", self.name));
    }
}
