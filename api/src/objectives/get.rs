//! One objective.

use actix_web::{get, web::Data};

use super::{model::Objective, queries};
use crate::{
    error::ErrorCode,
    http::{Answer, Path, Problem, Query, query::NoParameters},
    ids::{ObjectiveId, Ref},
    state::State,
};

#[utoipa::path(
    tag = "objectives",
    summary = "Get an objective",
    description = "The stated words, the targets as they were stated, and a baseline only where a source states one.",
    params(("id" = String, Path, description = "Id or slug", example = "emplois-numeriques", max_length = 120)),
    responses((status = 200, description = "The objective", body = Objective)),
)]
#[get("/v1/objectives/{id}")]
pub async fn get_objective(state: Data<State>, id: Path<Ref<ObjectiveId>>, _: Query<NoParameters>) -> Result<Answer, Problem> {
    let found = state.db.read(async |connection| queries::find(connection, &id.0).await).await?;
    let objective = found.ok_or(ErrorCode::NotFound)?;
    Ok(Answer::ok(&objective)?.revision(objective.revision, "public"))
}
