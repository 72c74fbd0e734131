//! A private PostgreSQL cluster: found, made, started, recovered and stopped by the program that
//! needs it, without any other preparation than PostgreSQL being installed.
//!
//! ```text
//! ROOT/                    0711, ours
//!   lock                   held while a Cluster lives: one run per directory
//!   superuser-password     0600; a durable cluster only
//!   data/                  0700, of the user the server runs as
//!   data.unfinished/       the same while initdb works on it
//!   postgres.log           of this run, postgres.log.1 of the one before
//!   socket -> /tmp/lt-…/   0700; elsewhere because a socket's path may have 107 bytes at most
//! ```
//!
//! The server listens on that socket only. It ends with its [`Cluster`], and with its process if
//! that is killed. Everything blocks; nothing needs an async runtime.

mod error;
mod initdb;
mod place;
mod program;
mod recovery;

use std::{
    fmt::Write as _,
    fs::{self, File, OpenOptions, TryLockError},
    io::{self, Read as _},
    os::unix::fs::{OpenOptionsExt, symlink},
    path::{Path, PathBuf},
    process::{Child, Command},
    sync::mpsc,
    thread::{self, sleep},
    time::{Duration, Instant},
};

use rustix::process::{Pid, Signal, kill_process};

pub use crate::error::Error;
use crate::{
    place::{is_full, make_private, settle},
    program::{Programs, User, tied_command},
    recovery::{recover, remove_dir},
};

/// The name of the superuser, whoever the server runs as.
pub const SUPERUSER: &str = "postgres";

/// How long a server may take to write what it holds in memory when it is asked to stop.
const PATIENCE: Duration = Duration::from_secs(60);
/// How long a start may take: after a crash it replays up to a gigabyte on a slow disk.
const PATIENCE_AT_START: Duration = Duration::from_secs(300);
const POLL: Duration = Duration::from_millis(5);

/// No personal data in the log: no statements, no errors of statements (which quote values), no
/// details. `log` ranks above `error` here, so what the server says about itself stays.
const SETTINGS: [(&str, &str); 10] = [
    ("listen_addresses", ""),
    ("lc_messages", "C"),
    ("client_connection_check_interval", "1s"),
    ("log_destination", "stderr"),
    ("logging_collector", "off"),
    ("log_min_messages", "log"),
    ("log_min_error_statement", "panic"),
    ("log_error_verbosity", "terse"),
    ("log_statement", "none"),
    ("log_checkpoints", "off"),
];
const DISPOSABLE_SETTINGS: [(&str, &str); 3] = [("fsync", "off"), ("synchronous_commit", "off"), ("full_page_writes", "off")];

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Durability {
    /// Survives a power cut; the superuser needs the password.
    Durable,
    /// For tests: fast, lost with the power, no passwords.
    Disposable,
}

#[derive(Clone, Debug)]
pub struct Options {
    /// Made if it is missing. As root, and below a home that PostgreSQL's user can't enter, the
    /// data goes to the same path below `/var/lib/lorntech` instead: see [`Cluster::root`].
    pub root: PathBuf,
    pub durability: Durability,
    /// More settings of `postgresql.conf`, which win over ours.
    pub settings: Vec<(String, String)>,
}

/// A running server. Dropping it stops it too, [`Cluster::stop`] also says whether that worked.
#[derive(Debug)]
pub struct Cluster {
    root: PathBuf,
    socket_dir: PathBuf,
    superuser_password: Option<String>,
    server: Child,
    /// Keeps the thread alive that the server's life is tied to.
    _keeper: mpsc::Sender<()>,
    _lock: Lock,
}

