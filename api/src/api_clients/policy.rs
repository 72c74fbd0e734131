//! What somebody may give to a machine client. Which clients they see, their queries say.

use crate::{
    auth::{Account, Authority, ClientScope, Role},
    error::ErrorCode,
    http::Problem,
};

/// What partners exchange is for administrators to give away.
pub fn may_grant(account: &Account, scopes: &[ClientScope], authority: Option<Authority>) -> Result<(), Problem> {
    if (authority.is_some() || scopes.iter().any(|scope| scope.is_of_partners())) && !account.has(Role::Admin) {
        return Err(Problem::new(ErrorCode::Forbidden).with([Role::Admin.name()]));
    }
    Ok(())
}
