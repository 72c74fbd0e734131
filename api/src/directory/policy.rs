//! Who may see and change a record of the directory.

use super::{
    model::{Organization, OrganizationStatus},
    queries::Found,
};
use crate::{
    auth::{Account, Actor, Role},
    error::ErrorCode,
    http::Problem,
    members::model::Scope,
};

/// The public sees what is published; a proposal is seen by those who may change it.
pub fn may_see(actor: &Actor, found: &Found) -> bool {
    let public = found.organization.status == OrganizationStatus::Published;
    public || actor.account().is_some_and(|account| may_change(account, found))
}

/// Moderators change everything, owners and editors their own, and whoever proposed a record changes it until it is
/// published.
pub fn may_change(account: &Account, found: &Found) -> bool {
    let scope = Scope::Organization(found.organization.id);
    let keeps = scope.roles().iter().any(|role| account.holds(*role, scope));
    let pending = found.organization.status == OrganizationStatus::PendingReview;
    account.has(Role::Moderator) || keeps || (pending && found.created_by == Some(account.id))
}

/// The record, if this account may change it; what it may not even see is not there.
pub fn require_change<'a>(account: &Account, found: Option<&'a Found>) -> Result<&'a Organization, Problem> {
    let found = found.filter(|found| may_see(&Actor::Account(account.clone()), found)).ok_or(ErrorCode::NotFound)?;
    if may_change(account, found) { Ok(&found.organization) } else { Err(Problem::new(ErrorCode::Forbidden).with(["editor"])) }
}