impl Cluster {
    /// Returns when the server accepts connections: about 2 s for a new directory, 0.1 s later.
    pub fn start(options: Options) -> Result<Cluster, Error> {
        let user = User::find()?;
        let root = settle(&options.root, user.as_ref())?;
        let lock = Lock::take(&root)?;
        let data = root.join("data");
        recover(&data, &root.join(initdb::UNFINISHED))?;
        remove_old_socket_dir(&root)?;

        let user = user.map(|user| User::owner_of(&data).unwrap_or(user));
        let user = user.as_ref();
        let found = fs::read_to_string(data.join("PG_VERSION")).ok();
        let found = found.as_deref().map(str::trim);
        let programs = Programs::find(found, user)?;
        let password_file = root.join(initdb::PASSWORD);
        match found {
            None => initdb::make(&programs, user, &root, options.durability)?,
            Some(found) if found != programs.major.to_string() => {
                return Err(Error::OtherVersion { data, found: found.to_owned(), program: programs.major });
            }
            Some(_) => {}
        }
        let superuser_password = match fs::read_to_string(&password_file) {
            Ok(password) => Some(password),
            Err(error) if error.kind() != io::ErrorKind::NotFound => {
                return Err(Error::at(&password_file)(error));
            }
            Err(_) if options.durability == Durability::Disposable => None,
            Err(_) => {
                return Err(Error::PasswordMissing { file: password_file });
            }
        };

        let socket_dir = PathBuf::from(format!("/tmp/lt-{}", &random()?[..12]));
        let link = root.join("socket");
        symlink(&socket_dir, &link).map_err(Error::at(&link))?;
        make_private(&socket_dir, user)?;
        let (keeper, server) = keep(server_command(&programs, user, &data, &socket_dir, &options, new_log(&root)?))?;
        let mut cluster = Cluster { root, socket_dir, superuser_password, server, _keeper: keeper, _lock: lock };
        cluster.wait_until_ready()?;
        Ok(cluster)
    }

    /// Where the data went.
    pub fn root(&self) -> &Path {
        &self.root
    }

    pub fn socket_dir(&self) -> &Path {
        &self.socket_dir
    }

    /// Of [`SUPERUSER`]; a disposable cluster asks for none.
    pub fn superuser_password(&self) -> Option<&str> {
        self.superuser_password.as_deref()
    }

    /// As tokio-postgres, diesel-async and psql read it.
    pub fn url(&self, user: &str, password: Option<&str>, database: &str) -> String {
        let password = password.map_or(String::new(), |password| format!(":{}", encode(password)));
        format!("postgres://{}{password}@{}/{}", encode(user), encode(&self.socket_dir.to_string_lossy()), encode(database))
    }

    /// Of the server's first process.
    pub fn pid(&self) -> u32 {
        self.server.id()
    }

    /// Sessions are ended, transactions rolled back.
    pub fn stop(mut self) -> Result<(), Error> {
        self.end()
    }

    fn end(&mut self) -> Result<(), Error> {
        // Asked to be fast (sessions end), then to be immediate (the next start recovers).
        for signal in [Signal::INT, Signal::QUIT] {
            let deadline = Instant::now() + PATIENCE;
            if matches!(self.server.try_wait(), Ok(None)) {
                // It is our child and not yet waited for, so the number is still its own.
                let _ = kill_process(Pid::from_child(&self.server), signal);
            }
            while Instant::now() < deadline {
                if !matches!(self.server.try_wait(), Ok(None)) {
                    return remove_old_socket_dir(&self.root);
                }
                sleep(POLL);
            }
        }
        Err(Error::NotStopped { pid: self.pid() })
    }

    fn wait_until_ready(&mut self) -> Result<(), Error> {
        let deadline = Instant::now() + PATIENCE_AT_START;
        while Instant::now() < deadline {
            if !matches!(self.server.try_wait(), Ok(None)) {
                return Err(self.not_ready("it ended"));
            }
            let file = fs::read_to_string(self.root.join("data/postmaster.pid"));
            if file.is_ok_and(|file| says_ready(&file, self.pid())) {
                return Ok(());
            }
            sleep(POLL);
        }
        Err(self.not_ready("it takes too long"))
    }

    fn not_ready(&self, otherwise: &str) -> Error {
        let log = self.root.join("postgres.log");
        let text = fs::read(&log).unwrap_or_default();
        match complaint(&String::from_utf8_lossy(&text), &self.root) {
            Ok(why) => Error::NotReady { why: why.unwrap_or_else(|| otherwise.to_owned()), log },
            Err(disk_full) => disk_full,
        }
    }
}

impl Drop for Cluster {
    fn drop(&mut self) {
        // Nobody is left to tell; the next start stops what remains.
        let _ = self.end();
    }
}

#[derive(Debug)]
struct Lock(File);

impl Lock {
    fn take(root: &Path) -> Result<Lock, Error> {
        let path = root.join("lock");
        let file =
            OpenOptions::new().write(true).create(true).truncate(false).mode(0o600).open(&path).map_err(Error::at(&path))?;
        match file.try_lock() {
            Ok(()) => Ok(Lock(file)),
            Err(TryLockError::WouldBlock) => Err(Error::InUse { root: root.into() }),
            Err(TryLockError::Error(error)) => Err(Error::at(&path)(error)),
        }
    }
}

