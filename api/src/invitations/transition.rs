//! Answering an invitation, or taking it back.

use actix_web::{post, web::Data};
use garde::Validate;
use serde::Deserialize;
use utoipa::ToSchema;

use super::{
    get::view,
    model::{Invitation, InvitationStatus},
    policy, queries,
};
use crate::{
    auth::Account,
    db::{Emitted, Event, Kind, Origin, Tx},
    error::ErrorCode,
    http::{Answer, Json, Path, Problem, Query, answer::OptionalIfMatch, query::NoParameters},
    ids::{InvitationId, MemberId},
    members,
    state::State,
};

/// A step to another state.
#[derive(Clone, Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
#[garde(allow_unvalidated)]
#[schema(example = json!({"to": "accepted"}))]
pub struct CreateInvitationTransition {
    to: InvitationStatus,
}

#[utoipa::path(
    tag = "identity",
    summary = "Answer an invitation, or take it back",
    description = "Whoever was invited answers by `accepted`, which gives the right, or `declined`; whoever may invite there takes it \
        back by `withdrawn`. `allowed_transitions` says which.",
    params(("id" = InvitationId, Path, description = "Id of the invitation")),
    responses((status = 201, description = "Answered", body = Invitation)),
)]
#[post("/v1/invitations/{id}/transitions")]
pub async fn create_invitation_transition(
    account: Account,
    state: Data<State>,
    origin: Origin,
    id: Path<InvitationId>,
    read: OptionalIfMatch,
    _: Query<NoParameters>,
    body: Json<CreateInvitationTransition>,
) -> Result<Answer, Problem> {
    let (id, bytes, to, now) = (id.0, body.bytes, body.value.to, state.clock.now());
    let write = async move |tx: &mut Tx| {
        let invitation = queries::lock(tx, id, now).await?.ok_or(ErrorCode::NotFound)?;
        let side = policy::side(&account, &invitation).ok_or(ErrorCode::NotFound)?;
        read.check(invitation.revision)?;
        let status = invitation.status.apply(side, to)?;
        queries::move_to(tx, id, status, now).await?;
        let mut granted = None;
        if status == InvitationStatus::Accepted {
            let member = MemberId::new();
            let made = members::queries::insert(tx, member, account.id, invitation.role, invitation.scope(), now).await?;
            granted = (made > 0).then(|| Event::new("member.created", Kind::Member, member.0, 1));
        }
        let invitation = queries::find(tx, id, now).await?.ok_or(ErrorCode::NotFound)?;
        let (revision, view) = (invitation.revision, view(side, &invitation));
        let answer = Answer::created(format!("/v1/invitations/{id}"), &invitation.seen(side))?.revision(revision, &view);
        Ok(Emitted::new(Event::new("invitation.moved", Kind::Invitation, id.0, revision), answer).and(granted))
    };
    state.db.write(origin, &bytes, write).await
}
