//! The objectives.

use actix_web::{get, web::Data};

use super::{Moments, model::Objective, queries};
use crate::{
    http::{Answer, Listing, Problem, Query},
    state::State,
};

#[utoipa::path(
    tag = "objectives",
    summary = "List the objectives",
    description = "What was announced, in its own words, all on one page: with `as_of` those that were announced by then, with what was said \
        by then.",
    params(Moments),
    responses((status = 200, description = "All objectives", body = Listing<Objective>)),
)]
#[get("/v1/objectives")]
pub async fn list_objectives(state: Data<State>, query: Query<Moments>) -> Result<Answer, Problem> {
    let moment = query.0.moment(state.clock.now())?;
    let known = state.db.read(async |connection| queries::list(connection, moment.known_at).await).await?;
    Listing::whole(known.into_iter().filter_map(|objective| objective.held_on(moment.as_of)).collect()).answer()
}
