//! Taking a file in. Its place in the limits is taken before a byte is read, so that uploads beside each other cannot pass
//! them; its bytes go to the disk as they come; and it is there for others once it was looked at. Whatever fails leaves
//! neither a row nor a file, and a retry with the same key goes on to the same document.

use std::{path::Path, pin::Pin, sync::Arc, time::Duration};

use bytes::Bytes;
use futures_util::{Stream, StreamExt};
use serde_json::json;
use sha2::{Digest, Sha256};
use tempfile::NamedTempFile;
use tokio::sync::Semaphore;

use super::{
    content::{self, Format},
    model::plain_name,
    queries::{self, New},
    storage,
};
use crate::{
    auth::Actor,
    db::{Emitted, Event, Kind, Origin, Tx, Upkeep},
    error::{ErrorCode, FieldCode},
    http::{Answer, DOCUMENT_LIMIT, FieldError, Problem, answer::OptionalIfMatch},
    ids::{DocumentId, RequestId},
    service_requests::{
        model::{Party, Status},
        queries as requests, transitions,
    },
    state::State,
};

/// A file must have arrived by then: some way below a line of half a megabit.
const FILE_TIME: Duration = Duration::from_secs(300);
/// Files on their way at a time: each holds a place on the disk.
static ON_THEIR_WAY: Semaphore = Semaphore::const_new(32);
/// Files looked at at a time: a picture may take 160 MiB of pixels.
static LOOKED_AT: Semaphore = Semaphore::const_new(1);

/// A file on its way.
pub struct Incoming {
    pub request: RequestId,
    pub name: String,
    pub declared: String,
    /// As it is said to be.
    pub length: Option<usize>,
    pub with_message: bool,
    /// What it answers.
    pub question: Option<String>,
    pub read: OptionalIfMatch,
    pub bytes: Pin<Box<dyn Stream<Item = Result<Bytes, Problem>>>>,
}

/// A file as it is kept, before it is at its place.
struct Arrived {
    file: NamedTempFile,
    size: i64,
    digest: Vec<u8>,
}

pub async fn store(state: &State, actor: &Actor, origin: Origin, incoming: Incoming) -> Result<Answer, Problem> {
    let Incoming { request, name, declared, length, with_message, question, read, bytes } = incoming;
    let name = plain_name(&name);
    let format = Format::of(&name, &declared)?;
    let size = length.unwrap_or(DOCUMENT_LIMIT);
    if size > DOCUMENT_LIMIT {
        return Err(too_large());
    }
    let _place = ON_THEIR_WAY.try_acquire().map_err(|_| Problem::new(ErrorCode::Unavailable).retry_after(5))?;
    let (at, media_type) = (state.clock.now(), format.media_type());
    let fingerprint = format!("{name}\0{size}\0{with_message}\0{}", question.as_deref().unwrap_or_default());
    let new = New { id: DocumentId::new(), request, name, media_type, size: size as i64, with_message, question, at };
    let (new, by) = (Arc::new(new), Arc::new(actor.clone()));
    let (job, someone) = (new.clone(), by.clone());
    let reserve = async move |tx: &mut Tx| {
        take_place(tx, &someone, &job, &read).await?;
        let answer = Answer::created(address(request, job.id), &json!({ "id": job.id }))?;
        Ok(Emitted::new(Event::new("document.announced", Kind::Document, job.id.0, 1), answer))
    };
    let place = state.db.write(origin.clone(), fingerprint.as_bytes(), reserve).await?;
    // Of a retry it is the id of the first attempt.
    let reserved = place.location.as_deref().and_then(|path| path.rsplit('/').next()).and_then(|id| id.parse().ok());
    let id = DocumentId(reserved.ok_or(ErrorCode::InternalError)?);
    let outcome = async {
        let arrived = arrive(state, format, bytes).await?;
        let new = New { id, ..New::clone(&new) };
        finish(state, by, origin.without_key(), new, arrived).await
    };
    let outcome = outcome.await.map(|answer| answer.replayed(place.replayed));
    if outcome.is_err() {
        state.db.maintain(Upkeep::ForgetDocument { id }).await?;
    }
    outcome
}

