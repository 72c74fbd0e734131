//! Who changes what a site offers.

use crate::{
    auth::{Account, Role},
    error::ErrorCode,
    http::Problem,
    ids::TotemId,
    members::model::Scope,
};

/// Its managers alone: what a site promises is theirs to keep.
pub fn require_manager(account: &Account, totem: TotemId) -> Result<(), Problem> {
    if account.holds(Role::Manager, Scope::Totem(totem)) {
        Ok(())
    } else {
        Err(Problem::new(ErrorCode::Forbidden).with([Role::Manager.name()]))
    }
}
