//! The bytes of a file, once it is known to be clean.

use actix_web::{HttpResponse, get, web::Data};

use super::{get::find, model::Document};
use crate::{
    auth::Actor,
    db::Origin,
    documents::{DocumentFile, hand_out},
    http::{Path, Problem, Query, query::NoParameters},
    ids::{DocumentId, RequestId},
    state::State,
};

#[utoipa::path(
    tag = "service requests",
    summary = "Download a file of a request",
    description = "As it was sent; pictures without what the camera wrote beside the pixels. Not before the virus scanner has found \
        it clean.",
    params(
        ("id" = RequestId, Path, description = "Id of the request"),
        ("document_id" = DocumentId, Path, description = "Id of the file"),
    ),
    responses((status = 200, description = "The bytes", body = DocumentFile, content_type = "application/octet-stream")),
)]
#[get("/v1/service-requests/{id}/documents/{document_id}/file")]
pub async fn get_service_request_document_file(
    actor: Actor,
    state: Data<State>,
    origin: Origin,
    path: Path<(RequestId, DocumentId)>,
    _: Query<NoParameters>,
) -> Result<HttpResponse, Problem> {
    let (request, id) = path.0;
    let (row, _) = find(&state, &actor, request, id).await?;
    let Document { status, name, size, .. } = row.shown(state.settings.clamd.is_some());
    hand_out(&state, &origin, id, status, &name, size).await
}
