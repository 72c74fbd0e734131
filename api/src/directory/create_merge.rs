//! Two records of one organization become one.

use actix_web::{post, web::Data};
use garde::Validate;
use serde::Deserialize;
use utoipa::ToSchema;

use super::{
    model::{Organization, OrganizationStatus},
    policy,
    queries::{self, Found},
};
use crate::{
    auth::{Account, Actor},
    db::{Emitted, Event, Kind, Origin, Tx},
    error::{ErrorCode, FieldCode},
    http::{Answer, Json, Path, Problem, Query, answer::OptionalIfMatch, query::NoParameters},
    ids::{OrganizationId, Ref},
    state::State,
};

/// The record that is taken in.
#[derive(Clone, Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
#[garde(allow_unvalidated)]
#[schema(example = json!({"duplicate_id": "atelier-d-exemple-1"}))]
pub struct CreateOrganizationMerge {
    /// Id or slug.
    #[schema(value_type = String, max_length = 120)]
    duplicate_id: Ref<OrganizationId>,
}

#[utoipa::path(
    tag = "directory",
    summary = "Merge another record into an organization",
    description = "For moderators. The record of the path is kept: it takes over the numbers of registers, the relations, those who keep the other one, \
        its name as another name, and what it does not say itself. The address and the id of the other one lead here from now on (301).",
    params(("id" = String, Path, description = "Id or slug of the record that is kept", example = "universite-de-lorraine", max_length = 120)),
    responses((status = 201, description = "Merged", body = Organization)),
)]
#[post("/v1/organizations/{id}/merges")]
pub async fn create_organization_merge(
    account: Account,
    state: Data<State>,
    origin: Origin,
    id: Path<Ref<OrganizationId>>,
    read: OptionalIfMatch,
    _: Query<NoParameters>,
    body: Json<CreateOrganizationMerge>,
) -> Result<Answer, Problem> {
    policy::require_moderator(&account)?;
    let (id, bytes, duplicate) = (id.0, body.bytes, body.value.duplicate_id);
    let write = async move |tx: &mut Tx| {
        let actor = Actor::Account(account.clone());
        let kept = queries::lock(tx, &id).await?.filter(there).ok_or(ErrorCode::NotFound)?;
        policy::require_ours(&kept)?;
        let kept = kept.organization;
        read.check(kept.revision)?;
        let unknown = || Problem::field("/duplicate_id", FieldCode::UnknownReference);
        let gone = queries::lock(tx, &duplicate).await?.filter(there).ok_or_else(unknown)?;
        policy::require_ours(&gone)?;
        let gone = gone.organization;
        if gone.id == kept.id {
            return Err(Problem::field("/duplicate_id", FieldCode::NotAllowed));
        }
        queries::merge(tx, &kept, &gone).await?;
        let merged = queries::find(tx, &Ref::Id(kept.id)).await?.ok_or(ErrorCode::InternalError)?;
        let (merged, view) = policy::shown_after(&actor, merged);
        let revision = queries::revision(tx, gone.id).await?;
        let gone = Event::new("organization.merged", Kind::Organization, gone.id.0, revision).gone();
        let event = Event::new("organization.updated", Kind::Organization, merged.id.0, merged.revision);
        let answer = Answer::created(format!("/v1/organizations/{}", merged.slug), &merged)?.revision(merged.revision, &view);
        Ok(Emitted::new(gone, answer).and([event]))
    };
    state.db.write(origin, &bytes, write).await
}

fn there(found: &Found) -> bool {
    found.organization.status != OrganizationStatus::Deleted
}
