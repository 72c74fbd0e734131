//! What became of each line.

use actix_web::{get, web::Data};
use diesel_async::RunQueryDsl;
use garde::Validate;
use serde::Deserialize;
use utoipa::IntoParams;

use super::{
    get,
    model::{ImportResult, Outcome},
    queries::{self, ResultRow},
};
use crate::{
    auth::Account,
    error::Language,
    http::{Answer, Limit, Listing, Pages, Path, Problem, Query, shell::Spoken},
    ids::ImportId,
    state::State,
};

#[derive(Deserialize, IntoParams, Validate)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct ListImportResults {
    /// Only lines of which this became.
    #[serde(default)]
    #[garde(length(max = 6))]
    #[param(inline, max_items = 6, required = false)]
    outcomes: Vec<Outcome>,
    #[serde(default)]
    #[garde(dive)]
    #[param(required = false)]
    limit: Limit,
    #[garde(skip)]
    cursor: Option<String>,
}

#[utoipa::path(
    tag = "directory",
    summary = "List the results of an import",
    description = "One for each line of the file, in its order, as soon as the line is worked off; the reasons are in the language that is asked for.",
    params(("id" = String, Path, description = "Id", example = "01920c1e-7b5a-7c3e-9d4f-2a6b8c0d1e3f", max_length = 36), ListImportResults),
    responses((status = 200, description = "A page of results", body = Listing<ImportResult>)),
)]
#[get("/v1/imports/{id}/results")]
pub async fn list_import_results(
    account: Account,
    state: Data<State>,
    id: Path<ImportId>,
    pages: Pages,
    language: Spoken,
    query: Query<ListImportResults>,
) -> Result<Answer, Problem> {
    let ListImportResults { outcomes, limit, cursor } = query.0;
    let import = get::find(&state, &account, id.0).await?;
    let outcomes: Vec<&'static str> = outcomes.into_iter().map(Outcome::name).collect();
    let statement = queries::results(import.id, &outcomes, pages.after(cursor.as_deref())?, limit.0 + 1);
    let rows: Vec<ResultRow> = state.db.read_as(&account, async |connection| statement.load(connection).await).await?;
    pages.answer(rows, limit, |row| row.place, None, |row| worded(row, language.0))
}

fn worded(row: ResultRow, language: Language) -> ImportResult {
    let ResultRow { place, line, outcome, name, external_id, organization_id, problem } = row;
    let problem = problem.map(|problem| problem.0.said(language));
    ImportResult { place, line, outcome: Outcome::from_name(&outcome), name, external_id, organization_id, problem }
}
