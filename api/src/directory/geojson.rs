//! The directory for maps.

use actix_web::{HttpResponse, get, http::header, web::Data};
use serde::Serialize;
use utoipa::ToSchema;

use super::{filters::with_filters, model::OrganizationKind, queries};
use crate::{
    http::{Problem, Query},
    ids::OrganizationId,
    state::State,
};

with_filters! {
    /// What narrows the directory on a map: the filters of the list.
    MapOrganizations {}
}

/// GeoJSON (RFC 7946): every organization of the list that has a place.
#[derive(Serialize, ToSchema)]
pub struct OrganizationFeatures {
    #[schema(example = "FeatureCollection", pattern = "^FeatureCollection$")]
    r#type: &'static str,
    features: Vec<OrganizationFeature>,
}

#[derive(Serialize, ToSchema)]
pub struct OrganizationFeature {
    #[schema(example = "Feature", pattern = "^Feature$")]
    r#type: &'static str,
    id: OrganizationId,
    geometry: PointGeometry,
    properties: OnMap,
}

#[derive(Serialize, ToSchema)]
pub struct PointGeometry {
    #[schema(example = "Point", pattern = "^Point$")]
    r#type: &'static str,
    /// Longitude, then latitude (WGS 84).
    #[schema(example = json!([6.1766, 48.6966]))]
    coordinates: [f64; 2],
}

/// What a map says of an organization.
#[derive(Serialize, ToSchema)]
pub struct OnMap {
    #[schema(example = "universite-de-lorraine")]
    slug: String,
    #[schema(example = "Université de Lorraine")]
    name: String,
    #[schema(value_type = Vec<OrganizationKind>)]
    kinds: Vec<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(example = "Nancy")]
    locality: Option<String>,
}

impl From<queries::OnMapRow> for OrganizationFeature {
    fn from(row: queries::OnMapRow) -> Self {
        let queries::OnMapRow { id, slug, name, kinds, locality, longitude, latitude } = row;
        let geometry = PointGeometry { r#type: "Point", coordinates: [longitude, latitude] };
        Self { r#type: "Feature", id, geometry, properties: OnMap { slug, name, kinds, locality } }
    }
}

#[utoipa::path(
    tag = "directory",
    summary = "List organizations as GeoJSON",
    description = "The same filters as the list, without pages: the first 10,000 by name that have a place.",
    params(MapOrganizations),
    responses((status = 200, description = "A collection of features", body = OrganizationFeatures, content_type = "application/geo+json")),
)]
#[get("/v1/organizations.geojson")]
pub async fn list_organization_features(state: Data<State>, mut query: Query<MapOrganizations>) -> Result<HttpResponse, Problem> {
    let asked = query.0.filters()?;
    let statement = queries::on_map(&asked.filters, asked.search.as_ref());
    let rows = state.db.search(async |connection| queries::load_on_map(connection, statement).await).await?;
    let features = rows.into_iter().map(OrganizationFeature::from).collect();
    let collection = OrganizationFeatures { r#type: "FeatureCollection", features };
    Ok(HttpResponse::Ok().insert_header((header::CONTENT_TYPE, "application/geo+json")).json(collection))
}
