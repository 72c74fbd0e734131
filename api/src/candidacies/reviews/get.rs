//! One review.

use actix_web::{get, web::Data};

use super::{model::DossierReview, policy::view, queries};
use crate::{
    auth::Account,
    error::ErrorCode,
    http::{Answer, Path, Problem, Query, query::NoParameters},
    ids::DossierReviewId,
    state::State,
};

#[utoipa::path(
    tag = "candidacy",
    summary = "Get a review of a dossier",
    description = "For its reviewer and pilots, and for the other reviewers once both have submitted.",
    params(("id" = DossierReviewId, Path, description = "Id of the review", example = "01920c1e-7b5a-7c3e-9d4f-2a6b8c0d1e3f")),
    responses((status = 200, description = "The review", body = DossierReview)),
)]
#[get("/v1/dossier-reviews/{id}")]
pub async fn get_dossier_review(
    account: Account,
    state: Data<State>,
    id: Path<DossierReviewId>,
    _: Query<NoParameters>,
) -> Result<Answer, Problem> {
    let found = state.db.read_as(&account, async |connection| queries::find(connection, id.0, &account).await).await?;
    let review = found.ok_or(ErrorCode::NotFound)?;
    Ok(Answer::ok(&review)?.revision(review.revision, view(&account, &review)))
}
