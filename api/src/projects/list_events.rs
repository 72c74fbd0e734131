//! The way a project has gone.

use actix_web::{get, web::Data};
use garde::Validate;
use serde::Deserialize;
use utoipa::IntoParams;

use super::{get::visible, model::ProjectEvent, queries};
use crate::{
    auth::Account,
    http::{Answer, Limit, Listing, Pages, Path, Problem, Query},
    ids::{EventId, ProjectId},
    state::State,
};

#[derive(Deserialize, IntoParams, Validate)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct ListProjectEvents {
    #[serde(default)]
    #[garde(dive)]
    #[param(required = false)]
    limit: Limit,
    #[garde(skip)]
    cursor: Option<String>,
}

#[utoipa::path(
    tag = "projects",
    summary = "List the steps of a project",
    description = "In the order in which they were told, which is that of their days.",
    params(("id" = ProjectId, Path, description = "Id of the project"), ListProjectEvents),
    responses((status = 200, description = "A page of steps", body = Listing<ProjectEvent>)),
)]
#[get("/v1/projects/{id}/events")]
pub async fn list_project_events(
    account: Account,
    state: Data<State>,
    pages: Pages,
    id: Path<ProjectId>,
    query: Query<ListProjectEvents>,
) -> Result<Answer, Problem> {
    let ListProjectEvents { limit, cursor } = query.0;
    let after: Option<EventId> = pages.after(cursor.as_deref())?;
    let project = visible(&state, &account, id.0).await?.id;
    let read =
        async |connection: &mut diesel_async::AsyncPgConnection| queries::events(connection, project, after, limit.0 + 1).await;
    let events = state.db.read_as(&account, read).await?;
    pages.answer(events, limit, |event| event.id, None, |event| event)
}
