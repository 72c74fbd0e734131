//! A reviewer submits, or declares a conflict of interest.

use actix_web::{post, web::Data};
use garde::Validate;
use serde::Deserialize;
use utoipa::ToSchema;

use super::{
    model::{DossierReview, DossierReviewStatus, criteria, missing},
    policy::{self, view},
    queries,
};
use crate::{
    auth::Account,
    candidacies::dossiers,
    db::{Emitted, Event, Kind, Origin, Tx},
    error::{ErrorCode, FieldCode},
    http::{Answer, Json, Path, Problem, Prose, Query, answer::OptionalIfMatch, query::NoParameters},
    ids::DossierReviewId,
    state::State,
};

/// How a review ends.
#[derive(Clone, Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
#[garde(allow_unvalidated)]
#[schema(example = json!({"to": "submitted"}))]
pub struct CreateDossierReviewTransition {
    to: DossierReviewStatus,
    /// The conflict of interest: with `recused`, and only then.
    #[garde(dive)]
    #[schema(inline)]
    note: Option<Prose<1, 2000>>,
}

#[utoipa::path(
    tag = "candidacy",
    summary = "Submit a review, or declare a conflict of interest",
    description = "By the reviewer. `submitted` locks the review, which needs a score and a comment for each criterion \
        (`review_incomplete`). `recused` shuts the dossier to them for good: what they had scored is deleted, and neither the version \
        nor its reviews can be read by them any more.",
    params(("id" = DossierReviewId, Path, description = "Id of the review", example = "01920c1e-7b5a-7c3e-9d4f-2a6b8c0d1e3f")),
    responses((status = 201, description = "Done", body = DossierReview)),
)]
#[post("/v1/dossier-reviews/{id}/transitions")]
pub async fn create_dossier_review_transition(
    account: Account,
    state: Data<State>,
    origin: Origin,
    id: Path<DossierReviewId>,
    read: OptionalIfMatch,
    _: Query<NoParameters>,
    body: Json<CreateDossierReviewTransition>,
) -> Result<Answer, Problem> {
    let (id, now, bytes) = (id.0, state.clock.now(), body.bytes);
    let CreateDossierReviewTransition { to, note } = body.value;
    match (to, &note) {
        (DossierReviewStatus::Recused, None) => return Err(Problem::field("/note", FieldCode::Required)),
        (DossierReviewStatus::Recused, Some(_)) | (_, None) => {}
        (_, Some(_)) => return Err(Problem::field("/note", FieldCode::NotAllowed)),
    }
    let write = async move |tx: &mut Tx| {
        let before = queries::lock(tx, id, &account).await?.ok_or(ErrorCode::NotFound)?;
        policy::require_reviewer(&account, &before)?;
        read.check(before.revision)?;
        let status = before.status.apply(to)?;
        if status == DossierReviewStatus::Submitted {
            complete(tx, &before).await?;
        }
        queries::end(tx, id, status, note.clone().map(|note| note.0), now).await?;
        let review = queries::find(tx, id, &account).await?.ok_or(ErrorCode::NotFound)?;
        let answer =
            Answer::created(format!("/v1/dossier-reviews/{id}"), &review)?.revision(review.revision, view(&account, &review));
        Ok(Emitted::new(Event::new("dossier_review.moved", Kind::DossierReview, id.0, review.revision), answer))
    };
    state.db.write(origin, &bytes, write).await
}

/// Every criterion has its score and its comment.
async fn complete(tx: &mut Tx, review: &DossierReview) -> Result<(), Problem> {
    let criteria = criteria(&dossiers::queries::content(tx, review.version_id).await?);
    let missing = missing(&criteria, &review.scores);
    if missing.is_empty() {
        return Ok(());
    }
    let codes: Vec<&str> = missing.iter().map(|of| of.code.as_str()).collect();
    Err(Problem::new(ErrorCode::ReviewIncomplete).with([codes.join(", ")]))
}
