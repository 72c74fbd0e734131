//! Drafts: what somebody has begun to write in a form, so that they go on with it on another device. One for each form; the
//! latest is the one that counts, and whoever writes over what they have not read is told.

mod delete;
mod get;
mod model;
mod queries;
mod update;

use chrono::Duration;

use crate::openapi::ServiceConfig;

/// A draft that nobody goes on with is kept for so long.
pub const KEPT: Duration = Duration::days(30);

pub fn routes(config: &mut ServiceConfig<'_>) {
    config.service(get::get_my_draft).service(update::update_my_draft).service(delete::delete_my_draft);
}
