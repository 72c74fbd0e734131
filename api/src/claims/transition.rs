//! Proving a claim, deciding it, or taking it back.

use actix_web::{post, web::Data};
use garde::Validate;
use serde::Deserialize;
use utoipa::ToSchema;

use super::{
    get::view,
    model::{Claim, ClaimStatus, Side},
    policy, queries,
};
use crate::{
    auth::{Account, Role},
    db::{Emitted, Event, Kind, Mail, Origin, Tx},
    directory,
    error::{ErrorCode, FieldCode},
    http::{Answer, Json, Line, Path, Problem, Prose, Query, answer::OptionalIfMatch, query::NoParameters},
    ids::{AccountId, ClaimId, MemberId},
    members::{self, model::Scope},
    notifications::{Letter, RecordLetter, RecordOccasion, RecordReaders},
    state::State,
};

/// A step to another state.
#[derive(Clone, Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
#[garde(allow_unvalidated)]
#[schema(example = json!({"to": "accepted"}))]
pub struct CreateClaimTransition {
    to: ClaimStatus,
    /// What stands behind `#acces=` in the link: the claimant's `accepted` needs it.
    #[garde(dive)]
    #[schema(inline)]
    token: Option<Line<1, 200>>,
    /// What the claimant is told; a refusal needs it.
    #[garde(dive)]
    #[schema(inline)]
    note: Option<Prose<1, 2000>>,
}

#[utoipa::path(
    tag = "directory",
    summary = "Prove a claim, decide it, or take it back",
    description = "The claimant proves it by `accepted` with the token of the link, or takes it back by `withdrawn`; moderators \
        decide by `accepted` or `refused`. `accepted` makes the claimant an owner of the record, unless somebody else was quicker \
        (`already_kept`). Needs a proof of the last ten minutes (`step_up_required`).",
    params(("id" = ClaimId, Path, description = "Id of the claim")),
    responses((status = 201, description = "Moved", body = Claim)),
)]
#[post("/v1/claims/{id}/transitions")]
pub async fn create_claim_transition(
    account: Account,
    state: Data<State>,
    origin: Origin,
    id: Path<ClaimId>,
    read: OptionalIfMatch,
    _: Query<NoParameters>,
    body: Json<CreateClaimTransition>,
) -> Result<Answer, Problem> {
    let (id, bytes, step, now) = (id.0, body.bytes, body.value, state.clock.now());
    let proven = step.token.as_ref().map(|token| state.keys.claim_of(&token.0) == Some(id));
    let write = async move |tx: &mut Tx| {
        let found = queries::lock(tx, id, now).await?.ok_or(ErrorCode::NotFound)?;
        let side = policy::side(&account, &found).ok_or(ErrorCode::NotFound)?;
        let (claim, claimant) = (found.claim, found.account_id);
        read.check(claim.revision)?;
        let status = claim.status.apply(side, step.to)?;
        match (side, status, proven) {
            (Side::Claimant, ClaimStatus::Accepted, None) => return Err(Problem::field("/token", FieldCode::Required)),
            (Side::Claimant, ClaimStatus::Accepted, Some(false)) => return Err(ErrorCode::LinkExpired.into()),
            (Side::Moderator, ClaimStatus::Refused, _) if step.note.is_none() => {
                return Err(Problem::field("/note", FieldCode::Required));
            }
            _ => {}
        }
        let note = step.note.as_ref().filter(|_| side == Side::Moderator).map(|note| note.0.clone());
        queries::move_to(tx, id, status, note.clone(), now).await?;
        let mut events = vec![];
        if status == ClaimStatus::Accepted {
            if queries::has_owner(tx, claim.organization.id).await? {
                return Err(ErrorCode::AlreadyKept.into());
            }
            let (member, scope) = (MemberId::new(), Scope::Organization(claim.organization.id));
            members::queries::insert(tx, member, claimant, Role::Owner, scope, now).await?;
            events.push(Event::new("member.created", Kind::Member, member.0, 1));
            // The page says that somebody keeps the record now.
            let revision = directory::queries::touch(tx, claim.organization.id).await?;
            events.push(Event::new("organization.updated", Kind::Organization, claim.organization.id.0, revision));
        }
        let claim = queries::find(tx, id, now).await?.ok_or(ErrorCode::NotFound)?.claim;
        let letter = decision(&claim, claimant, side, note);
        let (revision, view) = (claim.revision, view(side, &claim));
        let answer = Answer::created(format!("/v1/claims/{id}"), &claim.seen(side))?.revision(revision, &view);
        let event = Event::new("claim.moved", Kind::Claim, id.0, revision);
        Ok(Emitted::new(event, answer).and(events).mail(letter.map(|letter| Mail(Letter::Record(letter)))))
    };
    state.db.write(origin, &bytes, write).await
}

/// What a moderator's decision tells the claimant.
fn decision(claim: &Claim, claimant: AccountId, side: Side, note: Option<String>) -> Option<RecordLetter> {
    let about_record = match (side, claim.status) {
        (Side::Moderator, ClaimStatus::Accepted) => RecordOccasion::ClaimAccepted,
        (Side::Moderator, ClaimStatus::Refused) => RecordOccasion::ClaimRefused,
        _ => return None,
    };
    Some(RecordLetter {
        about_record,
        organization: claim.organization.id,
        slug: claim.organization.slug.clone(),
        name: claim.organization.name.clone(),
        to: RecordReaders::Account(claimant),
        reason: None,
        note,
    })
}
