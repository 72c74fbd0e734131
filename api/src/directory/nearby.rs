//! What is around an organization.

use actix_web::{get, web::Data};
use garde::Validate;
use serde::Deserialize;
use utoipa::IntoParams;

use super::{
    model::{OrganizationKind, OrganizationSummary, at_most},
    policy,
    position::Point,
    queries::{self, Filters, Order, Place},
};
use crate::{
    auth::Actor,
    error::ErrorCode,
    http::{Answer, Limit, Listing, Pages, Path, Problem, Query},
    ids::{OrganizationId, Ref},
    reference::places,
    state::State,
};

#[derive(Deserialize, IntoParams, Validate)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct ListNearbyOrganizations {
    /// What they are; repeat it for several.
    #[serde(default)]
    #[garde(custom(at_most::<18, _>))]
    #[param(required = false, max_items = 18)]
    kinds: Vec<OrganizationKind>,
    /// No further than this.
    #[garde(custom(super::filters::radius))]
    #[param(minimum = 0.1, maximum = 500, example = 20)]
    radius_km: Option<f64>,
    #[serde(default)]
    #[garde(dive)]
    #[param(required = false)]
    limit: Limit,
    #[garde(skip)]
    cursor: Option<String>,
}

#[utoipa::path(
    tag = "directory",
    summary = "List what is near an organization",
    description = "Every resource to grow, closest first, with the distance. Where the record has no position, its town's is \
        taken; where nobody knows where it is, the list is empty.",
    params(("id" = String, Path, description = "Id or slug", example = "universite-de-lorraine", max_length = 120), ListNearbyOrganizations),
    responses((status = 200, description = "A page of organizations", body = Listing<OrganizationSummary>)),
)]
#[get("/v1/organizations/{id}/nearby")]
pub async fn list_nearby_organizations(
    actor: Actor,
    state: Data<State>,
    pages: Pages,
    id: Path<Ref<OrganizationId>>,
    query: Query<ListNearbyOrganizations>,
) -> Result<Answer, Problem> {
    let ListNearbyOrganizations { kinds, radius_km, limit, cursor } = query.0;
    let after: Option<Place> = pages.after(cursor.as_deref())?;
    let found = state.db.read(async |connection| queries::find(connection, &id.0).await).await?;
    let organization = found.filter(|found| policy::may_see(&actor, found)).ok_or(ErrorCode::NotFound)?.organization;
    let position = organization.location.and_then(|location| match (location.latitude, location.longitude) {
        (Some(latitude), Some(longitude)) => Some((latitude, longitude)),
        _ => places::position(location.commune_code.as_deref(), location.locality.as_deref(), &location.country),
    });
    let Some((latitude, longitude)) = position else { return Listing::<OrganizationSummary>::whole(vec![]).answer() };
    let kinds = kinds.into_iter().map(|kind| kind.name().to_owned()).collect();
    let filters = Filters {
        kinds,
        near: Some(Point { latitude, longitude }),
        radius: radius_km,
        not: Some(organization.id),
        ..Filters::default()
    };
    let statement = queries::list(&filters, None, Order::Distance, after, limit.0 + 1);
    let rows = state.db.search(async |connection| queries::load_list(connection, statement).await).await?;
    pages.answer(rows, limit, |row| row.place(Order::Distance), None, OrganizationSummary::from)
}
