//! The four Totem sites: places where digital entrepreneurs are served, what each offers, and what it asks for it.

pub mod calendar;
mod charter;
mod create_service;
mod get;
mod get_charter;
mod get_statistics;
pub mod hours;
mod inbox;
mod list;
mod list_agents;
mod list_statistics;
pub mod model;
pub mod policy;
pub mod queries;
pub mod questions;
mod services;
mod update;
mod update_service;

use actix_web::web;

use crate::openapi::ServiceConfig;

pub fn routes(config: &mut ServiceConfig<'_>) {
    config
        .service(list::list_totems)
        // Before the Totem of any name; what else is asked of it is not asked of a Totem of this name.
        .service(list_statistics::list_totem_statistics)
        .route("/v1/totems/statistics", web::route().to(crate::routes::fallback))
        .service(get::get_totem)
        .service(update::update_totem)
        .service(services::list_totem_services)
        .service(create_service::create_totem_service)
        .service(services::get_totem_service)
        .service(list_agents::list_totem_agents)
        .service(get_statistics::get_totem_statistics)
        .service(update_service::update_totem_service)
        .service(get_charter::get_totem_charter)
        .service(inbox::list_totem_inbox);
}
