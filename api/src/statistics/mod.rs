//! The ecosystem in figures. Each is given with the query whose list it counts, so that nobody has to take it on trust.

mod get;
pub mod model;
pub mod queries;

use crate::openapi::ServiceConfig;

pub fn routes(config: &mut ServiceConfig<'_>) {
    config.service(get::get_statistics);
}
