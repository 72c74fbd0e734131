//! What the call asks for, and what is shown for it.

use actix_web::{get, web::Data};
use chrono::NaiveDate;
use diesel::{QueryResult, pg::Pg};
use diesel_async::AsyncConnectionCore;

use super::{
    super::{get, model::Candidacy, policy::Reader},
    model::{CandidacyCriterion, judge},
    queries,
};
use crate::{
    auth::Actor,
    http::{Answer, Listing, Path, Problem, Query, query::NoParameters},
    ids::{CandidacyId, Ref},
    label_programmes,
    state::State,
};

#[utoipa::path(
    tag = "candidacy",
    summary = "List the criteria of a candidacy",
    description = "Those of its call, in the version that holds, each with the evidence that is shown for it and whether that is enough. What \
        is counted is added over perimeters, each with its latest piece; what counts the same twice is not added. Empty where no source \
        states the criteria.",
    params(("id" = String, Path, description = "Id or slug", example = "french-tech-east", max_length = 120)),
    responses((status = 200, description = "All its criteria", body = Listing<CandidacyCriterion>)),
)]
#[get("/v1/candidacies/{id}/criteria")]
pub async fn list_candidacy_criteria(
    actor: Actor,
    state: Data<State>,
    id: Path<Ref<CandidacyId>>,
    _: Query<NoParameters>,
) -> Result<Answer, Problem> {
    let candidacy = get::find(&state, &actor, &id.0).await?;
    Listing::whole(criteria(&state, &candidacy).await?).answer()
}

/// Each criterion of the call as it stands today.
pub async fn criteria(state: &State, candidacy: &Candidacy) -> Result<Vec<CandidacyCriterion>, Problem> {
    let today = Reader::pilot(state.clock.now()).today;
    state.db.read(async |connection| read(connection, candidacy, today).await).await
}

/// The same within what else is read.
pub async fn read<C: AsyncConnectionCore<Backend = Pg>>(
    connection: &mut C,
    candidacy: &Candidacy,
    today: NaiveDate,
) -> QueryResult<Vec<CandidacyCriterion>> {
    let Some(programme) = candidacy.programme.id.map(Ref::Id) else { return Ok(vec![]) };
    let programme = label_programmes::queries::find(connection, &programme).await?;
    let evidence = queries::list(connection, candidacy.id).await?;
    let calls = programme.map(|programme| programme.calls).unwrap_or_default();
    let call = calls.into_iter().find(|call| Some(&call.slug) == candidacy.programme.call.as_ref());
    let version = call.and_then(|mut call| call.criteria_versions.pop());
    let judged = version.map(|version| {
        let criteria = version.criteria.into_iter();
        criteria.map(|criterion| judge(criterion, version.version, &evidence, today)).collect()
    });
    Ok(judged.unwrap_or_default())
}
