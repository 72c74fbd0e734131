//! What a webhook is, and what is sent to it.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use crate::{
    error::FieldCode,
    http::{FieldError, Problem},
    ids::{ApiClientId, DeliveryId, WebhookId},
};

/// What can be subscribed to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub enum EventType {
    /// A record of the directory is published, or a published one has changed.
    #[serde(rename = "organization.updated")]
    OrganizationUpdated,
    /// A record of the directory is no longer public.
    #[serde(rename = "organization.removed")]
    OrganizationRemoved,
    /// A request of one's own has changed: its state, a message, a file.
    #[serde(rename = "service_request.updated")]
    ServiceRequestUpdated,
    /// Records have come to match a search that one has saved.
    #[serde(rename = "saved_search.matched")]
    SavedSearchMatched,
    /// What one's region proposed has been answered.
    #[serde(rename = "proposal.settled")]
    ProposalSettled,
}

/// What proves that whoever registered an address also answers there.
pub const CHALLENGE: &str = "webhook.challenge";
pub const TEST: &str = "webhook.test";

impl EventType {
    const ALL: [Self; 5] = [
        Self::OrganizationUpdated,
        Self::OrganizationRemoved,
        Self::ServiceRequestUpdated,
        Self::SavedSearchMatched,
        Self::ProposalSettled,
    ];

    pub fn name(self) -> &'static str {
        match self {
            Self::OrganizationUpdated => "organization.updated",
            Self::OrganizationRemoved => "organization.removed",
            Self::ServiceRequestUpdated => "service_request.updated",
            Self::SavedSearchMatched => "saved_search.matched",
            Self::ProposalSettled => "proposal.settled",
        }
    }

    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|one| one.name() == name)
    }

    /// What is somebody's is told to people, and what is a region's to whoever speaks for it.
    fn is_told(self, to_client: bool) -> bool {
        match self {
            Self::OrganizationUpdated | Self::OrganizationRemoved => true,
            Self::ServiceRequestUpdated | Self::SavedSearchMatched => !to_client,
            Self::ProposalSettled => to_client,
        }
    }
}

/// Each once, in the order of the table; a machine client hears of nothing that is somebody's.
pub fn subscribed(types: &[EventType], by_client: bool) -> Result<Vec<EventType>, Problem> {
    let errors: Vec<FieldError> = types
        .iter()
        .enumerate()
        .filter(|(_, one)| !one.is_told(by_client))
        .map(|(place, _)| FieldError::body(format!("/types/{place}"), FieldCode::NotAllowed))
        .collect();
    if errors.is_empty() {
        Ok(EventType::ALL.into_iter().filter(|one| types.contains(one)).collect())
    } else {
        Err(Problem::invalid(errors))
    }
}

pub fn some_types(types: &[EventType], (): &()) -> garde::Result {
    if (1..=5).contains(&types.len()) { Ok(()) } else { Err(garde::Error::new("item_count|1|5")) }
}

/// Where a webhook stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum WebhookStatus {
    /// Its address has not answered the challenge yet.
    Pending,
    Active,
    /// By whoever registered it: what happens meanwhile is not sent.
    Paused,
    /// By us: `disabled_reason` says why.
    Disabled,
}

impl WebhookStatus {
    pub fn name(self) -> &'static str {
        match self {
            Self::Pending => "pending",
            Self::Active => "active",
            Self::Paused => "paused",
            Self::Disabled => "disabled",
        }
    }

    pub fn from_name(name: &str) -> Self {
        [Self::Pending, Self::Active, Self::Paused].into_iter().find(|one| one.name() == name).unwrap_or(Self::Disabled)
    }
}

/// Why we send nothing any more.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum DisabledReason {
    /// The receiver answered 410.
    Gone,
    /// Nothing has arrived for five days.
    Failing,
}

impl DisabledReason {
    pub fn name(self) -> &'static str {
        match self {
            Self::Gone => "gone",
            Self::Failing => "failing",
        }
    }
}

/// An address that is told of events.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct Webhook {
    pub id: WebhookId,
    /// The machine client that registered it; absent for a person's own.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub api_client_id: Option<ApiClientId>,
    #[schema(example = "https://annuaire.example/evenements", max_length = 500)]
    pub url: String,
    #[schema(example = json!(["organization.updated", "organization.removed"]), min_items = 1, max_items = 4)]
    pub types: Vec<EventType>,
    pub status: WebhookStatus,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub disabled_reason: Option<DisabledReason>,
    /// Since when nothing has arrived; absent while all is well.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub failing_since: Option<DateTime<Utc>>,
    /// Signs what is sent (HMAC-SHA256). Shown once, by the answer that made it.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(example = "whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD", max_length = 60)]
    pub secret: Option<String>,
    /// Until then the secret before signs as well.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub former_secret_until: Option<DateTime<Utc>>,
    #[schema(example = 1, minimum = 1)]
    pub revision: i64,
    pub created_at: DateTime<Utc>,
    pub updated_at: DateTime<Utc>,
}

/// How far a delivery has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum DeliveryStatus {
    Waiting,
    Delivered,
    /// It is not tried again, unless it is asked for.
    Failed,
}

impl DeliveryStatus {
    pub fn from_name(name: &str) -> Self {
        match name {
            "waiting" => Self::Waiting,
            "delivered" => Self::Delivered,
            _ => Self::Failed,
        }
    }
}

/// Why an attempt did not arrive, where that is not told by the status of an answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum DeliveryError {
    /// The name leads to an address that is not sent to.
    TargetNotAllowed,
    Unreachable,
    /// No whole answer within 15 seconds.
    Timeout,
    /// What came is no answer.
    BrokenAnswer,
    /// More than 16 KiB.
    AnswerTooLarge,
    /// The answer does not hold the challenge.
    ChallengeNotAnswered,
}

/// An attempt to deliver, and what came back.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
pub struct DeliveryAnswer {
    pub at: DateTime<Utc>,
    /// Only 2xx is a success.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(example = 204, minimum = 100, maximum = 999)]
    pub status: Option<u16>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub error: Option<DeliveryError>,
    #[schema(example = 84, minimum = 0)]
    pub duration_ms: u32,
    /// The beginning of what was answered.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    #[schema(required = false, example = "ok", max_length = 500)]
    pub body: String,
}

/// An event on its way to a webhook.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct Delivery {
    pub id: DeliveryId,
    /// `webhook-id` of what is sent: the same over all attempts.
    #[schema(example = "01920c1e-7b5a-7c3e-9d4f-2a6b8c0d1e3f")]
    pub event_id: Uuid,
    #[schema(example = "organization.updated", max_length = 40)]
    pub r#type: String,
    pub status: DeliveryStatus,
    pub occurred_at: DateTime<Utc>,
    /// Absent when it is not tried again.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub next_attempt_at: Option<DateTime<Utc>>,
    /// The latest twelve, the oldest first.
    #[schema(max_items = 12)]
    pub answers: Vec<DeliveryAnswer>,
}
