//! Pilots take back that somebody is to score.

use actix_web::{delete, web::Data};

use super::{model::DossierReviewStatus, queries};
use crate::{
    auth::Account,
    candidacies::policy,
    db::{Emitted, Event, Kind, Origin, Tx},
    error::ErrorCode,
    http::{Answer, Path, Problem, Query, answer::IfMatch, query::NoParameters},
    ids::DossierReviewId,
    state::State,
};

#[utoipa::path(
    tag = "candidacy",
    summary = "Take back that somebody reviews a dossier",
    description = "By pilots, while the review is open. What is submitted stays, and so does a conflict of interest (`state_conflict`).",
    params(("id" = DossierReviewId, Path, description = "Id of the review", example = "01920c1e-7b5a-7c3e-9d4f-2a6b8c0d1e3f")),
    responses((status = 204, description = "Taken back")),
)]
#[delete("/v1/dossier-reviews/{id}")]
pub async fn delete_dossier_review(
    account: Account,
    state: Data<State>,
    origin: Origin,
    id: Path<DossierReviewId>,
    read: IfMatch,
    _: Query<NoParameters>,
) -> Result<Answer, Problem> {
    let id = id.0;
    let write = async move |tx: &mut Tx| {
        let before = queries::lock(tx, id, &account).await?.ok_or(ErrorCode::NotFound)?;
        policy::require_pilot(&account)?;
        read.check(before.revision)?;
        if before.status != DossierReviewStatus::Open {
            return Err(before.status.conflict("deleted"));
        }
        queries::delete(tx, id).await?;
        let event = Event::new("dossier_review.deleted", Kind::DossierReview, id.0, before.revision).gone();
        Ok(Emitted::new(event, Answer::no_content()))
    };
    state.db.write(origin, &[], write).await
}
