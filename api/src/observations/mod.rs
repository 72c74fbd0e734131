//! Observations: what was counted, on which day, and who says so. A draft becomes a figure when a pilot approves it; from
//! then on it is locked, and correcting it makes a new version beside the old one. So there are two times: the day a value
//! held on (`as_of`), and the stretch in which the platform took it for true (`known_at`).

mod count;
mod create;
mod delete;
mod import;
mod list;
pub mod model;
pub mod queries;
mod transitions;
mod update;

use crate::openapi::ServiceConfig;

pub fn routes(config: &mut ServiceConfig<'_>) {
    config
        .service(list::list_observations)
        .service(create::create_observation)
        .service(count::create_observation_count)
        .service(import::create_observation_import)
        .service(update::update_observation)
        .service(delete::delete_observation)
        .service(transitions::create_observation_transition);
}
