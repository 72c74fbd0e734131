//! What partners read.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use super::apply::SourceOutcome;
use crate::{auth::Authority, directory::model::Organization};

/// Terms of the feeds; a record that comes from elsewhere names those of its source.
pub const LICENSE: &str = "https://www.etalab.gouv.fr/licence-ouverte-open-licence/";
/// Who gives out the ids of our own records.
pub const SYSTEM: &str = "lorntech";

/// What is exchanged. The list is open: new kinds may be added.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum SyncKind {
    Organization,
}

impl SyncKind {
    pub const ALL: [Self; 1] = [Self::Organization];

    pub fn name(self) -> &'static str {
        match self {
            Self::Organization => "organization",
        }
    }
}

/// Whose records a reader does not see.
#[derive(Clone, Copy, Debug)]
pub struct View {
    pub kind: SyncKind,
    /// Their own, which they know better.
    pub but: Option<Authority>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum ChangeState {
    Updated,
    Deleted,
}

/// Why a record is no longer there. The list is open.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum TombstoneReason {
    Removed,
    Unpublished,
    /// Whoever keeps it took it back.
    ConsentWithdrawn,
    Erased,
    /// `merged_into` took it in.
    Merged,
}

impl TombstoneReason {
    pub fn name(self) -> &'static str {
        match self {
            Self::Removed => "removed",
            Self::Unpublished => "unpublished",
            Self::ConsentWithdrawn => "consent_withdrawn",
            Self::Erased => "erased",
            Self::Merged => "merged",
        }
    }

    /// What a moderator would say.
    pub fn review(self) -> &'static str {
        match self {
            Self::ConsentWithdrawn => "withdrawn",
            Self::Merged => "duplicate",
            Self::Removed | Self::Unpublished | Self::Erased => "other",
        }
    }

    /// The table of the database holds no other word.
    pub fn from_name(name: &str) -> Self {
        match name {
            "unpublished" => Self::Unpublished,
            "consent_withdrawn" => Self::ConsentWithdrawn,
            "erased" => Self::Erased,
            "merged" => Self::Merged,
            _ => Self::Removed,
        }
    }
}

/// The last that is known of a record.
#[derive(Serialize, ToSchema)]
pub struct Change {
    pub state: ChangeState,
    pub kind: SyncKind,
    pub id: Uuid,
    /// Its position; no two items have the same.
    #[schema(minimum = 1, example = 18423)]
    pub modified: i64,
    /// Rises along the positions; of a record of another region, the one that it gives. `data` is at least as new.
    #[schema(minimum = 1, example = 7)]
    pub revision: i64,
    /// Whose word counts: `fr-lorraine`, or a partner region.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(example = "fr-lorraine")]
    pub authority: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub source: Option<ChangeSource>,
    /// Of what is deleted.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reason: Option<TombstoneReason>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub merged_into: Option<Uuid>,
    /// As `GET /v1/organizations/{id}` gives it to the public, without `contacts`. What follows from other records
    /// (`has_owner`, `inverse_relations`, names in `relations`) does not raise the revision.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub data: Option<Organization>,
}

/// What a record is called where its authority keeps it.
#[derive(Serialize, ToSchema)]
pub struct ChangeSource {
    #[schema(example = "lorntech")]
    pub system: String,
    #[schema(example = "01920c1e-7b5a-7c3e-9d4f-2a6b8c0d1e3f")]
    pub external_id: String,
}

/// What became of what a region said of its record.
#[derive(Serialize, ToSchema)]
pub struct SyncSource {
    pub outcome: SourceOutcome,
    /// What the record is called here.
    pub id: Uuid,
    #[schema(minimum = 1, example = 7)]
    pub source_revision: i64,
    /// Numbers of registers that another record has: a person here compares the two.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[schema(required = false, example = json!(["LU-RCS B12345"]))]
    pub numbers_left_out: Vec<String>,
}

/// A page of changes.
#[derive(Serialize, ToSchema)]
pub struct SyncChanges {
    /// By their positions; none on the last page.
    pub items: Vec<Change>,
    /// Where to go on; to be followed as it is. On the last page it is the address of that page itself.
    #[schema(
        example = "https://lorntech.example/v1/sync/changes?kind=organization&after=18424&epoch=7f3a0c1e7b5a4c3e9d4f2a6b8c0d1e3f"
    )]
    pub next: String,
    /// Positions mean nothing in another one.
    #[schema(example = "7f3a0c1e7b5a4c3e9d4f2a6b8c0d1e3f")]
    pub epoch: String,
    /// The last position that was given out, to whatever kind.
    #[schema(minimum = 0, example = 18424)]
    pub head: i64,
    #[schema(example = "https://www.etalab.gouv.fr/licence-ouverte-open-licence/")]
    pub license: &'static str,
}

/// A page of a public feed, by OpenActive's Realtime Paged Data Exchange 1.0.
#[derive(Serialize, ToSchema)]
pub struct FeedPage {
    pub items: Vec<FeedItem>,
    /// Where to go on. On the last page, which has no items, it is the address of that page itself.
    #[schema(
        example = "https://lorntech.example/v1/feeds/organization?afterChangeNumber=18424&epoch=7f3a0c1e7b5a4c3e9d4f2a6b8c0d1e3f"
    )]
    pub next: String,
    #[schema(example = "https://www.etalab.gouv.fr/licence-ouverte-open-licence/")]
    pub license: &'static str,
}

/// The last that is known of a record.
#[derive(Serialize, ToSchema)]
pub struct FeedItem {
    pub state: ChangeState,
    pub kind: SyncKind,
    #[schema(example = "01920c1e-7b5a-7c3e-9d4f-2a6b8c0d1e3f")]
    pub id: String,
    #[schema(minimum = 1, example = 18423)]
    pub modified: i64,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub data: Option<Organization>,
}

impl From<Change> for FeedItem {
    fn from(change: Change) -> Self {
        let Change { state, kind, id, modified, revision: _, authority: _, source: _, reason: _, merged_into: _, data } = change;
        Self { state, kind, id: id.to_string(), modified, data }
    }
}

/// What a copy should hold, in figures.
#[derive(Serialize, ToSchema)]
pub struct SyncState {
    #[schema(example = "7f3a0c1e7b5a4c3e9d4f2a6b8c0d1e3f")]
    pub epoch: String,
    /// It is so at this position.
    #[schema(minimum = 0, example = 18424)]
    pub position: i64,
    pub kinds: Vec<KindState>,
}

#[derive(Serialize, ToSchema)]
pub struct KindState {
    pub kind: SyncKind,
    #[schema(minimum = 0, example = 1742)]
    pub count: i64,
    /// XOR of the SHA-256 of `id:revision` of each record.
    #[schema(example = "5feceb66ffc86f38d952786c6d696c79c2dbc239dd4e91b46729d73a27fb57e9")]
    pub digest: String,
    /// The same by the last byte of the id, as far as there are any.
    #[schema(max_items = 256)]
    pub buckets: Vec<BucketState>,
}

#[derive(Serialize, ToSchema)]
pub struct BucketState {
    #[schema(example = "3f")]
    pub bucket: String,
    #[schema(minimum = 1, example = 7)]
    pub count: i64,
    #[schema(example = "5feceb66ffc86f38d952786c6d696c79c2dbc239dd4e91b46729d73a27fb57e9")]
    pub digest: String,
}
