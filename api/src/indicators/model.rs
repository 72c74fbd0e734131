//! The shapes of indicators.

use chrono::{DateTime, Utc};
use garde::Validate;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::{
    http::{LangText, text::LangInput},
    ids::IndicatorId,
};

/// What is counted.
#[derive(Clone, Serialize, ToSchema)]
pub struct Indicator {
    pub id: IndicatorId,
    #[schema(example = "emplois-numeriques")]
    pub slug: String,
    pub measure: Measure,
    /// The one in force.
    pub definition: Definition,
    /// All of them, the first first.
    pub definitions: Vec<Definition>,
    pub revision: i64,
    pub updated_at: DateTime<Utc>,
}

impl Indicator {
    /// By which definition it was counted at this time; before the first, by the first.
    pub fn known_at(&self, at: Option<DateTime<Utc>>) -> &Definition {
        let known = self.definitions.iter().rev().find(|definition| at.is_none_or(|at| definition.since <= at));
        known.or(self.definitions.first()).unwrap_or(&self.definition)
    }
}

/// Whether values of different days may be added.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Measure {
    /// How many there are on a day: the latest value is the total, and nothing is added.
    Stock,
    /// How many came since the last value: the total is the sum.
    Flow,
}

impl Measure {
    pub fn name(self) -> &'static str {
        match self {
            Self::Stock => "stock",
            Self::Flow => "flow",
        }
    }

    pub fn of(name: &str) -> Self {
        if name == Self::Flow.name() { Self::Flow } else { Self::Stock }
    }
}

/// What an indicator means, from an instant on.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
pub struct Definition {
    #[schema(example = 1, minimum = 1)]
    pub version: i32,
    pub since: DateTime<Utc>,
    pub name: LangText,
    /// What one of them is.
    pub unit: LangText,
    /// Of whom: figures of different perimeters are not one series.
    pub perimeter: LangText,
    /// How it is counted; absent where nobody has said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub method: Option<LangText>,
}

/// The words of a new indicator.
#[derive(Clone, Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
pub struct DefinitionInput {
    #[garde(dive)]
    #[schema(inline)]
    pub name: LangInput<120>,
    #[garde(dive)]
    #[schema(inline)]
    pub unit: LangInput<60>,
    #[garde(dive)]
    #[schema(inline)]
    pub perimeter: LangInput<500>,
    /// How it is counted.
    #[garde(dive)]
    #[schema(inline)]
    pub method: Option<LangInput<2000>>,
}

impl DefinitionInput {
    pub fn from(self, version: i32, since: DateTime<Utc>) -> Definition {
        let Self { name, unit, perimeter, method } = self;
        Definition {
            version,
            since,
            name: name.into(),
            unit: unit.into(),
            perimeter: perimeter.into(),
            method: method.map(Into::into),
        }
    }
}
