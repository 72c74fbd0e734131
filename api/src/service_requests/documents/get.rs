//! One file: what it is called, and whether it can be had.

use actix_web::{get, web::Data};

use super::{
    model::Document,
    queries::{self, Row},
};
use crate::{
    auth::Actor,
    error::ErrorCode,
    http::{Answer, Path, Problem, Query, query::NoParameters},
    ids::{DocumentId, RequestId},
    service_requests::{model::Party, policy, queries as requests},
    state::State,
};

#[utoipa::path(
    tag = "service requests",
    summary = "Get a file of a request",
    description = "What is known of it; its bytes are at `/file`.",
    params(
        ("id" = RequestId, Path, description = "Id of the request"),
        ("document_id" = DocumentId, Path, description = "Id of the file"),
    ),
    responses((status = 200, description = "The file", body = Document)),
)]
#[get("/v1/service-requests/{id}/documents/{document_id}")]
pub async fn get_service_request_document(
    actor: Actor,
    state: Data<State>,
    path: Path<(RequestId, DocumentId)>,
    _: Query<NoParameters>,
) -> Result<Answer, Problem> {
    let (id, document) = path.0;
    let (row, party) = find(&state, &actor, id, document).await?;
    let document = row.shown(state.settings.clamd.is_some());
    Ok(Answer::ok(&document)?.revision(document.revision, party.name()))
}

/// The file, if this reader may see it.
pub async fn find(state: &State, actor: &Actor, id: RequestId, document: DocumentId) -> Result<(Row, Party), Problem> {
    let found = state.db.read_as(actor, async |connection| requests::find(connection, actor, id).await).await?;
    let party = policy::require(actor, &found.ok_or(ErrorCode::NotFound)?.request)?;
    let row =
        async |connection: &mut diesel_async::AsyncPgConnection| queries::find(connection, actor, party, id, document).await;
    Ok((state.db.read_as(actor, row).await?.ok_or(ErrorCode::NotFound)?, party))
}
