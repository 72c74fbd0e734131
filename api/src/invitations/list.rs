//! Invitations of a place, or to oneself.

use actix_web::{get, web::Data};
use garde::Validate;
use serde::Deserialize;
use utoipa::IntoParams;

use super::{
    model::{Invitation, Side},
    queries::{self, Which},
};
use crate::{
    auth::Account,
    http::{Answer, Limit, Listing, Pages, Problem, Query},
    ids::{OrganizationId, Ref, TotemId},
    members::{self, policy::require_manager},
    state::State,
};

#[derive(Deserialize, IntoParams, Validate)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct ListInvitations {
    /// Id or slug: to work at this Totem.
    #[garde(skip)]
    #[param(value_type = Option<String>, example = "metz", max_length = 120)]
    totem_id: Option<Ref<TotemId>>,
    /// Id or slug: to keep this organization.
    #[garde(skip)]
    #[param(value_type = Option<String>, max_length = 120)]
    organization_id: Option<Ref<OrganizationId>>,
    /// Only those to the caller's own address that wait for an answer.
    #[garde(skip)]
    mine: Option<bool>,
    #[serde(default)]
    #[garde(dive)]
    #[param(required = false)]
    limit: Limit,
    #[garde(skip)]
    cursor: Option<String>,
}

#[utoipa::path(
    tag = "identity",
    summary = "List invitations",
    description = "With `mine=true` those that wait for the caller's answer. Else those of one Totem or organization, for whoever \
        leads it; without either, those to work for the platform, for administrators. The newest first, answered ones too.",
    params(ListInvitations),
    responses((status = 200, description = "A page of invitations", body = Listing<Invitation>)),
)]
#[get("/v1/invitations")]
pub async fn list_invitations(
    account: Account,
    state: Data<State>,
    pages: Pages,
    query: Query<ListInvitations>,
) -> Result<Answer, Problem> {
    let ListInvitations { totem_id, organization_id, mine, limit, cursor } = query.0;
    let (which, side) = if mine.unwrap_or_default() {
        (Which::To(account.email.clone()), Side::Invitee)
    } else {
        let scope = members::scope(&state, &account, totem_id, organization_id).await?;
        require_manager(&account, scope)?;
        (Which::At(scope), Side::Manager)
    };
    let (after, now) = (pages.after(cursor.as_deref())?, state.clock.now());
    let rows =
        state.db.read_as(&account, async |connection| queries::list(connection, which, after, now, limit.0 + 1).await).await?;
    pages.answer(rows, limit, |row| row.id, None, |row| row.at(now).seen(side))
}
