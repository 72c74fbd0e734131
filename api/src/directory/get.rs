//! One organization.

use actix_web::{get, web::Data};

use super::{model::Organization, policy, queries};
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
    responses((status = 200, description = "The organization", body = Organization)),
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
    responses((status = 200, description = "The start-up", body = Organization)),
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
    let found = found.filter(|found| policy::may_see(actor, found));
    let organization = found.map(|found| found.organization).filter(|found| !startup || found.startup.is_some());
    let organization = organization.ok_or(ErrorCode::NotFound)?;
    Ok(Answer::ok(&organization)?.revision(organization.revision, &organization.view()))
}
