//! Who may see and change a record of the directory.

use std::hash::{DefaultHasher, Hash, Hasher};

use super::{
    model::{Organization, OrganizationStatus, Party},
    queries::Found,
};
use crate::{
    auth::{Account, Actor, Role},
    error::ErrorCode,
    http::Problem,
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

/// What another region keeps is changed there.
pub fn require_ours(found: &Found) -> Result<(), Problem> {
    found.foreign.as_ref().map_or(Ok(()), |authority| Err(Problem::new(ErrorCode::ForeignAuthority).with([authority])))
}

/// What has been refused is not mended, and what is deleted is gone; moderators change the rest, as others do theirs.
pub fn may_change(account: &Account, found: &Found) -> bool {
    match (party(account, found), found.organization.status) {
        _ if found.foreign.is_some() => false,
        (None, _) | (_, OrganizationStatus::Deleted) => false,
        (Some(Party::Moderator), _) => true,
        (Some(Party::Proposer | Party::Keeper), status) => status != OrganizationStatus::Refused,
    }
}

pub fn require_moderator(account: &Account) -> Result<(), Problem> {
    let lacking = || Problem::new(ErrorCode::Forbidden).with([Role::Moderator.name()]);
    account.has(Role::Moderator).then_some(()).ok_or_else(lacking)
}

/// The record as this reader sees it, and the name of the view.
pub fn shown(actor: &Actor, found: Found) -> Option<(Organization, String)> {
    may_see(actor, &found).then(|| shown_after(actor, found))
}

/// The same after a step, which may have hidden it from whoever took it. The name of the view holds what else than the
/// revision changes it: a contact goes with a consent, a right or an account, a
/// related record with a step of its own.
pub fn shown_after(actor: &Actor, found: Found) -> (Organization, String) {
    let party = actor.account().and_then(|account| party(account, &found));
    let ours = found.foreign.is_none();
    let may_edit = actor.account().is_some_and(|account| may_change(account, &found));
    let mut organization = found.organization;
    organization.may_edit = may_edit;
    organization.allowed_transitions =
        party.filter(|_| ours).map(|party| organization.status.next(party).to_vec()).unwrap_or_default();
    if party.is_none() {
        organization.review = None;
    }
    let reader = party.map_or("public", Party::name);
    let Organization { has_owner, contacts, relations, inverse_relations, .. } = &organization;
    if contacts.is_empty() && !has_owner && relations.is_empty() && inverse_relations.is_empty() {
        return (organization, reader.to_owned());
    }
    let mut hasher = DefaultHasher::new();
    (has_owner, contacts, relations, inverse_relations).hash(&mut hasher);
    (organization, format!("{reader}-{:016x}", hasher.finish()))
}

/// The record, if this account may change it; what it may not even see is not there.
pub fn require_change<'a>(account: &Account, found: Option<&'a Found>) -> Result<&'a Organization, Problem> {
    let found = found.filter(|found| may_see(&Actor::Account(account.clone()), found)).ok_or(ErrorCode::NotFound)?;
    require_ours(found)?;
    if may_change(account, found) { Ok(&found.organization) } else { Err(Problem::new(ErrorCode::Forbidden).with(["editor"])) }
}
