//! The directory: who does what and where. Every actor is an organization of one or several kinds; start-ups have a
//! profile of their own. What a member proposes waits for review; the public sees what is published.

mod create;
mod get;
mod list;
pub mod model;
mod policy;
pub mod queries;
mod update;

use utoipa_actix_web::service_config::ServiceConfig;

pub fn routes(config: &mut ServiceConfig<'_>) {
    config
        .service(list::list_organizations)
        .service(create::create_organization)
        .service(get::get_organization)
        .service(update::update_organization)
        .service(list::list_startups)
        .service(create::create_startup)
        .service(get::get_startup);
}
