//! One proposal.

use actix_web::{get, web::Data};

use super::{model::Proposal, policy, queries};
use crate::{
    auth::Actor,
    directory,
    error::ErrorCode,
    http::{Answer, Path, Problem, Query, query::NoParameters},
    ids::ProposalId,
    state::State,
};

#[utoipa::path(
    tag = "sync",
    summary = "Read a proposal",
    description = "For the region that made it, for those who keep the record, and for moderators.",
    params(("id" = ProposalId, Path, description = "Id of the proposal")),
    responses((status = 200, description = "The proposal", body = Proposal)),
)]
#[get("/v1/proposals/{id}")]
pub async fn get_proposal(
    actor: Actor,
    state: Data<State>,
    id: Path<ProposalId>,
    _: Query<NoParameters>,
) -> Result<Answer, Problem> {
    let id = id.0;
    let load = async |connection: &mut diesel_async::AsyncPgConnection| {
        let found = queries::find(connection, id).await?;
        let target = found.iter().map(|found| found.target.0).collect();
        Ok((found, directory::shared(connection, target).await?))
    };
    let (found, targets) = state.db.read_as(&actor, load).await?;
    let found = found.ok_or(ErrorCode::NotFound)?;
    let side = policy::side(&actor, &found).ok_or(ErrorCode::NotFound)?;
    let proposal = Proposal::seen(found, side, targets.first());
    Ok(Answer::ok(&proposal)?.revision(proposal.revision, &proposal.view(side)))
}
