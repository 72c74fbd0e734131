//! Machine clients: programs of partners and developers, which get tokens of their own and act for nobody. Whoever
//! registers one answers for it.

mod create;
mod delete;
mod get;
mod list;
pub mod model;
mod policy;
pub mod queries;
mod secrets;
mod update;

use crate::openapi::ServiceConfig;

pub use queries::{Registered, is_allowed_origin, registered};

pub fn routes(config: &mut ServiceConfig<'_>) {
    config
        .service(create::create_api_client)
        .service(list::list_api_clients)
        .service(get::get_api_client)
        .service(update::update_api_client)
        .service(delete::delete_api_client)
        .service(secrets::create_api_client_secret);
}
