//! What is done with files once they are there: what waits is given to the virus scanner, one file after the other, and
//! again after a failure; files whose rows have gone are deleted. Nothing else waits for it.

use std::{sync::Arc, time::Duration};

use crate::{
    candidacies,
    db::{FilesOf, Upkeep},
    documents::{Scanner, storage},
    error::ErrorCode,
    http::Problem,
    ids::DocumentId,
    service_requests::documents,
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
        let pause = match remove_files(&state).await.and(scanned) {
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

/// Has the next file of each kind scanned; says whether there was one.
async fn look(state: &State, scanner: &Scanner) -> Result<bool, Problem> {
    let mut looked = false;
    for of in [FilesOf::Requests, FilesOf::Evidence] {
        looked |= look_at(state, scanner, of).await?;
    }
    Ok(looked)
}

async fn look_at(state: &State, scanner: &Scanner, of: FilesOf) -> Result<bool, Problem> {
    let Some(job) = state.db.lease_document(of).await? else { return Ok(false) };
    let (scanner, folder, id) = (scanner.clone(), state.settings.files_dir.clone(), job.id);
    let scanned = actix_web::web::block(move || storage::open(&folder, id).and_then(|file| scanner.scan(file))).await;
    match (scanned.map_err(|_| ErrorCode::InternalError)?, of) {
        (Ok(verdict), FilesOf::Requests) => documents::note(state, id, verdict).await?,
        (Ok(verdict), FilesOf::Evidence) => candidacies::note_scan(state, id, verdict).await?,
        (Err(error), _) => {
            let retry_in = 2_i32.saturating_pow(job.attempts.clamp(1, 9).unsigned_abs()).min(300);
            log::warn!("a file was not scanned (attempt {}), again in {retry_in} s: {error}", job.attempts);
            state.db.maintain(Upkeep::NotScanned { of, id, retry_in }).await?;
        }
    }
    Ok(true)
}

/// Deletes the files whose rows have gone.
async fn remove_files(state: &State) -> Result<(), Problem> {
    loop {
        let folder = state.settings.files_dir.clone();
        let remove = async move |ids: Vec<DocumentId>| {
            if ids.is_empty() {
                return true;
            }
            let deleted = actix_web::web::block(move || ids.into_iter().try_for_each(|id| storage::delete(&folder, id)));
            match deleted.await {
                Ok(Ok(())) => true,
                Ok(Err(error)) => {
                    log::error!("a file cannot be deleted: {error}");
                    false
                }
                Err(_) => false,
            }
        };
        if state.db.take_removed_files(remove).await? < 100 {
            return Ok(());
        }
    }
}
