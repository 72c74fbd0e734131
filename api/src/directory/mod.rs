//! The directory: who does what and where. Every actor is an organization of one or several kinds; start-ups have a
//! profile of their own. What a member proposes waits for review; the public sees what is published.

mod create;
mod export;
mod filters;
mod get;
pub mod kinds;
mod list;
mod logo;
pub mod model;
mod nearby;
mod policy;
mod position;
pub mod queries;
mod search;
mod suggest;
mod update;

use actix_web::web;
use utoipa_actix_web::service_config::ServiceConfig;

pub fn routes(config: &mut ServiceConfig<'_>) {
    config
        .service(list::list_organizations)
        .service(suggest::get_organization_suggestions)
        // Else other methods would go to the organization of that name.
        .route("/v1/organizations/suggest", web::route().to(crate::routes::fallback))
        .service(export::get_organizations_csv)
        .service(export::get_organizations_ndjson)
        .service(export::get_organizations_geojson)
        .service(export::get_organizations_table_schema)
        .service(create::create_organization)
        .service(get::get_organization)
        .service(nearby::list_nearby_organizations)
        .service(update::update_organization)
        .service(list::list_startups)
        .service(create::create_startup)
        .service(get::get_startup);
    logo::routes(config);
}
