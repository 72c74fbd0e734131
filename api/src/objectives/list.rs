//! The objectives.

use actix_web::{get, web::Data};

use super::{model::Objective, queries};
use crate::{
    http::{Answer, Listing, Problem, Query, query::NoParameters},
    state::State,
};

#[utoipa::path(
    tag = "objectives",
    summary = "List the objectives",
    description = "What was announced, in its own words, all on one page.",
    responses((status = 200, description = "All objectives", body = Listing<Objective>)),
)]
#[get("/v1/objectives")]
pub async fn list_objectives(state: Data<State>, _: Query<NoParameters>) -> Result<Answer, Problem> {
    Listing::whole(state.db.read(queries::list).await?).answer()
}
