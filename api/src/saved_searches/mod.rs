//! Searches of the directory that somebody has saved: once a day the worker tells what has come to match them, each record
//! once.

mod create;
mod delete;
mod get;
mod list;
mod look;
mod model;
mod queries;
mod update;

use crate::openapi::ServiceConfig;

pub use look::look;
pub use queries::{Told, told};

/// So many an account may have.
pub const MOST: i64 = 20;
/// So many matches are counted of one look.
pub const COUNTED: usize = 100;

pub fn routes(config: &mut ServiceConfig<'_>) {
    config
        .service(list::list_my_saved_searches)
        .service(create::create_my_saved_search)
        .service(get::get_my_saved_search)
        .service(update::update_my_saved_search)
        .service(delete::delete_my_saved_search);
}
