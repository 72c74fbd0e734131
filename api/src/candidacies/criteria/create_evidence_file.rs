//! Pilots show a file for a criterion.

use std::sync::{Arc, Mutex};

use actix_web::{post, web::Data};
use chrono::NaiveDate;
use garde::Validate;
use serde::Deserialize;
use utoipa::IntoParams;

use super::{
    super::{
        get,
        milestones::queries::touch,
        policy::{self, Reader},
        queries as candidacies,
    },
    create_evidence::takes,
    model::{Evidence, Shown},
    queries,
};
use crate::{
    auth::{Account, Actor},
    db::{Emitted, Event, Kind, Origin, Tx, Upkeep},
    directory::model::founded,
    documents::{self, Announced, Arrived, DocumentFile, DocumentStatus},
    error::{ErrorCode, FieldCode},
    http::{Answer, FieldError, FileBody, Line, Path, Problem, Query},
    ids::{CandidacyId, DocumentId, EvidenceId, Ref},
    state::State,
};

/// Files that a candidacy has, with those that only a frozen dossier still holds, and their bytes.
const MOST_FILES: i64 = 200;
const MOST_BYTES: i64 = 1 << 30;

#[derive(Deserialize, IntoParams, Validate)]
#[serde(deny_unknown_fields)]
#[garde(allow_unvalidated)]
#[into_params(parameter_in = Query)]
pub struct CreateEvidenceFile {
    /// How the file is called; its last ending says what it is. Folders before it are left out, and what is longer than 120
    /// characters is cut.
    #[garde(dive)]
    #[param(inline, example = "statuts.pdf")]
    name: Line<1, 400>,
    /// The code of a criterion of the call.
    #[garde(dive)]
    #[param(inline, example = "gouvernance")]
    criterion: Line<1, 120>,
    /// What it is called among what is shown.
    #[garde(dive)]
    #[param(inline, example = "Statuts de l’association")]
    title: Line<1, 200>,
    /// It counts for nothing after this day.
    #[garde(custom(founded))]
    #[param(value_type = Option<String>, format = Date, pattern = "^(1[0-9]{3}|20[0-9]{2}|2100)-", example = "2027-12-31")]
    valid_until: Option<NaiveDate>,
}

#[utoipa::path(
    tag = "candidacy",
    summary = "Show a file for a criterion",
    description = "By pilots. PDF, PNG, JPEG, WebP, DOCX, XLSX, ODT or CSV of at most 20 MiB: the ending of its name, `Content-Type` and \
        what it holds have to say the same. Of pictures, what the camera wrote beside the pixels is not kept. Name, type, size and \
        SHA-256 are shown like all evidence; the file itself is for pilots, and for the reviewers of a dossier that holds it, once the \
        virus scanner has found it clean. A candidacy has up to 200 files of 1 GiB in all.",
    params(("id" = String, Path, description = "Id or slug", example = "french-tech-east", max_length = 120), CreateEvidenceFile),
    request_body(content(
        (DocumentFile = "text/csv"),
        (DocumentFile = "application/pdf"),
        (DocumentFile = "image/png"),
        (DocumentFile = "image/jpeg"),
        (DocumentFile = "image/webp"),
        (DocumentFile = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
        (DocumentFile = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
        (DocumentFile = "application/vnd.oasis.opendocument.text"),
    )),
    responses((status = 201, description = "Shown", body = Evidence)),
)]
#[post("/v1/candidacies/{id}/evidence-files")]
pub async fn create_candidacy_evidence_file(
    account: Account,
    state: Data<State>,
    origin: Origin,
    id: Path<Ref<CandidacyId>>,
    // Before the query, so that a file that is too large is refused for that.
    file: FileBody,
    query: Query<CreateEvidenceFile>,
) -> Result<Answer, Problem> {
    let candidacy = get::find(&state, &Actor::Account(account.clone()), &id.0).await?;
    policy::require_pilot(&account)?;
    let CreateEvidenceFile { name, criterion, title, valid_until } = query.0;
    if !takes(&state, &candidacy, &criterion.0).await? {
        let unknown = FieldError::parameter("criterion", FieldCode::UnknownReference);
        return Err(Problem::parameter(ErrorCode::InvalidParameter, unknown));
    }
    let Announced { name, format, bytes, place: _place, .. } = documents::announced(&name.0, file)?;
    let arrived = documents::arrive(&state, format, bytes).await?;
    let (now, id) = (state.clock.now(), DocumentId::new());
    let sha256 = data_encoding::HEXLOWER.encode(&arrived.digest);
    let fingerprint = [&name, &criterion.0, &title.0, &format!("{valid_until:?}"), &sha256].map(String::as_str).join("\0");
    let shows = Shown::Document { document_id: id, name, media_type: format.media_type().to_owned(), size: arrived.size, sha256 };
    let evidence = Evidence {
        id: EvidenceId::new(),
        criterion: criterion.0,
        title: title.0,
        frozen_on: Reader::pilot(now).today,
        valid_until,
        perimeter: None,
        value: None,
        shows,
        file_status: Some(DocumentStatus::of("unscanned", state.settings.clamd.is_some())),
        recorded_at: now,
    };
    let comes = Upkeep::EvidenceFileComes { id, candidacy: candidacy.id, author: account.id, size: arrived.size, at: now };
    state.db.maintain(comes).await?;
    let outcome = show(&state, origin, &fingerprint, candidacy.id, id, evidence, arrived).await;
    // Of a retry the first attempt has its file already.
    if outcome.as_ref().map_or(true, |answer| answer.replayed) {
        state.db.maintain(Upkeep::ForgetDocument { id }).await?;
    }
    outcome
}

/// The file goes to its place within the transaction that shows it, so that neither is there without the other.
async fn show(
    state: &State,
    origin: Origin,
    fingerprint: &str,
    candidacy: CandidacyId,
    id: DocumentId,
    evidence: Evidence,
    arrived: Arrived,
) -> Result<Answer, Problem> {
    let (folder, reader) = (state.settings.files_dir.clone(), Reader::pilot(evidence.recorded_at));
    let size = arrived.size;
    // Another attempt of the transaction finds it at its place.
    let file = Arc::new(Mutex::new(Some(arrived.file)));
    let write = async move |tx: &mut Tx| {
        let before = candidacies::lock(tx, candidacy, reader).await?.ok_or(ErrorCode::NotFound)?;
        let used = queries::used(tx, candidacy).await?;
        if used.files >= MOST_FILES || used.bytes + size > MOST_BYTES {
            let limits = [MOST_FILES.to_string(), (MOST_BYTES >> 20).to_string()];
            return Err(Problem::new(ErrorCode::TooManyDocuments).with(limits));
        }
        let status = evidence.file_status.unwrap_or(DocumentStatus::Pending);
        if queries::arrived(tx, id, status).await? != 1 {
            return Err(ErrorCode::InternalError.into());
        }
        queries::insert(tx, candidacy, &evidence).await?;
        let waiting = file.lock().ok().and_then(|mut file| file.take());
        if let Some(file) = waiting {
            documents::keep(folder.clone(), id, file).await?;
        }
        let revision = touch(tx, candidacy).await?;
        let answer = Answer::created(format!("/v1/candidacies/{}/criteria", before.slug), &evidence)?.content_tag();
        Ok(Emitted::new(Event::new("candidacy.evidence_added", Kind::Candidacy, candidacy.0, revision), answer))
    };
    state.db.write(origin, fingerprint.as_bytes(), write).await
}
