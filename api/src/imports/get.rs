//! One import: how far it is.

use actix_web::{get, web::Data};
use diesel_async::RunQueryDsl;

use super::{
    model::Import,
    queries::{self, ImportRow},
};
use crate::{
    auth::Account,
    error::{ErrorCode, Language},
    http::{Answer, Path, Problem, Query, query::NoParameters, shell::Spoken},
    ids::ImportId,
    state::State,
};

#[utoipa::path(
    tag = "directory",
    summary = "Get an import",
    description = "How far it is and how many lines became what. Whoever sent the file and administrators see it, for 90 days after its end.",
    params(("id" = String, Path, description = "Id", example = "01920c1e-7b5a-7c3e-9d4f-2a6b8c0d1e3f", max_length = 36)),
    responses((status = 200, description = "The import", body = Import)),
)]
#[get("/v1/imports/{id}")]
pub async fn get_import(
    account: Account,
    state: Data<State>,
    id: Path<ImportId>,
    language: Spoken,
    _: Query<NoParameters>,
) -> Result<Answer, Problem> {
    let import = find(&state, &account, id.0, language.0).await?;
    Ok(Answer::ok(&import)?.revision(import.revision, "import"))
}

/// What the reader may see of it.
pub async fn find(state: &State, account: &Account, id: ImportId, language: Language) -> Result<Import, Problem> {
    let statement = queries::find(id);
    let rows: Vec<ImportRow> = state.db.read_as(account, async |connection| statement.load(connection).await).await?;
    rows.into_iter().next().map(|row| row.said(language)).ok_or_else(|| ErrorCode::NotFound.into())
}
