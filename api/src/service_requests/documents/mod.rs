//! Documents: files that whoever asked and the agents send with a request and its messages. The bytes are files beside the
//! database (decision 0024); nothing is handed out before it was found clean.

mod create;
mod delete;
mod get;
mod get_file;
mod list;
pub mod model;
pub mod queries;
mod scan;
mod store;
pub mod upkeep;

use crate::openapi::ServiceConfig;

pub use scan::note;
pub use store::{Incoming, store};

pub fn routes(config: &mut ServiceConfig<'_>) {
    config
        .service(list::list_service_request_documents)
        .service(create::create_service_request_document)
        .service(get::get_service_request_document)
        .service(get_file::get_service_request_document_file)
        .service(delete::delete_service_request_document);
}
