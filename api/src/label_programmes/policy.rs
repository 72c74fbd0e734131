//! Who keeps what is told of labels.

use crate::{
    auth::{Account, Role},
    error::ErrorCode,
    http::Problem,
};

/// Pilots, who run a candidacy for a label, and those who run the platform.
pub fn require_keeper(account: &Account) -> Result<(), Problem> {
    let keeps = account.has(Role::Pilot) || account.has(Role::Admin);
    keeps.then_some(()).ok_or_else(|| Problem::new(ErrorCode::Forbidden).with([Role::Pilot.name()]))
}
