//! How organizations belong together.

use chrono::NaiveDate;
use garde::Validate;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::founded;
use crate::{
    ids::{OrganizationId, Ref},
    members::model::OrganizationRef,
};

/// What an organization is to another one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum RelationKind {
    PartOf,
    MemberOf,
    AcceleratedBy,
    LocatedIn,
}

impl RelationKind {
    pub fn name(self) -> &'static str {
        match self {
            Self::PartOf => "part_of",
            Self::MemberOf => "member_of",
            Self::AcceleratedBy => "accelerated_by",
            Self::LocatedIn => "located_in",
        }
    }
}

/// How an organization belongs to another one.
#[derive(Clone, Debug, Hash, Serialize, Deserialize, ToSchema)]
pub struct Relation {
    pub kind: RelationKind,
    /// The other one.
    pub organization: OrganizationRef,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub started_on: Option<NaiveDate>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ended_on: Option<NaiveDate>,
}

/// The same as somebody gives it.
#[derive(Clone, Debug, Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
#[garde(allow_unvalidated)]
#[schema(example = json!({"kind": "member_of", "organization_id": "universite-de-lorraine"}))]
pub struct RelationInput {
    pub kind: RelationKind,
    /// Id or slug of another published organization.
    #[schema(value_type = String, example = "universite-de-lorraine", min_length = 1, max_length = 120, pattern = "^[a-z0-9-]+$")]
    pub organization_id: Ref<OrganizationId>,
    #[garde(custom(founded))]
    #[schema(value_type = Option<String>, format = Date, pattern = "^(1[0-9]{3}|20[0-9]{2}|2100)-", example = "2024-09-01")]
    pub started_on: Option<NaiveDate>,
    /// Not before it began.
    #[garde(custom(founded))]
    #[schema(value_type = Option<String>, format = Date, pattern = "^(1[0-9]{3}|20[0-9]{2}|2100)-", example = "2025-06-30")]
    pub ended_on: Option<NaiveDate>,
}
