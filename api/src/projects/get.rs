//! One project.

use actix_web::{get, web::Data};

use super::{model::Project, policy, queries};
use crate::{
    auth::Account,
    error::ErrorCode,
    http::{Answer, Path, Problem, Query, query::NoParameters},
    ids::ProjectId,
    state::State,
};

#[utoipa::path(
    tag = "projects",
    summary = "Get a project",
    description = "For its owner and the agents of its Totem; to others it does not exist.",
    params(("id" = ProjectId, Path, description = "Id of the project")),
    responses((status = 200, description = "The project", body = Project)),
)]
#[get("/v1/projects/{id}")]
pub async fn get_project(
    account: Account,
    state: Data<State>,
    id: Path<ProjectId>,
    _: Query<NoParameters>,
) -> Result<Answer, Problem> {
    let project = visible(&state, &account, id.0).await?;
    Ok(Answer::ok(&project)?.revision(project.revision, &policy::view(&project)))
}

/// The project as this reader sees it.
pub async fn visible(state: &State, account: &Account, id: ProjectId) -> Result<Project, Problem> {
    let found = state.db.read_as(account, async |connection| queries::find(connection, account, id).await).await?;
    found.and_then(|project| policy::shown(account, project)).ok_or_else(|| ErrorCode::NotFound.into())
}
