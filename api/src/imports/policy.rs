//! Who may import. Whose imports they see, row-level security says: their own, administrators all.

use crate::{
    auth::{Account, Role},
    error::ErrorCode,
    http::Problem,
};

pub fn may_import(account: &Account) -> Result<(), Problem> {
    if account.has(Role::Moderator) || account.has(Role::Admin) {
        return Ok(());
    }
    Err(Problem::new(ErrorCode::Forbidden).with([Role::Moderator.name()]))
}
