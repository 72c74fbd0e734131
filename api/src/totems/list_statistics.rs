//! How each site keeps its promises, side by side.

use actix_web::{get, web::Data};

use super::{
    get_statistics::{GetTotemStatistics, period},
    queries,
};
use crate::{
    clock,
    http::{Answer, Problem, Query},
    service_requests::statistics::{self, TotemsStatistics},
    state::State,
};

#[utoipa::path(
    tag = "totems",
    summary = "List how the Totems keep their promises",
    description = "What the statistics of each Totem say of all its requests, as `/v1/totems/{id}/statistics` counts them.",
    params(GetTotemStatistics),
    responses((status = 200, description = "The figures of each Totem", body = TotemsStatistics)),
)]
#[get("/v1/totems/statistics")]
pub async fn list_totem_statistics(state: Data<State>, query: Query<GetTotemStatistics>) -> Result<Answer, Problem> {
    let (from, until) = period(query.0, clock::day(state.clock.now()))?;
    let totems = queries::list(&state).await?;
    Ok(Answer::ok(&statistics::of_each(&state, &totems, from, until).await?)?.content_tag())
}
