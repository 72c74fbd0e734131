//! Making a cluster.

use std::{
    fs::{self, File, OpenOptions},
    io::Write as _,
    os::unix::fs::OpenOptionsExt,
    path::Path,
    process::{Output, Stdio},
};

use crate::{
    Durability, Error, SUPERUSER, complaint,
    place::{give, make_private},
    program::{Programs, User, tied_command},
    random, spawn_error,
};

pub(crate) const UNFINISHED: &str = "data.unfinished";
pub(crate) const PASSWORD: &str = "superuser-password";

/// `initdb`, in a directory that gets its name once it is whole and on the disk. (`PG_VERSION` is
/// among the first files that initdb writes, so it doesn't tell.)
pub(crate) fn make(programs: &Programs, user: Option<&User>, root: &Path, durability: Durability) -> Result<(), Error> {
    let unfinished = root.join(UNFINISHED);
    make_private(&unfinished, user)?;
    let mut initdb = tied_command(&programs.bin.join("initdb"), user);
    initdb
        .args(["-E", "UTF8", "--locale=C.UTF-8", "--lc-messages=C"])
        .args(["-U", SUPERUSER, "--no-instructions", "-D"])
        .arg(&unfinished)
        .stderr(Stdio::piped());
    match durability {
        Durability::Durable => {
            let password = root.join(PASSWORD);
            write_password(&password, user)?;
            let scram = ["-A", "scram-sha-256", "-k", "--pwfile"];
            initdb.args(scram).arg(password)
        }
        Durability::Disposable => initdb.args(["-A", "trust", "--no-sync"]),
    };
    let Output { status, stderr, .. } = initdb.output().map_err(|error| spawn_error(&error))?;
    if !status.success() {
        let why = complaint(&String::from_utf8_lossy(&stderr), root)?;
        return Err(Error::NotMade { why: why.unwrap_or_else(|| status.to_string()) });
    }
    let data = root.join("data");
    fs::rename(&unfinished, &data).map_err(Error::at(&data))?;
    File::open(root).and_then(|root| root.sync_all()).map_err(Error::at(root))
}

/// It belongs to the server's user, who owns all data anyway: initdb reads it.
fn write_password(path: &Path, user: Option<&User>) -> Result<(), Error> {
    // Of a run that did not get as far as a whole cluster.
    let _ = fs::remove_file(path);
    let mut file = OpenOptions::new().write(true).create_new(true).mode(0o600).open(path).map_err(Error::at(path))?;
    file.write_all(random()?.as_bytes()).and_then(|()| file.sync_all()).map_err(Error::at(path))?;
    give(path, user)
}
