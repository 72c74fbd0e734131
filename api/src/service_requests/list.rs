//! What somebody has asked for.

use actix_web::{get, web::Data};
use garde::Validate;
use serde::Deserialize;
use utoipa::IntoParams;

use super::{model::ServiceRequest, queries, transitions::seen_by};
use crate::{
    auth::{Account, Actor},
    http::{Answer, Limit, Listing, Pages, Problem, Query},
    ids::{ProjectId, RequestId},
    state::State,
};

#[derive(Deserialize, IntoParams, Validate)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct ListServiceRequests {
    /// Those that belong to this project; for the agents of a site, what it asked there.
    #[garde(skip)]
    #[param(value_type = Option<Uuid>)]
    project_id: Option<ProjectId>,
    #[serde(default)]
    #[garde(dive)]
    #[param(required = false)]
    limit: Limit,
    #[garde(skip)]
    cursor: Option<String>,
}

#[utoipa::path(
    tag = "service requests",
    summary = "List one's own requests",
    description = "What the account has asked for, the newest first; with `project_id`, what its reader may see of what a project asked \
        for. A site's requests are in its inbox.",
    params(ListServiceRequests),
    responses((status = 200, description = "A page of requests", body = Listing<ServiceRequest>)),
)]
#[get("/v1/service-requests")]
pub async fn list_service_requests(
    account: Account,
    state: Data<State>,
    pages: Pages,
    query: Query<ListServiceRequests>,
) -> Result<Answer, Problem> {
    let ListServiceRequests { project_id, limit, cursor } = query.0;
    let after: Option<RequestId> = pages.after(cursor.as_deref())?;
    let statement = queries::own(&account, project_id, after, limit.0 + 1);
    let rows = state.db.read_as(&account, async |connection| queries::load(connection, statement).await).await?;
    let actor = Actor::Account(account);
    pages.answer(rows, limit, |row| row.request.id, None, |row| seen_by(&actor, row.request))
}
