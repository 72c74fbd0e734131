//! What became of each line.

use std::collections::HashMap;

use actix_web::{get, web::Data};
use diesel_async::RunQueryDsl;
use garde::Validate;
use serde::Deserialize;
use utoipa::IntoParams;

use super::{
    get,
    model::{Import, ImportDecision, ImportRecord, ImportResult, Outcome},
    queries::{self, RecordRow, ResultRow, Sought},
};
use crate::{
    auth::{Account, Role},
    error::Language,
    http::{Answer, Limit, Listing, Pages, Path, Problem, Query, shell::Spoken},
    ids::{ImportId, OrganizationId},
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
    /// Only lines that wait for a decision.
    #[garde(skip)]
    #[serde(default)]
    #[param(required = false)]
    undecided: bool,
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
    let ListImportResults { outcomes, undecided, limit, cursor } = query.0;
    let import = get::find(&state, &account, id.0, language.0).await?;
    let sought = Sought { outcomes: outcomes.into_iter().map(Outcome::name).collect(), undecided };
    let after = pages.after(cursor.as_deref())?;
    let results = read(&state, &account, &import, &sought, after, limit.0 + 1, language.0).await?;
    pages.answer(results, limit, |result| result.place, None, |result| result)
}

/// So many of them after this place, with the records that they name.
pub async fn read(
    state: &State,
    account: &Account,
    import: &Import,
    sought: &Sought,
    after: Option<i64>,
    most: i64,
    language: Language,
) -> Result<Vec<ImportResult>, Problem> {
    let statement = queries::results(import.id, sought, after, most);
    let rows: Vec<ResultRow> = state.db.read_as(account, async |connection| statement.load(connection).await).await?;
    let ids: Vec<OrganizationId> = rows.iter().flat_map(ResultRow::records).collect();
    let compared = rows.iter().filter(|row| row.record.is_some()).flat_map(ResultRow::records).collect();
    let statement = queries::records(ids, compared, account.has(Role::Moderator));
    let named: Vec<RecordRow> = state.db.read(async |connection| statement.load(connection).await).await?;
    let named = named.into_iter().map(|RecordRow { id, slug, name, locality, data }| {
        (id, ImportRecord { id, slug, name, locality, data: data.map(|data| data.0) })
    });
    let named: HashMap<OrganizationId, ImportRecord> = named.collect();
    Ok(rows.into_iter().map(|row| worded(row, import.dry_run, &named, language)).collect())
}

fn worded(row: ResultRow, dry_run: bool, named: &HashMap<OrganizationId, ImportRecord>, language: Language) -> ImportResult {
    // Compared is what a line itself may be; records that others name here are not.
    let plain = |record: &ImportRecord| if row.record.is_some() { record.clone() } else { record.plain() };
    let records = row.records().filter_map(|id| named.get(&id).map(plain)).collect();
    let ResultRow { place, line, outcome, name, external_id, organization_id, problem, record, decision } = row;
    let decision = decision.as_deref().map(ImportDecision::from_name);
    // What a dry run would write, nobody decides: the import in earnest asks for it.
    let allowed = if record.is_some() && !dry_run { ImportDecision::allowed(decision) } else { &[] };
    let problem = problem.map(|problem| problem.0.said(language));
    ImportResult {
        place,
        line,
        outcome: Outcome::from_name(&outcome),
        name,
        external_id,
        organization_id,
        records,
        record: record.map(|record| record.0),
        decision,
        allowed_decisions: allowed.to_vec(),
        problem,
    }
}
