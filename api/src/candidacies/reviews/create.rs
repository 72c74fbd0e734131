//! Pilots name a reviewer.

use actix_web::{post, web::Data};
use garde::Validate;
use serde::Deserialize;
use utoipa::ToSchema;

use super::{
    model::{self, DossierReview},
    policy::view,
    queries,
};
use crate::{
    auth::Account,
    candidacies::{dossiers, policy},
    db::{Emitted, Event, Kind, Mail, Origin, Tx},
    error::{ErrorCode, FieldCode},
    http::{Answer, Email, FieldError, Json, Path, Problem, Query, query::NoParameters},
    ids::{CandidacyId, DossierReviewId, DossierVersionId, Ref},
    notifications::{Letter, ReviewLetter},
    state::State,
};

/// So many score a version.
const MOST: i64 = 50;

/// Who is to score.
#[derive(Clone, Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
#[garde(allow_unvalidated)]
#[schema(example = json!({"email": "camille@exemple.fr"}))]
pub struct CreateDossierReview {
    // The address of their account; said in the description, for a comment of the document makes it two schemas.
    #[garde(dive)]
    #[schema(inline)]
    email: Email,
}

#[utoipa::path(
    tag = "candidacy",
    summary = "Name a reviewer of a dossier",
    description = "By pilots, by the address of an account, whose holder is written to; whoever runs candidacies scores none. From then on they read this version of the dossier, and \
        no other one. A version has 50 reviewers, each once; one without criteria has none.",
    params(
        ("id" = String, Path, description = "Id or slug", example = "french-tech-east", max_length = 120),
        ("version_id" = DossierVersionId, Path, description = "Id of the version", example = "01920c1e-7b5a-7c3e-9d4f-2a6b8c0d1e3f"),
    ),
    responses((status = 201, description = "Named", body = DossierReview)),
)]
#[post("/v1/candidacies/{id}/dossier-versions/{version_id}/reviews")]
pub async fn create_dossier_review(
    account: Account,
    state: Data<State>,
    origin: Origin,
    ids: Path<(Ref<CandidacyId>, DossierVersionId)>,
    _: Query<NoParameters>,
    body: Json<CreateDossierReview>,
) -> Result<Answer, Problem> {
    let dossier = dossiers::get::find(&state, &account, &ids.0).await?;
    policy::require_pilot(&account)?;
    let criteria = model::criteria(&dossiers::get::content(&state, &account, dossier.version.id).await?);
    let (email, now) = (body.value.email.0, state.clock.now());
    let write = async move |tx: &mut Tx| {
        let count = queries::count(tx, dossier.version.id).await?;
        if criteria.is_empty() || count >= MOST {
            let most = if criteria.is_empty() { 0 } else { MOST };
            let range = ["0".to_owned(), most.to_string()];
            return Err(Problem::invalid(vec![FieldError::body("", FieldCode::ItemCount).with(range)]));
        }
        let unknown = || Problem::field("/email", FieldCode::UnknownReference);
        let reviewer = queries::account_of(tx, &email).await?.ok_or_else(unknown)?;
        if reviewer.steers {
            return Err(Problem::field("/email", FieldCode::NotAllowed));
        }
        let id = DossierReviewId::new();
        queries::insert(tx, id, &dossier, reviewer.id, now).await?;
        let review = queries::find(tx, id, &account).await?.ok_or(ErrorCode::NotFound)?;
        let letter = ReviewLetter { review: id, reviewer: reviewer.id, candidacy: review.candidacy.name.clone() };
        let answer =
            Answer::created(format!("/v1/dossier-reviews/{id}"), &review)?.revision(review.revision, view(&account, &review));
        let event = Event::new("dossier_review.created", Kind::DossierReview, id.0, review.revision);
        Ok(Emitted::new(event, answer).mail([Mail(Letter::Review(letter))]))
    };
    state.db.write(origin, &body.bytes, write).await
}
