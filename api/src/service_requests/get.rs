//! One request, for whoever asked and for the site.

use actix_web::{get, web::Data};

use super::{
    model::ServiceRequest,
    queries,
    transitions::{seen_by, view},
};
use crate::{
    auth::Actor,
    error::ErrorCode,
    http::{Answer, Path, Problem, Query, query::NoParameters},
    ids::RequestId,
    state::State,
};

#[utoipa::path(
    tag = "service requests",
    summary = "Get a request",
    description = "For whoever asked, by account or by the link from a mail, and for the agents of the site.",
    params(("id" = RequestId, Path, description = "Id of the request")),
    responses((status = 200, description = "The request", body = ServiceRequest)),
)]
#[get("/v1/service-requests/{id}")]
pub async fn get_service_request(
    actor: Actor,
    state: Data<State>,
    id: Path<RequestId>,
    _: Query<NoParameters>,
) -> Result<Answer, Problem> {
    let found = state.db.read_as(&actor, async |connection| queries::find(connection, &actor, id.0).await).await?;
    let request = seen_by(&actor, found.ok_or(ErrorCode::NotFound)?.request);
    Ok(Answer::ok(&request)?.revision(request.revision, view(&actor, &request)))
}
