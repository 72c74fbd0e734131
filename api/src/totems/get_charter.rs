//! What every Totem must offer, and how one conforms.

use actix_web::{get, web::Data};

use super::{
    charter::{self, Charter},
    queries,
};
use crate::{
    error::ErrorCode,
    http::{Answer, Path, Problem, Query, query::NoParameters},
    ids::{Ref, TotemId},
    state::State,
};

#[utoipa::path(
    tag = "totems",
    summary = "Get the charter at a Totem",
    description = "What every Totem must offer, whether an active service of this one fulfils it, and which other Totem covers what \
        is missing. A service says by `fulfils` what it is about; the four named services are known by their family.",
    params(("id" = String, Path, description = "Id or slug of the Totem", example = "metz", max_length = 120)),
    responses((status = 200, description = "The charter", body = Charter)),
)]
#[get("/v1/totems/{id}/charter")]
pub async fn get_totem_charter(state: Data<State>, id: Path<Ref<TotemId>>, _: Query<NoParameters>) -> Result<Answer, Problem> {
    let totems = queries::list(&state).await?;
    let totem = totems.iter().find(|totem| totem.is(&id.0)).ok_or(ErrorCode::NotFound)?;
    Ok(Answer::ok(&charter::charter(totem, &totems))?.content_tag())
}
