//! The shapes of projects and the machine of their steps, which knows no database.

use chrono::{DateTime, Months, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::{
    clock,
    directory::model::{OrganizationKind, OrganizationSummary, Stage},
    error::{ErrorCode, FieldCode},
    http::{FieldError, Problem},
    identity::TotemRef,
    ids::{AccountId, EventId, OrganizationId, ProjectId, TotemId},
    members::model::OrganizationRef,
    service_requests::model::ServiceRef,
    totems::model::ServiceFamily,
};

/// A project without a change is kept for so many months.
pub const KEPT: Months = Months::new(36);
/// No step is told of a day before this year.
const FIRST_YEAR: i32 = 1990;

/// Whether a project goes on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum ProjectStatus {
    Active,
    Paused,
    Abandoned,
}

use ProjectStatus::{Abandoned, Active, Paused};

impl ProjectStatus {
    pub fn name(self) -> &'static str {
        match self {
            Active => "active",
            Paused => "paused",
            Abandoned => "abandoned",
        }
    }

    pub fn from_name(name: &str) -> Self {
        [Active, Paused].into_iter().find(|status| status.name() == name).unwrap_or(Abandoned)
    }
}

/// What can happen to a project: it reaches a stage of the path, stops for a while or for good, or goes on where it was.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum ProjectStep {
    TalentDetected,
    Idea,
    Creation,
    Growth,
    International,
    Paused,
    Abandoned,
    Resumed,
}

impl ProjectStep {
    const ALL: [Self; 8] = [
        Self::TalentDetected,
        Self::Idea,
        Self::Creation,
        Self::Growth,
        Self::International,
        Self::Paused,
        Self::Abandoned,
        Self::Resumed,
    ];

    pub fn name(self) -> &'static str {
        match self {
            Self::Paused => "paused",
            Self::Abandoned => "abandoned",
            Self::Resumed => "resumed",
            stage => stage.stage().map_or("", Stage::name),
        }
    }

    fn stage(self) -> Option<Stage> {
        match self {
            Self::TalentDetected => Some(Stage::TalentDetected),
            Self::Idea => Some(Stage::Idea),
            Self::Creation => Some(Stage::Creation),
            Self::Growth => Some(Stage::Growth),
            Self::International => Some(Stage::International),
            Self::Paused | Self::Abandoned | Self::Resumed => None,
        }
    }
}

/// On whose side somebody stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum ProjectParty {
    Owner,
    Site,
}

impl ProjectParty {
    pub fn name(self) -> &'static str {
        if self == Self::Owner { "owner" } else { "site" }
    }

    pub fn from_name(name: &str) -> Self {
        if name == "owner" { Self::Owner } else { Self::Site }
    }
}

/// Where a project stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Standing {
    pub stage: Stage,
    pub status: ProjectStatus,
}

impl Standing {
    /// What comes of a step, if this side may tell it: one stage on, back to any, a pause, the end, and out of both again.
    /// Only its owner gives a project up, and takes it up again.
    fn after(self, party: ProjectParty, step: ProjectStep) -> Option<Self> {
        let Self { stage, status } = self;
        match (step, status) {
            (ProjectStep::Paused, Active) => Some(Self { status: Paused, ..self }),
            (ProjectStep::Resumed, Paused) => Some(Self { status: Active, ..self }),
            (ProjectStep::Resumed, Abandoned) if party == ProjectParty::Owner => Some(Self { status: Active, ..self }),
            (ProjectStep::Abandoned, Active | Paused) if party == ProjectParty::Owner => Some(Self { status: Abandoned, ..self }),
            (step, Active) => {
                let to = step.stage()?;
                (to < stage || Some(to) == stage.next()).then_some(Self { stage: to, status })
            }
            _ => None,
        }
    }

    pub fn allowed(self, party: ProjectParty) -> Vec<ProjectStep> {
        ProjectStep::ALL.into_iter().filter(|step| self.after(party, *step).is_some()).collect()
    }

    /// Where it stands after this step, or what would have been possible.
    pub fn apply(self, party: ProjectParty, step: ProjectStep) -> Result<Self, Problem> {
        self.after(party, step).ok_or_else(|| {
            let stands = if self.status == Active { self.stage.name() } else { self.status.name() };
            let problem = Problem::new(ErrorCode::StateConflict).with([stands, step.name()]);
            problem.allowed(self.allowed(party).into_iter().map(ProjectStep::name))
        })
    }
}

