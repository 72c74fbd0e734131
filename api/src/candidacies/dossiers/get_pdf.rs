//! A version to be read.

use actix_web::{HttpResponse, get, http::header, web::Data};
use utoipa::ToSchema;

use super::{
    get::{content, find},
    pdf,
    queries::Dossier,
};
use crate::{
    auth::Account,
    error::{ErrorCode, Language},
    http::{Path, Problem, Query, query::NoParameters},
    ids::{CandidacyId, DossierVersionId, Ref},
    state::State,
};

/// A PDF.
#[derive(ToSchema)]
#[schema(value_type = String, format = Binary, example = "%PDF-1.7")]
#[expect(dead_code, reason = "it is the shape of an answer that is no JSON")]
pub struct PdfFile(String);

#[utoipa::path(
    tag = "candidacy",
    summary = "Get a version of a dossier as PDF",
    description = "For pilots and the reviewers of this version: with contents, page numbers, a chart of each objective with its figures beside it, and an annex of all sources; \
        tagged for screen readers (PDF/UA-1). The words follow `Accept-Language`.",
    params(
        ("id" = String, Path, description = "Id or slug", example = "french-tech-east", max_length = 120),
        ("version_id" = DossierVersionId, Path, description = "Id of the version", example = "01920c1e-7b5a-7c3e-9d4f-2a6b8c0d1e3f"),
    ),
    responses((status = 200, description = "The file", body = PdfFile, content_type = "application/pdf")),
)]
#[get("/v1/candidacies/{id}/dossier-versions/{version_id}/dossier.pdf")]
pub async fn get_dossier_version_pdf(
    account: Account,
    state: Data<State>,
    language: Language,
    ids: Path<(Ref<CandidacyId>, DossierVersionId)>,
    _: Query<NoParameters>,
) -> Result<HttpResponse, Problem> {
    let Dossier { version, slug, .. } = find(&state, &account, &ids.0).await?;
    let file = content(&state, &account, version.id).await?;
    let written = actix_web::web::block(move || pdf::write(&file, &version.sha256, language)).await;
    let pdf = written.map_err(|error| error.to_string()).flatten().map_err(|error| {
        log::error!("a dossier cannot be written as PDF: {error}");
        Problem::from(ErrorCode::InternalError)
    })?;
    let name = format!("attachment; filename=\"{}-{}.pdf\"", slug, version.number);
    Ok(HttpResponse::Ok()
        .insert_header((header::CONTENT_TYPE, "application/pdf"))
        .insert_header((header::CONTENT_DISPOSITION, name))
        .insert_header((header::CONTENT_LANGUAGE, language.tag()))
        .insert_header((header::VARY, "Accept-Language"))
        .body(pdf))
}
