//! Who sees and answers a proposal.

use super::{model::Side, queries::Found};
use crate::{
    auth::{Account, Actor, Role},
    members::model::Scope,
};

/// The reader's side, if there is one: the region, or whoever changes the record themselves.
pub fn side(actor: &Actor, found: &Found) -> Option<Side> {
    match actor {
        Actor::Client(client) => (client.authority == Some(found.authority)).then_some(Side::Proposer),
        Actor::Account(account) => keeps(account, found).then_some(Side::Keeper),
        Actor::Anonymous | Actor::Link { .. } => None,
    }
}

fn keeps(account: &Account, found: &Found) -> bool {
    let scope = Scope::Organization(found.target);
    account.has(Role::Moderator) || scope.roles().iter().any(|role| account.holds(*role, scope))
}
