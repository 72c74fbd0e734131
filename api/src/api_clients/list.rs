//! The clients that somebody answers for.

use actix_web::{get, web::Data};
use diesel_async::RunQueryDsl;
use garde::Validate;
use serde::Deserialize;
use utoipa::IntoParams;

use super::{
    model::ApiClient,
    queries::{self, Row},
};
use crate::{
    auth::Account,
    http::{Answer, Limit, Listing, Pages, Problem, Query},
    ids::ApiClientId,
    state::State,
};

#[derive(Deserialize, IntoParams, Validate)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct ListApiClients {
    #[serde(default)]
    #[garde(dive)]
    #[param(required = false)]
    limit: Limit,
    #[garde(skip)]
    cursor: Option<String>,
}

#[utoipa::path(
    tag = "identity",
    summary = "List machine clients",
    description = "Those that the account has registered, the newest first; administrators see all.",
    params(ListApiClients),
    responses((status = 200, description = "A page of clients", body = Listing<ApiClient>)),
)]
#[get("/v1/api-clients")]
pub async fn list_api_clients(
    account: Account,
    state: Data<State>,
    pages: Pages,
    query: Query<ListApiClients>,
) -> Result<Answer, Problem> {
    let ListApiClients { limit, cursor } = query.0;
    let after: Option<ApiClientId> = pages.after(cursor.as_deref())?;
    let statement = queries::page(&account, after, limit.0 + 1);
    let rows: Vec<Row> = state.db.read_as(&account, async |connection| statement.load(connection).await).await?;
    pages.answer(rows, limit, |row| row.id, None, ApiClient::from)
}
