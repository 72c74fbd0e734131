//! Who has a right.

use actix_web::{get, web::Data};
use garde::Validate;
use serde::Deserialize;
use utoipa::IntoParams;

use super::{
    model::{Member, Scope},
    policy,
    queries::{self, Row},
};
use crate::{
    auth::Account,
    error::{ErrorCode, FieldCode},
    http::{Answer, FieldError, Limit, Listing, Pages, Problem, Query},
    ids::{OrganizationId, Ref, TotemId},
    state::State,
};

#[derive(Deserialize, IntoParams, Validate)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct ListMembers {
    /// Id or slug: those who work at this Totem.
    #[garde(skip)]
    #[param(value_type = Option<String>, example = "metz", max_length = 120)]
    totem_id: Option<Ref<TotemId>>,
    /// Id or slug: those who keep this organization.
    #[garde(skip)]
    #[param(value_type = Option<String>, max_length = 120)]
    organization_id: Option<Ref<OrganizationId>>,
    #[serde(default)]
    #[garde(dive)]
    #[param(required = false)]
    limit: Limit,
    #[garde(skip)]
    cursor: Option<String>,
}

#[utoipa::path(
    tag = "identity",
    summary = "List who has a right",
    description = "Those of one Totem, for who works there; of one organization, for who keeps it; without either, those who work \
        for the platform (`admin`, `moderator`, `pilot`), for administrators, who see all. By name.",
    params(ListMembers),
    responses((status = 200, description = "A page of members", body = Listing<Member>)),
)]
#[get("/v1/members")]
pub async fn list_members(
    account: Account,
    state: Data<State>,
    pages: Pages,
    query: Query<ListMembers>,
) -> Result<Answer, Problem> {
    let ListMembers { totem_id, organization_id, limit, cursor } = query.0;
    let scope = scope(&state, &account, totem_id, organization_id).await?;
    let after = pages.after(cursor.as_deref())?;
    let rows = state.db.read_as(&account, async |connection| queries::list(connection, scope, after, limit.0 + 1).await).await?;
    pages.answer(rows, limit, Row::place, None, Member::from)
}

/// The place that a query names, if the caller may see who has rights there.
pub async fn scope(
    state: &State,
    account: &Account,
    totem: Option<Ref<TotemId>>,
    organization: Option<Ref<OrganizationId>>,
) -> Result<Scope, Problem> {
    let wrong = |name: &str, code| Problem::parameter(ErrorCode::InvalidParameter, FieldError::parameter(name, code));
    if totem.is_some() && organization.is_some() {
        return Err(wrong("organization_id", FieldCode::NotAllowed));
    }
    let named = if totem.is_some() { "totem_id" } else { "organization_id" };
    let found =
        state.db.read(async |connection| queries::resolve(connection, totem.as_ref(), organization.as_ref()).await).await?;
    match found {
        Some(scope) if policy::may_see(account, scope) => Ok(scope),
        // That an organization exists is told only to those who may know it.
        None | Some(Scope::Organization(_)) => Err(wrong(named, FieldCode::UnknownReference)),
        Some(scope) => Err(Problem::new(ErrorCode::Forbidden).with([scope.head().name()])),
    }
}
