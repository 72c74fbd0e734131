//! The sites.

use actix_web::{get, web::Data};

use super::{model::Totem, queries};
use crate::{
    http::{Answer, Listing, Problem, Query, query::NoParameters},
    state::State,
};

#[utoipa::path(
    tag = "totems",
    summary = "List the Totems",
    description = "The four sites with their services, by city, all on one page.",
    responses((status = 200, description = "All Totems", body = Listing<Totem>)),
)]
#[get("/v1/totems")]
pub async fn list_totems(state: Data<State>, _: Query<NoParameters>) -> Result<Answer, Problem> {
    Listing::whole(queries::list(&state).await?).answer()
}
