//! Invitations to a right: sent to an address, answered by the account of that address, which was confirmed when it was
//! made. So the mail holds a link and no secret.

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
        .service(list::list_invitations)
        .service(create::create_invitation)
        .service(get::get_invitation)
        .service(transition::create_invitation_transition);
}
