//! The files of a request and its messages.

use actix_web::{get, web::Data};
use diesel_async::RunQueryDsl;
use garde::Validate;
use serde::Deserialize;
use utoipa::IntoParams;

use super::{
    model::Document,
    queries::{self, Row},
};
use crate::{
    auth::Actor,
    error::ErrorCode,
    http::{Answer, Limit, Listing, Pages, Path, Problem, Query},
    ids::{DocumentId, RequestId},
    service_requests::{policy, queries as requests},
    state::State,
};

#[derive(Deserialize, IntoParams, Validate)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct ListDocuments {
    #[serde(default)]
    #[garde(dive)]
    #[param(required = false)]
    pub limit: Limit,
    #[garde(skip)]
    pub cursor: Option<String>,
}

#[utoipa::path(
    tag = "service requests",
    summary = "List the files of a request",
    description = "Those of its messages, too, in the order in which they came; files of notes are seen by agents only.",
    params(("id" = RequestId, Path, description = "Id of the request"), ListDocuments),
    responses((status = 200, description = "A page of files", body = Listing<Document>)),
)]
#[get("/v1/service-requests/{id}/documents")]
pub async fn list_service_request_documents(
    actor: Actor,
    state: Data<State>,
    pages: Pages,
    id: Path<RequestId>,
    query: Query<ListDocuments>,
) -> Result<Answer, Problem> {
    let ListDocuments { limit, cursor } = query.0;
    let after: Option<DocumentId> = pages.after(cursor.as_deref())?;
    let found = state.db.read_as(&actor, async |connection| requests::find(connection, &actor, id.0).await).await?;
    let party = policy::require(&actor, &found.ok_or(ErrorCode::NotFound)?.request)?;
    let page = queries::page(&actor, party, id.0, after, limit.0 + 1);
    let rows: Vec<Row> = state.db.read_as(&actor, async |connection| page.load(connection).await).await?;
    let scanner = state.settings.clamd.is_some();
    pages.answer(rows, limit, |row| row.id, None, |row| row.shown(scanner))
}
