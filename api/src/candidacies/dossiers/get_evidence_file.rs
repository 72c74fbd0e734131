//! The bytes of a file that a version holds.

use actix_web::{HttpResponse, get, web::Data};
use serde::Deserialize;

use super::get::{content, find};
use crate::{
    auth::Account,
    candidacies::criteria::{get_evidence_file::answer, model::Evidence},
    db::Origin,
    documents::DocumentFile,
    error::ErrorCode,
    http::{Path, Problem, Query, query::NoParameters},
    ids::{CandidacyId, DossierVersionId, EvidenceId, Ref},
    state::State,
};

/// Of what a version holds, what is read here.
#[derive(Deserialize)]
struct Held {
    evidence: Vec<Evidence>,
}

#[utoipa::path(
    tag = "candidacy",
    summary = "Download a file of a version of a dossier",
    description = "For pilots and the reviewers of this version, also when the evidence was taken away since. Its SHA-256 stands in the \
        version. Not before the virus scanner has found it clean.",
    params(
        ("id" = String, Path, description = "Id or slug", example = "french-tech-east", max_length = 120),
        ("version_id" = DossierVersionId, Path, description = "Id of the version", example = "01920c1e-7b5a-7c3e-9d4f-2a6b8c0d1e3f"),
        ("evidence_id" = EvidenceId, Path, description = "Id of the evidence", example = "01920c1e-7b5a-7c3e-9d4f-2a6b8c0d1e3f"),
    ),
    responses((status = 200, description = "The bytes", body = DocumentFile, content_type = "application/octet-stream")),
)]
#[get("/v1/candidacies/{id}/dossier-versions/{version_id}/evidence/{evidence_id}/file")]
pub async fn get_dossier_version_evidence_file(
    account: Account,
    state: Data<State>,
    origin: Origin,
    ids: Path<(Ref<CandidacyId>, DossierVersionId, EvidenceId)>,
    _: Query<NoParameters>,
) -> Result<HttpResponse, Problem> {
    let (candidacy, version, id) = ids.0;
    let version = find(&state, &account, &(candidacy, version)).await?.version;
    let held: Held = serde_json::from_str(&content(&state, &account, version.id).await?).map_err(|error| {
        log::error!("a dossier cannot be read: {error}");
        Problem::from(ErrorCode::InternalError)
    })?;
    let evidence = held.evidence.into_iter().find(|one| one.id == id).ok_or(ErrorCode::NotFound)?;
    answer(&state, &origin, evidence.shows).await
}
