//! Pilots answer what was recommended.

use actix_web::{patch, web::Data};
use garde::Validate;
use serde::Deserialize;
use utoipa::ToSchema;

use super::{
    super::{get, policy},
    model::Recommendation,
    queries,
};
use crate::{
    auth::{Account, Actor},
    db::{Emitted, Event, Kind, Origin, Tx},
    error::ErrorCode,
    http::{Answer, MergePatch, Patch, Path, Problem, Prose, Query, answer::IfMatch, query::NoParameters},
    ids::{CandidacyId, RecommendationId, Ref},
    state::State,
};

/// The answer; what was recommended stays. `null` takes the answer back.
#[derive(Clone, Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
#[garde(allow_unvalidated)]
#[schema(example = json!({"answer": "Le bureau compte désormais sept entrepreneurs sur neuf membres."}))]
pub struct UpdateCandidacyRecommendation {
    #[garde(dive)]
    #[serde(default)]
    #[schema(value_type = Option<Prose<1, 5000>>, inline)]
    answer: Patch<Prose<1, 5000>>,
}

#[utoipa::path(
    tag = "candidacy",
    summary = "Answer a recommendation",
    description = "A JSON merge patch (RFC 7396), by pilots.",
    params(
        ("id" = String, Path, description = "Id or slug", example = "french-tech-east", max_length = 120),
        ("recommendation_id" = RecommendationId, Path, description = "Id of the recommendation", example = "01920c1e-7b5a-7c3e-9d4f-2a6b8c0d1e3f"),
    ),
    request_body(content = UpdateCandidacyRecommendation, content_type = "application/merge-patch+json"),
    responses((status = 200, description = "Answered", body = Recommendation)),
)]
#[patch("/v1/candidacies/{id}/recommendations/{recommendation_id}")]
pub async fn update_candidacy_recommendation(
    account: Account,
    state: Data<State>,
    origin: Origin,
    ids: Path<(Ref<CandidacyId>, RecommendationId)>,
    read: IfMatch,
    _: Query<NoParameters>,
    body: MergePatch<UpdateCandidacyRecommendation>,
) -> Result<Answer, Problem> {
    let (candidacy, id) = ids.0;
    let candidacy = get::find(&state, &Actor::Account(account.clone()), &candidacy).await?;
    policy::require_pilot(&account)?;
    let (patch, now, revision, candidacy) = (body.0.value, state.clock.now(), candidacy.revision, candidacy.id);
    let write = async move |tx: &mut Tx| {
        sees(queries::list(tx, candidacy).await?, id, &read)?;
        match patch.answer.clone() {
            Patch::Keep => {}
            Patch::Clear => queries::answer(tx, id, None, now).await?,
            Patch::Set(answer) => queries::answer(tx, id, Some(answer.0), now).await?,
        }
        let all = queries::list(tx, candidacy).await?;
        let after = all.into_iter().find(|one| one.id == id).ok_or(ErrorCode::InternalError)?;
        let answer = Answer::ok(&after)?.revision(after.revision, "public");
        Ok(Emitted::new(Event::new("candidacy.recommendation_answered", Kind::Candidacy, candidacy.0, revision), answer))
    };
    state.db.write(origin, &body.0.bytes, write).await
}

/// It is there, and is what was read.
fn sees(all: Vec<Recommendation>, id: RecommendationId, read: &IfMatch) -> Result<(), Problem> {
    let before = all.into_iter().find(|one| one.id == id).ok_or(ErrorCode::NotFound)?;
    read.check(before.revision)
}
