//! The caller's own records.

use actix_web::{get, web::Data};
use garde::Validate;
use serde::Deserialize;
use utoipa::IntoParams;

use super::{
    model::{Party, RecordEntry},
    queries,
};
use crate::{
    auth::{Account, Role},
    http::{Answer, Limit, Listing, Pages, Problem, Query},
    members::model::Scope,
    state::State,
};

#[derive(Deserialize, IntoParams, Validate)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct ListMyOrganizations {
    #[serde(default)]
    #[garde(dive)]
    #[param(required = false)]
    limit: Limit,
    #[garde(skip)]
    cursor: Option<String>,
}

#[utoipa::path(
    tag = "directory",
    summary = "List one's own records",
    description = "Those that the caller keeps as owner or editor, in every state, and those that they proposed and nobody has \
        published yet, with what a moderator said of them. The newest first.",
    params(ListMyOrganizations),
    responses((status = 200, description = "A page of records", body = Listing<RecordEntry>)),
)]
#[get("/v1/me/organizations")]
pub async fn list_my_organizations(
    account: Account,
    state: Data<State>,
    pages: Pages,
    query: Query<ListMyOrganizations>,
) -> Result<Answer, Problem> {
    let ListMyOrganizations { limit, cursor } = query.0;
    let statement = queries::mine(&account, pages.after(cursor.as_deref())?, limit.0 + 1);
    let rows = state.db.read_as(&account, async |connection| queries::load_entries(connection, statement).await).await?;
    let keeps = |id| Scope::Organization(id).roles().iter().any(|role| account.holds(*role, Scope::Organization(id)));
    let party = |id| match () {
        () if account.has(Role::Moderator) => Party::Moderator,
        () if keeps(id) => Party::Keeper,
        () => Party::Proposer,
    };
    pages.answer(rows, limit, |row| row.id, None, |row| row.seen(party))
}
