//! The shapes of requests and the machine of their states, which knows no database.

use chrono::{DateTime, Duration, Utc};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::answers::GivenAnswer;
use crate::{
    error::ErrorCode,
    http::{LangText, Problem},
    identity::TotemRef,
    ids::{AccountId, EventId, MessageId, OrganizationId, ProjectId, RequestId, ServiceId},
    totems::model::ServiceFamily,
};

/// A request without an account must be confirmed by its mail within this time.
pub const CONFIRM_WITHIN: Duration = Duration::days(7);
/// A closed request can be reopened within this time.
pub const REOPEN_WITHIN: Duration = Duration::days(30);
/// What waits for whoever asked expires after this time without a reply.
pub const WAITS: Duration = Duration::days(30);
/// What was answered closes after this time without a reply.
pub const STAYS_ANSWERED: Duration = Duration::days(14);
/// A link in a mail opens its request for this time.
pub const LINK_LIFETIME: Duration = Duration::days(60);

/// Where a request stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Status {
    /// Waits for the confirmation of its e-mail address.
    Draft,
    Submitted,
    /// Opened by the site.
    Triage,
    /// Somebody is in charge.
    Assigned,
    InProgress,
    /// The site asked something back; the clock stands still.
    WaitingRequester,
    Answered,
    Closed,
    Rejected,
    Expired,
    Cancelled,
}

use Status::{Answered, Assigned, Cancelled, Closed, Draft, Expired, InProgress, Rejected, Submitted, Triage, WaitingRequester};

impl Status {
    pub const ALL: [Self; 11] =
        [Draft, Submitted, Triage, Assigned, InProgress, WaitingRequester, Answered, Closed, Rejected, Expired, Cancelled];
    /// Those in which somebody has to act.
    pub const OPEN: [Self; 5] = [Submitted, Triage, Assigned, InProgress, WaitingRequester];

    pub fn name(self) -> &'static str {
        match self {
            Draft => "draft",
            Submitted => "submitted",
            Triage => "triage",
            Assigned => "assigned",
            InProgress => "in_progress",
            WaitingRequester => "waiting_requester",
            Answered => "answered",
            Closed => "closed",
            Rejected => "rejected",
            Expired => "expired",
            Cancelled => "cancelled",
        }
    }

    /// A database that holds another word was changed by hand: the row is treated as closed to everybody.
    pub fn from_name(name: &str) -> Self {
        Self::ALL.into_iter().find(|status| status.name() == name).unwrap_or(Expired)
    }

    /// When a request in this state ends by itself unless whoever asked replies.
    pub fn ends_at(self, waiting_since: Option<DateTime<Utc>>, answered_at: Option<DateTime<Utc>>) -> Option<DateTime<Utc>> {
        match self {
            WaitingRequester => Some(waiting_since? + WAITS),
            Answered => Some(answered_at? + STAYS_ANSWERED),
            _ => None,
        }
    }

    /// What this party may make of a request in this state.
    pub fn next(self, party: Party) -> &'static [Self] {
        match (party, self) {
            (Party::Requester, Draft) => &[Submitted, Cancelled],
            (Party::Requester, Submitted | Triage | Assigned | InProgress | WaitingRequester) => &[Cancelled],
            (Party::Requester, Answered) => &[Closed, Cancelled],
            (Party::Requester | Party::Agent, Closed) => &[Triage],
            (Party::Agent, Submitted) => &[Triage, Assigned, Rejected],
            (Party::Agent, Triage) => &[Assigned, Rejected],
            (Party::Agent, Assigned) => &[InProgress, Triage, Rejected],
            (Party::Agent, InProgress) => &[WaitingRequester, Answered, Triage, Rejected],
            (Party::System, Draft | WaitingRequester) => &[Expired],
            (Party::System, Answered) => &[Closed],
            (Party::Requester, Rejected | Expired | Cancelled)
            | (Party::Agent, Draft | WaitingRequester | Answered | Rejected | Expired | Cancelled)
            | (Party::System, _) => &[],
        }
    }

    /// The state after this step, or what would have been possible.
    pub fn apply(self, party: Party, to: Self) -> Result<Self, Problem> {
        let allowed = self.next(party);
        if allowed.contains(&to) {
            return Ok(to);
        }
        let problem = Problem::new(ErrorCode::StateConflict).with([self.name(), to.name()]);
        Err(problem.allowed(allowed.iter().map(|status| status.name())))
    }
}

/// On whose side somebody stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ToSchema)]
#[schema(rename_all = "snake_case")]
pub enum Party {
    Requester,
    Agent,
    System,
}

impl Party {
    pub fn name(self) -> &'static str {
        match self {
            Self::Requester => "requester",
            Self::Agent => "agent",
            Self::System => "system",
        }
    }
}

/// Why a site refuses a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Reason {
    OutOfArea,
    OutOfScope,
    NotEligible,
    NoCapacity,
    Duplicate,
    Incomplete,
    AlreadyServed,
    Other,
}

impl Reason {
    pub fn name(self) -> &'static str {
        match self {
            Self::OutOfArea => "out_of_area",
            Self::OutOfScope => "out_of_scope",
            Self::NotEligible => "not_eligible",
            Self::NoCapacity => "no_capacity",
            Self::Duplicate => "duplicate",
            Self::Incomplete => "incomplete",
            Self::AlreadyServed => "already_served",
            Self::Other => "other",
        }
    }
}

/// A service in a few words.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
pub struct ServiceRef {
    pub id: ServiceId,
    #[schema(example = "accompagnement")]
    pub slug: String,
    pub family: ServiceFamily,
    pub name: LangText,
}

