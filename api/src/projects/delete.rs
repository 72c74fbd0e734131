//! Whoever it is of wants it to be kept no more.

use actix_web::{delete, web::Data};

use super::{policy, queries};
use crate::{
    auth::Account,
    db::{Emitted, Event, Kind, Origin, Tx},
    error::ErrorCode,
    http::{Answer, Path, Problem, Query, answer::IfMatch, query::NoParameters},
    ids::ProjectId,
    state::State,
};

#[utoipa::path(
    tag = "projects",
    summary = "Delete a project",
    description = "By its owner, with all its steps. Requests that belong to it stay without it, and so does the company's record.",
    params(("id" = ProjectId, Path, description = "Id of the project")),
    responses((status = 204, description = "Deleted")),
)]
#[delete("/v1/projects/{id}")]
pub async fn delete_project(
    account: Account,
    state: Data<State>,
    origin: Origin,
    id: Path<ProjectId>,
    read: IfMatch,
    _: Query<NoParameters>,
) -> Result<Answer, Problem> {
    origin.refuse_key()?;
    let id = id.0;
    let write = async move |tx: &mut Tx| {
        let project = queries::lock(tx, &account, id).await?;
        policy::require_owner(policy::party(&account, &project).ok_or(ErrorCode::NotFound)?)?;
        read.check(project.revision)?;
        queries::delete(tx, id).await?;
        let event = Event::new("project.deleted", Kind::Project, id.0, project.revision).gone();
        Ok(Emitted::new(event, Answer::no_content()))
    };
    state.db.write(origin, &[], write).await
}
