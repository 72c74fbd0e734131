//! What other records say of one, beyond the first that stand with it.

use actix_web::{get, web::Data};
use diesel_async::RunQueryDsl;
use garde::Validate;
use serde::Deserialize;
use utoipa::IntoParams;

use super::{
    model::Relation,
    policy,
    queries::{self, InverseRow},
};
use crate::{
    auth::Actor,
    error::ErrorCode,
    http::{Answer, Limit, Listing, Pages, Path, Problem, Query},
    ids::{OrganizationId, Ref},
    state::State,
};

#[derive(Deserialize, IntoParams, Validate)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct ListInverseRelations {
    #[serde(default)]
    #[garde(dive)]
    #[param(required = false)]
    limit: Limit,
    #[garde(skip)]
    cursor: Option<String>,
}

#[utoipa::path(
    tag = "directory",
    summary = "List what belongs to an organization",
    description = "What is part of it, a member of it, accelerated by it or located in it, by kind and name; the first 200 stand with \
        the organization, as `inverse_relations`.",
    params(
        ("id" = String, Path, description = "Id or slug", example = "universite-de-lorraine", max_length = 120),
        ListInverseRelations,
    ),
    responses((status = 200, description = "A page of relations", body = Listing<Relation>)),
)]
#[get("/v1/organizations/{id}/inverse-relations")]
pub async fn list_organization_inverse_relations(
    actor: Actor,
    state: Data<State>,
    id: Path<Ref<OrganizationId>>,
    pages: Pages,
    query: Query<ListInverseRelations>,
) -> Result<Answer, Problem> {
    let ListInverseRelations { limit, cursor } = query.0;
    let (id, after) = (id.0, pages.after(cursor.as_deref())?);
    let found = state.db.read(async |connection| queries::find(connection, &id).await).await?;
    let found = found.filter(|found| policy::may_see(&actor, found)).ok_or(ErrorCode::NotFound)?;
    let statement = queries::inverse_relations(found.organization.id, after, limit.0 + 1);
    let rows: Vec<InverseRow> = state.db.read(async |connection| statement.load(connection).await).await?;
    pages.answer(rows, limit, InverseRow::key, None, |row| row.relation.0)
}
