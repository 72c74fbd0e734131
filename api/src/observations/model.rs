//! The shapes of observations, and their states.

use chrono::{DateTime, NaiveDate, Utc};
use garde::Validate;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::{
    candidacies::model::DatePrecision,
    ids::{IndicatorId, ObservationId},
    objectives::model::{KnownDate, Quantity},
    totems::model::FactSource,
};

/// The value of an indicator on a day.
#[derive(Clone, Serialize, ToSchema)]
pub struct Observation {
    pub id: ObservationId,
    pub indicator_id: IndicatorId,
    pub date: KnownDate,
    #[schema(value_type = f64, example = 11400)]
    pub value: Quantity,
    pub origin: ObservationOrigin,
    pub source: FactSource,
    /// How it was counted, where the platform counted.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub computation: Option<Computation>,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(example = "Hors auto-entrepreneurs.")]
    pub note: Option<String>,
    /// The version of the indicator's definition by which it was counted.
    #[schema(example = 1, minimum = 1)]
    pub definition_version: i32,
    /// Which value of this day it is: a correction is the next one.
    #[schema(example = 1, minimum = 1)]
    pub version: i32,
    pub status: ObservationStatus,
    /// From when the platform knew it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub approved_at: Option<DateTime<Utc>>,
    /// Until when it was taken for true.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ended_at: Option<DateTime<Utc>>,
    pub allowed_transitions: Vec<ObservationStatus>,
    pub revision: i64,
    pub updated_at: DateTime<Utc>,
}

/// Where a value comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum ObservationOrigin {
    /// Said by its source in its time, and measured by nobody here.
    Announced,
    Entered,
    /// Read from a file.
    Imported,
    /// Counted in the directory.
    Computed,
}

impl ObservationOrigin {
    const ALL: [Self; 4] = [Self::Announced, Self::Entered, Self::Imported, Self::Computed];

    pub fn name(self) -> &'static str {
        match self {
            Self::Announced => "announced",
            Self::Entered => "entered",
            Self::Imported => "imported",
            Self::Computed => "computed",
        }
    }

    pub fn of(name: &str) -> Self {
        Self::ALL.into_iter().find(|origin| origin.name() == name).unwrap_or(Self::Entered)
    }
}

/// What was asked of the directory, and what it answered.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
pub struct Computation {
    /// The list that was counted.
    #[schema(example = "/v1/organizations?kinds=startup")]
    pub query: String,
    #[schema(example = 412, minimum = 0)]
    pub count: i64,
    pub counted_at: DateTime<Utc>,
}

/// `draft → approved → superseded | withdrawn`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum ObservationStatus {
    /// Seen by pilots only.
    Draft,
    /// Counts, and is locked.
    Approved,
    /// A later version of the same day has taken its place.
    Superseded,
    /// It was wrong, and nothing has taken its place.
    Withdrawn,
}

impl ObservationStatus {
    const ALL: [Self; 4] = [Self::Draft, Self::Approved, Self::Superseded, Self::Withdrawn];

    pub fn name(self) -> &'static str {
        match self {
            Self::Draft => "draft",
            Self::Approved => "approved",
            Self::Superseded => "superseded",
            Self::Withdrawn => "withdrawn",
        }
    }

    pub fn of(name: &str) -> Self {
        Self::ALL.into_iter().find(|status| status.name() == name).unwrap_or(Self::Draft)
    }

    /// What a pilot can make of it. It is superseded by approving another one.
    pub fn next(self) -> &'static [Self] {
        match self {
            Self::Draft => &[Self::Approved],
            Self::Approved => &[Self::Withdrawn],
            Self::Superseded | Self::Withdrawn => &[],
        }
    }
}

/// A day as somebody gives it.
#[derive(Clone, Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
#[garde(allow_unvalidated)]
#[schema(example = json!({"on": "2014-12-31"}))]
pub struct DateInput {
    /// The first day of the period, where only a period is known.
    #[garde(custom(day))]
    #[schema(value_type = String, format = Date, pattern = "^(19|20|21)[0-9]{2}-", example = "2014-12-31")]
    pub on: NaiveDate,
    /// To the day, unless it is said.
    #[serde(default = "to_the_day")]
    #[schema(value_type = DatePrecision, required = false)]
    pub precision: DatePrecision,
    /// No source states it itself.
    #[serde(default)]
    #[schema(required = false)]
    pub inferred: bool,
}

fn to_the_day() -> DatePrecision {
    DatePrecision::Day
}

pub fn day(date: &NaiveDate, (): &()) -> garde::Result {
    use chrono::Datelike;
    if (1900..=2199).contains(&date.year()) { Ok(()) } else { Err(garde::Error::new("out_of_range|1900-01-01|2199-12-31")) }
}

#[expect(clippy::ref_option, reason = "garde hands over a reference to the member")]
pub fn some_day(date: &Option<NaiveDate>, context: &()) -> garde::Result {
    date.as_ref().map_or(Ok(()), |date| day(date, context))
}

impl From<DateInput> for KnownDate {
    fn from(DateInput { on, precision, inferred }: DateInput) -> Self {
        Self { on, precision, inferred }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_ended_never_counts_again() {
        for status in ObservationStatus::ALL {
            assert_eq!(ObservationStatus::of(status.name()), status);
            assert!(!status.next().contains(&ObservationStatus::Draft));
        }
        assert!(ObservationStatus::Withdrawn.next().is_empty() && ObservationStatus::Superseded.next().is_empty());
    }
}
