//! The copies that somebody has asked for.

use actix_web::{get, web::Data};
use diesel_async::RunQueryDsl;
use garde::Validate;
use serde::Deserialize;
use utoipa::IntoParams;

use super::{
    model::Export,
    queries::{self, ExportRow},
};
use crate::{
    auth::Account,
    http::{Answer, Limit, Listing, Pages, Problem, Query},
    ids::ExportId,
    state::State,
};

#[derive(Deserialize, IntoParams, Validate)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct ListMyExports {
    #[serde(default)]
    #[garde(dive)]
    #[param(required = false)]
    limit: Limit,
    #[garde(skip)]
    cursor: Option<String>,
}

#[utoipa::path(
    tag = "identity",
    summary = "List the copies of one's data",
    description = "Those that are being made and those that can be downloaded, the newest first.",
    params(ListMyExports),
    responses((status = 200, description = "A page of copies", body = Listing<Export>)),
)]
#[get("/v1/me/exports")]
pub async fn list_my_exports(
    account: Account,
    state: Data<State>,
    pages: Pages,
    query: Query<ListMyExports>,
) -> Result<Answer, Problem> {
    let ListMyExports { limit, cursor } = query.0;
    let after: Option<ExportId> = pages.after(cursor.as_deref())?;
    let statement = queries::exports_page(account.id, state.clock.now(), after, limit.0 + 1);
    let rows: Vec<ExportRow> = state.db.read_as(&account, async |connection| statement.load(connection).await).await?;
    pages.answer(rows, limit, |row| row.id, None, Export::from)
}
