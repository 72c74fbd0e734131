//! One file.

use actix_web::{get, web::Data};

use super::{model::Candidacy, policy::Reader, queries};
use crate::{
    auth::Actor,
    error::ErrorCode,
    http::{Answer, Path, Problem, Query, query::NoParameters},
    ids::{CandidacyId, Ref},
    state::State,
};

#[utoipa::path(
    tag = "candidacy",
    summary = "Get a candidacy",
    description = "The file with its milestones; each fact with its date and its sources, also where they differ. A draft exists for \
        pilots only.",
    params(("id" = String, Path, description = "Id or slug", example = "metropole-french-tech", max_length = 120)),
    responses((status = 200, description = "The candidacy", body = Candidacy)),
)]
#[get("/v1/candidacies/{id}")]
pub async fn get_candidacy(
    actor: Actor,
    state: Data<State>,
    id: Path<Ref<CandidacyId>>,
    _: Query<NoParameters>,
) -> Result<Answer, Problem> {
    let candidacy = find(&state, &actor, &id.0).await?;
    let reader = Reader::of(&actor, state.clock.now());
    Ok(Answer::ok(&candidacy)?.revision(candidacy.revision, &reader.view()))
}

/// The candidacy, for whoever may see it.
pub async fn find(state: &State, actor: &Actor, id: &Ref<CandidacyId>) -> Result<Candidacy, Problem> {
    let reader = Reader::of(actor, state.clock.now());
    let found = state.db.read_as(actor, async |connection| queries::find(connection, id, reader).await).await?;
    Ok(found.ok_or(ErrorCode::NotFound)?)
}
