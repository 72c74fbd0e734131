//! The shapes of documents and what is allowed of them, which know no database.

use chrono::{DateTime, Duration, Utc};
use serde::Serialize;
use utoipa::ToSchema;

use crate::{
    documents::DocumentStatus,
    http::DOCUMENT_LIMIT,
    ids::{DocumentId, MessageId},
    service_requests::model::Party,
};

/// What waits for a message that nobody sends is deleted after this time.
pub const UNSENT: Duration = Duration::hours(24);
/// Files that an account sends in 24 hours, and their bytes.
pub const A_DAY: Limit = Limit { files: 200, bytes: 1 << 30 };

/// So many files, and so many bytes in all.
#[derive(Clone, Copy)]
pub struct Limit {
    pub files: i64,
    pub bytes: i64,
}

impl Limit {
    /// What one side sends with a request. Before its address is confirmed nobody knows who asks.
    pub fn of(draft: bool) -> Self {
        if draft { Self { files: 5, bytes: 20 << 20 } } else { Self { files: 10, bytes: 10 * (DOCUMENT_LIMIT as i64) } }
    }

    pub fn allows(self, files: i64, bytes: i64) -> bool {
        files <= self.files && bytes <= self.bytes
    }

    pub fn particulars(self) -> [String; 2] {
        [self.files.to_string(), (self.bytes >> 20).to_string()]
    }
}

/// A file that belongs to a request or to one of its messages.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct Document {
    pub id: DocumentId,
    #[schema(example = "plan-de-financement.pdf")]
    pub name: String,
    #[schema(example = "application/pdf")]
    pub media_type: String,
    /// In bytes.
    #[schema(example = 182_044)]
    pub size: i64,
    pub status: DocumentStatus,
    /// Which side sent it.
    #[schema(value_type = Party)]
    pub author_kind: String,
    /// The message that it belongs to; without one it belongs to the request itself, or waits for its message.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub message_id: Option<MessageId>,
    /// The question of the service that it answers.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(example = "statutes")]
    pub question_id: Option<String>,
    /// Others than its sender see it.
    pub sent: bool,
    pub created_at: DateTime<Utc>,
    pub revision: i64,
}
