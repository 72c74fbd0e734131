//! The shapes of an import.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use utoipa::ToSchema;

use super::{
    mapping::{Mapping, SourceInput, apply::Fault},
    reading::{Format, Unreadable},
};
use crate::{
    error::{ErrorCode, FieldCode, ImportFailureCode, Language, ResultCode},
    http::Problem,
    ids::{ImportId, OrganizationId},
};

/// Where an import stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum ImportStatus {
    Queued,
    Running,
    Done,
    Cancelled,
    /// The file could not be read to its end: the lines before are worked off.
    Failed,
}

impl ImportStatus {
    pub fn name(self) -> &'static str {
        match self {
            Self::Queued => "queued",
            Self::Running => "running",
            Self::Done => "done",
            Self::Cancelled => "cancelled",
            Self::Failed => "failed",
        }
    }

    pub fn from_name(name: &str) -> Self {
        let all = [Self::Queued, Self::Running, Self::Done, Self::Cancelled];
        all.into_iter().find(|status| status.name() == name).unwrap_or(Self::Failed)
    }

    pub fn is_open(self) -> bool {
        matches!(self, Self::Queued | Self::Running)
    }

    /// What somebody may do with it now.
    pub fn allowed(self) -> &'static [&'static str] {
        if self.is_open() { &["cancelled"] } else { &[] }
    }

    pub fn cancel(self) -> Result<Self, Problem> {
        if self.is_open() {
            return Ok(Self::Cancelled);
        }
        Err(Problem::new(ErrorCode::StateConflict).with([self.name(), "cancelled"]).allowed(self.allowed().iter().copied()))
    }
}

/// What became of a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    Created,
    Updated,
    /// The source says what it said before.
    Unchanged,
    /// A greater revision of the source has been imported.
    Stale,
    /// A person has to decide: see `problem`.
    Conflict,
    /// See `problem`.
    Error,
}

impl Outcome {
    pub const ALL: &[Self] = &[Self::Created, Self::Updated, Self::Unchanged, Self::Stale, Self::Conflict, Self::Error];

    pub fn name(self) -> &'static str {
        match self {
            Self::Created => "created",
            Self::Updated => "updated",
            Self::Unchanged => "unchanged",
            Self::Stale => "stale",
            Self::Conflict => "conflict",
            Self::Error => "error",
        }
    }

    pub fn from_name(name: &str) -> Self {
        Self::ALL.iter().copied().find(|outcome| outcome.name() == name).unwrap_or(Self::Error)
    }
}

/// What a person says of a line that may be a record which is there already.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum ImportDecision {
    /// It is one of those records, which is brought up to what the line says.
    Same,
    /// It is another one, which is made.
    Other,
    /// It is put aside: nothing is written. It can still be decided, as long as the import is kept.
    Dismissed,
}

impl ImportDecision {
    pub fn name(self) -> &'static str {
        match self {
            Self::Same => "same",
            Self::Other => "other",
            Self::Dismissed => "dismissed",
        }
    }

    pub fn from_name(name: &str) -> Self {
        [Self::Same, Self::Other].into_iter().find(|decision| decision.name() == name).unwrap_or(Self::Dismissed)
    }

    /// What can be said after this, of a line whose record is kept. What has been written is not taken back.
    pub fn allowed(made: Option<Self>) -> &'static [Self] {
        match made {
            None => &[Self::Same, Self::Other, Self::Dismissed],
            Some(Self::Dismissed) => &[Self::Same, Self::Other],
            Some(Self::Same | Self::Other) => &[],
        }
    }

    pub fn apply(self, made: Option<Self>) -> Result<(), Problem> {
        let allowed = Self::allowed(made);
        if allowed.contains(&self) {
            return Ok(());
        }
        let problem = Problem::new(ErrorCode::StateConflict).with([made.map_or("open", Self::name), self.name()]);
        Err(problem.allowed(allowed.iter().map(|decision| decision.name())))
    }
}

/// How many lines became what.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, ToSchema)]
pub struct Counts {
    #[schema(example = 412)]
    pub created: i64,
    #[schema(example = 3)]
    pub updated: i64,
    #[schema(example = 0)]
    pub unchanged: i64,
    #[schema(example = 0)]
    pub stale: i64,
    #[schema(example = 7)]
    pub conflict: i64,
    #[schema(example = 4)]
    pub error: i64,
}

