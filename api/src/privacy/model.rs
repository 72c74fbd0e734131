//! The shapes of copies, consents and of what is known about somebody.

use chrono::{DateTime, Duration, Utc};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::ids::{ConsentId, ExportId};

/// A copy can be downloaded for so long.
pub const COPY_LIFETIME: Duration = Duration::days(7);

/// A copy of one's data.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct Export {
    pub id: ExportId,
    pub status: ExportStatus,
    pub progress: ExportProgress,
    pub requested_at: DateTime<Utc>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ready_at: Option<DateTime<Utc>>,
    /// When it is deleted.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub expires_at: Option<DateTime<Utc>>,
    /// Bytes of the file.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(minimum = 0, example = 18734)]
    pub size: Option<i64>,
}

/// Where a copy stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum ExportStatus {
    Waiting,
    Running,
    Ready,
    /// It could not be made: ask for another.
    Failed,
}

impl ExportStatus {
    pub fn from_name(name: &str) -> Self {
        match name {
            "waiting" => Self::Waiting,
            "running" => Self::Running,
            "ready" => Self::Ready,
            _ => Self::Failed,
        }
    }
}

/// How far it has come, in tables.
#[derive(Clone, Copy, Debug, Serialize, ToSchema)]
pub struct ExportProgress {
    #[schema(minimum = 0, example = 7)]
    pub done: i32,
    #[schema(minimum = 0, example = 22)]
    pub total: i32,
}

/// What somebody can consent to. Each serves something that the platform does now.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum ConsentPurpose {
    /// Name and address stand on the published pages of the organizations that one keeps.
    DirectoryContact,
}

impl ConsentPurpose {
    pub const ALL: [Self; 1] = [Self::DirectoryContact];

    pub fn name(self) -> &'static str {
        match self {
            Self::DirectoryContact => "directory_contact",
        }
    }
}

/// How somebody said it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum ConsentChannel {
    Site,
    Api,
}

impl ConsentChannel {
    pub fn name(self) -> &'static str {
        match self {
            Self::Site => "site",
            Self::Api => "api",
        }
    }
}

/// One purpose: its words, and what was said to it.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct Consent {
    pub purpose: ConsentPurpose,
    /// What one consents to, in the language of the reader.
    #[schema(example = "My name and my e-mail address may stand on the pages of the organizations that I keep.")]
    pub text: String,
    /// SHA-256 of the words, which is sent back with a consent.
    #[schema(example = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08")]
    pub text_hash: String,
    /// It holds now.
    #[schema(example = false)]
    pub given: bool,
    /// All that was said, the latest first.
    pub history: Vec<ConsentEntry>,
}

/// A consent given or withdrawn.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct ConsentEntry {
    pub id: ConsentId,
    pub at: DateTime<Utc>,
    #[schema(example = true)]
    pub given: bool,
    pub channel: ConsentChannel,
    /// Of the words that were shown.
    #[schema(example = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08")]
    pub text_hash: String,
    /// Of the words that were shown.
    #[schema(example = "fr")]
    pub language: String,
}

/// What a part of the data is about, for readers: each table belongs to one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum DataTopic {
    /// The account, and how one signs in.
    Account,
    Requests,
    /// Spaces that were booked, and where the calendar of them is.
    Bookings,
    /// The path to a company.
    Projects,
    Teams,
    Directory,
    /// Copies, consents, settings and saved searches.
    Choices,
    /// Programs of one's own.
    ApiClients,
    /// Letters on their way, and answers that can be repeated.
    Passing,
    AuditLog,
}

/// What becomes of a part when the account has been deleted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum AfterClosing {
    Deleted,
    /// What others need stays, without what is personal.
    Anonymised,
    /// Kept under a number that leads to nobody any more.
    Pseudonymised,
}

/// A table with data about people, in the words of the register of processing.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct PersonalData {
    #[schema(example = "sessions")]
    pub table: String,
    pub topic: DataTopic,
    pub after_closing: AfterClosing,
    /// How many rows are about the account.
    #[schema(minimum = 0, example = 2)]
    pub rows: i64,
    /// The register is written in English.
    #[schema(example = "Sessions; of whoever is signed in; basis: contract (art. 6(1)(b)); seen by oneself")]
    pub about: String,
    pub columns: Vec<PersonalColumn>,
}

/// A column that holds something about people.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
pub struct PersonalColumn {
    #[schema(example = "last_seen_at")]
    pub name: String,
    #[schema(example = "activity")]
    pub kind: String,
    #[schema(example = "ends what is not used")]
    pub purpose: String,
    #[schema(example = "as long as the session, 30 days at most")]
    pub retention: String,
}

/// All that is known about somebody, table by table, and what must be kept although they leave.
#[derive(Serialize, ToSchema)]
pub struct PersonalDataOverview {
    pub items: Vec<PersonalData>,
    pub kept: Vec<Kept>,
}

/// A request that must be kept, and why.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
#[schema(as = KeptRequest)]
pub struct Kept {
    #[schema(example = "MTZ-7K3Q-9F2A")]
    pub reference: String,
    #[schema(example = "Litige en cours")]
    pub reason: String,
}

/// The file of a copy.
#[derive(ToSchema)]
#[schema(value_type = String, format = Binary, example = "PK…")]
#[expect(dead_code, reason = "it is the shape of an answer that is no JSON")]
pub struct ExportFile(String);
