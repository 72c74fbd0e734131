//! The shape of recommendations.

use chrono::{DateTime, NaiveDate, Utc};
use serde::Serialize;
use utoipa::ToSchema;

use crate::{ids::RecommendationId, totems::model::FactSource};

/// Something that those who decide recommended to a candidacy.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = CandidacyRecommendation)]
pub struct Recommendation {
    pub id: RecommendationId,
    #[schema(example = "Ouvrir la gouvernance à davantage d'entrepreneurs.")]
    pub text: String,
    pub given_on: NaiveDate,
    pub source: FactSource,
    /// The code of the criterion that it is about.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(example = "gouvernance")]
    pub criterion: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(example = "Le bureau compte désormais sept entrepreneurs sur neuf membres.")]
    pub answer: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub answered_at: Option<DateTime<Utc>>,
    #[schema(example = 1, minimum = 1)]
    pub revision: i64,
}
