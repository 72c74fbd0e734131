//! Where the objectives stand, side by side.

use actix_web::{get, web::Data};

use super::trajectory::{Trajectory, courses};
use crate::{
    http::{Answer, Listing, Problem, Query, query::NoParameters},
    state::State,
};

#[utoipa::path(
    tag = "objectives",
    summary = "List the trajectories of the objectives",
    description = "That of each objective as `/v1/objectives/{id}/trajectory` tells it unless asked for another: geometric, by what is \
        known now. In the order of the objectives, all on one page.",
    responses((status = 200, description = "All trajectories", body = Listing<Trajectory>)),
)]
#[get("/v1/objectives/trajectories")]
pub async fn list_objective_trajectories(state: Data<State>, _: Query<NoParameters>) -> Result<Answer, Problem> {
    let now = state.clock.now();
    let courses = state.db.read(async |connection| courses(connection, now).await).await?;
    Listing::whole(courses.into_iter().map(|course| course.trajectory).collect()).answer()
}
