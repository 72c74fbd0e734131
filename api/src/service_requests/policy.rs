//! Who may do what with a request that they can see.

use super::model::{Party, ServiceRequest, Status};
use crate::{auth::Actor, error::ErrorCode, http::Problem};

/// On whose side the reader stands. An agent who asked for something at the own site is its requester.
pub fn party(actor: &Actor, request: &ServiceRequest) -> Option<Party> {
    match actor {
        Actor::Link { request: id, .. } if *id == request.id => Some(Party::Requester),
        Actor::Account(account) if request.requester_id == Some(account.id) => Some(Party::Requester),
        Actor::Account(account) if account.serves(request.totem.id) && request.status != Status::Draft => Some(Party::Agent),
        Actor::Account(_) | Actor::Client(_) | Actor::Link { .. } | Actor::Anonymous => None,
    }
}

/// The reader's side, or nothing to be seen.
pub fn require(actor: &Actor, request: &ServiceRequest) -> Result<Party, Problem> {
    party(actor, request).ok_or_else(|| ErrorCode::NotFound.into())
}

/// Only agents work on a request.
pub fn require_agent(party: Party) -> Result<(), Problem> {
    if party == Party::Agent { Ok(()) } else { Err(Problem::new(ErrorCode::Forbidden).with(["agent"])) }
}
