//! The four Totem sites: places where digital entrepreneurs are served, and what each offers.

pub mod calendar;
mod get;
mod get_statistics;
mod inbox;
mod list;
mod list_agents;
pub mod model;
pub mod queries;
mod services;

use crate::openapi::ServiceConfig;

pub fn routes(config: &mut ServiceConfig<'_>) {
    config
        .service(list::list_totems)
        .service(get::get_totem)
        .service(services::list_totem_services)
        .service(services::get_totem_service)
        .service(list_agents::list_totem_agents)
        .service(get_statistics::get_totem_statistics)
        .service(inbox::list_totem_inbox);
}
