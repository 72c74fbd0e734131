//! One invitation.

use actix_web::{get, web::Data};

use super::{
    model::{Invitation, Side},
    policy, queries,
};
use crate::{
    auth::Account,
    error::ErrorCode,
    http::{Answer, Path, Problem, Query, query::NoParameters},
    ids::InvitationId,
    state::State,
};

#[utoipa::path(
    tag = "identity",
    summary = "Read an invitation",
    description = "For the account of the address that was invited, and for whoever may invite there.",
    params(("id" = InvitationId, Path, description = "Id of the invitation")),
    responses((status = 200, description = "The invitation", body = Invitation)),
)]
#[get("/v1/invitations/{id}")]
pub async fn get_invitation(
    account: Account,
    state: Data<State>,
    id: Path<InvitationId>,
    _: Query<NoParameters>,
) -> Result<Answer, Problem> {
    let (id, now) = (id.0, state.clock.now());
    let found = state.db.read_as(&account, async |connection| queries::find(connection, id, now).await).await?;
    let invitation = found.ok_or(ErrorCode::NotFound)?;
    let side = policy::side(&account, &invitation).ok_or(ErrorCode::NotFound)?;
    let (revision, view) = (invitation.revision, view(side, &invitation));
    Ok(Answer::ok(&invitation.seen(side))?.revision(revision, &view))
}

/// The variant of the representation: time ends an invitation without a new revision.
pub fn view(side: Side, invitation: &Invitation) -> String {
    let side = if side == Side::Manager { "manager" } else { "invitee" };
    format!("{side}.{}", invitation.status.name())
}
