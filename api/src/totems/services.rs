//! What can be asked at a site.

use actix_web::{get, web::Data};

use super::{model::TotemService, queries};
use crate::{
    clock,
    error::ErrorCode,
    http::{Answer, Listing, Path, Problem, Query, query::NoParameters},
    ids::{Ref, ServiceId, TotemId},
    state::State,
};

#[utoipa::path(
    tag = "totems",
    summary = "List the services of a Totem",
    description = "What can be asked there with the questions of each, in the site's order, all on one page.",
    params(("id" = String, Path, description = "Id or slug of the Totem", example = "metz", max_length = 120)),
    responses((status = 200, description = "All its services", body = Listing<TotemService>)),
)]
#[get("/v1/totems/{id}/services")]
pub async fn list_totem_services(state: Data<State>, id: Path<Ref<TotemId>>, _: Query<NoParameters>) -> Result<Answer, Problem> {
    let services = queries::services(&state, &id.0).await?;
    if services.is_empty() {
        // No such site, or one that offers nothing.
        queries::find(&state, &id.0).await?.ok_or(ErrorCode::NotFound)?;
    }
    Listing::whole(services).answer()
}

#[utoipa::path(
    tag = "totems",
    summary = "Get a service of a Totem",
    description = "One thing that can be asked there, and what it asks.",
    params(
        ("id" = String, Path, description = "Id or slug of the Totem", example = "metz", max_length = 120),
        ("service_id" = String, Path, description = "Id or slug of the service", example = "accompagnement", max_length = 120),
    ),
    responses((status = 200, description = "The service", body = TotemService)),
)]
#[get("/v1/totems/{id}/services/{service_id}")]
pub async fn get_totem_service(
    state: Data<State>,
    ids: Path<(Ref<TotemId>, Ref<ServiceId>)>,
    _: Query<NoParameters>,
) -> Result<Answer, Problem> {
    let (totem, service) = ids.0;
    let service = state.db.read(async |connection| queries::service(connection, &totem, &service).await).await?;
    let service = service.ok_or(ErrorCode::NotFound)?.on(clock::day(state.clock.now()));
    Ok(Answer::ok(&service)?.revision(service.revision, service.status.name()))
}
