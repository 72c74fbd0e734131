//! Proposals that wait, or are over.

use std::collections::HashMap;

use actix_web::{get, web::Data};
use garde::Validate;
use serde::Deserialize;
use utoipa::IntoParams;

use super::{
    model::{Proposal, Side},
    queries::{self, Filter, Whose},
};
use crate::{
    auth::{Actor, Role},
    directory,
    error::ErrorCode,
    http::{Answer, Limit, Listing, Pages, Problem, Query},
    ids::{OrganizationId, ProposalId},
    state::State,
};

#[derive(Deserialize, IntoParams, Validate)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct ListProposals {
    /// Those that are over instead of those that wait.
    #[garde(skip)]
    #[param(example = false)]
    settled: Option<bool>,
    /// Of one record.
    #[garde(skip)]
    target: Option<OrganizationId>,
    #[serde(default)]
    #[garde(dive)]
    #[param(required = false)]
    limit: Limit,
    #[garde(skip)]
    cursor: Option<String>,
}

#[utoipa::path(
    tag = "sync",
    summary = "List proposals",
    description = "A machine client reads those of its region; people those to the records that they keep, moderators all. Those that \
        wait come the oldest first, those that are over the newest first.",
    params(ListProposals),
    responses((status = 200, description = "A page of proposals", body = Listing<Proposal>)),
)]
#[get("/v1/proposals")]
pub async fn list_proposals(
    actor: Actor,
    state: Data<State>,
    pages: Pages,
    query: Query<ListProposals>,
) -> Result<Answer, Problem> {
    let ListProposals { settled, target, limit, cursor } = query.0;
    let (whose, side) = whose(&actor)?;
    let after: Option<ProposalId> = pages.after(cursor.as_deref())?;
    let filter = Filter { whose, settled: settled.unwrap_or_default(), target };
    let statement = queries::list(filter, after, limit.0 + 1);
    let load = async |connection: &mut diesel_async::AsyncPgConnection| {
        let rows = queries::load(connection, statement).await?;
        let targets = rows.iter().map(|found| found.target.0).collect();
        Ok((directory::shared(connection, targets).await?, rows))
    };
    let (targets, rows) = state.db.read_as(&actor, load).await?;
    let targets: HashMap<_, _> = targets.into_iter().map(|record| (record.id, record)).collect();
    let seen = |found: queries::Found| {
        let target = targets.get(&found.target);
        Proposal::seen(found, side, target)
    };
    pages.answer(rows, limit, |found| found.id, None, seen)
}

fn whose(actor: &Actor) -> Result<(Whose, Side), Problem> {
    match actor {
        Actor::Client(client) => {
            let authority = client.authority.ok_or_else(|| Problem::new(ErrorCode::Forbidden).with(["authority"]))?;
            Ok((Whose::Region(authority), Side::Proposer))
        }
        Actor::Account(account) if account.has(Role::Moderator) => Ok((Whose::Everybody, Side::Keeper)),
        Actor::Account(account) => Ok((Whose::Kept(account.organizations()), Side::Keeper)),
        Actor::Anonymous | Actor::Link { .. } => Err(ErrorCode::AuthenticationRequired.into()),
    }
}
