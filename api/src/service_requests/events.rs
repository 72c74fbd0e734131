//! The life of a request, step by step.

use actix_web::{get, web::Data};

use super::{messages::ListMessages, model::Step, policy, queries};
use crate::{
    auth::Actor,
    error::ErrorCode,
    http::{Answer, Listing, Pages, Path, Problem, Query},
    ids::{EventId, RequestId},
    state::State,
};

#[utoipa::path(
    tag = "service requests",
    summary = "List the steps of a request",
    description = "Who moved it when, from which state to which, and why; nothing is ever taken away.",
    params(("id" = RequestId, Path, description = "Id of the request"), ListMessages),
    responses((status = 200, description = "A page of steps", body = Listing<Step>)),
)]
#[get("/v1/service-requests/{id}/events")]
pub async fn list_service_request_events(
    actor: Actor,
    state: Data<State>,
    pages: Pages,
    id: Path<RequestId>,
    query: Query<ListMessages>,
) -> Result<Answer, Problem> {
    let ListMessages { limit, cursor } = query.0;
    let after: Option<EventId> = pages.after(cursor.as_deref())?;
    let found = state.db.read_as(&actor, async |connection| queries::find(connection, &actor, id.0).await).await?;
    policy::require(&actor, &found.ok_or(ErrorCode::NotFound)?.request)?;
    let steps = state.db.read_as(&actor, async |connection| queries::steps(connection, id.0, after, limit.0 + 1).await).await?;
    pages.answer(steps, limit, |step| step.id, None, |step| step)
}
