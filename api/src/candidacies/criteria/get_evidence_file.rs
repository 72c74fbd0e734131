//! The bytes of a file that is shown.

use actix_web::{HttpResponse, get, web::Data};

use super::{
    super::{get, policy},
    model::Shown,
    queries,
};
use crate::{
    auth::{Account, Actor},
    db::Origin,
    documents::{DocumentFile, DocumentStatus, hand_out},
    error::ErrorCode,
    http::{Path, Problem, Query, query::NoParameters},
    ids::{CandidacyId, EvidenceId, Ref},
    state::State,
};

#[utoipa::path(
    tag = "candidacy",
    summary = "Download a file that is shown for a criterion",
    description = "By pilots: as it was sent; pictures without what the camera wrote beside the pixels. Not before the virus scanner \
        has found it clean.",
    params(
        ("id" = String, Path, description = "Id or slug", example = "french-tech-east", max_length = 120),
        ("evidence_id" = EvidenceId, Path, description = "Id of the evidence", example = "01920c1e-7b5a-7c3e-9d4f-2a6b8c0d1e3f"),
    ),
    responses((status = 200, description = "The bytes", body = DocumentFile, content_type = "application/octet-stream")),
)]
#[get("/v1/candidacies/{id}/evidence/{evidence_id}/file")]
pub async fn get_candidacy_evidence_file(
    account: Account,
    state: Data<State>,
    origin: Origin,
    ids: Path<(Ref<CandidacyId>, EvidenceId)>,
    _: Query<NoParameters>,
) -> Result<HttpResponse, Problem> {
    let (candidacy, id) = ids.0;
    let candidacy = get::find(&state, &Actor::Account(account.clone()), &candidacy).await?.id;
    policy::require_pilot(&account)?;
    let evidence = state.db.read(async |connection| queries::list(connection, candidacy).await).await?;
    let evidence = evidence.into_iter().find(|one| one.id == id).ok_or(ErrorCode::NotFound)?;
    answer(&state, &origin, evidence.shows).await
}

/// What is shown, if it is a file that is there still.
pub async fn answer(state: &State, origin: &Origin, shows: Shown) -> Result<HttpResponse, Problem> {
    let Shown::Document { document_id: id, name, size, .. } = shows else { return Err(ErrorCode::NotFound.into()) };
    let status = state.db.read(async |connection| queries::file_status(connection, id).await).await?;
    let status = DocumentStatus::of(&status.ok_or(ErrorCode::NotFound)?, state.settings.clamd.is_some());
    hand_out(state, origin, id, status, &name, size).await
}
