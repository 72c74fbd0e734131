//! One objective.

use actix_web::{get, web::Data};

use super::{Moments, found, model::Objective};
use crate::{
    http::{Answer, Path, Problem, Query},
    ids::{ObjectiveId, Ref},
    state::State,
};

#[utoipa::path(
    tag = "objectives",
    summary = "Get an objective",
    description = "The stated words, the targets as they were stated, and a baseline only where a source states one. It is `not_found` on \
        a day before its announcement, and at an instant before the platform knew it.",
    params(("id" = String, Path, description = "Id or slug", example = "emplois-numeriques", max_length = 120), Moments),
    responses((status = 200, description = "The objective", body = Objective)),
)]
#[get("/v1/objectives/{id}")]
pub async fn get_objective(state: Data<State>, id: Path<Ref<ObjectiveId>>, query: Query<Moments>) -> Result<Answer, Problem> {
    let moment = query.0.moment(state.clock.now())?;
    let objective = found(&state, &id.0, moment).await?;
    Ok(Answer::ok(&objective)?.revision(objective.revision, "public"))
}
