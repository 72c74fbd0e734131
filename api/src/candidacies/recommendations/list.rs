//! What was recommended.

use actix_web::{get, web::Data};

use super::{super::get, model::Recommendation, queries};
use crate::{
    auth::Actor,
    http::{Answer, Listing, Path, Problem, Query, query::NoParameters},
    ids::{CandidacyId, Ref},
    state::State,
};

#[utoipa::path(
    tag = "candidacy",
    summary = "List what was recommended to a candidacy",
    description = "Each with its source and the answer given to it, in their order in time, all on one page.",
    params(("id" = String, Path, description = "Id or slug", example = "french-tech-east", max_length = 120)),
    responses((status = 200, description = "All its recommendations", body = Listing<Recommendation>)),
)]
#[get("/v1/candidacies/{id}/recommendations")]
pub async fn list_candidacy_recommendations(
    actor: Actor,
    state: Data<State>,
    id: Path<Ref<CandidacyId>>,
    _: Query<NoParameters>,
) -> Result<Answer, Problem> {
    let candidacy = get::find(&state, &actor, &id.0).await?.id;
    Listing::whole(state.db.read(async |connection| queries::list(connection, candidacy).await).await?).answer()
}
