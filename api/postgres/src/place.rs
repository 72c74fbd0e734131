//! Where the data goes: the directory asked for, or one that PostgreSQL's user can reach.

use std::{
    fs, io,
    os::unix::fs::{DirBuilderExt, MetadataExt, PermissionsExt, chown},
    path::{Path, PathBuf, absolute},
};

use crate::{
    Error,
    program::{User, can_reach},
};

const FALLBACKS: [&str; 2] = ["/var/lib/lorntech", "/var/tmp/lorntech"];

/// Makes the root directory, mode 0711, and says where it is.
pub(crate) fn settle(root: &Path, user: Option<&User>) -> Result<PathBuf, Error> {
    let root = absolute(root).map_err(Error::at(root))?;
    let Some(user) = user else {
        return make(&root);
    };
    if let Some(root) = make_reachable(&root, user)? {
        return Ok(root);
    }
    FALLBACKS
        .iter()
        .find_map(|base| {
            let base = Path::new(base);
            make_reachable(base, user).ok()??;
            // Anybody may have made a directory or a link in /var/tmp.
            let ours = fs::symlink_metadata(base).is_ok_and(|base| base.is_dir() && base.uid() == 0);
            let path = base.join(root.strip_prefix("/").unwrap_or(&root));
            ours.then(|| make_reachable(&path, user)).and_then(|made| made.ok()?)
        })
        .ok_or_else(|| Error::Unreachable { root, user: user.name.clone() })
}

/// `None`, and nothing made, if `user` can't get there.
fn make_reachable(path: &Path, user: &User) -> Result<Option<PathBuf>, Error> {
    let parents = path.ancestors().skip(1);
    let existing = parents.into_iter().find(|path| path.exists());
    if !can_reach(existing.unwrap_or(path), user)? {
        return Ok(None);
    }
    let made = make(path)?;
    Ok(can_reach(&made, user)?.then_some(made))
}

/// With its parents, all of which the user can cross whatever our umask is.
fn make(path: &Path) -> Result<PathBuf, Error> {
    let mut missing: Vec<_> = path.ancestors().take_while(|path| !path.exists()).collect();
    missing.reverse();
    for directory in missing {
        match fs::create_dir(directory) {
            Ok(()) => set_mode(directory, 0o711)?,
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
            Err(error) => return Err(Error::at(directory)(error)),
        }
    }
    // A directory that was made for us gets the mode too, one that has other uses keeps its own.
    let unused = fs::read_dir(path).map_err(Error::at(path))?.next().is_none();
    if unused || path.join("lock").exists() {
        set_mode(path, 0o711)?;
    }
    path.canonicalize().map_err(Error::at(path))
}

/// An empty directory that only `user` may enter.
pub(crate) fn make_private(path: &Path, user: Option<&User>) -> Result<(), Error> {
    fs::DirBuilder::new().mode(0o700).create(path).map_err(Error::at(path))?;
    give(path, user)
}

pub(crate) fn give(path: &Path, user: Option<&User>) -> Result<(), Error> {
    match user {
        Some(user) => chown(path, Some(user.uid), Some(user.gid)).map_err(Error::at(path)),
        None => Ok(()),
    }
}

fn set_mode(path: &Path, mode: u32) -> Result<(), Error> {
    fs::set_permissions(path, fs::Permissions::from_mode(mode)).map_err(Error::at(path))
}

/// Less than a page: PostgreSQL can't even complain in its log.
pub(crate) fn is_full(path: &Path) -> bool {
    rustix::fs::statvfs(path).is_ok_and(|disk| disk.f_bavail * disk.f_frsize < 8192)
}
