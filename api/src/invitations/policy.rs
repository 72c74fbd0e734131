//! Who sees and answers an invitation.

use super::model::{Invitation, Side};
use crate::{auth::Account, members::policy::may_manage};

/// The reader's side, if there is one. Whoever invites the own address answers it.
pub fn side(account: &Account, invitation: &Invitation) -> Option<Side> {
    if account.email.to_lowercase() == invitation.email.to_lowercase() {
        return Some(Side::Invitee);
    }
    may_manage(account, invitation.scope()).then_some(Side::Manager)
}
