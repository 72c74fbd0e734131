//! Partner regions keep copies of our records, and we of theirs (docs/sync.md). This is what they read: a feed in which
//! each record appears once, at its latest position, snapshots of it, and digests that show where a copy has drifted. And it
//! is how they write their own records here: their revisions decide, and a person settles the rest.

mod acks;
mod apply;
mod check;
mod command;
mod compared;
mod conflicts;
mod create_sync_acks;
mod create_sync_conflict_transition;
mod delete_sync_source;
pub mod follow;
mod get_sync_snapshot;
mod get_sync_state;
mod list_feed_items;
mod list_partners;
mod list_sync_acks;
mod list_sync_changes;
mod list_sync_conflicts;
mod model;
mod offers;
mod page;
mod queries;
mod records;
mod source;
mod update_sync_source;

use crate::openapi::ServiceConfig;

pub use command::{Command, run as command};
pub use model::LICENSE;
pub use source::from_feed as as_said;

pub fn routes(config: &mut ServiceConfig<'_>) {
    config
        .service(list_sync_changes::list_sync_changes)
        .service(get_sync_state::get_sync_state)
        .service(get_sync_snapshot::get_sync_snapshot)
        .service(update_sync_source::update_sync_source)
        .service(delete_sync_source::delete_sync_source)
        .service(list_sync_conflicts::list_sync_conflicts)
        .service(list_partners::list_partners)
        .service(create_sync_conflict_transition::create_sync_conflict_transition)
        .service(create_sync_acks::create_sync_acks)
        .service(list_sync_acks::list_sync_acks)
        .service(list_feed_items::list_feed_items);
}
