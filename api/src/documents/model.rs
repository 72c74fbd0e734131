//! What is known of every file, whatever it belongs to.

use serde::{Deserialize, Serialize};
use utoipa::{
    PartialSchema, ToSchema,
    openapi::{KnownFormat, ObjectBuilder, RefOr, Schema, SchemaFormat, schema::Type},
};

use crate::http::DOCUMENT_LIMIT;

/// Whether a file can be had.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
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

/// The bytes of a file, for the document.
pub struct DocumentFile;

impl PartialSchema for DocumentFile {
    fn schema() -> RefOr<Schema> {
        let format = SchemaFormat::KnownFormat(KnownFormat::Binary);
        let file = ObjectBuilder::new().schema_type(Type::String).format(Some(format)).max_length(Some(DOCUMENT_LIMIT));
        file.description(Some("The bytes of a file.")).examples(["nom;ville\nMakerSpace56;Vannes\n"]).into()
    }
}

impl ToSchema for DocumentFile {}

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
