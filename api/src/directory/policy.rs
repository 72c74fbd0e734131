//! Who may see and change a record of the directory.

use super::{
    model::{Organization, OrganizationStatus, Party},
    queries::Found,
};
use crate::{
    auth::{Account, Actor, Role},
    members::model::Scope,
};

/// On whose side an account stands. Whoever proposed a record keeps it until it is published.
pub fn party(account: &Account, found: &Found) -> Option<Party> {
    let scope = Scope::Organization(found.organization.id);
    let pending = matches!(
        found.organization.status,
        OrganizationStatus::PendingReview | OrganizationStatus::SentBack | OrganizationStatus::Refused
    );
    if account.has(Role::Moderator) {
        Some(Party::Moderator)
    } else if scope.roles().iter().any(|role| account.holds(*role, scope)) {
        Some(Party::Keeper)
    } else {
        (pending && found.created_by == Some(account.id)).then_some(Party::Proposer)
    }
}

/// The public sees what is published; the rest is seen by those on some side, and what is deleted by nobody.
pub fn may_see(actor: &Actor, found: &Found) -> bool {
    match found.organization.status {
        OrganizationStatus::Published => true,
        OrganizationStatus::Deleted => false,
        _ => actor.account().is_some_and(|account| party(account, found).is_some()),
    }
}

/// What has been refused is not mended, and what is deleted is gone; moderators change the rest, as others do theirs.
pub fn may_change(account: &Account, found: &Found) -> bool {
    match (party(account, found), found.organization.status) {
        (None, _) | (_, OrganizationStatus::Deleted) => false,
        (Some(Party::Moderator), _) => true,
        (Some(Party::Proposer | Party::Keeper), status) => status != OrganizationStatus::Refused,
    }
}

/// The record as this reader sees it, and the name of the view.
pub fn shown(actor: &Actor, found: Found) -> Option<(Organization, &'static str)> {
    if !may_see(actor, &found) {
        return None;
    }
    Some(shown_after(actor, found))
}

/// The same after a step, which may have hidden it from whoever took it.
pub fn shown_after(actor: &Actor, found: Found) -> (Organization, &'static str) {
    let party = actor.account().and_then(|account| party(account, &found));
    let mut organization = found.organization;
    organization.allowed_transitions = party.map(|party| organization.status.next(party).to_vec()).unwrap_or_default();
    if party.is_none() {
        organization.review = None;
    }
    (organization, party.map_or("public", Party::name))
}
