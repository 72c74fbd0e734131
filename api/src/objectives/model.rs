//! The shapes of objectives. A figure is a promise of its time or a statement of its source: nothing here is measured.

use chrono::{DateTime, NaiveDate, Utc};
use garde::{Report, Validate};
use serde::{Deserialize, Serialize, Serializer};
use utoipa::ToSchema;

use crate::{
    candidacies::model::DatePrecision,
    http::LangText,
    ids::{IndicatorId, ObjectiveId},
    totems::model::FactSource,
};

/// A number as it was given: a whole one is written without a fraction.
#[derive(Clone, Copy, Debug, PartialEq, PartialOrd, Deserialize)]
#[serde(transparent)]
pub struct Quantity(pub f64);

impl Quantity {
    const MOST: f64 = 1e12;
}

impl Serialize for Quantity {
    fn serialize<S: Serializer>(&self, output: S) -> Result<S::Ok, S::Error> {
        #[expect(clippy::cast_possible_truncation, reason = "whole, and within the bounds")]
        if self.0.fract() == 0.0 && self.0.abs() <= Self::MOST {
            output.serialize_i64(self.0 as i64)
        } else {
            output.serialize_f64(self.0)
        }
    }
}

impl Validate for Quantity {
    type Context = ();

    fn validate_into(&self, (): &(), parent: &mut dyn FnMut() -> garde::Path, report: &mut Report) {
        if !(-Self::MOST..=Self::MOST).contains(&self.0) {
            report.append(parent(), garde::Error::new("out_of_range|-1000000000000|1000000000000"));
        }
    }
}

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
    /// By which its course is measured; absent where nobody has said yet.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub indicator_id: Option<IndicatorId>,
    /// Of another perimeter, where the source gives no baseline: it is compared with, and never put in its place.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub comparison_indicator_id: Option<IndicatorId>,
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

impl Objective {
    /// As it stood on this day: what was said later is not in it. Nothing was promised before its announcement.
    pub fn held_on(mut self, day: Option<NaiveDate>) -> Option<Self> {
        let Some(day) = day else { return Some(self) };
        let said = |source: &FactSource| source.published_on.is_none_or(|on| on <= day);
        self.baseline = self.baseline.filter(|baseline| baseline.date.on <= day);
        self.targets.retain(|target| said(&target.source));
        self.context.retain(|figure| said(&figure.source) && figure.date.as_ref().is_none_or(|date| date.on <= day));
        (self.announcement.announced.on <= day).then_some(self)
    }

    /// The target that its course is measured by: a growth says how much is to change, a number only where it should end.
    pub fn leading(&self) -> Option<&Target> {
        self.targets.iter().find(|target| target.factor().is_some()).or(self.targets.first())
    }
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
    #[schema(value_type = f64, minimum = -1e12, maximum = 1e12, example = 11400)]
    pub value: Quantity,
    pub date: KnownDate,
    pub words: LangText,
    pub source: FactSource,
}

/// One way in which a target was stated.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
pub struct Target {
    pub r#type: TargetType,
    /// A factor, a growth in percent (50 is half as much again), or the number aimed at.
    #[schema(value_type = f64, minimum = -1e12, maximum = 1e12, example = 11400)]
    pub value: Quantity,
    /// "More than".
    pub at_least: bool,
    pub horizon_years: i32,
    pub words: LangText,
    pub source: FactSource,
}

impl Target {
    /// How many times as much there shall be: what a source says without a baseline.
    pub fn factor(&self) -> Option<f64> {
        match self.r#type {
            TargetType::Multiplier => Some(self.value.0),
            TargetType::Percent => Some(1.0 + self.value.0 / 100.0),
            TargetType::Absolute => None,
        }
    }

    /// The number aimed at, which a factor only gives of a baseline.
    pub fn number(&self, baseline: Option<f64>) -> Option<f64> {
        match self.factor() {
            Some(factor) => baseline.map(|baseline| baseline * factor),
            None => Some(self.value.0),
        }
    }
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
