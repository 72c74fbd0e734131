//! Who may see and change a record of the directory.

use super::model::OrganizationStatus;
use crate::{
    auth::{Account, Actor, Role},
    ids::AccountId,
};

/// The public sees what is published; a proposal is seen by whoever made it and by moderators.
pub fn may_see(actor: &Actor, status: OrganizationStatus, created_by: Option<AccountId>) -> bool {
    status == OrganizationStatus::Published || actor.account().is_some_and(|account| may_change(account, status, created_by))
}

/// Moderators change everything, whoever proposed a record changes it until it is published.
pub fn may_change(account: &Account, status: OrganizationStatus, created_by: Option<AccountId>) -> bool {
    account.has(Role::Moderator) || (status == OrganizationStatus::PendingReview && created_by == Some(account.id))
}
