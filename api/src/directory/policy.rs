//! Who may see and change a record of the directory.

use super::{model::OrganizationStatus, queries::Found};
use crate::{
    auth::{Account, Actor, Role},
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
