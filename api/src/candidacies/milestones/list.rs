//! The milestones of a file.

use actix_web::{get, web::Data};

use super::super::{get, model::Milestone};
use crate::{
    auth::Actor,
    http::{Answer, Listing, Path, Problem, Query, query::NoParameters},
    ids::{CandidacyId, Ref},
    state::State,
};

#[utoipa::path(
    tag = "candidacy",
    summary = "List the milestones of a candidacy",
    description = "In their order in time, all on one page.",
    params(("id" = String, Path, description = "Id or slug", example = "metropole-french-tech", max_length = 120)),
    responses((status = 200, description = "All its milestones", body = Listing<Milestone>)),
)]
#[get("/v1/candidacies/{id}/milestones")]
pub async fn list_milestones(
    actor: Actor,
    state: Data<State>,
    id: Path<Ref<CandidacyId>>,
    _: Query<NoParameters>,
) -> Result<Answer, Problem> {
    Listing::whole(get::find(&state, &actor, &id.0).await?.milestones).answer()
}
