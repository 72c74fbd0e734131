//! A record on a map.

use std::io;

use serde::Serialize;
use utoipa::ToSchema;

use super::{
    super::model::{Organization, OrganizationKind, SourceSummary},
    Format,
};
use crate::ids::OrganizationId;

/// GeoJSON, RFC 7946.
#[derive(Serialize, ToSchema)]
pub struct OrganizationFeatures {
    #[schema(example = "FeatureCollection")]
    r#type: &'static str,
    features: Vec<OrganizationFeature>,
}

#[derive(Serialize, ToSchema)]
pub struct OrganizationFeature {
    #[schema(example = "Feature")]
    r#type: &'static str,
    id: OrganizationId,
    /// `null` where nobody knows the position.
    geometry: Option<FeaturePoint>,
    properties: FeatureProperties,
}

/// A point.
#[derive(Serialize, ToSchema)]
pub struct FeaturePoint {
    #[schema(example = "Point")]
    r#type: &'static str,
    /// Longitude, latitude, WGS 84.
    #[schema(example = json!([6.1766, 48.6966]))]
    coordinates: [f64; 2],
}

#[derive(Serialize, ToSchema)]
pub struct FeatureProperties {
    #[schema(example = "universite-de-lorraine")]
    slug: String,
    #[schema(example = "Université de Lorraine")]
    name: String,
    #[schema(value_type = Vec<OrganizationKind>)]
    kinds: Vec<String>,
    #[schema(example = json!([]))]
    sectors: Vec<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(example = "Nancy")]
    locality: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(example = "https://www.univ-lorraine.fr")]
    website: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    source: Option<SourceSummary>,
    /// The line to print wherever the record is shown.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(example = "ROR – CC0 1.0")]
    attribution: Option<String>,
}

impl From<&Organization> for OrganizationFeature {
    fn from(organization: &Organization) -> Self {
        let location = organization.location.as_ref();
        let position = location.and_then(|location| Some([location.longitude?, location.latitude?]));
        let source = organization.source.as_ref();
        Self {
            r#type: "Feature",
            id: organization.id,
            geometry: position.map(|coordinates| FeaturePoint { r#type: "Point", coordinates }),
            properties: FeatureProperties {
                slug: organization.slug.clone(),
                name: organization.name.clone(),
                kinds: organization.kinds.clone(),
                sectors: organization.sectors.clone(),
                locality: location.and_then(|location| location.locality.clone()),
                website: organization.website.clone(),
                source: source.map(|source| SourceSummary {
                    system: source.system.clone(),
                    name: source.name.clone(),
                    licence: source.licence.clone(),
                    url: source.url.clone(),
                }),
                attribution: source.map(|source| source.attribution.clone()),
            },
        }
    }
}

pub struct GeoJson;

impl Format for GeoJson {
    const MEDIA_TYPE: &'static str = "application/geo+json";
    const FILE: &'static str = "organizations.geojson";

    fn begin(&self) -> Vec<u8> {
        b"{\"type\":\"FeatureCollection\",\"features\":[".to_vec()
    }

    fn record(&self, organization: &Organization, first: bool, into: &mut Vec<u8>) -> io::Result<()> {
        if !first {
            into.push(b',');
        }
        Ok(serde_json::to_writer(into, &OrganizationFeature::from(organization))?)
    }

    fn end(&self) -> Vec<u8> {
        b"]}".to_vec()
    }
}
