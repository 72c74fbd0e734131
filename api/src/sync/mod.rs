//! Partner regions keep copies of our records, and we of theirs (docs/sync.md). This is what they read: a feed in which
//! each record appears once, at its latest position, snapshots of it, and digests that show where a copy has drifted.

mod get_sync_snapshot;
mod get_sync_state;
mod list_feed_items;
mod list_sync_changes;
mod model;
mod page;
mod queries;

use crate::openapi::ServiceConfig;

pub use model::LICENSE;

pub fn routes(config: &mut ServiceConfig<'_>) {
    config
        .service(list_sync_changes::list_sync_changes)
        .service(get_sync_state::get_sync_state)
        .service(get_sync_snapshot::get_sync_snapshot)
        .service(list_feed_items::list_feed_items);
}
