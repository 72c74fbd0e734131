//! How a candidacy came to where it stands.

use actix_web::{get, web::Data};

use super::{get, model::CandidacyEvent, queries};
use crate::{
    auth::Actor,
    http::{Answer, Listing, Path, Problem, Query, query::NoParameters},
    ids::{CandidacyId, Ref},
    state::State,
};

#[utoipa::path(
    tag = "candidacy",
    summary = "List the steps of a candidacy",
    description = "From which state to which, when it happened, by which sources, and when it was written down. Nothing is ever taken \
        away. All on one page.",
    params(("id" = String, Path, description = "Id or slug", example = "metropole-french-tech", max_length = 120)),
    responses((status = 200, description = "All its steps", body = Listing<CandidacyEvent>)),
)]
#[get("/v1/candidacies/{id}/events")]
pub async fn list_candidacy_events(
    actor: Actor,
    state: Data<State>,
    id: Path<Ref<CandidacyId>>,
    _: Query<NoParameters>,
) -> Result<Answer, Problem> {
    let candidacy = get::find(&state, &actor, &id.0).await?;
    let events = state.db.read_as(&actor, async |connection| queries::events(connection, candidacy.id).await).await?;
    Listing::whole(events).answer()
}
