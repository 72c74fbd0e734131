//! Taking a file back before anybody relies on it.

use actix_web::{delete, web::Data};

use super::queries;
use crate::{
    auth::Actor,
    db::{Emitted, Event, Kind, Origin, Tx},
    error::ErrorCode,
    http::{
        Answer, Path, Problem, Query,
        answer::{IfMatch, OptionalIfMatch},
        query::NoParameters,
    },
    ids::{DocumentId, RequestId},
    service_requests::{model::Status, transitions},
    state::State,
};

#[utoipa::path(
    tag = "service requests",
    summary = "Take a file back",
    description = "By whoever sent it, as long as it waits for its message or its request is a draft.",
    params(
        ("id" = RequestId, Path, description = "Id of the request"),
        ("document_id" = DocumentId, Path, description = "Id of the file"),
    ),
    responses((status = 204, description = "Deleted")),
)]
#[delete("/v1/service-requests/{id}/documents/{document_id}")]
pub async fn delete_service_request_document(
    actor: Actor,
    state: Data<State>,
    origin: Origin,
    path: Path<(RequestId, DocumentId)>,
    read: IfMatch,
    _: Query<NoParameters>,
) -> Result<Answer, Problem> {
    let (request, id) = path.0;
    let write = async move |tx: &mut Tx| {
        let (found, party) = transitions::open(tx, &actor, request, &OptionalIfMatch::NONE).await?;
        let row = queries::find(tx, &actor, party, request, id).await?.ok_or(ErrorCode::NotFound)?;
        let is_own = row.is_of(&actor, party);
        let sent = row.sent && found.request.status != Status::Draft;
        let document = row.shown(false);
        read.check(document.revision)?;
        if !is_own || sent {
            return Err(ErrorCode::DocumentSent.into());
        }
        queries::delete(tx, id).await?;
        let event = Event::new("document.deleted", Kind::Document, id.0, document.revision + 1).gone();
        Ok(Emitted::new(event, Answer::no_content()))
    };
    state.db.write(origin, &[], write).await
}