/// The day of a step: today unless told, not before the last one, and not to come.
pub fn day_of_step(given: Option<NaiveDate>, last: Option<NaiveDate>, now: DateTime<Utc>) -> Result<NaiveDate, Problem> {
    let today = clock::day(now);
    let earliest = last.or_else(|| NaiveDate::from_ymd_opt(FIRST_YEAR, 1, 1)).unwrap_or(today);
    let day = given.unwrap_or(today);
    if (earliest..=today).contains(&day) {
        return Ok(day);
    }
    let bounds = [earliest, today].map(|day| day.to_string());
    Err(Problem::invalid(vec![FieldError::body("/occurred_on", FieldCode::OutOfRange).with(bounds)]))
}

/// What a project needs, and what answers it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum ProjectNeed {
    /// Accelerators, incubators and business nurseries; services of the family coaching.
    Coaching,
    /// Funders; services of the family financing.
    Financing,
    /// Coworking spaces, third places and business nurseries; services of the families real estate and logistics.
    Premises,
    /// FabLabs; services of the family equipment.
    Prototyping,
    /// Research labs and universities.
    Research,
    /// Training bodies and universities; services of the family training.
    Training,
    /// Data centres.
    Hosting,
    /// Clusters and associations; services of the family events.
    Network,
    /// Public bodies; services of the family other.
    Administration,
}

impl ProjectNeed {
    pub const ALL: [Self; 9] = [
        Self::Coaching,
        Self::Financing,
        Self::Premises,
        Self::Prototyping,
        Self::Research,
        Self::Training,
        Self::Hosting,
        Self::Network,
        Self::Administration,
    ];

    pub fn name(self) -> &'static str {
        match self {
            Self::Coaching => "coaching",
            Self::Financing => "financing",
            Self::Premises => "premises",
            Self::Prototyping => "prototyping",
            Self::Research => "research",
            Self::Training => "training",
            Self::Hosting => "hosting",
            Self::Network => "network",
            Self::Administration => "administration",
        }
    }

    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|need| need.name() == name)
    }

    /// The organizations that answer it.
    pub fn kinds(self) -> &'static [OrganizationKind] {
        use OrganizationKind as Kind;
        match self {
            Self::Coaching => &[Kind::Accelerator, Kind::Incubator, Kind::BusinessNursery],
            Self::Financing => &[Kind::Funder],
            Self::Premises => &[Kind::Coworking, Kind::ThirdPlace, Kind::BusinessNursery],
            Self::Prototyping => &[Kind::Fablab],
            Self::Research => &[Kind::ResearchLab, Kind::University],
            Self::Training => &[Kind::TrainingBody, Kind::University],
            Self::Hosting => &[Kind::DataCentre],
            Self::Network => &[Kind::Cluster, Kind::Association],
            Self::Administration => &[Kind::PublicBody],
        }
    }

    /// The services of Totems that answer it.
    pub fn families(self) -> &'static [ServiceFamily] {
        use ServiceFamily as Family;
        match self {
            Self::Coaching => &[Family::Coaching],
            Self::Financing => &[Family::Financing],
            Self::Premises => &[Family::RealEstate, Family::Logistics],
            Self::Prototyping => &[Family::Equipment],
            Self::Training => &[Family::Training],
            Self::Network => &[Family::Events],
            Self::Administration => &[Family::Other],
            Self::Research | Self::Hosting => &[],
        }
    }
}

/// A project with everything its reader may see.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct Project {
    pub id: ProjectId,
    #[schema(example = "Capteurs pour vergers")]
    pub name: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(example = "Nous mesurons l’eau au pied des arbres.")]
    pub summary: Option<String>,
    pub owner: ProjectOwner,
    pub stage: Stage,
    /// Since when it is at this stage.
    pub stage_on: NaiveDate,
    pub status: ProjectStatus,
    /// Since when it is active, paused or abandoned.
    pub status_on: NaiveDate,
    pub needs: Vec<ProjectNeed>,
    /// Its agents see the project, too.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub totem: Option<TotemRef>,
    /// Around which its resources are looked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub commune: Option<ProjectCommune>,
    /// The company that came of it; to the site once its record is published.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub organization: Option<OrganizationRef>,
    /// What its reader may tell of it, by `POST …/transitions`.
    pub allowed_transitions: Vec<ProjectStep>,
    /// Its reader may change and delete it.
    #[schema(example = true)]
    pub may_edit: bool,
    /// It is deleted after this day unless something changes until then: 36 months after the last change.
    pub kept_until: NaiveDate,
    pub created_at: DateTime<Utc>,
    pub updated_at: DateTime<Utc>,
    #[schema(example = 1, minimum = 1)]
    pub revision: i64,
    #[serde(skip)]
    pub organization_published: bool,
    /// The day of its last step.
    #[serde(skip)]
    pub last_on: NaiveDate,
}

