//! The files.

use actix_web::{get, web::Data};

use super::{model::Candidacy, queries};
use crate::{
    http::{Answer, Listing, Problem, Query, query::NoParameters},
    state::State,
};

#[utoipa::path(
    tag = "candidacy",
    summary = "List the candidacies",
    description = "Every label file with its milestones, all on one page.",
    responses((status = 200, description = "All candidacies", body = Listing<Candidacy>)),
)]
#[get("/v1/candidacies")]
pub async fn list_candidacies(state: Data<State>, _: Query<NoParameters>) -> Result<Answer, Problem> {
    Listing::whole(state.db.read(queries::list).await?).answer()
}