impl Counts {
    pub fn add(&mut self, outcome: Outcome) {
        let place = match outcome {
            Outcome::Created => &mut self.created,
            Outcome::Updated => &mut self.updated,
            Outcome::Unchanged => &mut self.unchanged,
            Outcome::Stale => &mut self.stale,
            Outcome::Conflict => &mut self.conflict,
            Outcome::Error => &mut self.error,
        };
        *place += 1;
    }
}

/// A file on its way into the directory.
#[derive(Serialize, ToSchema)]
pub struct Import {
    pub id: ImportId,
    #[schema(example = "fablabs.csv")]
    pub file_name: String,
    pub status: ImportStatus,
    /// It changes nothing, and answers what it would.
    pub dry_run: bool,
    pub source: SourceInput,
    pub mapping: Mapping,
    pub format: Format,
    /// Bytes.
    #[schema(example = 48211)]
    pub size: i64,
    /// Lines worked off.
    #[schema(example = 426)]
    pub done_lines: i64,
    pub counts: Counts,
    /// Lines that may be records which are there already, and wait for somebody to decide.
    #[schema(example = 7)]
    pub undecided: i64,
    /// Why the file was not imported to its end.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub failure: Option<ImportFailure>,
    #[schema(example = json!(["cancelled"]))]
    pub allowed_transitions: Vec<&'static str>,
    pub revision: i64,
    pub created_at: DateTime<Utc>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ended_at: Option<DateTime<Utc>>,
}

/// Why a file was not imported to its end, in the language that is asked for.
#[derive(Serialize, ToSchema)]
pub struct ImportFailure {
    pub code: ImportFailureCode,
    #[schema(example = "Le JSON du fichier s’interrompt ou n’est plus du JSON à l’octet 512.")]
    pub detail: String,
}

/// The same as it is stored, without words of a language.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct StoredFailure {
    code: String,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    particulars: Vec<String>,
}

impl StoredFailure {
    pub fn new(code: ImportFailureCode, particulars: impl IntoIterator<Item = String>) -> Self {
        Self { code: code.code().to_owned(), particulars: particulars.into_iter().collect() }
    }

    pub fn said(&self, language: Language) -> ImportFailure {
        let known = ImportFailureCode::ALL.iter().copied().find(|code| code.code() == self.code);
        let code = known.unwrap_or(ImportFailureCode::UnreadableFile);
        ImportFailure { code, detail: code.remedy().say(language, &self.particulars) }
    }
}

impl From<Unreadable> for StoredFailure {
    fn from(error: Unreadable) -> Self {
        let (code, particular) = match error {
            Unreadable::Empty => (ImportFailureCode::EmptyFile, None),
            Unreadable::Unknown => (ImportFailureCode::UnknownFormat, None),
            Unreadable::Json(at) => (ImportFailureCode::BrokenJson, Some(at.to_string())),
            Unreadable::NoItems(pointer) => (ImportFailureCode::NoItems, Some(pointer)),
            Unreadable::Io(error) => {
                log::warn!("a file that is imported cannot be read: {error}");
                (ImportFailureCode::UnreadableFile, None)
            }
        };
        Self::new(code, particular)
    }
}

/// What became of a line, and why.
#[derive(Serialize, ToSchema)]
pub struct ImportResult {
    /// Its place among the lines of the file, from 1.
    #[schema(example = 17)]
    pub place: i64,
    /// The line of the file on which it begins; in a JSON array, its place.
    #[schema(example = 18)]
    pub line: i64,
    pub outcome: Outcome,
    #[schema(example = "MakerSpace56")]
    pub name: String,
    #[schema(example = "1")]
    pub external_id: String,
    /// Its record.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub organization_id: Option<OrganizationId>,
    /// The records that are named here, as they are called now: the line's own, and those that it may be. What has been
    /// deleted is not among them.
    pub records: Vec<ImportRecord>,
    /// What the line says, in the members of `data` of the records that it may be; until it is decided that it is one of them
    /// or another.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<Object>, example = json!({"name": "MakerSpace 56", "locality": "Vannes"}))]
    pub record: Option<Value>,
    /// What somebody said of it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub decision: Option<ImportDecision>,
    /// What can be said of it now.
    pub allowed_decisions: Vec<ImportDecision>,
    /// What is wrong. A line that became a record may have values that were left out of it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub problem: Option<LineProblem>,
}

/// A record in a few words.
#[derive(Clone, Serialize, ToSchema)]
pub struct ImportRecord {
    pub id: OrganizationId,
    #[schema(example = "makerspace56")]
    pub slug: String,
    #[schema(example = "MakerSpace56")]
    pub name: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(example = "Vannes")]
    pub locality: Option<String>,
    /// What stands in it, where it is to be compared with what the line says.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<Object>, example = json!({"name": "MakerSpace56", "locality": "Vannes"}))]
    pub data: Option<Value>,
}

