//! One space.

use actix_web::{get, web::Data};

use super::{model::Space, queries};
use crate::{
    error::ErrorCode,
    http::{Answer, Path, Problem, Query, query::NoParameters},
    ids::{Ref, SpaceId, TotemId},
    state::State,
};

#[utoipa::path(
    tag = "spaces",
    summary = "Get a space of a Totem",
    description = "What it is, what it costs, when it is open, and by which rules it is booked.",
    params(
        ("id" = String, Path, description = "Id or slug of the Totem", example = "metz", max_length = 120),
        ("space_id" = String, Path, description = "Id or slug of the space", example = "salle-de-demonstration", max_length = 120),
    ),
    responses((status = 200, description = "The space", body = Space)),
)]
#[get("/v1/totems/{id}/spaces/{space_id}")]
pub async fn get_totem_space(
    state: Data<State>,
    ids: Path<(Ref<TotemId>, Ref<SpaceId>)>,
    _: Query<NoParameters>,
) -> Result<Answer, Problem> {
    let (totem, space) = ids.0;
    let found = state.db.read(async |connection| queries::find(connection, &totem, &space).await).await?;
    let space = found.ok_or(ErrorCode::NotFound)?.space;
    Ok(Answer::ok(&space)?.revision(space.revision, "public"))
}
