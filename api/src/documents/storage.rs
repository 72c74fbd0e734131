//! Where the bytes are: a folder in which each file is called by the id of its document and nothing else. A file appears
//! there whole or not at all.

use std::{
    fs::{self, File},
    io::{self, Write},
    path::{Path, PathBuf},
    time::Duration,
};

use tempfile::NamedTempFile;

use crate::{error::ErrorCode, http::Problem, ids::DocumentId};

/// Files on their way.
const ARRIVING: &str = "arriving";
/// What was on its way for so long was left behind by a process that ended.
const LEFT_BEHIND: Duration = Duration::from_secs(3600);

/// The place of a document, spread over folders by the end of its id, which is random.
fn place(folder: &Path, id: DocumentId) -> PathBuf {
    let name = id.0.to_string();
    folder.join(&name[name.len() - 2..]).join(name)
}

/// A file that will be there only once it is kept: it is gone when this is dropped.
pub fn begin(folder: &Path) -> Result<NamedTempFile, Problem> {
    let arriving = folder.join(ARRIVING);
    fs::create_dir_all(&arriving).and_then(|()| NamedTempFile::new_in(arriving)).map_err(|error| no_room(&error))
}

/// Puts a file to its place for good. What is there already stays: it is the same, of an attempt that was interrupted, or
/// the key of that attempt was used for another file.
pub fn keep(folder: &Path, id: DocumentId, file: NamedTempFile) -> Result<(), Problem> {
    let place = place(folder, id);
    let kept = (|| {
        let parent = place.parent().unwrap_or(folder);
        fs::create_dir_all(parent)?;
        file.as_file().sync_all()?;
        match file.persist_noclobber(&place) {
            Ok(_) => File::open(parent)?.sync_all().map(|()| true),
            Err(error) if error.error.kind() == io::ErrorKind::AlreadyExists => {
                Ok(fs::read(&place)? == fs::read(error.file.path())?)
            }
            Err(error) => Err(error.error),
        }
    })();
    match kept {
        Ok(true) => Ok(()),
        Ok(false) => Err(ErrorCode::IdempotencyKeyReused.into()),
        Err(error) => Err(no_room(&error)),
    }
}

pub fn write(file: &mut NamedTempFile, bytes: &[u8]) -> Result<(), Problem> {
    file.write_all(bytes).map_err(|error| no_room(&error))
}

pub fn open(folder: &Path, id: DocumentId) -> io::Result<File> {
    File::open(place(folder, id))
}

/// All of its bytes, if it is there still.
pub fn read_kept(folder: &Path, id: DocumentId) -> Option<Vec<u8>> {
    fs::read(place(folder, id)).ok()
}

/// Deletes it; that it was not there is as good.
pub fn delete(folder: &Path, id: DocumentId) -> io::Result<()> {
    match fs::remove_file(place(folder, id)) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
        _ => Ok(()),
    }
}

/// Deletes what processes that ended have left behind on its way.
pub fn tidy(folder: &Path) {
    let Ok(entries) = fs::read_dir(folder.join(ARRIVING)) else { return };
    for entry in entries.flatten() {
        let age = entry.metadata().and_then(|about| about.modified()).ok().and_then(|at| at.elapsed().ok());
        if age.is_some_and(|age| age > LEFT_BEHIND) {
            let _ = fs::remove_file(entry.path());
        }
    }
}

/// A full disk is said as such; anything else is an error of ours.
fn no_room(error: &io::Error) -> Problem {
    use io::ErrorKind::{FileTooLarge, QuotaExceeded, StorageFull};
    if matches!(error.kind(), StorageFull | QuotaExceeded | FileTooLarge) {
        log::error!("there is no room left for files");
        return ErrorCode::InsufficientStorage.into();
    }
    log::error!("a file cannot be kept: {error}");
    ErrorCode::InternalError.into()
}
