//! The file of a copy, for nobody but whose data it is.

use actix_web::{
    HttpResponse, get,
    http::header::{CACHE_CONTROL, CONTENT_DISPOSITION, ContentEncoding},
    web::Data,
};

use super::{model::ExportFile, queries};
use crate::{
    audit,
    auth::Account,
    db::Origin,
    http::{Path, Problem, Query, query::NoParameters},
    ids::ExportId,
    state::State,
};

#[utoipa::path(
    tag = "identity",
    summary = "Download a copy of one's data",
    description = "A ZIP file with `data.json` and a CSV file for each table. Needs a sign-in of the last ten minutes.",
    params(("id" = ExportId, Path, description = "Id of the copy", example = "01920c1e-7b5a-7c3e-9d4f-2a6b8c0d1e3f")),
    responses((status = 200, description = "The file", body = ExportFile, content_type = "application/zip")),
)]
#[get("/v1/me/exports/{id}/file")]
pub async fn get_my_export_file(
    account: Account,
    state: Data<State>,
    origin: Origin,
    id: Path<ExportId>,
    _: Query<NoParameters>,
) -> Result<HttpResponse, Problem> {
    let content = queries::export_content(&state, &account, id.0).await?;
    audit::write(&state, &origin, "export.downloaded", ("export", Some(id.0.0))).await?;
    Ok(HttpResponse::Ok()
        .content_type("application/zip")
        .insert_header((CONTENT_DISPOSITION, "attachment; filename=\"lorntech-data.zip\""))
        .insert_header((CACHE_CONTROL, "no-store"))
        // It is compressed already.
        .insert_header(ContentEncoding::Identity)
        .body(content))
}
