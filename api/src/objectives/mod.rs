//! Objectives: what was promised, in its own words, with a baseline only where one was stated.

mod get;
mod list;
pub mod model;
mod queries;

use crate::openapi::ServiceConfig;

pub use queries::list;

pub fn routes(config: &mut ServiceConfig<'_>) {
    config.service(list::list_objectives).service(get::get_objective);
}
