//! Giving a record its logo.

use actix_web::{put, web::Data};

use super::{super::queries as records, get::Picture, picture, queries};
use crate::{
    auth::{Account, Actor},
    db::{Emitted, Event, Kind, Origin, Tx},
    directory::{model::Organization, policy},
    error::ErrorCode,
    http::{Answer, Path, PictureBody, Problem, Query, answer::IfMatch, query::NoParameters},
    ids::{OrganizationId, Ref},
    state::State,
};

#[utoipa::path(
    tag = "directory",
    summary = "Set the logo of an organization",
    description = "PNG, JPEG or WebP, told by its first bytes; at most 5 MB, 40 megapixels, and 10,000 pixels a side. It is drawn anew in \
        squares of 64, 128, 256 and 512 pixels, so that nothing else of the file is kept: neither place nor camera nor comments. \
        A file that moves, is damaged, or holds something else besides is refused with the reason. By whoever may change the record.",
    params(("id" = String, Path, description = "Id or slug", example = "universite-de-lorraine", max_length = 120)),
    request_body(content((Picture = "image/png"), (Picture = "image/jpeg"), (Picture = "image/webp"))),
    responses((status = 200, description = "Set", body = Organization)),
)]
#[put("/v1/organizations/{id}/logo")]
pub async fn update_organization_logo(
    account: Account,
    state: Data<State>,
    origin: Origin,
    id: Path<Ref<OrganizationId>>,
    read: IfMatch,
    _: Query<NoParameters>,
    body: PictureBody,
) -> Result<Answer, Problem> {
    let id = id.0;
    // Whoever may not is told so before anything is drawn.
    let found = state.db.read(async |connection| records::find(connection, &id).await).await?;
    policy::require_change(&account, found.as_ref())?;
    let key = body.0.clone();
    let drawn = picture::draw(body.0).await?;
    let write = async move |tx: &mut Tx| {
        let found = records::lock(tx, &id).await?;
        let organization = policy::require_change(&account, found.as_ref())?;
        read.check(organization.revision)?;
        queries::replace(tx, organization.id, &drawn).await?;
        let changed = records::find(tx, &id).await?.ok_or(ErrorCode::InternalError)?;
        let (changed, view) = policy::shown_after(&Actor::Account(account.clone()), changed);
        let answer = Answer::ok(&changed)?.revision(changed.revision, &view);
        Ok(Emitted::new(Event::new("organization.updated", Kind::Organization, changed.id.0, changed.revision), answer))
    };
    state.db.write(origin, &key, write).await
}
