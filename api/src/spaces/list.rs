//! What can be booked at a site.

use actix_web::{get, web::Data};

use super::{model::Space, queries};
use crate::{
    error::ErrorCode,
    http::{Answer, Listing, Path, Problem, Query, query::NoParameters},
    ids::{Ref, TotemId},
    state::State,
    totems,
};

#[utoipa::path(
    tag = "spaces",
    summary = "List the spaces of a Totem",
    description = "What can be booked there, all on one page; also what is paused, with its reason.",
    params(("id" = String, Path, description = "Id or slug of the Totem", example = "metz", max_length = 120)),
    responses((status = 200, description = "All its spaces", body = Listing<Space>)),
)]
#[get("/v1/totems/{id}/spaces")]
pub async fn list_totem_spaces(state: Data<State>, id: Path<Ref<TotemId>>, _: Query<NoParameters>) -> Result<Answer, Problem> {
    let spaces = state.db.read(async |connection| queries::list(connection, &id.0).await).await?;
    if spaces.is_empty() {
        let totem = totems::queries::find(&state, &id.0).await?;
        totem.ok_or(ErrorCode::NotFound)?;
    }
    Listing::whole(spaces.into_iter().map(|found| found.space).collect()).answer()
}
