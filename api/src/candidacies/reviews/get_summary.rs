//! What the reviews come to.

use actix_web::{get, web::Data};

use super::{
    model::{self, DossierReviewStatus, DossierReviewSummary},
    policy::is_own,
    queries,
};
use crate::{
    auth::Account,
    candidacies::{dossiers, policy},
    error::ErrorCode,
    http::{Answer, Path, Problem, Query, query::NoParameters},
    ids::{CandidacyId, DossierVersionId, Ref},
    state::State,
};

#[utoipa::path(
    tag = "candidacy",
    summary = "Get what the reviews of a dossier come to",
    description = "For pilots: of each criterion the median of the submitted scores, the lowest and the highest, and what each reviewer \
        wrote. A pilot who scores this version has to submit first.",
    params(
        ("id" = String, Path, description = "Id or slug", example = "french-tech-east", max_length = 120),
        ("version_id" = DossierVersionId, Path, description = "Id of the version", example = "01920c1e-7b5a-7c3e-9d4f-2a6b8c0d1e3f"),
    ),
    responses((status = 200, description = "The summary", body = DossierReviewSummary)),
)]
#[get("/v1/candidacies/{id}/dossier-versions/{version_id}/review-summary")]
pub async fn get_dossier_review_summary(
    account: Account,
    state: Data<State>,
    ids: Path<(Ref<CandidacyId>, DossierVersionId)>,
    _: Query<NoParameters>,
) -> Result<Answer, Problem> {
    let version = dossiers::get::find(&state, &account, &ids.0).await?.version.id;
    policy::require_pilot(&account)?;
    let content = dossiers::get::content(&state, &account, version).await?;
    let reviews = state.db.read_as(&account, async |connection| queries::list(connection, version, &account).await).await?;
    if reviews.iter().any(|review| is_own(&account, review) && review.status == DossierReviewStatus::Open) {
        return Err(Problem::new(ErrorCode::Forbidden).with(["pilot"]));
    }
    Ok(Answer::ok(&model::summary(model::criteria(&content), &reviews))?.content_tag())
}
