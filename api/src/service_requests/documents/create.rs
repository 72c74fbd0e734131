//! Sending a file.

use actix_web::{post, web::Data};
use garde::Validate;
use serde::Deserialize;
use utoipa::IntoParams;

use super::{
    model::Document,
    store::{Incoming, store},
};
use crate::{
    auth::Actor,
    db::Origin,
    documents::DocumentFile,
    error::{ErrorCode, FieldCode},
    http::{Answer, FieldError, FileBody, Line, Path, Problem, Query, answer::OptionalIfMatch},
    ids::RequestId,
    state::State,
    totems::questions,
};

#[derive(Deserialize, IntoParams, Validate)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct CreateDocument {
    /// How the file is called; its last ending says what it is. Folders before it are left out, and what is longer than 120
    /// characters is cut.
    #[garde(dive)]
    #[param(inline, example = "plan-de-financement.pdf")]
    name: Line<1, 400>,
    /// It waits for the message that names it in `document_ids`, and until then only its sender sees it. Of agents it
    /// always does; what waits for a day is deleted.
    #[garde(skip)]
    #[serde(default)]
    #[param(required = false)]
    with_message: bool,
    /// The question of the service that it answers, one of the type `file` among the answers of the request. Not of a file
    /// with a message.
    #[garde(inner(custom(questions::name)))]
    #[param(min_length = 1, max_length = 60, pattern = "^[a-z0-9_-]+$", example = "statutes")]
    question_id: Option<String>,
}

#[utoipa::path(
    tag = "service requests",
    summary = "Send a file with a request",
    description = "PDF, PNG, JPEG, WebP, DOCX, XLSX, ODT or CSV of at most 20 MiB: the ending of its name, `Content-Type` and what it \
        holds have to say the same. A side sends up to 10 files with a request, before its address is confirmed up to 5 of 20 MiB \
        in all. Of pictures, what the camera wrote beside the pixels is not kept. A file can be had once the virus scanner has \
        found it clean.",
    params(("id" = RequestId, Path, description = "Id of the request"), CreateDocument),
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
    responses((status = 201, description = "Taken in", body = Document)),
)]
#[post("/v1/service-requests/{id}/documents")]
pub async fn create_service_request_document(
    actor: Actor,
    state: Data<State>,
    origin: Origin,
    id: Path<RequestId>,
    read: OptionalIfMatch,
    // Before the query, so that a file that is too large is refused for that.
    file: FileBody,
    query: Query<CreateDocument>,
) -> Result<Answer, Problem> {
    let CreateDocument { name, with_message, question_id: question } = query.0;
    if with_message && question.is_some() {
        let refused = FieldError::parameter("question_id", FieldCode::NotAllowed);
        return Err(Problem::parameter(ErrorCode::InvalidParameter, refused));
    }
    let incoming = Incoming { request: id.0, name: name.0, file, with_message, question, read };
    store(&state, &actor, origin, incoming).await
}