fn address(request: RequestId, id: DocumentId) -> String {
    format!("/v1/service-requests/{request}/documents/{id}")
}

fn too_large() -> Problem {
    Problem::new(ErrorCode::BodyTooLarge).with([DOCUMENT_LIMIT.to_string()])
}

async fn take_place(tx: &mut Tx, actor: &Actor, new: &New, read: &OptionalIfMatch) -> Result<(), Problem> {
    let (found, party) = transitions::open(tx, actor, new.request, read).await?;
    let status = found.request.status;
    match party {
        // What an agent sends always belongs to a message.
        Party::Agent if !new.with_message => return Err(Problem::new(ErrorCode::Forbidden).with(["requester"])),
        Party::Agent => {}
        _ if matches!(status, Status::Closed | Status::Rejected | Status::Expired | Status::Cancelled) => {
            let problem = Problem::new(ErrorCode::StateConflict).with([status.name(), Status::InProgress.name()]);
            return Err(problem.allowed(status.next(party).iter().map(|status| status.name())));
        }
        _ => {}
    }
    let asked = |id: &String| found.request.answers.iter().any(|answer| answer.is_file() && answer.question_id == *id);
    if new.question.as_ref().is_some_and(|id| !asked(id)) {
        let unknown = FieldError::parameter("question_id", FieldCode::UnknownReference);
        return Err(Problem::parameter(ErrorCode::InvalidParameter, unknown));
    }
    queries::reserve(tx, actor, &found.request, party, new).await
}

/// Puts the bytes on the disk as they come, and looks at them.
async fn arrive(
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

/// The file goes to its place within the transaction that makes its row known, so that neither is there without the other.
async fn finish(state: &State, by: Arc<Actor>, origin: Origin, new: New, arrived: Arrived) -> Result<Answer, Problem> {
    let (folder, scanner) = (state.settings.files_dir.clone(), state.settings.clamd.is_some());
    let Arrived { file, size, digest } = arrived;
    // Another attempt of the transaction finds it at its place.
    let file = Arc::new(std::sync::Mutex::new(Some(file)));
    let write = async move |tx: &mut Tx| {
        let (found, party) = transitions::open(tx, &by, new.request, &OptionalIfMatch::NONE).await?;
        queries::keep_file(tx, new.id).await?;
        let mut row = queries::finish(tx, new.id, size, &digest, scanner).await?;
        let mut is_new = row.is_some();
        if row.is_none() {
            row = queries::find(tx, &by, party, new.request, new.id).await?;
            if row.as_ref().is_some_and(|row| row.digest.as_deref() != Some(&digest[..])) {
                return Err(ErrorCode::IdempotencyKeyReused.into());
            }
        }
        if row.is_none() {
            // An attempt before this one failed and gave its place back.
            take_place(tx, &by, &new, &OptionalIfMatch::NONE).await?;
            row = queries::finish(tx, new.id, size, &digest, scanner).await?;
            is_new = true;
        }
        let row = row.ok_or(ErrorCode::InternalError)?;
        let waiting = file.lock().ok().and_then(|mut file| file.take());
        if let (true, Some(file)) = (is_new, waiting) {
            let (folder, id) = (folder.clone(), new.id);
            off_worker(move || storage::keep(&folder, id, file)).await?;
        }
        let sent = row.sent;
        let document = row.shown(scanner);
        let mut events = vec![];
        if sent && is_new {
            // What belongs to a request is a change of it.
            requests::update(tx, &found, new.at).await?;
            let revision = found.request.revision + 1;
            events.push(Event::new("service_request.document_sent", Kind::ServiceRequest, new.request.0, revision));
        }
        let answer = Answer::created(address(new.request, new.id), &document)?.revision(document.revision, party.name());
        Ok(Emitted::new(Event::new("document.received", Kind::Document, new.id.0, document.revision), answer).and(events))
    };
    state.db.write(origin, &[], write).await
}

async fn off_worker<T: Send + 'static>(work: impl FnOnce() -> Result<T, Problem> + Send + 'static) -> Result<T, Problem> {
    actix_web::web::block(work).await.map_err(|_| Problem::new(ErrorCode::InternalError))?
}
