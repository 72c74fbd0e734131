//! One file.

use actix_web::{get, web::Data};

use super::{model::Candidacy, queries};
use crate::{
    error::ErrorCode,
    http::{Answer, Path, Problem, Query, query::NoParameters},
    ids::{CandidacyId, Ref},
    state::State,
};

#[utoipa::path(
    tag = "candidacy",
    summary = "Get a candidacy",
    description = "The file with its milestones; each fact with its date and its sources, also where they differ.",
    params(("id" = String, Path, description = "Id or slug", example = "metropole-french-tech", max_length = 120)),
    responses((status = 200, description = "The candidacy", body = Candidacy)),
)]
#[get("/v1/candidacies/{id}")]
pub async fn get_candidacy(state: Data<State>, id: Path<Ref<CandidacyId>>, _: Query<NoParameters>) -> Result<Answer, Problem> {
    let found = state.db.read(async |connection| queries::find(connection, &id.0).await).await?;
    let candidacy = found.ok_or(ErrorCode::NotFound)?;
    Ok(Answer::ok(&candidacy)?.revision(candidacy.revision, "public"))
}
