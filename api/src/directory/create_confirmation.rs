//! Saying that a record is still right.

use actix_web::{post, web::Data};
use garde::Validate;
use serde::Deserialize;
use utoipa::ToSchema;

use super::{
    model::{Organization, OrganizationStatus, Party},
    policy,
    queries::{self, Change, Found, Keeper},
};
use crate::{
    auth::Actor,
    clock::day,
    db::{Emitted, Event, Kind, Origin, Tx},
    error::{ErrorCode, FieldCode},
    http::{Answer, Json, Line, Path, Problem, Query, answer::OptionalIfMatch, query::NoParameters},
    ids::{OrganizationId, Ref},
    state::State,
};

/// By the link of a mail, or by the rights of the caller.
#[derive(Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
#[garde(allow_unvalidated)]
#[schema(example = json!({"token": "AZIMHntafD6dTypryA0eP7CjL0Nn2uTq8kq1WcJ0a9E"}))]
pub struct CreateOrganizationConfirmation {
    /// What stands behind `#acces=` in the link. Without it, the caller keeps the record or is a moderator.
    #[garde(dive)]
    #[schema(inline)]
    token: Option<Line<1, 200>>,
}

#[utoipa::path(
    tag = "directory",
    summary = "Confirm an organization",
    description = "Says that a published record is still right: `confirmed_on` becomes today. Who keeps it is asked once a year by a mail, \
        whose link does this and nothing else, without a sign-in, for 30 days and as long as its reader keeps the record.",
    params(("id" = String, Path, description = "Id or slug", example = "universite-de-lorraine", max_length = 120)),
    responses((status = 201, description = "Confirmed", body = Organization)),
)]
#[post("/v1/organizations/{id}/confirmations")]
pub async fn create_organization_confirmation(
    actor: Actor,
    state: Data<State>,
    origin: Origin,
    id: Path<Ref<OrganizationId>>,
    read: OptionalIfMatch,
    _: Query<NoParameters>,
    body: Json<CreateOrganizationConfirmation>,
) -> Result<Answer, Problem> {
    let (id, bytes, now) = (id.0, body.bytes, state.clock.now());
    let asked = match body.value.token {
        None if actor.account().is_none() => return Err(Problem::field("/token", FieldCode::Required)),
        None => None,
        Some(token) => Some(asked(&state, &token.0).await?),
    };
    let origin = match &asked {
        Some(keeper) => origin.by_link_of(keeper.account_id),
        None => origin,
    };
    let write = async move |tx: &mut Tx| {
        let found = queries::lock(tx, &id).await?;
        let organization = match &asked {
            Some(keeper) => {
                let concerned = found.filter(|found| concerns(keeper, found)).ok_or(ErrorCode::LinkExpired)?;
                if !queries::keeps(tx, keeper).await? {
                    return Err(ErrorCode::LinkExpired.into());
                }
                concerned.organization
            }
            None => kept(&actor, found)?,
        };
        read.check(organization.revision)?;
        let change = Change { confirmed_on: Some(Some(day(now))), ..Change::default() };
        queries::update(tx, organization.id, change).await?;
        let confirmed = queries::find(tx, &Ref::Id(organization.id)).await?.ok_or(ErrorCode::InternalError)?;
        let (confirmed, view) = policy::shown_after(&actor, confirmed);
        let answer =
            Answer::created(format!("/v1/organizations/{}", confirmed.slug), &confirmed)?.revision(confirmed.revision, &view);
        Ok(Emitted::new(Event::new("organization.confirmed", Kind::Organization, confirmed.id.0, confirmed.revision), answer))
    };
    state.db.write(origin, &bytes, write).await
}

/// To whom a link was sent that still works.
async fn asked(state: &State, token: &str) -> Result<Keeper, Problem> {
    let (id, now) = (state.keys.confirmation_of(token).ok_or(ErrorCode::LinkExpired)?, state.clock.now());
    let found = state.db.read_everything(async |connection| queries::find_asked(connection, id, now).await).await?;
    found.ok_or_else(|| ErrorCode::LinkExpired.into())
}

/// A link is about one record, as long as that is published.
fn concerns(keeper: &Keeper, found: &Found) -> bool {
    found.organization.id == keeper.organization_id && found.organization.status == OrganizationStatus::Published
}

/// The record, if the caller keeps it or is a moderator.
fn kept(actor: &Actor, found: Option<Found>) -> Result<Organization, Problem> {
    let found = found.filter(|found| policy::may_see(actor, found)).ok_or(ErrorCode::NotFound)?;
    let party = actor.account().and_then(|account| policy::party(account, &found));
    if !matches!(party, Some(Party::Keeper | Party::Moderator)) {
        return Err(Problem::new(ErrorCode::Forbidden).with(["editor"]));
    }
    let organization = found.organization;
    match organization.status {
        OrganizationStatus::Published => Ok(organization),
        status => Err(Problem::new(ErrorCode::StateConflict).with([status.name(), "confirmed"])),
    }
}
