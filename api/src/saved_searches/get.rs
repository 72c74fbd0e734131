//! One saved search.

use actix_web::{get, web::Data};

use super::{model::SavedSearch, queries};
use crate::{
    auth::Account,
    error::{ErrorCode, Language},
    http::{Answer, Path, Problem, Query, query::NoParameters},
    ids::SavedSearchId,
    state::State,
};

#[utoipa::path(
    tag = "directory",
    summary = "Read one of one's saved searches",
    description = "What it looks for is what the list of organizations takes: `GET /v1/organizations` with the members of `query` as \
        parameters finds all that matches.",
    params(("id" = SavedSearchId, Path, description = "Id of the search", example = "01920c1e-7b5a-7c3e-9d4f-2a6b8c0d1e3f")),
    responses((status = 200, description = "The search", body = SavedSearch)),
)]
#[get("/v1/me/saved-searches/{id}")]
pub async fn get_my_saved_search(
    account: Account,
    state: Data<State>,
    language: Language,
    id: Path<SavedSearchId>,
    _: Query<NoParameters>,
) -> Result<Answer, Problem> {
    let found = state.db.read_as(&account, async |connection| queries::find(connection, account.id, id.0).await).await?;
    Ok(Answer::ok(&found.ok_or(ErrorCode::NotFound)?.shown(language))?.content_tag())
}
