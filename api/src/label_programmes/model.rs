//! The shapes of programmes, calls, criteria and waves.

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::{
    http::LangText,
    ids::{LabelProgrammeId, WaveFactId, WaveId},
    objectives::model::KnownDate,
    totems::model::FactSource,
};

/// So many items, and no fewer, in the words of our errors.
pub fn between<const LEAST: usize, const MOST: usize, T>(items: &[T], (): &()) -> garde::Result {
    if (LEAST..=MOST).contains(&items.len()) { Ok(()) } else { Err(garde::Error::new(format!("item_count|{LEAST}|{MOST}"))) }
}

#[expect(clippy::ref_option, reason = "garde hands over a reference to the member")]
pub fn in_range<const LEAST: i64, const MOST: i64>(number: &Option<i64>, (): &()) -> garde::Result {
    if number.is_none_or(|number| (LEAST..=MOST).contains(&number)) {
        return Ok(());
    }
    Err(garde::Error::new(format!("out_of_range|{LEAST}|{MOST}")))
}

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
    /// The earliest first, by the dates that are told of them.
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
    /// Since when the platform knows it; absent for what it has known from its beginning.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub recorded_at: Option<DateTime<Utc>>,
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
pub struct WaveFact {
    pub id: WaveFactId,
    pub kind: WaveFactKind,
    /// Of a number or a territory: the day of which it is told.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub date: Option<KnownDate>,
    /// Of a number.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(example = 15)]
    pub count: Option<i64>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub qualifier: Option<CountQualifier>,
    /// Of a territory.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(example = "LORnTECH")]
    pub territory: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub outcome: Option<WaveOutcome>,
    /// Of a label for one field: which.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(example = "MedTech")]
    pub theme: Option<String>,
    pub source: FactSource,
    /// Since when the platform knows it.
    pub recorded_at: DateTime<Utc>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub withdrawn: Option<Withdrawal>,
}

impl WaveFact {
    /// Whether it was known at an instant, now unless it is said; what is withdrawn is known until then.
    pub fn stands(&self, known_at: Option<DateTime<Utc>>) -> bool {
        match known_at {
            None => self.withdrawn.is_none(),
            Some(at) => self.recorded_at <= at && self.withdrawn.as_ref().is_none_or(|withdrawn| withdrawn.at > at),
        }
    }

    /// Whether it is withdrawn by then.
    pub fn fell(&self, known_at: Option<DateTime<Utc>>) -> bool {
        self.withdrawn.as_ref().is_some_and(|withdrawn| known_at.is_none_or(|at| withdrawn.at <= at))
    }

    /// Whether it had happened by the end of a day: by its date, or that of its source. What no date is known of always has.
    pub fn held_on(&self, day: Option<NaiveDate>) -> bool {
        let on = self.date.as_ref().map(|date| date.on).or(self.source.published_on);
        day.zip(on).is_none_or(|(day, on)| on <= day)
    }
}

/// What a fact of a wave speaks of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum WaveFactKind {
    /// When its labels were given.
    Date,
    /// How many territories applied.
    Candidates,
    /// How many were given the label.
    Laureates,
    /// What became of a territory.
    Territory,
}

/// How exactly a number is told.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum CountQualifier {
    Exact,
    About,
    MoreThan,
}

impl CountQualifier {
    pub fn name(self) -> &'static str {
        match self {
            Self::Exact => "exact",
            Self::About => "about",
            Self::MoreThan => "more_than",
        }
    }
}

/// That a fact was told wrongly, and why it counts no more.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
#[schema(as = WaveFactWithdrawal)]
pub struct Withdrawal {
    pub at: DateTime<Utc>,
    #[schema(example = "Le communiqué parle de la première vague.")]
    pub reason: String,
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
