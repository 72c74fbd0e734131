//! A reviewer scores.

use std::collections::HashSet;

use actix_web::{patch, web::Data};
use garde::Validate;
use serde::Deserialize;
use utoipa::ToSchema;

use super::{
    model::{DossierReview, DossierReviewStatus, DossierScore, FrozenCriterion, criteria},
    policy::{self, view},
    queries,
};
use crate::{
    auth::Account,
    candidacies::dossiers,
    db::{Emitted, Event, Kind, Origin, Tx},
    directory::model::at_most,
    error::{ErrorCode, FieldCode},
    http::{Answer, FieldError, Line, MergePatch, Path, Problem, Prose, Query, answer::IfMatch, query::NoParameters},
    ids::DossierReviewId,
    state::State,
};

/// What is thought of the dossier so far.
#[derive(Clone, Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
#[garde(allow_unvalidated)]
#[schema(example = json!({"scores": [{"criterion": "gouvernance", "score": 4, "comment": "Encore jeune."}]}))]
pub struct UpdateDossierReview {
    /// In place of those that there are, each criterion once.
    #[garde(custom(at_most::<100, _>), dive)]
    #[schema(max_items = 100)]
    scores: Vec<DossierScoreInput>,
}

/// A score as it is given; to submit, each criterion needs both.
#[derive(Clone, Debug, Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
#[garde(allow_unvalidated)]
#[schema(example = json!({"criterion": "gouvernance", "score": 4, "comment": "Encore jeune."}))]
pub struct DossierScoreInput {
    // The code of a criterion of the version; said in the description, for a comment of the document makes it two schemas.
    #[garde(dive)]
    #[schema(inline)]
    criterion: Line<1, 120>,
    /// 0 is worst, 5 is best.
    #[garde(custom(on_scale))]
    #[schema(minimum = 0, maximum = 5)]
    score: Option<i16>,
    #[garde(dive)]
    #[schema(inline)]
    comment: Option<Prose<1, 2000>>,
}

fn on_scale(score: &Option<i16>, (): &()) -> garde::Result {
    if score.is_none_or(|score| (0..=5).contains(&score)) { Ok(()) } else { Err(garde::Error::new("out_of_range|0|5")) }
}

impl From<DossierScoreInput> for DossierScore {
    fn from(DossierScoreInput { criterion, score, comment }: DossierScoreInput) -> Self {
        Self { criterion: criterion.0, score, comment: comment.map(|comment| comment.0) }
    }
}

#[utoipa::path(
    tag = "candidacy",
    summary = "Score a dossier",
    description = "A JSON merge patch (RFC 7396), by the reviewer, as often as they like until they submit (`state_conflict`). \
        `criterion` is the code of a criterion of the version.",
    params(("id" = DossierReviewId, Path, description = "Id of the review", example = "01920c1e-7b5a-7c3e-9d4f-2a6b8c0d1e3f")),
    request_body(content = UpdateDossierReview, content_type = "application/merge-patch+json"),
    responses((status = 200, description = "Kept", body = DossierReview)),
)]
#[patch("/v1/dossier-reviews/{id}")]
pub async fn update_dossier_review(
    account: Account,
    state: Data<State>,
    origin: Origin,
    id: Path<DossierReviewId>,
    read: IfMatch,
    _: Query<NoParameters>,
    body: MergePatch<UpdateDossierReview>,
) -> Result<Answer, Problem> {
    let (id, bytes) = (id.0, body.0.bytes);
    let scores: Vec<DossierScore> = body.0.value.scores.into_iter().map(Into::into).collect();
    let write = async move |tx: &mut Tx| {
        let before = queries::lock(tx, id, &account).await?.ok_or(ErrorCode::NotFound)?;
        policy::require_reviewer(&account, &before)?;
        read.check(before.revision)?;
        if before.status != DossierReviewStatus::Open {
            return Err(before.status.conflict(DossierReviewStatus::Open.name()));
        }
        known(&scores, &criteria(&dossiers::queries::content(tx, before.version_id).await?))?;
        queries::score(tx, id, scores.clone()).await?;
        let review = queries::find(tx, id, &account).await?.ok_or(ErrorCode::NotFound)?;
        let answer = Answer::ok(&review)?.revision(review.revision, view(&account, &review));
        Ok(Emitted::new(Event::new("dossier_review.updated", Kind::DossierReview, id.0, review.revision), answer))
    };
    state.db.write(origin, &bytes, write).await
}

/// Each is of a criterion of the version, and none is there twice.
fn known(scores: &[DossierScore], criteria: &[FrozenCriterion]) -> Result<(), Problem> {
    let mut seen = HashSet::new();
    let wrong = |score: &DossierScore| {
        if !criteria.iter().any(|of| of.code == score.criterion) {
            return Some(FieldCode::UnknownReference);
        }
        (!seen.insert(score.criterion.clone())).then_some(FieldCode::Repeated)
    };
    let codes: Vec<Option<FieldCode>> = scores.iter().map(wrong).collect();
    let error = |(place, code): (usize, Option<FieldCode>)| Some(FieldError::body(format!("/scores/{place}/criterion"), code?));
    let errors: Vec<FieldError> = codes.into_iter().enumerate().filter_map(error).collect();
    if errors.is_empty() { Ok(()) } else { Err(Problem::invalid(errors)) }
}
