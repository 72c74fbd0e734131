//! One site.

use actix_web::{get, web::Data};

use super::{model::Totem, queries};
use crate::{
    error::ErrorCode,
    http::{Answer, Path, Problem, Query, query::NoParameters},
    ids::{Ref, TotemId},
    state::State,
};

#[utoipa::path(
    tag = "totems",
    summary = "Get a Totem",
    description = "The place, what it holds, and what can be asked there.",
    params(("id" = String, Path, description = "Id or slug", example = "metz", max_length = 120)),
    responses((status = 200, description = "The Totem", body = Totem)),
)]
#[get("/v1/totems/{id}")]
pub async fn get_totem(state: Data<State>, id: Path<Ref<TotemId>>, _: Query<NoParameters>) -> Result<Answer, Problem> {
    let totem = queries::find(&state, &id.0).await?.ok_or(ErrorCode::NotFound)?;
    totem.answer()
}
