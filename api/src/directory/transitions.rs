//! Steps of a record from state to state.

use actix_web::{post, web::Data};
use garde::Validate;
use serde::Deserialize;
use utoipa::ToSchema;

use super::{
    model::{Organization, OrganizationStatus, Party, ReviewReason},
    policy,
    queries::{self, Change},
};
use crate::{
    auth::{Account, Actor},
    db::{Emitted, Event, Kind, Mail, Origin, Tx},
    error::{ErrorCode, FieldCode},
    http::{Answer, Json, Path, Problem, Prose, Query, answer::OptionalIfMatch, query::NoParameters},
    ids::{AccountId, OrganizationId, Ref},
    notifications::{Letter, RecordLetter, RecordOccasion, RecordReaders},
    state::State,
};

/// A step to another state.
#[derive(Clone, Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
#[garde(allow_unvalidated)]
#[schema(example = json!({"to": "sent_back", "reason": "incomplete", "note": "L’adresse manque."}))]
pub struct CreateOrganizationTransition {
    to: OrganizationStatus,
    /// Required to take a record from the public or to keep it from it, and only then.
    reason: Option<ReviewReason>,
    /// Said to whoever keeps the record; required with the reason `other`.
    #[garde(dive)]
    #[schema(inline)]
    note: Option<Prose<1, 2000>>,
}

#[utoipa::path(
    tag = "directory",
    summary = "Move an organization to another state",
    description = "`allowed_transitions` of the record says what its reader may do: moderators publish, send back, refuse, suspend, \
        archive and delete; whoever proposed a record mends it and proposes it again, or takes it back; its owners and editors archive \
        it. A deleted record is seen by nobody, its numbers of registers are free again, and nothing is related to it any more.",
    params(("id" = String, Path, description = "Id or slug", example = "universite-de-lorraine", max_length = 120)),
    responses((status = 201, description = "Moved", body = Organization)),
)]
#[post("/v1/organizations/{id}/transitions")]
pub async fn create_organization_transition(
    account: Account,
    state: Data<State>,
    origin: Origin,
    id: Path<Ref<OrganizationId>>,
    read: OptionalIfMatch,
    _: Query<NoParameters>,
    body: Json<CreateOrganizationTransition>,
) -> Result<Answer, Problem> {
    let (id, bytes, step) = (id.0, body.bytes, body.value);
    step.check()?;
    let write = async move |tx: &mut Tx| {
        let actor = Actor::Account(account.clone());
        let found = queries::lock(tx, &id).await?.filter(|found| policy::may_see(&actor, found)).ok_or(ErrorCode::NotFound)?;
        let party = policy::party(&account, &found).ok_or_else(|| Problem::new(ErrorCode::Forbidden).with(["editor"]))?;
        policy::require_ours(&found)?;
        let organization = found.organization;
        read.check(organization.revision)?;
        let status = organization.status.apply(party, step.to)?;
        let change = Change {
            status: Some(status.name().to_owned()),
            review_reason: Some(step.reason.map(|reason| reason.name().to_owned())),
            // Its address was known: who comes by it is told that it is gone.
            was_public: (status == OrganizationStatus::Deleted).then(|| organization.status.was_public()),
            review_note: Some(step.note.as_ref().map(|note| note.0.clone())),
            ..Change::default()
        };
        queries::update(tx, organization.id, change).await?;
        if status == OrganizationStatus::Deleted {
            queries::replace_identifiers(tx, organization.id, &[]).await?;
            queries::forget_relations(tx, organization.id).await?;
        }
        let moved = queries::find(tx, &Ref::Id(organization.id)).await?.ok_or(ErrorCode::InternalError)?;
        let (moved, view) = policy::shown_after(&actor, moved);
        let letter = (party == Party::Moderator).then(|| step.letter(&moved, account.id)).flatten();
        let answer = Answer::created(format!("/v1/organizations/{}", moved.slug), &moved)?.revision(moved.revision, &view);
        let event = Event::new("organization.moved", Kind::Organization, moved.id.0, moved.revision);
        // Whoever keeps a copy of what was public is told to delete it.
        let hidden = organization.status == OrganizationStatus::Published || status == OrganizationStatus::Deleted;
        let event = if hidden { event.gone() } else { event };
        Ok(Emitted::new(event, answer).mail(letter.map(|letter| Mail(Letter::Record(letter)))))
    };
    state.db.write(origin, &bytes, write).await
}

impl CreateOrganizationTransition {
    /// What a decision of a moderator tells those who keep the record.
    fn letter(&self, moved: &Organization, but: AccountId) -> Option<RecordLetter> {
        let about_record = match moved.status {
            OrganizationStatus::Published => RecordOccasion::Published,
            OrganizationStatus::SentBack => RecordOccasion::SentBack,
            OrganizationStatus::Refused => RecordOccasion::Refused,
            OrganizationStatus::Suspended => RecordOccasion::Suspended,
            OrganizationStatus::Archived => RecordOccasion::Archived,
            OrganizationStatus::Deleted => RecordOccasion::Deleted,
            OrganizationStatus::PendingReview => return None,
        };
        let note = self.note.as_ref().map(|note| note.0.clone());
        let (slug, name) = (moved.slug.clone(), moved.name.clone());
        Some(RecordLetter {
            about_record,
            organization: moved.id,
            slug,
            name,
            to: RecordReaders::Keepers { but },
            reason: self.reason,
            note,
        })
    }

    fn check(&self) -> Result<(), Problem> {
        match (self.to.needs_reason(), self.reason) {
            (true, None) => Err(Problem::field("/reason", FieldCode::Required)),
            (false, Some(_)) => Err(Problem::field("/reason", FieldCode::NotAllowed)),
            (true, Some(ReviewReason::Other)) if self.note.is_none() => Err(Problem::field("/note", FieldCode::Required)),
            _ => Ok(()),
        }
    }
}
