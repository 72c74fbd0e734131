//! What a partner region proposes to change of a record of ours. Whoever keeps the record answers member by member; what
//! is accepted is written as their own change of it, and so comes back to the region in the feed.

mod create;
mod get;
mod list;
mod model;
mod policy;
mod queries;
mod transition;

use crate::openapi::ServiceConfig;

pub fn routes(config: &mut ServiceConfig<'_>) {
    config
        .service(create::create_proposal)
        .service(list::list_proposals)
        .service(get::get_proposal)
        .service(transition::create_proposal_transition);
}
