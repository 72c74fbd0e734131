//! Service requests: an entrepreneur asks a Totem, its agents answer within the service's target, and whoever asked
//! can follow each step, by account or by the link in a mail.

mod answers;
mod assignments;
mod create;
mod create_satisfaction;
mod dates;
pub mod documents;
mod events;
mod get;
mod hand_over;
pub mod inbox;
mod list;
mod merges;
mod messages;
pub mod model;
mod policy;
mod queries;
pub mod replies;
pub mod statistics;
mod transitions;
pub mod upkeep;
mod written;

use crate::openapi::ServiceConfig;

pub use queries::actor_of_link;
pub use written::{Written, last_written, written};

pub fn routes(config: &mut ServiceConfig<'_>) {
    config
        .service(create::create_service_request)
        .service(list::list_service_requests)
        .service(get::get_service_request)
        .service(transitions::create_service_request_transition)
        .service(assignments::create_service_request_assignment)
        .service(merges::list_service_request_duplicates)
        .service(merges::create_service_request_merge)
        .service(messages::list_service_request_messages)
        .service(messages::create_service_request_message)
        .service(create_satisfaction::create_service_request_satisfaction)
        .service(events::list_service_request_events);
    documents::routes(config);
}
