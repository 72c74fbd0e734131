//! What became of each line, as a file: read in batches and sent as they come, so that it takes no more memory than a page.

use std::io;

use actix_web::{HttpResponse, get, http::header, web::Data};
use bytes::Bytes;
use futures_util::stream;
use garde::Validate;
use serde::Deserialize;
use utoipa::IntoParams;

use super::{
    get,
    model::{Import, ImportResult, LineError, Outcome},
    queries::Sought,
    results,
};
use crate::{
    auth::Account,
    directory::safe,
    error::Language,
    http::{Path, Problem, Query, shell::Spoken},
    ids::ImportId,
    state::State,
};

/// Results read at once.
const BATCH: i64 = 500;
const COLUMNS: &str = "place,line,outcome,name,external_id,organization_id,code,detail,errors,candidates\r\n";

#[derive(Deserialize, IntoParams, Validate)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct GetImportResults {
    /// Only lines of which this became.
    #[serde(default)]
    #[garde(length(max = 6))]
    #[param(inline, max_items = 6, required = false)]
    outcomes: Vec<Outcome>,
}

#[derive(Clone, Copy)]
enum Format {
    Csv,
    Lines,
}

impl Format {
    fn begin(self) -> Vec<u8> {
        match self {
            Self::Csv => COLUMNS.as_bytes().to_vec(),
            Self::Lines => vec![],
        }
    }

    fn write(self, result: &ImportResult, into: &mut Vec<u8>) -> io::Result<()> {
        match self {
            Self::Csv => {
                let mut writer = csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(into);
                writer.write_record(cells(result))?;
                writer.flush()
            }
            Self::Lines => {
                serde_json::to_writer(&mut *into, result)?;
                into.push(b'\n');
                Ok(())
            }
        }
    }
}

/// In the order of the columns; what was in the file may be a formula, what is ours is none.
fn cells(result: &ImportResult) -> [String; 10] {
    let ImportResult {
        place,
        line,
        outcome,
        name,
        external_id,
        organization_id,
        records,
        record: _,
        decision: _,
        allowed_decisions: _,
        problem,
    } = result;
    let fault = |LineError { member, column, detail, .. }: &LineError| {
        let named = if column.is_empty() { member.as_deref().unwrap_or_default() } else { column };
        format!("{named}: {detail}")
    };
    let errors = problem.iter().flat_map(|problem| &problem.errors).map(fault);
    let others = records.iter().filter(|record| Some(record.id) != *organization_id).map(|record| record.slug.clone());
    [
        place.to_string(),
        line.to_string(),
        outcome.name().to_owned(),
        safe(name),
        safe(external_id),
        organization_id.map(|id| id.to_string()).unwrap_or_default(),
        problem.as_ref().map(|problem| problem.code.code().to_owned()).unwrap_or_default(),
        problem.as_ref().map(|problem| problem.detail.clone()).unwrap_or_default(),
        safe(&errors.collect::<Vec<_>>().join(" | ")),
        others.collect::<Vec<_>>().join("|"),
    ]
}

/// A file being written.
struct Export {
    state: Data<State>,
    account: Account,
    import: Import,
    sought: Sought,
    language: Language,
    format: Format,
    after: Option<i64>,
    done: bool,
}

impl Export {
    async fn next(&mut self) -> Result<Bytes, Problem> {
        let results =
            results::read(&self.state, &self.account, &self.import, &self.sought, self.after, BATCH, self.language).await?;
        let mut bytes = if self.after.is_none() { self.format.begin() } else { vec![] };
        for result in &results {
            self.format.write(result, &mut bytes).map_err(|error| {
                log::error!("a result of an import cannot be written: {error}");
                Problem::from(crate::error::ErrorCode::InternalError)
            })?;
        }
        self.after = results.last().map(|result| result.place);
        self.done = (results.len() as i64) < BATCH;
        Ok(bytes.into())
    }
}

async fn answer(
    state: Data<State>,
    account: Account,
    id: ImportId,
    language: Language,
    query: GetImportResults,
    format: Format,
) -> Result<HttpResponse, Problem> {
    let import = get::find(&state, &account, id, language).await?;
    let sought = Sought { outcomes: query.outcomes.into_iter().map(Outcome::name).collect(), undecided: false };
    let mut export = Export { state, account, import, sought, language, format, after: None, done: false };
    let first = export.next().await?;
    // What fails now ends the answer before its end, which whoever reads notices: its status is long said.
    let body = stream::try_unfold((Some(first), export), async |(first, mut export): (Option<Bytes>, Export)| match first {
        Some(bytes) => Ok(Some((bytes, (None, export)))),
        None if export.done => Ok(None),
        None => {
            let bytes = export.next().await.map_err(|problem| io::Error::other(problem.to_string()))?;
            Ok::<_, io::Error>(Some((bytes, (None, export))))
        }
    });
    let (media_type, ending) = match format {
        Format::Csv => ("text/csv; charset=utf-8; header=present", "csv"),
        Format::Lines => ("application/x-ndjson", "ndjson"),
    };
    Ok(HttpResponse::Ok()
        .insert_header((header::CONTENT_TYPE, media_type))
        .insert_header((header::CONTENT_DISPOSITION, format!("attachment; filename=\"import-{id}.{ending}\"")))
        .streaming(Box::pin(body)))
}

#[utoipa::path(
    tag = "directory",
    summary = "Get the results of an import as CSV",
    description = "One line for each line of the file that is worked off, in its order, the reasons in the language that is asked for. \
        UTF-8, commas, RFC 4180; a text that a spreadsheet would take for a formula has an apostrophe before it.",
    params(("id" = String, Path, description = "Id", example = "01920c1e-7b5a-7c3e-9d4f-2a6b8c0d1e3f", max_length = 36), GetImportResults),
    responses((status = 200, description = "The file", body = String, content_type = "text/csv",
        example = json!("place,line,outcome,name,…\r\n1,2,created,MakerSpace56,…\r\n"))),
)]
#[get("/v1/imports/{id}/results.csv")]
pub async fn get_import_results_csv(
    account: Account,
    state: Data<State>,
    id: Path<ImportId>,
    language: Spoken,
    query: Query<GetImportResults>,
) -> Result<HttpResponse, Problem> {
    answer(state, account, id.0, language.0, query.0, Format::Csv).await
}

#[utoipa::path(
    tag = "directory",
    summary = "Get the results of an import as NDJSON",
    description = "One for each line of the file that is worked off, as the list gives it, each on a line of its own.",
    params(("id" = String, Path, description = "Id", example = "01920c1e-7b5a-7c3e-9d4f-2a6b8c0d1e3f", max_length = 36), GetImportResults),
    responses((status = 200, description = "The file", body = String, content_type = "application/x-ndjson",
        example = json!("{\"place\":1,\"line\":2,\"outcome\":\"created\",…}\n"))),
)]
#[get("/v1/imports/{id}/results.ndjson")]
pub async fn get_import_results_ndjson(
    account: Account,
    state: Data<State>,
    id: Path<ImportId>,
    language: Spoken,
    query: Query<GetImportResults>,
) -> Result<HttpResponse, Problem> {
    answer(state, account, id.0, language.0, query.0, Format::Lines).await
}