impl ImportRecord {
    pub fn plain(&self) -> Self {
        Self { data: None, ..self.clone() }
    }
}

/// Why a line did not become a record, or not with all of its values.
#[derive(Clone, Serialize, ToSchema)]
pub struct LineProblem {
    pub code: ResultCode,
    #[schema(example = "Des valeurs ont été laissées de côté.")]
    pub detail: String,
    pub errors: Vec<LineError>,
    /// Records that this may be, for a person to compare.
    #[schema(example = json!([]))]
    pub candidates: Vec<OrganizationId>,
}

/// A value that is wrong.
#[derive(Clone, Serialize, ToSchema)]
pub struct LineError {
    /// The member of the record.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(example = "website")]
    pub member: Option<String>,
    /// The column or path it came from.
    #[schema(example = "Site internet")]
    pub column: String,
    /// Its first 80 characters.
    #[schema(example = "en cours")]
    pub value: String,
    pub code: FieldCode,
    #[schema(example = "Une adresse complète en http:// ou https://.")]
    pub detail: String,
}

/// The same as it is stored, without words of a language.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct StoredProblem {
    pub code: String,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub particulars: Vec<String>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub errors: Vec<StoredError>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub candidates: Vec<OrganizationId>,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct StoredError {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub member: Option<String>,
    pub column: String,
    pub value: String,
    pub code: String,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub particulars: Vec<String>,
}

impl StoredProblem {
    pub fn new(code: ResultCode) -> Self {
        Self { code: code.code().to_owned(), particulars: vec![], errors: vec![], candidates: vec![] }
    }

    pub fn with(self, particulars: impl IntoIterator<Item = String>) -> Self {
        Self { particulars: particulars.into_iter().collect(), ..self }
    }

    pub fn candidates(self, candidates: Vec<OrganizationId>) -> Self {
        Self { candidates, ..self }
    }

    pub fn faults(self, faults: &[Fault]) -> Self {
        // What a file holds is shown as it is, but for marks that no database keeps.
        let plain = |text: &String| text.chars().filter(|mark| !mark.is_control()).take(300).collect::<String>();
        let errors = faults.iter().map(|Fault { member, column, value, wrong }| StoredError {
            member: member.map(|member| member.name().to_owned()),
            column: plain(column),
            value: plain(value),
            code: wrong.code.code().to_owned(),
            particulars: wrong.particulars.iter().map(plain).collect(),
        });
        Self { errors: errors.collect(), ..self }
    }

    /// Worded for whoever reads it.
    pub fn said(&self, language: Language) -> LineProblem {
        let code = ResultCode::ALL.iter().copied().find(|code| code.code() == self.code).unwrap_or(ResultCode::InvalidLine);
        let errors = self.errors.iter().map(|StoredError { member, column, value, code, particulars }| {
            let code = FieldCode::ALL.iter().copied().find(|known| known.code() == code).unwrap_or(FieldCode::InvalidFormat);
            let detail = code.remedy().say(language, particulars);
            LineError { member: member.clone(), column: column.clone(), value: value.clone(), code, detail }
        });
        LineProblem {
            code,
            detail: code.remedy().say(language, &self.particulars),
            errors: errors.collect(),
            candidates: self.candidates.clone(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_decision_has_written_stays_and_what_was_put_aside_can_be_decided() {
        use ImportDecision::{Dismissed, Other, Same};
        let all = [Same, Other, Dismissed];
        for (made, possible) in [
            (None, [true, true, true]),
            (Some(Dismissed), [true, true, false]),
            (Some(Same), [false; 3]),
            (Some(Other), [false; 3]),
        ] {
            assert_eq!(all.map(|decision| decision.apply(made).is_ok()), possible, "{made:?}");
        }
        assert_eq!(all.map(|decision| ImportDecision::from_name(decision.name())), all);
    }

    #[test]
    fn only_what_is_under_way_can_be_cancelled() {
        use ImportStatus::{Cancelled, Done, Failed, Queued, Running};
        for (status, possible) in [(Queued, true), (Running, true), (Done, false), (Cancelled, false), (Failed, false)] {
            assert_eq!(status.cancel().is_ok(), possible, "{status:?}");
            assert_eq!(ImportStatus::from_name(status.name()), status);
        }
    }
}
