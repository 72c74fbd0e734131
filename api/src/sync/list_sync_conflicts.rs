//! What partner regions said and what waits for a person.

use std::collections::HashMap;

use actix_web::{get, web::Data};
use diesel_async::RunQueryDsl;
use garde::Validate;
use serde::Deserialize;
use utoipa::IntoParams;

use super::{
    compared::{self, Listed},
    conflicts::SyncConflict,
};
use crate::{
    auth::Account,
    directory,
    http::{Answer, Limit, Listing, Pages, Problem, Query},
    ids::SyncConflictId,
    state::State,
};

#[derive(Deserialize, IntoParams, Validate)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct ListSyncConflicts {
    /// Those that have been settled instead of those that wait.
    #[garde(skip)]
    #[param(example = false)]
    settled: Option<bool>,
    #[serde(default)]
    #[garde(dive)]
    #[param(required = false)]
    limit: Limit,
    #[garde(skip)]
    cursor: Option<String>,
}

#[utoipa::path(
    tag = "sync",
    summary = "List what a person has to settle",
    description = "For moderators, the oldest first: what partner regions said and what could not be taken over, or not as a whole, \
        beside what stands here and beside other records that may be of the same organization.",
    params(ListSyncConflicts),
    responses((status = 200, description = "A page of conflicts", body = Listing<SyncConflict>)),
)]
#[get("/v1/sync/conflicts")]
pub async fn list_sync_conflicts(
    account: Account,
    state: Data<State>,
    pages: Pages,
    query: Query<ListSyncConflicts>,
) -> Result<Answer, Problem> {
    directory::require_moderator(&account)?;
    let ListSyncConflicts { settled, limit, cursor } = query.0;
    let after: Option<SyncConflictId> = pages.after(cursor.as_deref())?;
    let statement = compared::page(!settled.unwrap_or_default(), after, limit.0 + 1);
    let load = async |connection: &mut diesel_async::AsyncPgConnection| {
        let rows: Vec<Listed> = statement.load(connection).await?;
        let records = rows.iter().flat_map(Listed::records).collect();
        Ok((directory::shared(connection, records).await?, rows))
    };
    let (records, rows) = state.db.read_as(&account, load).await?;
    let records: HashMap<_, _> = records.into_iter().map(|record| (record.id, record)).collect();
    pages.answer(rows, limit, |listed| listed.found.id, None, |listed| listed.compared(&records))
}
