//! Who describes the spaces of a site.

use crate::{
    auth::{Account, Role},
    error::ErrorCode,
    http::Problem,
    ids::TotemId,
    members::model::Scope,
};

pub fn require_manager(account: &Account, totem: TotemId) -> Result<(), Problem> {
    let allowed = account.holds(Role::Manager, Scope::Totem(totem));
    if allowed { Ok(()) } else { Err(Problem::new(ErrorCode::Forbidden).with(["manager"])) }
}
