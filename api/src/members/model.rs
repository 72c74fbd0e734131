//! Rights and where they hold.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::{
    auth::Role,
    identity::TotemRef,
    ids::{AccountId, MemberId, OrganizationId, TotemId},
};

/// Where a right holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scope {
    Totem(TotemId),
    Organization(OrganizationId),
    /// Everywhere.
    Platform,
}

impl Scope {
    /// The rights there are; whoever has the first one gives and withdraws all of them.
    pub fn roles(self) -> &'static [Role] {
        match self {
            Self::Totem(_) => &[Role::Manager, Role::Agent],
            Self::Organization(_) => &[Role::Owner, Role::Editor],
            Self::Platform => &[Role::Admin, Role::Moderator, Role::Pilot],
        }
    }

    pub fn head(self) -> Role {
        self.roles()[0]
    }

    pub fn totem(self) -> Option<TotemId> {
        if let Self::Totem(id) = self { Some(id) } else { None }
    }

    pub fn organization(self) -> Option<OrganizationId> {
        if let Self::Organization(id) = self { Some(id) } else { None }
    }
}

/// An organization in a few words.
#[derive(Clone, Debug, Hash, Serialize, Deserialize, ToSchema)]
pub struct OrganizationRef {
    pub id: OrganizationId,
    #[schema(example = "universite-de-lorraine")]
    pub slug: String,
    #[schema(example = "Université de Lorraine")]
    pub name: String,
}

/// Somebody with a right, which holds at a Totem, in an organization, or everywhere.
#[derive(Serialize, ToSchema)]
pub struct Member {
    pub id: MemberId,
    pub role: Role,
    pub account: MemberAccount,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub totem: Option<TotemRef>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub organization: Option<OrganizationRef>,
    pub granted_at: DateTime<Utc>,
}

/// Whose right it is.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
pub struct MemberAccount {
    pub id: AccountId,
    #[schema(example = "Camille Exemple")]
    pub name: String,
    #[schema(example = "camille@exemple.fr")]
    pub email: String,
}
