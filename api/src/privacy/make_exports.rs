//! The worker makes the copies that were asked for.

use serde_json::{Map, Value};

use super::{
    archive::{self, Part},
    catalogue, queries,
};
use crate::{
    db::{Emitted, Event, Kind, Mail, Origin, Tx, Upkeep, maintain::LeasedExport},
    documents::storage,
    error::{ErrorCode, Language},
    http::{Answer, Problem},
    identity,
    notifications::{AccountLetter, AccountOccasion, Letter},
    state::State,
};

/// After so many attempts nothing is gained by another one.
const ATTEMPTS: i32 = 5;

/// Makes one copy, if one was asked for; says whether there was one.
pub async fn make_next(state: &State) -> Result<bool, Problem> {
    let Some(job) = state.db.lease_export().await? else { return Ok(false) };
    let id = job.id;
    if let Err(problem) = make(state, &job).await {
        log::warn!("a copy of somebody's data was not made (attempt {}): {problem}", job.attempts);
        if job.attempts >= ATTEMPTS {
            let expires = state.clock.now() + super::model::COPY_LIFETIME;
            state.db.maintain(Upkeep::ExportFailed { id, expires }).await?;
        }
    }
    Ok(true)
}

async fn make(state: &State, job: &LeasedExport) -> Result<(), Problem> {
    let (id, now) = (job.id, state.clock.now());
    let Some(holder) = identity::queries::holder_of(state, job.account_id).await? else { return Ok(()) };
    let tables = state.db.read_everything(async |connection| catalogue::tables(connection).await).await??;
    let total = i32::try_from(tables.len()).unwrap_or(i32::MAX);
    let mut parts = vec![];
    for (done, table) in (0..).zip(tables) {
        state.db.maintain(Upkeep::ExportProgress { id, done, total }).await?;
        let lines = state.db.read_everything(async |connection| table.rows(connection, holder.id).await).await?;
        let rows: Result<Vec<Map<String, Value>>, _> = lines.iter().map(|line| serde_json::from_str(line)).collect();
        parts.push(Part { table, rows: rows.map_err(|_| ErrorCode::InternalError)? });
    }
    let language = Language::negotiate(Some(&holder.language));
    let documents = queries::documents_of(state, holder.id).await?;
    let folder = state.settings.files_dir.clone();
    let packed = actix_web::web::block(move || {
        let bytes = documents.iter().filter_map(|one| Some((one.file_name(), storage::read_kept(&folder, one.id)?)));
        archive::pack(&parts, bytes, language, now)
    });
    let packed = packed.await;
    let content = packed.map_err(|_| ErrorCode::InternalError)?.map_err(|error| {
        log::error!("a copy cannot be packed: {error}");
        Problem::new(ErrorCode::InternalError)
    })?;
    let write = async move |tx: &mut Tx| {
        // Its account has gone, or somebody else has made it in the meantime.
        if !queries::finish_export(tx, id, content.clone(), now).await? {
            return Err(ErrorCode::NotFound.into());
        }
        let day = Some(now + super::model::COPY_LIFETIME);
        let letter = AccountLetter { day, ..holder.letter(AccountOccasion::ExportReady, None) };
        let event = Event::new("export.made", Kind::Export, id.0, 2);
        Ok(Emitted::new(event, Answer::no_content()).mail([Mail(Letter::Account(letter))]))
    };
    state.db.write(Origin::system("make exports"), &[], write).await.map(drop)
}
