//! What this service gives out as open data, for catalogues that harvest it: by DCAT-AP 3, a dataset for each source, whose
//! licence and attribution go with it, and one for each thing that is kept here; and where its interfaces are described.

mod datasets;
mod get_api_catalog;
mod get_catalog;
mod graph;
mod queries;

use crate::openapi::ServiceConfig;

pub fn routes(config: &mut ServiceConfig<'_>) {
    config.service(get_catalog::get_catalog).service(get_api_catalog::get_api_catalog);
}
