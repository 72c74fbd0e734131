//! Who sees and decides a claim.

use super::{model::Side, queries::Found};
use crate::auth::{Account, Role};

/// The reader's side, if there is one. Nobody decides their own claim.
pub fn side(account: &Account, found: &Found) -> Option<Side> {
    if found.account_id == account.id {
        return Some(Side::Claimant);
    }
    account.has(Role::Moderator).then_some(Side::Moderator)
}