/// Whose project it is.
#[derive(Clone, Debug, Hash, Serialize, ToSchema)]
pub struct ProjectOwner {
    pub account_id: AccountId,
    #[schema(example = "Camille Exemple")]
    pub name: String,
}

/// Where a project is.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
pub struct ProjectCommune {
    /// INSEE code.
    #[schema(example = "57463")]
    pub code: String,
    #[schema(example = "Metz")]
    pub name: String,
}

impl Project {
    pub fn standing(&self) -> Standing {
        Standing { stage: self.stage, status: self.status }
    }
}

/// What can be written of a project.
#[derive(Clone)]
pub struct Content {
    pub name: String,
    pub summary: Option<String>,
    pub needs: Vec<ProjectNeed>,
    pub totem_id: Option<TotemId>,
    pub commune_code: Option<String>,
    pub organization_id: Option<OrganizationId>,
}

/// Each need once, in the order of the list.
pub fn in_order(mut needs: Vec<ProjectNeed>) -> Vec<ProjectNeed> {
    needs.sort_unstable();
    needs.dedup();
    needs
}

/// A step in the life of a project.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct ProjectEvent {
    pub id: EventId,
    /// When it happened.
    pub occurred_on: NaiveDate,
    /// When it was told.
    pub recorded_at: DateTime<Utc>,
    /// Who told it.
    pub party: ProjectParty,
    /// Where it stood before; absent of the first step.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub from_stage: Option<Stage>,
    pub to_stage: Stage,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub from_status: Option<ProjectStatus>,
    pub to_status: ProjectStatus,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(example = "Statuts déposés.")]
    pub note: Option<String>,
}

/// What in the region answers the needs of a project.
#[derive(Serialize, ToSchema)]
pub struct ProjectResources {
    /// Where the distances are counted from; absent where nobody knows, and then nothing has one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub near: Option<ProjectPlace>,
    /// Those of the directory, nearest first, 20 at most.
    #[schema(max_items = 20)]
    pub organizations: Vec<OrganizationResource>,
    /// Those of the Totems that can be asked for now, nearest first.
    pub services: Vec<ServiceResource>,
}

#[derive(Serialize, ToSchema)]
pub struct ProjectPlace {
    /// Its own commune, or its Totem.
    #[schema(example = "Metz")]
    pub name: String,
    #[schema(example = 49.1193)]
    pub latitude: f64,
    #[schema(example = 6.1757)]
    pub longitude: f64,
}

#[derive(Serialize, ToSchema)]
pub struct OrganizationResource {
    /// Which needs it answers.
    pub needs: Vec<ProjectNeed>,
    pub organization: OrganizationSummary,
}

#[derive(Serialize, ToSchema)]
pub struct ServiceResource {
    /// Which needs it answers.
    pub needs: Vec<ProjectNeed>,
    pub totem: TotemRef,
    pub service: ServiceRef,
    /// As the crow flies.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(minimum = 0, example = 3.42)]
    pub distance_km: Option<f64>,
}

/// How many projects of a site are at each stage of the path, and how long they stay there.
#[derive(Serialize, ToSchema)]
pub struct ProjectStatistics {
    pub totem: TotemRef,
    /// `entered`, `left` and `median_days` are of steps from this day on …
    pub occurred_on_gte: NaiveDate,
    /// … and before this one.
    pub occurred_on_lt: NaiveDate,
    pub counted_at: DateTime<Utc>,
    /// In the order of the path.
    pub stages: Vec<StageFigures>,
}

/// Figures of one stage; each is of the projects that the list gives with the filters named.
#[derive(Serialize, ToSchema)]
pub struct StageFigures {
    pub stage: Stage,
    /// Are there now: `stage=…&status=active`.
    #[schema(example = 12, minimum = 0)]
    pub active: i64,
    /// `stage=…&status=paused`.
    #[schema(example = 2, minimum = 0)]
    pub paused: i64,
    /// `stage=…&status=abandoned`.
    #[schema(example = 1, minimum = 0)]
    pub abandoned: i64,
    /// Came to it in the period, from another stage or as their first: `entered_stage=…` with the days.
    #[schema(example = 7, minimum = 0)]
    pub entered: i64,
    /// Went on or back from it in the period: `left_stage=…` with the days.
    #[schema(example = 5, minimum = 0)]
    pub left: i64,
    /// Days that those who left had been there, of one in two at most; paused and abandoned time is not counted.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(example = 84.0)]
    pub median_days: Option<f64>,
}

