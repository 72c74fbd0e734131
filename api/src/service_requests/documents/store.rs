//! Taking a file in. Its place in the limits is taken before a byte is read, so that uploads beside each other cannot pass
//! them; its bytes go to the disk as they come; and it is there for others once it was looked at. Whatever fails leaves
//! neither a row nor a file, and a retry with the same key goes on to the same document.

use std::sync::Arc;

use serde_json::json;

use super::queries::{self, New};
use crate::{
    auth::Actor,
    db::{Emitted, Event, Kind, Origin, Tx, Upkeep},
    documents::{self, Announced, Arrived},
    error::{ErrorCode, FieldCode},
    http::{Answer, FieldError, FileBody, Problem, answer::OptionalIfMatch},
    ids::{DocumentId, RequestId},
    service_requests::{
        model::{Party, Status},
        queries as requests, transitions,
    },
    state::State,
};

/// A file on its way.
pub struct Incoming {
    pub request: RequestId,
    pub name: String,
    pub file: FileBody,
    pub with_message: bool,
    /// What it answers.
    pub question: Option<String>,
    pub read: OptionalIfMatch,
}

pub async fn store(state: &State, actor: &Actor, origin: Origin, incoming: Incoming) -> Result<Answer, Problem> {
    let Incoming { request, name, file, with_message, question, read } = incoming;
    let Announced { name, format, size, bytes, place: _place } = documents::announced(&name, file)?;
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
        let arrived = documents::arrive(state, format, bytes).await?;
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
            documents::keep(folder, id, file).await?;
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
