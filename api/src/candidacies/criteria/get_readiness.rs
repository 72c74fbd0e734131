//! What a candidacy still lacks.

use actix_web::{get, web::Data};

use super::{
    super::{get, policy, policy::Reader, recommendations},
    list::criteria,
    model::{Readiness, readiness},
};
use crate::{
    auth::{Account, Actor},
    http::{Answer, Path, Problem, Query, query::NoParameters},
    ids::{CandidacyId, Ref},
    state::State,
};

#[utoipa::path(
    tag = "candidacy",
    summary = "Get what a candidacy still lacks",
    description = "For pilots: criteria without evidence, thresholds that are not reached, evidence that has expired, figures frozen more than \
        a year ago, recommendations without an answer; each with the page of the site that mends it.",
    params(("id" = String, Path, description = "Id or slug", example = "french-tech-east", max_length = 120)),
    responses((status = 200, description = "What is missing", body = Readiness)),
)]
#[get("/v1/candidacies/{id}/readiness")]
pub async fn get_candidacy_readiness(
    account: Account,
    state: Data<State>,
    id: Path<Ref<CandidacyId>>,
    _: Query<NoParameters>,
) -> Result<Answer, Problem> {
    let candidacy = get::find(&state, &Actor::Account(account.clone()), &id.0).await?;
    policy::require_pilot(&account)?;
    let criteria = criteria(&state, &candidacy).await?;
    let given = state.db.read(async |connection| recommendations::queries::list(connection, candidacy.id).await).await?;
    let today = Reader::pilot(state.clock.now()).today;
    Ok(Answer::ok(&readiness(&candidacy.slug, candidacy.state, &criteria, &given, today))?.content_tag())
}
