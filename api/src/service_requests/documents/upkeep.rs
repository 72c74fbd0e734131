//! What happens to documents by the passing of time: those of a request that ended are deleted, what never arrived or was
//! never sent is, too.

use chrono::Months;
use diesel::{
    QueryableByName,
    sql_types::{BigInt, Timestamptz, Uuid as SqlUuid},
};
use diesel_async::RunQueryDsl;

use crate::{
    db::{Emitted, Event, Kind, Origin, Tx, Upkeep, sql},
    documents::storage,
    error::ErrorCode,
    http::{Answer, Problem},
    ids::{DocumentId, RequestId},
    state::State,
};

#[derive(QueryableByName)]
struct Due {
    #[diesel(sql_type = SqlUuid)]
    id: RequestId,
}

#[derive(QueryableByName)]
struct Gone {
    #[diesel(sql_type = SqlUuid)]
    id: DocumentId,
    #[diesel(sql_type = BigInt)]
    revision: i64,
}

pub async fn forget(state: &State) -> Result<(), Problem> {
    forget_of_ended(state).await?;
    state.db.maintain(Upkeep::ForgetUnsent { now: state.clock.now() }).await?;
    let folder = state.settings.files_dir.clone();
    actix_web::web::block(move || storage::tidy(&folder)).await.map_err(|_| ErrorCode::InternalError)?;
    Ok(())
}

/// Deletes the documents of requests that ended long enough ago, of each request in a write of its own; what must be kept
/// stays.
async fn forget_of_ended(state: &State) -> Result<(), Problem> {
    let before = state.clock.now() - Months::new(state.settings.documents_kept_months);
    let due = sql(
        "select r.id from service_requests r where r.status in ('closed', 'rejected', 'cancelled', 'expired') and coalesce(r.closed_at, r.updated_at) < ",
    )
    .bind::<Timestamptz, _>(before)
    .push(" and exists (select from request_documents d where d.request_id = r.id) and not exists (select from legal_holds h where h.request_id = r.id) limit 100");
    let due: Vec<Due> = state.db.read_everything(async |connection| due.load(connection).await).await?;
    for Due { id } in due {
        let forget = async move |tx: &mut Tx| {
            let gone = sql("delete from request_documents where request_id = ").bind::<SqlUuid, _>(id);
            let gone: Vec<Gone> = gone.push(" returning id, revision").load(tx).await?;
            let mut events = gone
                .into_iter()
                .map(|Gone { id, revision }| Event::new("document.forgotten", Kind::Document, id.0, revision).gone());
            let first = events.next().ok_or(ErrorCode::NotFound)?;
            Ok(Emitted::new(first, Answer::no_content()).and(events))
        };
        if let Err(problem) = state.db.write(Origin::system("forget documents"), &[], forget).await {
            log::info!("the documents of a request were not forgotten: {problem}");
        }
    }
    Ok(())
}
