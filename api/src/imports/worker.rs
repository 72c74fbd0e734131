//! Works off what waits: one import after the other, from its checkpoint, whoever began it.

use std::{
    io::{Seek, SeekFrom, Write},
    sync::Arc,
    time::Duration,
};

use diesel_async::RunQueryDsl;

use super::{
    model::{Import, StoredFailure},
    queries::{self, ImportRow, Part},
    reading,
    run::{self, End, Job},
};
use crate::{
    db::Origin,
    error::{ErrorCode, ImportFailureCode, Language},
    http::Problem,
    ids::ImportId,
    state::State,
};

/// How often it is looked for what waits.
const PAUSE: Duration = Duration::from_millis(300);
/// Another process works it off, or the database is away.
const LONG_PAUSE: Duration = Duration::from_secs(3);

/// Works until `stop` is told; the chunk under way is finished.
pub async fn work(state: Arc<State>, mut stop: tokio::sync::watch::Receiver<bool>) {
    while !*stop.borrow() {
        let pause = match look(&state).await {
            Ok(Some(End::Left)) => LONG_PAUSE,
            Ok(Some(_)) => continue,
            Ok(None) => PAUSE,
            Err(problem) => {
                log::warn!("an import does not go on: {problem}");
                LONG_PAUSE
            }
        };
        tokio::select! {
            () = actix_web::rt::time::sleep(pause) => {}
            _ = stop.changed() => {}
        }
    }
}

/// Works off the next one, if there is any.
async fn look(state: &State) -> Result<Option<End>, Problem> {
    let statement = queries::waiting();
    let rows: Vec<ImportRow> = state.db.read_everything(async |connection| statement.load(connection).await).await?;
    let Some(row) = rows.into_iter().next() else { return Ok(None) };
    let account = row.created_by();
    let import: Import = row.said(Language::default());
    let origin = Origin::system("import");
    let origin = account.map_or(origin.clone(), |account| origin.by(account));
    let job = Job { id: import.id, source: import.source, mapping: import.mapping, dry_run: import.dry_run };
    let done = if import.dry_run { 0 } else { import.done_lines };
    run::begin(&state.db, &origin, &job).await?;
    let file = spool(state, import.id).await?;
    let ended = match reading::lines(file, &import.format) {
        Ok(lines) => match run::run(&state.db, &origin, job, lines, done, |_| {}).await {
            // It would not go better the next time, and others wait.
            Err(problem) if problem.code != ErrorCode::Unavailable => {
                log::error!("import {} cannot go on: {problem}", import.id);
                End::Failed(StoredFailure::new(ImportFailureCode::LinesNotWritten, None))
            }
            outcome => outcome?,
        },
        Err(error) => End::Failed(error.into()),
    };
    let left = ended == End::Left;
    run::end(&state.db, &origin, &state.clock, import.id, ended).await?;
    Ok(Some(if left { End::Left } else { End::Done }))
}

/// The file as it came, on disk and without a name, part by part.
async fn spool(state: &State, id: ImportId) -> Result<std::fs::File, Problem> {
    let failed = |error: std::io::Error| {
        log::error!("a file to be imported cannot be put on disk: {error}");
        Problem::new(ErrorCode::Unavailable)
    };
    let mut file = tempfile::tempfile().map_err(failed)?;
    for number in 0.. {
        let statement = queries::part(id, number);
        let parts: Vec<Part> = state.db.read_everything(async |connection| statement.load(connection).await).await?;
        let Some(part) = parts.into_iter().next() else { break };
        file.write_all(&part.bytes).map_err(failed)?;
    }
    file.seek(SeekFrom::Start(0)).map_err(failed)?;
    Ok(file)
}
