//! A record as those see it who have something to do with it.

use chrono::{DateTime, NaiveDate, Utc};
use serde::Serialize;
use utoipa::ToSchema;

use super::{OrganizationKind, OrganizationStatus, Review};
use crate::{http::LangText, ids::OrganizationId};

/// A record in a list of work: of a moderator, or of whoever keeps it.
#[derive(Serialize, ToSchema)]
pub struct RecordEntry {
    pub id: OrganizationId,
    #[schema(example = "atelier-d-exemple")]
    pub slug: String,
    #[schema(example = "Atelier d’exemple")]
    pub name: String,
    #[schema(value_type = Vec<OrganizationKind>)]
    pub kinds: Vec<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub summary: Option<LangText>,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(example = "https://exemple.fr")]
    pub website: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(example = "Metz")]
    pub locality: Option<String>,
    pub status: OrganizationStatus,
    /// What a moderator said of it, while it is not published.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub review: Option<Review>,
    /// States to which its reader may bring it.
    pub allowed_transitions: Vec<OrganizationStatus>,
    /// The name of whoever proposed it, for moderators.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(example = "Camille Exemple")]
    pub proposed_by: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub confirmed_on: Option<NaiveDate>,
    pub created_at: DateTime<Utc>,
    pub updated_at: DateTime<Utc>,
    #[schema(example = 1)]
    pub revision: i64,
}
