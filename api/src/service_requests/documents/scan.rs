//! What is done with files once they are there: what waits is given to the virus scanner, one file after the other, and
//! again after a failure; files whose rows have gone are deleted. Nothing else waits for it.

use std::{sync::Arc, time::Duration};

use super::{
    clamd::{Scanner, Verdict},
    queries, storage, upkeep,
};
use crate::{
    db::{Emitted, Event, Kind, Mail, Origin, Tx, Upkeep},
    error::ErrorCode,
    http::{Answer, Problem},
    ids::DocumentId,
    notifications::{Letter, Occasion},
    service_requests::{model::Party, queries as requests, transitions},
    state::State,
};

/// How often it is looked for what waits.
const PAUSE: Duration = Duration::from_millis(500);
/// The database is away.
const LONG_PAUSE: Duration = Duration::from_secs(3);

/// Works until `stop` is told; the file under way is finished.
pub async fn run(state: Arc<State>, mut stop: tokio::sync::watch::Receiver<bool>) {
    let scanner = state.settings.clamd.clone();
    while !*stop.borrow() {
        let scanned = match &scanner {
            Some(scanner) => look(&state, scanner).await,
            None => Ok(false),
        };
        let pause = match upkeep::remove_files(&state).await.and(scanned) {
            Ok(true) => continue,
            Ok(false) => PAUSE,
            Err(problem) => {
                log::warn!("files that wait for their end or the virus scanner cannot be read: {problem}");
                LONG_PAUSE
            }
        };
        tokio::select! {
            () = actix_web::rt::time::sleep(pause) => {}
            _ = stop.changed() => {}
        }
    }
}

/// Has the next file scanned; says whether there was one.
async fn look(state: &State, scanner: &Scanner) -> Result<bool, Problem> {
    let Some(job) = state.db.lease_document().await? else { return Ok(false) };
    let (scanner, folder, id) = (scanner.clone(), state.settings.files_dir.clone(), job.id);
    let scanned = actix_web::web::block(move || storage::open(&folder, id).and_then(|file| scanner.scan(file))).await;
    match scanned.map_err(|_| ErrorCode::InternalError)? {
        Ok(verdict) => note(state, id, verdict).await?,
        Err(error) => {
            let retry_in = 2_i32.saturating_pow(job.attempts.clamp(1, 9).unsigned_abs()).min(300);
            log::warn!("a file was not scanned (attempt {}), again in {retry_in} s: {error}", job.attempts);
            state.db.maintain(Upkeep::NotScanned { id, retry_in }).await?;
        }
    }
    Ok(true)
}

/// Writes down what the scanner said. A file that is infected goes with it, and whoever sent it is told.
async fn note(state: &State, id: DocumentId, verdict: Verdict) -> Result<(), Problem> {
    let now = state.clock.now();
    if let Verdict::Infected(name) = &verdict {
        log::warn!("document {id} is infected and deleted: {name}");
    }
    let write = async move |tx: &mut Tx| {
        let clean = verdict == Verdict::Clean;
        let scanned = queries::scanned(tx, id, clean).await?.ok_or(ErrorCode::NotFound)?;
        let action = if clean { "document.found_clean" } else { "document.found_infected" };
        let emitted = Emitted::new(Event::new(action, Kind::Document, id.0, scanned.revision), Answer::no_content());
        if clean {
            return Ok(emitted);
        }
        let found = requests::lock_for_service(tx, scanned.request_id).await?.ok_or(ErrorCode::NotFound)?;
        let (text, occasion) = (Some(scanned.name), Occasion::FileInfected);
        let letter = match scanned.author_id {
            Some(agent) if scanned.author_kind == Party::Agent.name() => {
                Some(Mail(Letter::to_agent(&found.request, occasion, text, agent)))
            }
            None if scanned.author_kind == Party::Agent.name() => None,
            _ => Some(transitions::to_requester(tx, &found.request, occasion, text, now).await?),
        };
        Ok(emitted.mail(letter))
    };
    match state.db.write(Origin::system("scan documents"), &[], write).await {
        // It was taken back while it was scanned.
        Err(problem) if problem.code == ErrorCode::NotFound => Ok(()),
        outcome => outcome.map(drop),
    }
}
