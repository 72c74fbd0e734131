//! A file arrives: its bytes go to the disk as they come, and it is looked at before it is kept.

use std::{
    path::{Path, PathBuf},
    pin::Pin,
    time::Duration,
};

use bytes::Bytes;
use futures_util::{Stream, StreamExt};
use sha2::{Digest, Sha256};
use tempfile::NamedTempFile;
use tokio::sync::{Semaphore, SemaphorePermit};

use super::{
    content::{self, Format},
    model::plain_name,
    storage,
};
use crate::{
    error::ErrorCode,
    http::{DOCUMENT_LIMIT, FileBody, Problem},
    ids::DocumentId,
    state::State,
};

/// A file must have arrived by then: some way below a line of half a megabit.
const FILE_TIME: Duration = Duration::from_secs(300);
/// What has not arrived by then never will.
pub const UNFINISHED: chrono::Duration = chrono::Duration::hours(1);
/// Files on their way at a time: each holds a place on the disk.
static ON_THEIR_WAY: Semaphore = Semaphore::const_new(32);
/// Files looked at at a time: a picture may take 160 MiB of pixels.
static LOOKED_AT: Semaphore = Semaphore::const_new(1);

/// A file on its way, before a byte of it is read.
pub struct Announced {
    pub name: String,
    pub format: Format,
    /// As it is said to be.
    pub size: usize,
    pub bytes: Pin<Box<dyn Stream<Item = Result<Bytes, Problem>>>>,
    /// Held until it has arrived.
    pub place: SemaphorePermit<'static>,
}

/// A file as it is kept, before it is at its place.
pub struct Arrived {
    pub file: NamedTempFile,
    pub size: i64,
    pub digest: Vec<u8>,
}

/// What may be sent, under the name that it is kept by.
pub fn announced(name: &str, file: FileBody) -> Result<Announced, Problem> {
    let name = plain_name(name);
    let format = Format::of(&name, &file.media_type)?;
    let size = file.length.unwrap_or(DOCUMENT_LIMIT);
    if size > DOCUMENT_LIMIT {
        return Err(too_large());
    }
    let place = ON_THEIR_WAY.try_acquire().map_err(|_| Problem::new(ErrorCode::Unavailable).retry_after(5))?;
    Ok(Announced { name, format, size, bytes: file.bytes, place })
}

fn too_large() -> Problem {
    Problem::new(ErrorCode::BodyTooLarge).with([DOCUMENT_LIMIT.to_string()])
}

/// Puts the bytes on the disk as they come, and looks at them.
pub async fn arrive(
    state: &State,
    format: Format,
    mut bytes: Pin<Box<dyn Stream<Item = Result<Bytes, Problem>>>>,
) -> Result<Arrived, Problem> {
    let folder = state.settings.files_dir.clone();
    let mut file = off_worker(move || storage::begin(&folder)).await?;
    let receive = async {
        let mut size = 0;
        while let Some(chunk) = bytes.next().await {
            let chunk = chunk?;
            size += chunk.len();
            if size > DOCUMENT_LIMIT {
                return Err(too_large());
            }
            file = off_worker(move || storage::write(&mut file, &chunk).map(|()| file)).await?;
        }
        Ok(file)
    };
    #[expect(clippy::disallowed_methods, reason = "no transaction is open while a body arrives")]
    let received = tokio::time::timeout(FILE_TIME, receive).await;
    let file = received.map_err(|_| Problem::new(ErrorCode::RequestTimeout))??;
    let _looking = LOOKED_AT.acquire().await.map_err(|_| Problem::new(ErrorCode::Unavailable).retry_after(2))?;
    let folder = state.settings.files_dir.clone();
    off_worker(move || look(&folder, format, file)).await
}

/// What it holds is what it says, and what is kept of it.
fn look(folder: &Path, format: Format, file: NamedTempFile) -> Result<Arrived, Problem> {
    let unreadable = |error: std::io::Error| {
        log::error!("a file that has just arrived cannot be read: {error}");
        Problem::new(ErrorCode::InternalError)
    };
    let file = match content::check(format, file.reopen().map_err(unreadable)?).map_err(|fault| fault.of(format))? {
        None => file,
        Some(bare) => {
            let mut instead = storage::begin(folder)?;
            storage::write(&mut instead, &bare)?;
            instead
        }
    };
    let mut hash = Sha256::new();
    let mut reader = file.reopen().map_err(unreadable)?;
    let mut part = vec![0; 64 << 10];
    let mut size = 0;
    loop {
        let read = std::io::Read::read(&mut reader, &mut part).map_err(unreadable)?;
        if read == 0 {
            return Ok(Arrived { file, size, digest: hash.finalize().to_vec() });
        }
        hash.update(&part[..read]);
        size += read as i64;
    }
}

/// Puts a file to its place for good.
pub async fn keep(folder: PathBuf, id: DocumentId, file: NamedTempFile) -> Result<(), Problem> {
    off_worker(move || storage::keep(&folder, id, file)).await
}

async fn off_worker<T: Send + 'static>(work: impl FnOnce() -> Result<T, Problem> + Send + 'static) -> Result<T, Problem> {
    actix_web::web::block(work).await.map_err(|_| Problem::new(ErrorCode::InternalError))?
}
