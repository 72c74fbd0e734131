//! Who has a right where: the managers and agents of a Totem, the owners and editors of an organization, and those who
//! work for the platform as a whole. A right is given by an invitation that is accepted, and withdrawn here; it is never
//! changed.

mod delete;
mod list;
pub mod model;
pub mod policy;
pub mod queries;

use crate::openapi::ServiceConfig;

pub use list::scope;

pub fn routes(config: &mut ServiceConfig<'_>) {
    config.service(list::list_members).service(delete::delete_member);
}
