//! The shape of a draft.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// What is written in. The list is open: new forms may be added.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum DraftForm {
    ServiceRequest,
}

impl DraftForm {
    pub fn name(self) -> &'static str {
        match self {
            Self::ServiceRequest => "service_request",
        }
    }
}

/// What somebody has written in a form so far.
#[derive(Debug, Serialize, ToSchema)]
pub struct Draft {
    pub form: DraftForm,
    /// As it was given.
    #[schema(example = "{\"subject\":\"Préparer une première levée\"}")]
    pub content: String,
    pub updated_at: DateTime<Utc>,
    /// When it is deleted unless somebody goes on with it.
    pub expires_at: DateTime<Utc>,
    pub revision: i64,
}
