//! Taking a file in: it is stored before it is answered, and worked off after.

use actix_web::{post, web::Data};
use garde::Validate;
use serde::Deserialize;
use sha2::{Digest, Sha256};
use utoipa::IntoParams;

use super::{
    mappings,
    model::Import,
    policy,
    queries::{self, ImportRow, New},
    reading::{self, Format},
};
use crate::{
    auth::Account,
    db::{Emitted, Event, Kind, Origin, Tx},
    error::{ErrorCode, FieldCode},
    http::{Answer, FieldError, JsonFile, Line, ObjectLines, Problem, Query, Upload, shell::Spoken},
    ids::ImportId,
    state::State,
};

/// Bytes of a stored part.
const PART: usize = 1 << 20;

#[derive(Deserialize, IntoParams, Validate)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct CreateImport {
    /// The name of a saved mapping.
    #[garde(dive)]
    #[param(inline, example = "fablabs-bretagne")]
    mapping: Line<1, 60>,
    /// How the file is called, to find it again.
    #[garde(dive)]
    #[serde(default)]
    #[param(inline, example = "fablabs.csv")]
    file_name: Option<Line<1, 200>>,
    /// Answer what would become of each line, and change nothing.
    #[garde(skip)]
    #[serde(default)]
    #[param(required = false)]
    dry_run: bool,
}

#[utoipa::path(
    tag = "directory",
    summary = "Import a file",
    description = "CSV, JSON, NDJSON or GeoJSON of at most 50 MiB, a line of at most 64 KiB; encoding, format and separator are found \
        out. The file is stored before this answers, and worked off in chunks of 500 lines that each stand or fall with their results: \
        whatever interrupts the work, it goes on where it stopped and does nothing twice. Each line has its result at `/results`. The \
        same file again changes nothing. For moderators and administrators; `Idempotency-Key` is required.",
    params(CreateImport),
    request_body(content((inline(Upload) = "text/csv"), (inline(JsonFile) = "application/json"), (inline(ObjectLines) = "application/x-ndjson"), (inline(JsonFile) = "application/geo+json"), (inline(Upload) = "application/octet-stream"))),
    responses((status = 202, description = "Taken in", body = Import)),
)]
#[post("/v1/imports")]
pub async fn create_import(
    account: Account,
    state: Data<State>,
    origin: Origin,
    Spoken(language): Spoken,
    // Before the query, so that a file that is too large is refused for that.
    file: Upload,
    query: Query<CreateImport>,
) -> Result<Answer, Problem> {
    policy::may_import(&account)?;
    origin.require_key()?;
    let CreateImport { mapping: name, file_name, dry_run } = query.0;
    let saved = mappings::named(&state, &name.0).await?;
    let bytes = file.0;
    let format = detect(&bytes)?;
    // The key is bound to the file and to what is asked of it.
    let fingerprint = [&Sha256::digest(&bytes)[..], name.0.as_bytes(), &[u8::from(dry_run)]].concat();
    let id = ImportId::new();
    let new = New {
        id,
        file_name: file_name.map_or_else(|| name.0.clone(), |name| name.0),
        dry_run,
        attended: false,
        source: saved.source,
        mapping: saved.mapping,
        format,
        size: i64::try_from(bytes.len()).unwrap_or(i64::MAX),
        created_by: Some(account.id),
    };
    let write = async move |tx: &mut Tx| {
        queries::insert(tx, &new).await?;
        for (number, part) in (0..).zip(bytes.chunks(PART)) {
            queries::insert_part(tx, id, number, part).await?;
        }
        let row: ImportRow = diesel_async::RunQueryDsl::get_result(queries::find(id), tx).await?;
        let import = row.said(language);
        let answer = Answer::created(format!("/v1/imports/{id}"), &import)?.status(202).revision(import.revision, "import");
        Ok(Emitted::new(Event::new("import.created", Kind::Import, id.0, import.revision), answer))
    };
    state.db.write(origin, &fingerprint, write).await
}

pub fn detect(bytes: &[u8]) -> Result<Format, Problem> {
    let mut file = reading::spooled(bytes).map_err(|error| {
        log::error!("a file to be imported cannot be put on disk: {error}");
        Problem::new(ErrorCode::Unavailable).retry_after(5)
    })?;
    reading::detect(&mut file)
        .map_err(|_| Problem::invalid(vec![FieldError::body("", FieldCode::InvalidFormat).with(["CSV, JSON, NDJSON, GeoJSON"])]))
}
