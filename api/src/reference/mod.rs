//! Code lists: communes, activities, legal forms, and the sources of what is shown with their licences.

mod list_activities;
mod list_communes;
mod list_legal_forms;
mod list_sources;
pub mod places;

use crate::openapi::ServiceConfig;

pub fn routes(config: &mut ServiceConfig<'_>) {
    config
        .service(list_activities::list_activities)
        .service(list_communes::list_communes)
        .service(list_legal_forms::list_legal_forms)
        .service(list_sources::list_sources);
}

/// A `LIKE` pattern for texts that contain `q`, whose own wildcards mean themselves.
fn containing(q: &str) -> String {
    format!("%{}%", q.replace('\\', "\\\\").replace('%', "\\%").replace('_', "\\_"))
}
