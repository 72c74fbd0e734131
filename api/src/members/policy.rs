//! Who sees and changes the rights of others.

use super::model::Scope;
use crate::{
    auth::{Account, Role},
    error::ErrorCode,
    http::Problem,
};

/// Colleagues see each other.
pub fn may_see(account: &Account, scope: Scope) -> bool {
    scope.roles().iter().any(|role| account.holds(*role, scope)) && scope != Scope::Platform || may_manage(account, scope)
}

pub fn may_manage(account: &Account, scope: Scope) -> bool {
    account.has(Role::Admin) || account.holds(scope.head(), scope)
}

pub fn require_manager(account: &Account, scope: Scope) -> Result<(), Problem> {
    if may_manage(account, scope) { Ok(()) } else { Err(Problem::new(ErrorCode::Forbidden).with([scope.head().name()])) }
}