/// A request in a few words.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
#[schema(as = ServiceRequestRef)]
pub struct RequestRef {
    pub id: RequestId,
    #[schema(example = "MTZ-7K3Q-9F2A")]
    pub reference: String,
}

/// How to reach whoever asked.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct Contact {
    #[schema(example = "Camille Exemple")]
    pub name: String,
    #[schema(example = "camille@exemple.fr")]
    pub email: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(example = "+33 3 00 00 00 00")]
    pub phone: Option<String>,
    /// The language to write in.
    #[schema(example = "fr")]
    pub language: String,
}

/// An agent in charge.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
pub struct Assignee {
    pub account_id: AccountId,
    #[schema(example = "Dominique Exemple")]
    pub name: String,
    /// Answers for the request.
    pub lead: bool,
}

/// What whoever asked thinks of what became of it.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
pub struct Satisfaction {
    /// From 1, not at all, to 5, fully: whether it helped.
    #[schema(example = 4, minimum = 1, maximum = 5)]
    pub score: i16,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(example = "Réponse claire et rapide.")]
    pub comment: Option<String>,
    pub created_at: DateTime<Utc>,
}

/// The first answer or refusal, and how long it took.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Response {
    pub at: DateTime<Utc>,
    /// Working days, without those that began while the site waited.
    pub days: i32,
    pub in_time: bool,
}

/// A request with everything its reader may see.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct ServiceRequest {
    pub id: RequestId,
    /// To say on the telephone.
    #[schema(example = "MTZ-7K3Q-9F2A")]
    pub reference: String,
    pub totem: TotemRef,
    pub service: ServiceRef,
    pub status: Status,
    #[schema(example = "Préparer une première levée")]
    pub subject: String,
    #[schema(example = "Nous sommes deux, nous avons un prototype et cherchons un regard extérieur.")]
    pub body: String,
    /// What was answered to the questions of the service, as they were asked.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub answers: Vec<GivenAnswer>,
    pub contact: Contact,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub organization_id: Option<OrganizationId>,
    /// The project of whoever asked that it belongs to.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub project_id: Option<ProjectId>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub requester_id: Option<AccountId>,
    pub assignees: Vec<Assignee>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub submitted_at: Option<DateTime<Utc>>,
    /// When an answer is due: 18:00 in Paris, counted in the site's working days.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub due_at: Option<DateTime<Utc>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub answered_at: Option<DateTime<Utc>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub closed_at: Option<DateTime<Utc>>,
    /// When it ends by itself: 30 days after a question that nobody answers it expires, 14 days after the answer it is closed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ends_at: Option<DateTime<Utc>>,
    /// Of a draft: when it expires unless its e-mail address is confirmed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub confirm_before: Option<DateTime<Utc>>,
    /// What whoever asked thinks of it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub satisfaction: Option<Satisfaction>,
    /// What its reader may do next, by `POST …/transitions`.
    pub allowed_transitions: Vec<Status>,
    /// Why it was refused.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<Reason>)]
    pub reason: Option<String>,
    /// The request that goes on in its place.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub merged_into: Option<RequestRef>,
    /// What was joined to it.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub merged: Vec<RequestRef>,
    pub created_at: DateTime<Utc>,
    pub updated_at: DateTime<Utc>,
    pub revision: i64,
}

/// Who said or did something.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct Author {
    #[schema(value_type = Party)]
    pub kind: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(example = "Dominique Exemple")]
    pub name: Option<String>,
}

/// A message of a request.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct Message {
    pub id: MessageId,
    pub author: Author,
    #[schema(example = "Pouvez-vous préciser votre calendrier ?")]
    pub body: String,
    /// A note among agents, which whoever asked sees in a copy of their data only.
    pub internal: bool,
    pub created_at: DateTime<Utc>,
}

/// A step in the life of a request.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = ServiceRequestEvent)]
pub struct Step {
    pub id: EventId,
    pub at: DateTime<Utc>,
    pub actor: Author,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<Status>)]
    pub from: Option<String>,
    #[schema(value_type = Status)]
    pub to: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<Reason>)]
    pub reason: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(example = "Le Totem de Nancy vous répondra.")]
    pub note: Option<String>,
    /// The site that took it over with this step.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub totem: Option<TotemRef>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cancelled_refused_or_expired_request_goes_nowhere() {
        for party in [Party::Requester, Party::Agent, Party::System] {
            for status in [Cancelled, Rejected, Expired] {
                assert!(status.next(party).is_empty(), "{status:?} {party:?}");
            }
        }
    }

    #[test]
    fn only_the_requester_confirms_cancels_and_closes_and_only_agents_refuse() {
        for status in Status::ALL {
            let by_agent = status.next(Party::Agent);
            let by_requester = status.next(Party::Requester);
            assert!(!by_agent.iter().any(|to| matches!(to, Submitted | Cancelled | Closed)), "{status:?}");
            assert!(!by_requester.iter().any(|to| matches!(to, Rejected | Answered | Assigned)), "{status:?}");
        }
    }

    #[test]
    fn nobody_skips_the_triage_or_the_work() {
        for (from, to) in [(Submitted, Answered), (Triage, Answered), (Assigned, Answered), (Draft, Triage), (Answered, Rejected)]
        {
            let problem = from.apply(Party::Agent, to).expect_err("must be refused");
            assert_eq!(problem.code, ErrorCode::StateConflict);
        }
    }

    #[test]
    fn an_open_request_can_always_be_cancelled_by_whoever_asked() {
        for status in Status::OPEN {
            assert_eq!(status.apply(Party::Requester, Cancelled).expect("allowed"), Cancelled);
        }
    }
}
