//! What people may ask of the data about them: a copy of all of it, its end, and what they have consented to. Which
//! data that is, the comments of the columns say (`catalogue`).

mod archive;
mod catalogue;
mod consent_words;
mod create_my_consent;
mod create_my_export;
mod erase;
mod get_my_export;
mod get_my_export_file;
pub mod holds;
mod list_my_consents;
mod list_my_exports;
mod list_my_personal_data;
pub mod make_exports;
mod model;
mod queries;

use crate::openapi::ServiceConfig;

pub use erase::{anonymise, erase};
pub use model::Kept;
pub use queries::kept_of;

pub fn routes(config: &mut ServiceConfig<'_>) {
    config
        .service(list_my_personal_data::list_my_personal_data)
        .service(create_my_export::create_my_export)
        .service(list_my_exports::list_my_exports)
        .service(get_my_export::get_my_export)
        .service(get_my_export_file::get_my_export_file)
        .service(list_my_consents::list_my_consents)
        .service(create_my_consent::create_my_consent);
}
