//! Who may do what with a project that they can see.

use std::hash::{DefaultHasher, Hash, Hasher};

use super::model::{Project, ProjectParty};
use crate::{auth::Account, error::ErrorCode, http::Problem, ids::TotemId};

/// On whose side somebody stands; of their own project agents are the owner.
pub fn party(account: &Account, project: &Project) -> Option<ProjectParty> {
    if project.owner.account_id == account.id {
        Some(ProjectParty::Owner)
    } else {
        project.totem.as_ref().is_some_and(|totem| account.serves(totem.id)).then_some(ProjectParty::Site)
    }
}

pub fn require_owner(party: ProjectParty) -> Result<(), Problem> {
    if party == ProjectParty::Owner { Ok(()) } else { Err(Problem::new(ErrorCode::Forbidden).with([ProjectParty::Owner.name()])) }
}

pub fn require_agent(account: &Account, totem: TotemId) -> Result<(), Problem> {
    if account.serves(totem) { Ok(()) } else { Err(Problem::new(ErrorCode::Forbidden).with(["agent"])) }
}

/// Fills in what its reader may do; nothing where they may not see it. What is not published of a company is its owner's.
pub fn shown(account: &Account, project: Project) -> Option<Project> {
    let party = party(account, &project)?;
    let allowed_transitions = project.standing().allowed(party);
    let may_edit = party == ProjectParty::Owner;
    let organization = project.organization.filter(|_| may_edit || project.organization_published);
    Some(Project { allowed_transitions, may_edit, organization, ..project })
}

/// The variant of the representation, for its ETag: with the names in it, which change without the project.
pub fn view(project: &Project) -> String {
    let mut hasher = DefaultHasher::new();
    (&project.owner, &project.organization).hash(&mut hasher);
    let party = if project.may_edit { ProjectParty::Owner } else { ProjectParty::Site };
    format!("{}-{:016x}", party.name(), hasher.finish())
}
