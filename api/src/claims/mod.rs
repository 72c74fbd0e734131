//! Taking charge of a record that nobody keeps: by an e-mail at the domain of the organization's site, or by a moderator
//! who believes what one says. Either makes the claimant an owner.

mod create;
mod get;
mod list;
pub mod model;
mod policy;
mod queries;
mod transition;

use crate::openapi::ServiceConfig;

pub fn routes(config: &mut ServiceConfig<'_>) {
    config
        .service(create::create_organization_claim)
        .service(list::list_claims)
        .service(get::get_claim)
        .service(transition::create_claim_transition);
}
