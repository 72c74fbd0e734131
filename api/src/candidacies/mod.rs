//! The label candidacy as a living file: its programme, its partners, and every milestone with its sources.

mod get;
mod list;
mod milestones;
pub mod model;
mod queries;

use crate::openapi::ServiceConfig;

pub use queries::list;

pub fn routes(config: &mut ServiceConfig<'_>) {
    config.service(list::list_candidacies).service(get::get_candidacy).service(milestones::list_milestones);
}
