//! The shapes of candidacies.

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

pub use super::state::{Reason, Stage};
use crate::{
    http::LangText,
    ids::{AccountId, CandidacyId, EventId, LabelProgrammeId, MilestoneId},
    totems::model::FactSource,
};

/// A territory's file for a label.
#[derive(Clone, Debug, Serialize, ToSchema)]
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
    pub state: Stage,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub state_on: Option<NaiveDate>,
    /// What its reader may make of it next, by `POST …/transitions`.
    pub allowed_transitions: Vec<Stage>,
    /// The candidacy that took its place.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub superseded_by: Option<CandidacyId>,
    pub summary: LangText,
    /// Whom to ask.
    pub contacts: Vec<CandidacyContact>,
    /// In their order in time.
    pub milestones: Vec<Milestone>,
    pub revision: i64,
    pub updated_at: DateTime<Utc>,
}

/// What is applied for.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
pub struct Programme {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub id: Option<LabelProgrammeId>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(example = "metropole-french-tech")]
    pub slug: Option<String>,
    /// The call that it answers.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(example = "appel-2014")]
    pub call: Option<String>,
    #[schema(example = "Métropole French Tech")]
    pub name: String,
    pub description: LangText,
}

/// An office that speaks for a candidacy.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct CandidacyContact {
    #[schema(example = "Sillon Lorrain, direction du numérique")]
    pub office: String,
    /// What to ask it for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(example = "Suivi du dossier")]
    pub role: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(example = "numerique@exemple.fr")]
    pub email: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(example = "https://exemple.fr/candidature")]
    pub url: Option<String>,
}

/// A step of a candidacy from state to state. None is ever taken back.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
pub struct CandidacyEvent {
    pub id: EventId,
    pub from: Stage,
    pub to: Stage,
    /// When it happened.
    pub occurred_on: NaiveDate,
    pub precision: DatePrecision,
    /// No source states the date itself.
    pub date_inferred: bool,
    /// All that speak of it, also where they differ.
    pub sources: Vec<FactSource>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<Reason>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(example = "Le travail continue.")]
    pub note: Option<String>,
    /// When it was written down here, which may be years later.
    pub recorded_at: DateTime<Utc>,
}

/// A dated step of a candidacy.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
pub struct Milestone {
    pub id: MilestoneId,
    pub position: i32,
    #[schema(value_type = MilestoneType)]
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
    /// As of today.
    #[serde(default)]
    pub state: MilestoneState,
    /// Who sees to it; told to pilots only.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub owner: Option<MilestoneOwner>,
    /// What comes before it.
    #[serde(default)]
    pub depends_on: Vec<MilestoneId>,
    /// What has to be done before it.
    #[serde(default)]
    pub tasks: Vec<MilestoneTask>,
    /// All that speak of it, also where they differ.
    pub sources: Vec<FactSource>,
    /// When it was written down here, which may be years later.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub recorded_at: Option<DateTime<Utc>>,
    #[serde(default)]
    #[schema(example = 1, minimum = 1)]
    pub revision: i64,
}

impl Milestone {
    /// When it happened, or is to happen.
    pub fn on(&self) -> Option<NaiveDate> {
        self.occurred_on.or(self.planned_on)
    }
}

/// What kind of step it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum MilestoneType {
    Announcement,
    Deposit,
    CompletenessCheck,
    ContactNamed,
    SiteVisit,
    Hearing,
    CommitteeOpinion,
    Decision,
    CommitmentPublished,
    OneYearReview,
    Confirmation,
    Renewal,
    Merger,
}

impl MilestoneType {
    pub fn name(self) -> &'static str {
        match self {
            Self::Announcement => "announcement",
            Self::Deposit => "deposit",
            Self::CompletenessCheck => "completeness_check",
            Self::ContactNamed => "contact_named",
            Self::SiteVisit => "site_visit",
            Self::Hearing => "hearing",
            Self::CommitteeOpinion => "committee_opinion",
            Self::Decision => "decision",
            Self::CommitmentPublished => "commitment_published",
            Self::OneYearReview => "one_year_review",
            Self::Confirmation => "confirmation",
            Self::Renewal => "renewal",
            Self::Merger => "merger",
        }
    }
}

/// A pilot who sees to a milestone.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
pub struct MilestoneOwner {
    pub account_id: AccountId,
    /// Absent when the account has ended.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(example = "Camille Exemple")]
    pub name: Option<String>,
}

/// Something that has to be done before a milestone.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct MilestoneTask {
    #[schema(example = "Réunir les lettres de soutien")]
    pub title: String,
    pub done: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum DatePrecision {
    Day,
    Month,
    Season,
    Year,
}

impl DatePrecision {
    const ALL: [Self; 4] = [Self::Day, Self::Month, Self::Season, Self::Year];

    /// A database that holds another word was changed by hand.
    pub fn from_name(name: &str) -> Self {
        Self::ALL.into_iter().find(|precision| precision.name() == name).unwrap_or(Self::Day)
    }

    pub fn name(self) -> &'static str {
        match self {
            Self::Day => "day",
            Self::Month => "month",
            Self::Season => "season",
            Self::Year => "year",
        }
    }
}

/// How a milestone stands, by its dates and by those that it depends on.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum MilestoneState {
    /// It happened.
    Done,
    /// None of the others.
    #[default]
    OnTrack,
    /// Its day is within two weeks and something is still to be done; or what it depends on is late, is at risk itself, or is to come
    /// after it.
    AtRisk,
    /// Its day is over.
    Late,
}
