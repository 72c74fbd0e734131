//! The shapes of programmes, calls, criteria and waves.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::{
    http::LangText,
    ids::{LabelProgrammeId, WaveId},
    objectives::model::KnownDate,
    totems::model::FactSource,
};

/// A label that territories apply for.
#[derive(Debug, Serialize, ToSchema)]
pub struct LabelProgramme {
    pub id: LabelProgrammeId,
    #[schema(example = "metropole-french-tech")]
    pub slug: String,
    #[schema(example = "Métropole French Tech")]
    pub name: String,
    pub description: LangText,
    /// When its end was announced.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ended: Option<ProgrammeEnd>,
    /// The slug of the programme that replaces it.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(example = "capitales-french-tech")]
    pub succeeded_by: Option<String>,
    /// The earliest first.
    pub calls: Vec<LabelCall>,
    /// The earliest first.
    pub waves: Vec<WaveRef>,
    pub sources: Vec<FactSource>,
    pub updated_at: DateTime<Utc>,
    #[schema(example = 1, minimum = 1)]
    pub revision: i64,
}

/// That a programme ends.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
pub struct ProgrammeEnd {
    pub announced: KnownDate,
    pub sources: Vec<FactSource>,
}

/// A call for candidacies.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
pub struct LabelCall {
    #[schema(example = "appel-2014")]
    pub slug: String,
    pub name: LangText,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub opened: Option<KnownDate>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub detail: Option<LangText>,
    /// The latest last, which holds. None where no source states the criteria.
    pub criteria_versions: Vec<CriteriaVersion>,
    pub sources: Vec<FactSource>,
}

/// The criteria of a call as they were at a time.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
pub struct CriteriaVersion {
    #[schema(example = 1, minimum = 1)]
    pub version: i32,
    pub criteria: Vec<Criterion>,
    pub sources: Vec<FactSource>,
}

/// What a call asks for.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
pub struct Criterion {
    #[schema(example = "pass-french-tech")]
    pub code: String,
    pub title: LangText,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub detail: Option<LangText>,
    /// At least so many; absent where nothing is counted.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(example = 5)]
    pub minimum: Option<i64>,
    /// What is counted.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unit: Option<LangText>,
}

/// A wave in a few words.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
pub struct WaveRef {
    pub id: WaveId,
    #[schema(example = "metropole-french-tech-vague-2")]
    pub slug: String,
    pub name: LangText,
}

/// Something about a wave as one source tells it.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum WaveFact {
    /// When its labels were given.
    Date { date: KnownDate, source: FactSource },
    /// How many territories applied.
    Candidates(Count),
    /// How many were given the label.
    Laureates(Count),
    /// What became of a territory.
    Territory(TerritoryFact),
}

#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
#[schema(as = WaveCount)]
pub struct Count {
    #[schema(example = 15)]
    pub count: i64,
    /// `exact` or `about`.
    #[schema(example = "exact")]
    pub qualifier: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub date: Option<KnownDate>,
    pub source: FactSource,
}

#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
pub struct TerritoryFact {
    #[schema(example = "LORnTECH")]
    pub territory: String,
    pub outcome: WaveOutcome,
    /// Of a label for one field: which.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(example = "MedTech")]
    pub theme: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub date: Option<KnownDate>,
    pub source: FactSource,
}

/// What became of a territory in a wave.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum WaveOutcome {
    Retained,
    NotRetained,
    /// Applied; the source tells no more.
    Candidate,
}

impl WaveOutcome {
    pub fn name(self) -> &'static str {
        match self {
            Self::Retained => "retained",
            Self::NotRetained => "not_retained",
            Self::Candidate => "candidate",
        }
    }
}
