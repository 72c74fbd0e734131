//! What a machine client may be allowed.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// A right of a machine client.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub enum ClientScope {
    /// Read the directory.
    #[serde(rename = "directory:read")]
    DirectoryRead,
    /// Read what partner regions exchange.
    #[serde(rename = "sync:read")]
    SyncRead,
    /// Write it.
    #[serde(rename = "sync:write")]
    SyncWrite,
}

/// A region, whose word counts for its own records.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Authority {
    /// Luxembourg.
    Lu,
    /// Saarland.
    DeSl,
    /// Trier.
    DeTr,
    /// Lorraine.
    FrLorraine,
}

impl Authority {
    pub const ALL: [Self; 4] = [Self::FrLorraine, Self::Lu, Self::DeSl, Self::DeTr];

    pub fn name(self) -> &'static str {
        match self {
            Self::FrLorraine => "fr-lorraine",
            Self::Lu => "lu",
            Self::DeSl => "de-sl",
            Self::DeTr => "de-tr",
        }
    }

    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|authority| authority.name() == name)
    }
}

impl ClientScope {
    pub const ALL: &[Self] = &[Self::DirectoryRead, Self::SyncRead, Self::SyncWrite];

    pub fn name(self) -> &'static str {
        match self {
            Self::DirectoryRead => "directory:read",
            Self::SyncRead => "sync:read",
            Self::SyncWrite => "sync:write",
        }
    }

    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|scope| scope.name() == name)
    }

    /// Of a partner region.
    pub fn is_of_partners(self) -> bool {
        matches!(self, Self::SyncRead | Self::SyncWrite)
    }

    /// As OAuth writes several.
    pub fn join(scopes: &[Self]) -> String {
        scopes.iter().map(|scope| scope.name()).collect::<Vec<_>>().join(" ")
    }
}