/// The day until which a project is kept.
pub fn kept_until(updated_at: DateTime<Utc>) -> NaiveDate {
    let day = clock::day(updated_at);
    day.checked_add_months(KEPT).unwrap_or(day)
}

#[cfg(test)]
mod tests {
    use super::*;

    const STATUSES: [ProjectStatus; 3] = [Active, Paused, Abandoned];

    fn names(steps: &[ProjectStep]) -> Vec<&'static str> {
        steps.iter().map(|step| step.name()).collect()
    }

    #[test]
    fn an_active_project_goes_one_stage_on_or_back_to_any() {
        let at = |stage| names(&Standing { stage, status: Active }.allowed(ProjectParty::Site));
        assert_eq!(at(Stage::TalentDetected), ["idea", "paused"]);
        assert_eq!(at(Stage::Creation), ["talent_detected", "idea", "growth", "paused"]);
        assert_eq!(at(Stage::International), ["talent_detected", "idea", "creation", "growth", "paused"]);
    }

    #[test]
    fn what_is_paused_or_abandoned_only_goes_on_where_it_was() {
        for stage in Stage::ALL {
            let (paused, abandoned) = (Standing { stage, status: Paused }, Standing { stage, status: Abandoned });
            assert_eq!(names(&paused.allowed(ProjectParty::Owner)), ["abandoned", "resumed"]);
            assert_eq!(names(&abandoned.allowed(ProjectParty::Owner)), ["resumed"]);
            for standing in [paused, abandoned] {
                let resumed = standing.apply(ProjectParty::Owner, ProjectStep::Resumed).expect("allowed");
                assert_eq!(resumed, Standing { stage, status: Active });
            }
        }
    }

    #[test]
    fn only_its_owner_gives_a_project_up_and_takes_it_up_again() {
        for (stage, status) in Stage::ALL.into_iter().flat_map(|stage| STATUSES.map(|status| (stage, status))) {
            let standing = Standing { stage, status };
            assert!(!standing.allowed(ProjectParty::Site).contains(&ProjectStep::Abandoned), "{standing:?}");
            assert_eq!(standing.allowed(ProjectParty::Owner).contains(&ProjectStep::Abandoned), status != Abandoned);
            if status == Abandoned {
                assert!(standing.allowed(ProjectParty::Site).is_empty());
            }
        }
    }

    #[test]
    fn what_is_not_allowed_says_what_is() {
        let standing = Standing { stage: Stage::Idea, status: Active };
        let problem = standing.apply(ProjectParty::Owner, ProjectStep::Growth).expect_err("must be refused");
        assert_eq!(problem.code, ErrorCode::StateConflict);
        for step in standing.allowed(ProjectParty::Owner) {
            assert!(standing.apply(ProjectParty::Owner, step).is_ok(), "{step:?}");
        }
    }

    #[test]
    fn a_step_is_not_before_the_last_one_and_not_to_come() {
        let now = "2026-12-01T12:00:00Z".parse().expect("an instant");
        let day = |text: &str| text.parse::<NaiveDate>().expect("a day");
        let told = |given: Option<&str>, last: Option<&str>| day_of_step(given.map(day), last.map(day), now).ok();
        assert_eq!(told(None, None), Some(day("2026-12-01")));
        assert_eq!(told(Some("2026-12-01"), Some("2026-12-01")), Some(day("2026-12-01")));
        assert_eq!(told(Some("1990-01-01"), None), Some(day("1990-01-01")));
        for (given, last) in [("2026-12-02", None), ("1989-12-31", None), ("2026-11-30", Some("2026-12-01"))] {
            assert_eq!(told(Some(given), last), None, "{given} after {last:?}");
        }
    }

    #[test]
    fn every_need_is_answered_by_somebody_and_known_by_its_name() {
        for need in ProjectNeed::ALL {
            assert!(!need.kinds().is_empty());
            assert_eq!(ProjectNeed::from_name(need.name()), Some(need));
        }
    }
}
