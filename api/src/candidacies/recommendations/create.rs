//! Pilots keep what was recommended.

use actix_web::{post, web::Data};
use chrono::NaiveDate;
use garde::Validate;
use serde::Deserialize;
use utoipa::ToSchema;

use super::{
    super::{criteria, get, policy, policy::Reader, source::FactSourceInput},
    model::Recommendation,
    queries,
};
use crate::{
    auth::{Account, Actor},
    db::{Emitted, Event, Kind, Origin, Tx},
    error::FieldCode,
    http::{Answer, FieldError, Json, Line, Path, Problem, Prose, Query, query::NoParameters},
    ids::{CandidacyId, RecommendationId, Ref},
    state::State,
};

/// A candidacy has so many.
const MOST: usize = 200;

/// Something that was recommended.
#[derive(Clone, Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
#[garde(allow_unvalidated)]
#[schema(example = json!({
    "text": "Ouvrir la gouvernance à davantage d'entrepreneurs.", "given_on": "2019-03-01", "criterion": "gouvernance",
    "source": {"title": "Avis du comité", "publisher": "Mission French Tech"},
}))]
pub struct CreateCandidacyRecommendation {
    #[garde(dive)]
    #[schema(inline)]
    text: Prose<1, 2000>,
    /// Not in the future.
    #[schema(value_type = String, format = Date, pattern = "^(1[0-9]{3}|20[0-9]{2}|2100)-", example = "2019-03-01")]
    given_on: NaiveDate,
    #[garde(dive)]
    source: FactSourceInput,
    /// The code of the criterion that it is about.
    #[garde(dive)]
    #[schema(inline, example = "gouvernance")]
    criterion: Option<Line<1, 120>>,
}

#[utoipa::path(
    tag = "candidacy",
    summary = "Keep what was recommended to a candidacy",
    description = "By pilots. It is a gap of the candidacy until it is answered.",
    params(("id" = String, Path, description = "Id or slug", example = "french-tech-east", max_length = 120)),
    responses((status = 201, description = "Kept", body = Recommendation)),
)]
#[post("/v1/candidacies/{id}/recommendations")]
pub async fn create_candidacy_recommendation(
    account: Account,
    state: Data<State>,
    origin: Origin,
    id: Path<Ref<CandidacyId>>,
    _: Query<NoParameters>,
    body: Json<CreateCandidacyRecommendation>,
) -> Result<Answer, Problem> {
    let candidacy = get::find(&state, &Actor::Account(account.clone()), &id.0).await?;
    policy::require_pilot(&account)?;
    let CreateCandidacyRecommendation { text, given_on, source, criterion } = body.value;
    let today = Reader::pilot(state.clock.now()).today;
    let first = NaiveDate::from_ymd_opt(1000, 1, 1).unwrap_or(today);
    if !(first..=today).contains(&given_on) {
        let error = FieldError::body("/given_on", FieldCode::OutOfRange).with([first.to_string(), today.to_string()]);
        return Err(Problem::invalid(vec![error]));
    }
    if let Some(code) = &criterion {
        let known = criteria::list::criteria(&state, &candidacy).await?;
        if !known.iter().any(|of| of.criterion.code == code.0) {
            return Err(Problem::field("/criterion", FieldCode::UnknownReference));
        }
    }
    let recommendation = Recommendation {
        id: RecommendationId::new(),
        text: text.0,
        given_on,
        source: source.into(),
        criterion: criterion.map(|criterion| criterion.0),
        answer: None,
        answered_at: None,
        revision: 1,
    };
    let (id, slug, revision) = (candidacy.id, candidacy.slug, candidacy.revision);
    let write = async move |tx: &mut Tx| {
        if queries::list(tx, id).await?.len() >= MOST {
            return Err(Problem::invalid(vec![
                FieldError::body("", FieldCode::ItemCount).with(["0".to_owned(), MOST.to_string()]),
            ]));
        }
        queries::insert(tx, id, &recommendation).await?;
        let address = format!("/v1/candidacies/{slug}/recommendations");
        let answer = Answer::created(address, &recommendation)?.revision(1, "public");
        Ok(Emitted::new(Event::new("candidacy.recommendation_added", Kind::Candidacy, id.0, revision), answer))
    };
    state.db.write(origin, &body.bytes, write).await
}
