//! Which deletions partner regions have confirmed, and which not.

use actix_web::{get, web::Data};
use diesel_async::RunQueryDsl;
use garde::Validate;
use serde::Deserialize;
use utoipa::IntoParams;

use super::acks::{self, AckStatus, Filter, Place, Row, SyncAck};
use crate::{
    auth::{Actor, Authority, Role},
    directory,
    error::ErrorCode,
    http::{Answer, Limit, Listing, Pages, Problem, Query},
    state::State,
};

#[derive(Deserialize, IntoParams, Validate)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct ListSyncAcks {
    /// Those that wait for a word, or those that got it, instead of both.
    #[garde(skip)]
    status: Option<AckStatus>,
    /// Only those that have been open for more than 30 days.
    #[garde(skip)]
    #[param(example = false)]
    overdue: Option<bool>,
    #[serde(default)]
    #[garde(dive)]
    #[param(required = false)]
    limit: Limit,
    #[garde(skip)]
    cursor: Option<String>,
}

#[utoipa::path(
    tag = "sync",
    summary = "List acknowledgements of deletions",
    description = "What each region that could see a record has to confirm after it was erased or taken back, the oldest first. A machine \
        client reads what is asked of its region; moderators and administrators read all. It stays open until it is confirmed, also \
        when its tombstone has left the feed.",
    params(ListSyncAcks),
    responses((status = 200, description = "A page of acknowledgements", body = Listing<SyncAck>)),
)]
#[get("/v1/sync/acks")]
pub async fn list_sync_acks(
    actor: Actor,
    state: Data<State>,
    pages: Pages,
    query: Query<ListSyncAcks>,
) -> Result<Answer, Problem> {
    let ListSyncAcks { status, overdue, limit, cursor } = query.0;
    let partner = of(&actor)?;
    let after: Option<Place> = pages.after(cursor.as_deref())?;
    // Somebody who has just seen a record go finds it here.
    state.db.assign().await?;
    let now = state.clock.now();
    let filter = Filter { partner, status, overdue: overdue.unwrap_or_default() };
    let statement = acks::page(filter, now, after, limit.0 + 1);
    let rows: Vec<Row> = state.db.read_as(&actor, async |connection| statement.load(connection).await).await?;
    pages.answer(rows, limit, |row| Place(row.position, row.partner.clone()), None, |row: Row| -> SyncAck { row.at(now) })
}

/// Whose are shown: of everybody without a name.
fn of(actor: &Actor) -> Result<Option<Authority>, Problem> {
    match actor {
        Actor::Client(client) => client.authority.map(Some).ok_or_else(|| Problem::new(ErrorCode::Forbidden).with(["authority"])),
        Actor::Account(account) if account.has(Role::Admin) => Ok(None),
        Actor::Account(account) => directory::require_moderator(account).map(|_| None),
        Actor::Anonymous | Actor::Link { .. } => Err(ErrorCode::AuthenticationRequired.into()),
    }
}