impl Drop for Lock {
    fn drop(&mut self) {
        // Closing is not enough: a process that another thread is just forking has the file too.
        let _ = self.0.unlock();
    }
}

fn server_command(
    programs: &Programs,
    user: Option<&User>,
    data: &Path,
    socket_dir: &Path,
    options: &Options,
    log: File,
) -> Command {
    let mut server = tied_command(&programs.bin.join("postgres"), user);
    server.arg("-D").arg(data).arg("-k").arg(socket_dir);
    let durability: &[_] = match options.durability {
        Durability::Durable => &[],
        Durability::Disposable => &DISPOSABLE_SETTINGS,
    };
    let ours = SETTINGS.iter().chain(durability).copied();
    let theirs = options.settings.iter().map(|(name, value)| (&**name, &**value));
    for (name, value) in ours.chain(theirs) {
        server.arg("-c").arg(format!("{name}={value}"));
    }
    server.stderr(log);
    server
}

/// Spawns it from a thread of its own, because its life is tied to the thread that spawned it.
fn keep(mut command: Command) -> Result<(mpsc::Sender<()>, Child), Error> {
    let (keeper, ended) = mpsc::channel::<()>();
    let (answer, answered) = mpsc::channel();
    let spawned = thread::Builder::new().name("postgres-keeper".to_owned()).spawn(move || {
        let _ = answer.send(command.spawn());
        // Until the sender is dropped, which is after the server was stopped.
        let _ = ended.recv();
    });
    let child = match spawned {
        Ok(_) => answered.recv().unwrap_or_else(|_| Err(io::ErrorKind::Other.into())),
        Err(error) => Err(error),
    };
    Ok((keeper, child.map_err(|error| spawn_error(&error))?))
}

fn spawn_error(error: &io::Error) -> Error {
    match error.kind() {
        io::ErrorKind::NotFound => Error::SetprivMissing,
        _ => Error::NotRunnable { program: "setpriv".into(), why: error.to_string() },
    }
}

/// Line 1 of `postmaster.pid` is the process, line 8 what it is doing.
fn says_ready(file: &str, pid: u32) -> bool {
    let mut lines = file.lines();
    lines.next() == Some(&pid.to_string()) && lines.nth(6).is_some_and(|status| status.trim() == "ready")
}

/// The last thing that went wrong according to an output of PostgreSQL, as one line.
fn complaint(output: &str, root: &Path) -> Result<Option<String>, Error> {
    if output.contains("No space left on device") || is_full(root) {
        return Err(Error::DiskFull { root: root.into() });
    }
    let wrong = ["PANIC:", "FATAL:", "error:"];
    let found = |line: &str| wrong.iter().find_map(|word| Some(line.split_once(word)?.1.trim().to_owned()));
    let last = || output.lines().map(str::trim).rfind(|line| !line.is_empty());
    Ok(output.lines().rev().find_map(found).or_else(|| last().map(str::to_owned)))
}

/// Where the server listens changes with each run; a run that was killed leaves its directory.
fn remove_old_socket_dir(root: &Path) -> Result<(), Error> {
    let link = root.join("socket");
    let Ok(directory) = fs::read_link(&link) else {
        return Ok(());
    };
    let name = directory.file_name().unwrap_or_default().to_string_lossy();
    if directory.parent() == Some(Path::new("/tmp")) && name.starts_with("lt-") {
        remove_dir(&directory)?;
    }
    fs::remove_file(&link).map_err(Error::at(&link))
}

fn new_log(root: &Path) -> Result<File, Error> {
    let path = root.join("postgres.log");
    // There is none at the first start.
    let _ = fs::rename(&path, root.join("postgres.log.1"));
    OpenOptions::new().append(true).create(true).mode(0o600).open(&path).map_err(Error::at(&path))
}

fn random() -> Result<String, Error> {
    let path = Path::new("/dev/urandom");
    let mut bytes = [0; 24];
    File::open(path).and_then(|mut file| file.read_exact(&mut bytes)).map_err(Error::at(path))?;
    Ok(bytes.iter().fold(String::new(), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    }))
}

fn encode(text: &str) -> String {
    text.bytes().fold(String::new(), |mut encoded, byte| {
        let _ = match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'_' | b'.' | b'~' => {
                write!(encoded, "{}", char::from(byte))
            }
            _ => write!(encoded, "%{byte:02X}"),
        };
        encoded
    })
}
