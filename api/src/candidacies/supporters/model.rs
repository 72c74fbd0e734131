//! The shape of supporters.

use chrono::{DateTime, Utc};
use serde::Serialize;
use utoipa::ToSchema;

use crate::ids::{OrganizationId, SupporterId};

/// An actor of the directory that has signed.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = CandidacySupporter)]
pub struct Supporter {
    pub id: SupporterId,
    pub organization_id: OrganizationId,
    #[schema(example = "universite-de-lorraine")]
    pub slug: String,
    #[schema(example = "Université de Lorraine")]
    pub name: String,
    /// What it says to it.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(example = "Nous formons ici les talents de demain.")]
    pub statement: Option<String>,
    pub signed_at: DateTime<Utc>,
}
