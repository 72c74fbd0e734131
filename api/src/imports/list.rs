//! Imports, the newest first.

use actix_web::{get, web::Data};
use diesel_async::RunQueryDsl;
use garde::Validate;
use serde::Deserialize;
use utoipa::IntoParams;

use super::{
    model::Import,
    policy,
    queries::{self, ImportRow},
};
use crate::{
    auth::Account,
    http::{Answer, Limit, Listing, Pages, Problem, Query, shell::Spoken},
    state::State,
};

#[derive(Deserialize, IntoParams, Validate)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct ListImports {
    #[serde(default)]
    #[garde(dive)]
    #[param(required = false)]
    limit: Limit,
    #[garde(skip)]
    cursor: Option<String>,
}

#[utoipa::path(
    tag = "directory",
    summary = "List imports",
    description = "Those that the account has sent, the newest first; administrators see all. For moderators and administrators.",
    params(ListImports),
    responses((status = 200, description = "A page of imports", body = Listing<Import>)),
)]
#[get("/v1/imports")]
pub async fn list_imports(
    account: Account,
    state: Data<State>,
    pages: Pages,
    language: Spoken,
    query: Query<ListImports>,
) -> Result<Answer, Problem> {
    policy::may_import(&account)?;
    let ListImports { limit, cursor } = query.0;
    let statement = queries::list(pages.after(cursor.as_deref())?, limit.0 + 1);
    let rows: Vec<ImportRow> = state.db.read_as(&account, async |connection| statement.load(connection).await).await?;
    pages.answer(rows, limit, ImportRow::id, None, |row| row.said(language.0))
}
