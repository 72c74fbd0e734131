//! Taking a record's logo away.

use actix_web::{delete, web::Data};

use super::{super::queries as records, queries};
use crate::{
    auth::Account,
    db::{Emitted, Event, Kind, Origin, Tx},
    directory::policy,
    error::ErrorCode,
    http::{Answer, Path, Problem, Query, answer::IfMatch, query::NoParameters},
    ids::{OrganizationId, Ref},
    state::State,
};

#[utoipa::path(
    tag = "directory",
    summary = "Remove the logo of an organization",
    description = "By whoever may change the record. The picture's address no longer answers; caches may keep it for a while.",
    params(("id" = String, Path, description = "Id or slug", example = "universite-de-lorraine", max_length = 120)),
    responses((status = 204, description = "Removed")),
)]
#[delete("/v1/organizations/{id}/logo")]
pub async fn delete_organization_logo(
    account: Account,
    state: Data<State>,
    origin: Origin,
    id: Path<Ref<OrganizationId>>,
    read: IfMatch,
    _: Query<NoParameters>,
) -> Result<Answer, Problem> {
    let id = id.0;
    let write = async move |tx: &mut Tx| {
        let found = records::lock(tx, &id).await?;
        let organization = policy::require_change(&account, found.as_ref())?;
        read.check(organization.revision)?;
        if organization.logo.is_none() {
            return Err(ErrorCode::NotFound.into());
        }
        queries::remove(tx, organization.id).await?;
        let revision = organization.revision + 1;
        let answer = Answer::no_content().revision(revision, "public");
        Ok(Emitted::new(Event::new("organization.updated", Kind::Organization, organization.id.0, revision), answer))
    };
    state.db.write(origin, &[], write).await
}
