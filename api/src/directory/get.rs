//! One organization.

use actix_web::{get, web::Data};

use super::{
    model::{Organization, OrganizationStatus},
    policy, queries,
};
use crate::{
    auth::Actor,
    error::ErrorCode,
    http::{Answer, Path, Problem, Query, query::NoParameters},
    ids::{OrganizationId, Ref},
    state::State,
};

#[utoipa::path(
    tag = "directory",
    summary = "Get an organization",
    description = "Everything that is known about it, with source and licence. A proposal is seen by whoever made it and by moderators.",
    params(("id" = String, Path, description = "Id or slug", example = "universite-de-lorraine", max_length = 120)),
    responses(
        (status = 200, description = "The organization", body = Organization),
        (status = 301, description = "Another record took it in", headers(("Location" = String, description = "Its address"))),
    ),
)]
#[get("/v1/organizations/{id}")]
pub async fn get_organization(
    actor: Actor,
    state: Data<State>,
    id: Path<Ref<OrganizationId>>,
    _: Query<NoParameters>,
) -> Result<Answer, Problem> {
    answer(&actor, &state, id.0, false).await
}

#[utoipa::path(
    tag = "directory",
    summary = "Get a start-up",
    description = "The same record as under `/v1/organizations`, with the start-up's profile.",
    params(("id" = String, Path, description = "Id or slug", example = "predict", max_length = 120)),
    responses(
        (status = 200, description = "The start-up", body = Organization),
        (status = 301, description = "Another record took it in", headers(("Location" = String, description = "Its address"))),
    ),
)]
#[get("/v1/startups/{id}")]
pub async fn get_startup(
    actor: Actor,
    state: Data<State>,
    id: Path<Ref<OrganizationId>>,
    _: Query<NoParameters>,
) -> Result<Answer, Problem> {
    answer(&actor, &state, id.0, true).await
}

async fn answer(actor: &Actor, state: &State, id: Ref<OrganizationId>, startup: bool) -> Result<Answer, Problem> {
    let found = state.db.read(async |connection| queries::find(connection, &id).await).await?;
    if let Some(found) = found.as_ref().filter(|found| found.organization.status == OrganizationStatus::Deleted) {
        if let Some(slug) = &found.merged_into {
            return Ok(Answer::moved(format!("/v1/organizations/{slug}")));
        }
        if found.was_public {
            return Err(ErrorCode::RecordDeleted.into());
        }
    }
    let shown = found.and_then(|found| policy::shown(actor, found));
    let (organization, view) = shown.filter(|(found, _)| !startup || found.startup.is_some()).ok_or(ErrorCode::NotFound)?;
    Ok(Answer::ok(&organization)?.revision(organization.revision, &view))
}
