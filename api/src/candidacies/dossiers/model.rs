//! The shape of dossier versions.

use chrono::{DateTime, Utc};
use serde::Serialize;
use utoipa::ToSchema;

use crate::{candidacies::model::Stage, ids::DossierVersionId};

/// A candidacy as it was at a moment.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct DossierVersion {
    pub id: DossierVersionId,
    /// 1 is the first of its candidacy.
    #[schema(example = 2, minimum = 1)]
    pub number: i32,
    /// What it was frozen for.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(example = "Version déposée pour la deuxième vague.")]
    pub note: Option<String>,
    /// Where the candidacy stood.
    pub state: Stage,
    /// How much was missing.
    #[schema(example = 0, minimum = 0)]
    pub gaps: i32,
    /// Of the bytes of its JSON.
    #[schema(example = "2c26b46b68ffc68ff99b453c1d30413413422d706483bfa0f98a5e886266e7ae", pattern = "^[0-9a-f]{64}$")]
    pub sha256: String,
    /// Whether its bytes have this hash still.
    pub intact: bool,
    pub frozen_at: DateTime<Utc>,
}
