//! A look at a file before it is imported: what it is, the mapping that it speaks for, and what its first lines become.

use actix_web::{post, web::Data};
use garde::Validate;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::{
    command::LOOKED_AT,
    create::detect,
    mapping::{Mapping, apply::Shaped, propose::propose},
    mappings,
    model::{LineProblem, StoredProblem},
    policy,
    reading::{self, Content, Format},
};
use crate::{
    auth::Account,
    error::{ErrorCode, ResultCode},
    http::{Answer, JsonFile, Line, ObjectLines, Problem, Query, Upload, shell::Spoken},
    state::State,
};

/// So many lines are shown.
const SHOWN: usize = 20;

#[derive(Deserialize, IntoParams, Validate)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct CreateImportPreview {
    /// The name of a saved mapping to look at it with, instead of the one that is proposed.
    #[garde(dive)]
    #[serde(default)]
    #[param(inline, example = "fablabs-bretagne")]
    mapping: Option<Line<1, 60>>,
}

/// A file, looked at.
#[derive(Serialize, ToSchema)]
pub struct ImportPreview {
    pub format: Format,
    /// Names of the columns, or paths into the objects.
    #[schema(example = json!(["nom", "ville"]))]
    pub columns: Vec<String>,
    /// What columns and values speak for, where no saved one is asked for; `defaults.kinds` is for a person to say.
    pub mapping: Mapping,
    pub lines: Vec<PreviewLine>,
}

/// One of the first lines, with what it becomes by the mapping.
#[derive(Serialize, ToSchema)]
pub struct PreviewLine {
    #[schema(example = 2)]
    pub line: i64,
    /// What stands in the columns, in their order.
    #[schema(example = json!(["MakerSpace56", "Vannes"]))]
    pub cells: Vec<String>,
    /// The members of the record.
    #[schema(value_type = Option<Object>, example = json!({"name": "MakerSpace56", "locality": "Vannes"}))]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub record: Option<serde_json::Value>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub problem: Option<LineProblem>,
}

#[utoipa::path(
    tag = "directory",
    summary = "Look at a file before importing it",
    description = "The beginning of a file is enough, as long as it ends with a whole line. Nothing is stored. For moderators and administrators.",
    params(CreateImportPreview),
    request_body(content((inline(Upload) = "text/csv"), (inline(JsonFile) = "application/json"), (inline(ObjectLines) = "application/x-ndjson"), (inline(JsonFile) = "application/geo+json"), (inline(Upload) = "application/octet-stream"))),
    responses((status = 200, description = "What it is and what would become of it", body = ImportPreview)),
)]
#[post("/v1/import-previews")]
pub async fn create_import_preview(
    account: Account,
    state: Data<State>,
    language: Spoken,
    // Before the query, so that a file that is too large is refused for that.
    file: Upload,
    query: Query<CreateImportPreview>,
) -> Result<Answer, Problem> {
    policy::may_import(&account)?;
    let saved = match query.0.mapping {
        None => None,
        Some(name) => Some(mappings::named(&state, &name.0).await?),
    };
    let format = detect(&file.0)?;
    let unavailable = |error: std::io::Error| {
        log::error!("a file to be looked at cannot be put on disk: {error}");
        Problem::new(ErrorCode::Unavailable).retry_after(5)
    };
    let spooled = reading::spooled(&file.0).map_err(unavailable)?;
    let lines: Vec<_> =
        reading::lines(spooled, &format).map(|lines| lines.map_while(Result::ok).take(LOOKED_AT).collect()).unwrap_or_default();
    let mapping = match saved {
        Some(saved) => saved.mapping,
        None => {
            let mut mapping = propose(&lines);
            mapping.defaults.country = Some("FR".to_owned());
            mapping
        }
    };
    let mut columns: Vec<String> =
        match lines.iter().find_map(|line| if let Content::Cells { columns, .. } = &line.content { Some(columns) } else { None })
        {
            Some(columns) => columns.to_vec(),
            None => super::mapping::propose::paths(&lines),
        };
    columns.truncate(200);
    let shown = lines.iter().take(SHOWN).map(|line| {
        let cells = columns
            .iter()
            .map(|column| super::mapping::path::Path::new(column).map(|path| path.of(line).join(", ")).unwrap_or_default());
        let cells = cells.map(|cell| cell.chars().take(200).collect()).collect();
        let (record, problem) = match mapping.shape(line) {
            Shaped::Record(record, notes) => {
                let problem = (!notes.is_empty()).then(|| StoredProblem::new(ResultCode::ValuesLeftOut).faults(&notes));
                (serde_json::to_value(record).ok(), problem)
            }
            Shaped::Refused(faults) => (None, Some(StoredProblem::new(ResultCode::InvalidLine).faults(&faults))),
        };
        PreviewLine { line: line.number, cells, record, problem: problem.map(|problem| problem.said(language.0)) }
    });
    let lines = shown.collect();
    Answer::ok(&ImportPreview { format, columns, mapping, lines })
}
