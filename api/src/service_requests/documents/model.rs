//! The shapes of documents and what is allowed of them, which know no database.

use chrono::{DateTime, Duration, Utc};
use serde::Serialize;
use utoipa::ToSchema;

use crate::{
    http::DOCUMENT_LIMIT,
    ids::{DocumentId, MessageId},
    service_requests::model::Party,
};

/// What waits for a message that nobody sends is deleted after this time.
pub const UNSENT: Duration = Duration::hours(24);
/// What has not arrived by then never will.
pub const UNFINISHED: Duration = Duration::hours(1);
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

/// Whether a file can be had.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum DocumentStatus {
    /// It waits for the virus scanner.
    Pending,
    /// This service has no virus scanner: it is handed out as it came.
    Unscanned,
    /// The virus scanner found nothing.
    Clean,
    /// The virus scanner found something: the file is deleted.
    Infected,
}

impl DocumentStatus {
    /// What no scanner has seen waits for it as soon as there is one.
    pub fn of(name: &str, scanner: bool) -> Self {
        match name {
            "clean" => Self::Clean,
            "infected" => Self::Infected,
            "unscanned" if !scanner => Self::Unscanned,
            _ => Self::Pending,
        }
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

/// A name as it is kept: without folders, and short enough for every file system, its ending kept.
pub fn plain_name(name: &str) -> String {
    const LONGEST: usize = 120;
    let name: String =
        name.rsplit(['/', '\\']).next().unwrap_or_default().chars().filter(|c| !crate::http::text::is_stray(*c)).collect();
    let name = name.trim().trim_start_matches('.');
    let count = name.chars().count();
    if count <= LONGEST {
        return if name.is_empty() { "document".to_owned() } else { name.to_owned() };
    }
    let (stem, ending) = name.rsplit_once('.').filter(|(_, ending)| ending.chars().count() <= 10).unwrap_or((name, ""));
    let stem: String = stem.chars().take(LONGEST - ending.chars().count() - 1).collect();
    if ending.is_empty() { stem } else { format!("{stem}.{ending}") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_has_no_folders_no_marks_and_an_end() {
        let long = format!("{}.pdf", "é".repeat(300));
        for (given, kept) in [
            ("plan.pdf", "plan.pdf"),
            ("../../etc/plan.pdf", "plan.pdf"),
            ("C:\\Users\\moi\\plan.pdf", "plan.pdf"),
            ("pl\0an.pdf", "plan.pdf"),
            ("plan\u{202e}fdp.exe", "planfdp.exe"),
            ("....", "document"),
            (long.as_str(), format!("{}.pdf", "é".repeat(116)).as_str()),
        ] {
            assert_eq!(plain_name(given), kept);
        }
    }

    #[test]
    fn without_a_scanner_nothing_waits_for_one_and_with_one_everything_does() {
        assert_eq!(DocumentStatus::of("unscanned", false), DocumentStatus::Unscanned);
        assert_eq!(DocumentStatus::of("unscanned", true), DocumentStatus::Pending);
        assert_eq!(DocumentStatus::of("pending", false), DocumentStatus::Pending);
    }
}
