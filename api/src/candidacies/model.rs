//! The shapes of candidacies.

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::{
    http::LangText,
    ids::{CandidacyId, MilestoneId},
    totems::model::FactSource,
};

/// A territory's file for a label.
#[derive(Serialize, ToSchema)]
pub struct Candidacy {
    pub id: CandidacyId,
    #[schema(example = "metropole-french-tech")]
    pub slug: String,
    pub name: LangText,
    pub programme: Programme,
    #[schema(example = "fr-lorraine")]
    pub territory: String,
    /// Who leads it.
    pub lead: LangText,
    /// The cities that carry it.
    #[schema(example = json!(["Metz", "Nancy", "Épinal", "Thionville"]))]
    pub members: Vec<String>,
    #[schema(value_type = CandidacyState)]
    pub state: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub state_on: Option<NaiveDate>,
    pub summary: LangText,
    /// In their order in time.
    pub milestones: Vec<Milestone>,
    pub revision: i64,
    pub updated_at: DateTime<Utc>,
}

/// What is applied for.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
pub struct Programme {
    #[schema(example = "Métropole French Tech")]
    pub name: String,
    pub description: LangText,
}

/// Where a candidacy stands.
#[derive(ToSchema)]
#[schema(rename_all = "snake_case")]
#[expect(dead_code, reason = "names the values of a column in the document")]
pub enum CandidacyState {
    Draft,
    Submitted,
    CompletenessCheck,
    CoConstruction,
    UnderEvaluation,
    LabelledProvisional,
    Returned,
    Rejected,
    LabelledConfirmed,
    Renewed,
    Superseded,
    Expired,
    Withdrawn,
    Abandoned,
}

/// A dated step of a candidacy.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
pub struct Milestone {
    pub id: MilestoneId,
    pub position: i32,
    /// What kind of step: `announcement`, `deposit`, `hearing`, `decision`, …
    #[schema(example = "hearing")]
    pub r#type: String,
    pub title: LangText,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub detail: Option<LangText>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub planned_on: Option<NaiveDate>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub occurred_on: Option<NaiveDate>,
    /// How exactly the date is known.
    pub precision: DatePrecision,
    /// The date as the sources say it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub date_words: Option<LangText>,
    /// No source states the date itself.
    pub date_inferred: bool,
    pub state: MilestoneState,
    /// All that speak of it, also where they differ.
    pub sources: Vec<FactSource>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum DatePrecision {
    Day,
    Month,
    Season,
    Year,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum MilestoneState {
    Done,
    Planned,
}
