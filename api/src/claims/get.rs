//! One claim.

use actix_web::{get, web::Data};

use super::{
    model::{Claim, Side},
    policy, queries,
};
use crate::{
    auth::Account,
    error::ErrorCode,
    http::{Answer, Path, Problem, Query, query::NoParameters},
    ids::ClaimId,
    state::State,
};

#[utoipa::path(
    tag = "directory",
    summary = "Read a claim",
    description = "For whoever made it, and for moderators.",
    params(("id" = ClaimId, Path, description = "Id of the claim")),
    responses((status = 200, description = "The claim", body = Claim)),
)]
#[get("/v1/claims/{id}")]
pub async fn get_claim(
    account: Account,
    state: Data<State>,
    id: Path<ClaimId>,
    _: Query<NoParameters>,
) -> Result<Answer, Problem> {
    let (id, now) = (id.0, state.clock.now());
    let found = state.db.read_as(&account, async |connection| queries::find(connection, id, now).await).await?;
    let found = found.ok_or(ErrorCode::NotFound)?;
    let side = policy::side(&account, &found).ok_or(ErrorCode::NotFound)?;
    let claim = found.claim;
    let (revision, view) = (claim.revision, view(side, &claim));
    Ok(Answer::ok(&claim.seen(side))?.revision(revision, &view))
}

/// The variant of the representation: time ends a claim without a new revision.
pub fn view(side: Side, claim: &Claim) -> String {
    let side = if side == Side::Moderator { "moderator" } else { "claimant" };
    format!("{side}.{}", claim.status.name())
}
