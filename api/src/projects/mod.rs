//! Projects: a person or a team on the path from a talent that is noticed to a company abroad, before there is a company
//! and after. Each step is kept with the day on which it was taken. A project is its owner's; once they have chosen a
//! Totem, its agents see it, too, and tell steps of it.

mod create;
mod delete;
mod get;
mod get_resources;
mod list;
mod list_events;
mod model;
mod policy;
mod queries;
mod statistics;
mod transition;
mod update;

use crate::openapi::ServiceConfig;

pub use model::KEPT;

pub fn routes(config: &mut ServiceConfig<'_>) {
    config
        .service(list::list_projects)
        .service(create::create_project)
        .service(get::get_project)
        .service(update::update_project)
        .service(delete::delete_project)
        .service(transition::create_project_transition)
        .service(list_events::list_project_events)
        .service(get_resources::get_project_resources)
        .service(statistics::get_totem_project_statistics);
}
