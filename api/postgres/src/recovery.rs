//! What an earlier run may have left: a server that lost its owner, a pid file that names a
//! stranger, a data directory that was never finished.

use std::{
    collections::HashSet,
    ffi::OsStr,
    fs, io,
    os::unix::{ffi::OsStrExt, fs::MetadataExt},
    path::Path,
    thread::sleep,
    time::Instant,
};

use rustix::process::{Pid, Signal, kill_process, test_kill_process};

use crate::{Error, PATIENCE, POLL};

/// After this no server runs on `data`, no pid file stops the next one from starting, and `data`
/// is either a whole cluster or absent. We hold the lock of its parent, so nobody else starts one.
pub(crate) fn recover(data: &Path, unfinished: &Path) -> Result<(), Error> {
    for directory in [unfinished, data] {
        stop_orphans(directory)?;
    }
    remove_dir(unfinished)?;
    if data.join("PG_VERSION").exists() {
        return remove_stale_pid_file(data);
    }
    // Only what initdb has barely begun may go: never files of somebody else, never real data.
    let begun = data.join("pg_wal").exists() && !data.join("global/pg_control").exists();
    let empty = fs::read_dir(data).is_ok_and(|mut entries| entries.next().is_none());
    if begun || empty {
        remove_dir(data)
    } else if data.exists() {
        Err(Error::NotACluster { data: data.into() })
    } else {
        Ok(())
    }
}

fn stop_orphans(directory: &Path) -> Result<(), Error> {
    let deadline = Instant::now() + PATIENCE;
    let mut asked = HashSet::new();
    loop {
        // The postmaster first; once it is gone, its children are ended only if they don't see it.
        let mut orphans: Vec<_> = processes_of(directory).into_iter().filter(|process| process.is_postgres).collect();
        orphans.sort_by_key(|process| !process.is_named);
        let Some(first) = orphans.first() else {
            return Ok(());
        };
        if Instant::now() > deadline {
            return Err(Error::Orphan { pid: first.pid });
        }
        if asked.insert(first.pid)
            && let Some(pid) = to_pid(first.pid)
        {
            // Gone in the meantime is as good.
            let _ = kill_process(pid, Signal::INT);
        }
        sleep(POLL);
    }
}

/// A server that was killed leaves its pid file. PostgreSQL removes it if that process is gone, but
/// refuses to start if the number went to another one of the same user, or was never written.
fn remove_stale_pid_file(data: &Path) -> Result<(), Error> {
    let path = data.join("postmaster.pid");
    let Ok(text) = fs::read_to_string(&path) else {
        return Ok(());
    };
    if let Some(pid) = first_pid(&text)
        && test_kill_process(pid).is_err()
    {
        return Ok(());
    }
    // Nothing but a server needs to work in its data directory.
    match processes_of(data).first() {
        Some(process) => Err(Error::Occupied { data: data.into(), pid: process.pid }),
        None => fs::remove_file(&path).map_err(Error::at(&path)),
    }
}

fn first_pid(text: &str) -> Option<Pid> {
    // Negative: of a server in single-user mode.
    let first = text.lines().next()?.trim().trim_start_matches('-');
    to_pid(first.parse().ok()?)
}

struct Process {
    pid: u32,
    /// Its arguments name the directory: a server, or initdb, or the setpriv before them.
    is_named: bool,
    is_postgres: bool,
}

/// Every process that works in `directory` or was started for it.
fn processes_of(directory: &Path) -> Vec<Process> {
    let Ok(place) = fs::metadata(directory) else {
        return Vec::new();
    };
    fs::read_dir("/proc")
        .into_iter()
        .flatten()
        .flatten()
        .filter_map(|entry| {
            let pid = entry.file_name().to_str()?.parse().ok()?;
            let read = |name: &str| fs::read(entry.path().join(name));
            let is_named = names(&read("cmdline").ok()?, directory);
            let is_inside =
                fs::metadata(entry.path().join("cwd")).is_ok_and(|cwd| (cwd.dev(), cwd.ino()) == (place.dev(), place.ino()));
            let program = read("comm").ok()?;
            let is_postgres = [&b"postgres\n"[..], b"initdb\n", b"setpriv\n"].contains(&&program[..]);
            ((is_named && is_postgres) || is_inside).then_some(Process { pid, is_named, is_postgres })
        })
        .collect()
}

/// `… -D DIRECTORY …`
fn names(cmdline: &[u8], directory: &Path) -> bool {
    let arguments: Vec<_> = cmdline.split(|byte| *byte == 0).collect();
    arguments.windows(2).any(|pair| pair[0] == b"-D" && OsStr::from_bytes(pair[1]) == directory)
}

fn to_pid(pid: u32) -> Option<Pid> {
    Pid::from_raw(i32::try_from(pid).ok()?)
}

pub(crate) fn remove_dir(path: &Path) -> Result<(), Error> {
    match fs::remove_dir_all(path) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(Error::at(path)(error)),
        _ => Ok(()),
    }
}
