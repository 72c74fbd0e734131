//! What can go wrong, each as one sentence that says what to do about it.

use std::{
    fmt, io,
    path::{Path, PathBuf},
};

use crate::program::{MINIMUM, OVERRIDE};

#[derive(Debug)]
#[non_exhaustive]
pub enum Error {
    /// No directory with both `initdb` and `postgres`; the override, if one was set.
    Missing {
        bin: Option<PathBuf>,
    },
    TooOld {
        bin: PathBuf,
        version: String,
    },
    /// The programs exist but can't be executed by the user they have to run as.
    NotRunnable {
        program: PathBuf,
        why: String,
    },
    /// `setpriv` of util-linux, which ties the server's life to ours, isn't there.
    SetprivMissing,
    /// We are root, and there is neither a user `postgres` nor `nobody`.
    NoUser,
    /// Another run holds the lock.
    InUse {
        root: PathBuf,
    },
    /// A process that isn't PostgreSQL works inside the data directory, next to a pid file
    /// that can therefore not be called stale.
    Occupied {
        data: PathBuf,
        pid: u32,
    },
    /// A server of an earlier run doesn't end.
    Orphan {
        pid: u32,
    },
    /// The directory is full of something else, or is a cluster that lost its `PG_VERSION`.
    NotACluster {
        data: PathBuf,
    },
    OtherVersion {
        data: PathBuf,
        found: String,
        program: u32,
    },
    /// A durable cluster whose password file is gone, or one that was made for tests.
    PasswordMissing {
        file: PathBuf,
    },
    /// Not even the fallbacks are both writable for us and reachable for the server's user.
    Unreachable {
        root: PathBuf,
        user: String,
    },
    DiskFull {
        root: PathBuf,
    },
    NotMade {
        why: String,
    },
    NotReady {
        why: String,
        log: PathBuf,
    },
    NotStopped {
        pid: u32,
    },
    Io {
        path: PathBuf,
        source: io::Error,
    },
}

impl Error {
    /// For `map_err`: names the path, and tells a full disk apart.
    pub(crate) fn at(path: &Path) -> impl FnOnce(io::Error) -> Error {
        move |source| match source.kind() {
            io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => Error::DiskFull { root: path.into() },
            _ => Error::Io { path: path.into(), source },
        }
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Missing { bin: None } => write!(
                f,
                "PostgreSQL is not installed: install version {MINIMUM} or later (Debian and Ubuntu: \
                 apt-get install postgresql), set {OVERRIDE} to the directory of initdb and postgres, \
                 or set DATABASE_URL to a server of your own"
            ),
            Self::Missing { bin: Some(bin) } => {
                write!(f, "{OVERRIDE} is {}, which does not hold both initdb and postgres: correct or unset it", bin.display())
            }
            Self::TooOld { bin, version } => write!(
                f,
                "PostgreSQL in {} is version {version}, and {MINIMUM} or later is needed: install a newer one, \
                 or set {OVERRIDE} to its directory",
                bin.display()
            ),
            Self::NotRunnable { program, why } => write!(
                f,
                "{} can not be run ({why}): install PostgreSQL where every user can read and execute it",
                program.display()
            ),
            Self::SetprivMissing => write!(f, "the program setpriv is missing: install util-linux"),
            Self::NoUser => write!(
                f,
                "PostgreSQL refuses to run as root and there is neither a user postgres nor nobody: \
                 create one of them, or start as another user"
            ),
            Self::InUse { root } => write!(
                f,
                "{} is already used by another running lorntech: stop that one, or choose another directory",
                root.display()
            ),
            Self::Occupied { data, pid } => write!(
                f,
                "process {pid} works in {}, so it is not certain that no server runs there: end it and start again",
                data.display()
            ),
            Self::Orphan { pid } => {
                write!(f, "process {pid}, the PostgreSQL server of an earlier run, does not stop: end it and start again")
            }
            Self::NotACluster { data } => write!(
                f,
                "{} holds files but is not a whole PostgreSQL data directory: restore it from a backup, \
                 move it away, or choose another directory",
                data.display()
            ),
            Self::OtherVersion { data, found, program } => write!(
                f,
                "{} was made by PostgreSQL {found} and PostgreSQL {program} can not read it: install \
                 PostgreSQL {found} beside it, or move the data with pg_upgrade",
                data.display()
            ),
            Self::PasswordMissing { file } => write!(
                f,
                "{} is missing, the password of a database that was made earlier: restore the file, \
                 or choose another directory",
                file.display()
            ),
            Self::Unreachable { root, user } => write!(
                f,
                "the user {user}, as whom PostgreSQL runs, can not reach {}, and neither /var/lib/lorntech nor \
                 /var/tmp/lorntech can be used instead: choose a directory outside of any private home",
                root.display()
            ),
            Self::DiskFull { root } => {
                write!(f, "there is no space left on the disk of {}: free some and start again", root.display())
            }
            Self::NotMade { why } => {
                write!(f, "PostgreSQL could not make its data directory: {why}")
            }
            Self::NotReady { why, log } => {
                write!(f, "PostgreSQL did not become ready: {why} (all of it is in {})", log.display())
            }
            Self::NotStopped { pid } => {
                write!(f, "PostgreSQL, process {pid}, did not stop when asked: end it before the next start")
            }
            Self::Io { path, source } => {
                write!(f, "{} can not be used ({source}): correct its permissions, or choose another directory", path.display())
            }
        }
    }
}

impl std::error::Error for Error {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Io { source, .. } => Some(source),
            _ => None,
        }
    }
}
