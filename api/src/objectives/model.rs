//! The shapes of objectives. A figure is a promise of its time or a statement of its source: nothing here is measured.

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::{candidacies::model::DatePrecision, http::LangText, ids::ObjectiveId, totems::model::FactSource};

/// An announced objective.
#[derive(Serialize, ToSchema)]
pub struct Objective {
    pub id: ObjectiveId,
    #[schema(example = "emplois-numeriques")]
    pub slug: String,
    pub position: i32,
    pub name: LangText,
    /// What is counted.
    pub unit: LangText,
    pub announcement: Announcement,
    /// Absent where no source states one: it is never calculated back from a target.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub baseline: Option<Baseline>,
    /// Every way in which the target was stated; they may contradict each other.
    pub targets: Vec<Target>,
    pub horizon_years: i32,
    /// Figures announced beside it, which are not its baseline.
    pub context: Vec<Figure>,
    pub revision: i64,
    pub updated_at: DateTime<Utc>,
}

/// A date as well as it is known.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
pub struct KnownDate {
    /// The first day of the period.
    pub on: NaiveDate,
    pub precision: DatePrecision,
    /// No source states it itself.
    pub inferred: bool,
}

#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
pub struct Announcement {
    pub words: LangText,
    pub announced: KnownDate,
    pub source: FactSource,
}

#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
pub struct Baseline {
    pub value: i64,
    pub date: KnownDate,
    pub words: LangText,
    pub source: FactSource,
}

/// One way in which a target was stated.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
pub struct Target {
    pub r#type: TargetType,
    /// A factor, a growth in percent (50 is half as much again), or the number aimed at.
    pub value: i64,
    /// "More than".
    pub at_least: bool,
    pub horizon_years: i32,
    pub words: LangText,
    pub source: FactSource,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum TargetType {
    Multiplier,
    Percent,
    Absolute,
}

/// A figure of the ecosystem as announced.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
pub struct Figure {
    #[schema(example = "startups")]
    pub slug: String,
    pub label: LangText,
    pub value: i64,
    /// `exact`, `about` or `more_than`.
    #[schema(example = "about")]
    pub qualifier: String,
    /// Absent where its source is undated.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub date: Option<KnownDate>,
    /// What is counted, so that two figures are not mistaken for one series.
    pub perimeter: LangText,
    pub source: FactSource,
}
