//! Logos: a picture of an organization, drawn anew from what was uploaded, in the sizes that pages need, and served from
//! an address that names its content and nothing else.

mod delete;
mod get;
mod picture;
mod queries;
mod update;

use crate::openapi::ServiceConfig;

use serde::Serialize;
use utoipa::ToSchema;

pub fn routes(config: &mut ServiceConfig<'_>) {
    config.service(get::get_logo).service(update::update_organization_logo).service(delete::delete_organization_logo);
}

/// Sides of the squares, in pixels.
const SIZES: [u32; 4] = [64, 128, 256, 512];

/// The picture of an organization, in a square with clear margins.
#[derive(Debug, Serialize, ToSchema)]
pub struct Logo {
    /// The picture, 256 pixels a side; another of `sizes` may stand at the end. Another picture has another address, so
    /// that this one can be kept for ever.
    #[schema(example = "/v1/logos/8b1a9953c4611296a827abf8c47804d7/256")]
    url: String,
    #[schema(example = json!([64, 128, 256, 512]))]
    sizes: [u32; 4],
}

impl Logo {
    pub fn of(digest: &str) -> Self {
        Self { url: format!("/v1/logos/{digest}/256"), sizes: SIZES }
    }
}
