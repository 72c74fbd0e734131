//! A version as the bytes that were hashed.

use actix_web::{HttpResponse, get, http::header, web::Data};

use super::{
    get::{content, find},
    queries::Dossier,
};
use crate::{
    auth::Account,
    http::{Path, Problem, Query, query::NoParameters},
    ids::{CandidacyId, DossierVersionId, Ref},
    state::State,
};

#[utoipa::path(
    tag = "candidacy",
    summary = "Get a version of a dossier as JSON",
    description = "For pilots and the reviewers of this version: the bytes that were frozen, canonical JSON (RFC 8785). Their SHA-256 is that of the version.",
    params(
        ("id" = String, Path, description = "Id or slug", example = "french-tech-east", max_length = 120),
        ("version_id" = DossierVersionId, Path, description = "Id of the version", example = "01920c1e-7b5a-7c3e-9d4f-2a6b8c0d1e3f"),
    ),
    responses((status = 200, description = "The file", body = Object, content_type = "application/json",
        example = json!({"form": "lorntech-dossier/1", "number": 1, "criteria": []}))),
)]
#[get("/v1/candidacies/{id}/dossier-versions/{version_id}/dossier.json")]
pub async fn get_dossier_version_json(
    account: Account,
    state: Data<State>,
    ids: Path<(Ref<CandidacyId>, DossierVersionId)>,
    _: Query<NoParameters>,
) -> Result<HttpResponse, Problem> {
    let Dossier { version, slug, .. } = find(&state, &account, &ids.0).await?;
    let file = content(&state, &account, version.id).await?;
    let name = format!("attachment; filename=\"{}-{}.json\"", slug, version.number);
    Ok(HttpResponse::Ok()
        .insert_header((header::CONTENT_TYPE, "application/json"))
        .insert_header((header::CONTENT_DISPOSITION, name))
        .body(file))
}
