//! The directory: who does what and where. Every actor is an organization of one or several kinds; start-ups have a
//! profile of their own. What a member proposes waits for review; the public sees what is published.

mod create;
mod create_confirmation;
mod create_merge;
mod export;
mod filters;
mod get;
pub mod kinds;
mod list;
mod list_history;
mod list_inverse_relations;
mod list_mine;
mod list_reviews;
mod logo;
pub mod model;
mod nearby;
mod policy;
pub mod position;
pub mod queries;
mod search;
mod suggest;
mod transitions;
mod update;
pub mod upkeep;

use actix_web::web;
use chrono::{DateTime, Utc};
use diesel::QueryResult;
use diesel_async::AsyncPgConnection;
use uuid::Uuid;

use self::{
    model::{Organization, OrganizationKind, OrganizationSummary},
    position::Point,
    queries::{Filters, Order},
};
use crate::{
    auth::Actor,
    db::{Sight, Sql, Tx},
    error::ErrorCode,
    http::Problem,
    ids::{OrganizationId, Ref},
    openapi::ServiceConfig,
    state::State,
};

pub use export::safe;
pub use filters::OrganizationFilters;
pub use policy::require_moderator;
pub use queries::{NewMatches, distance_km};
pub use update::{UpdateOrganization, apply};

/// The record, if this reader sees it.
pub async fn visible(tx: &mut Tx, actor: &Actor, id: &Ref<OrganizationId>) -> Result<Organization, Problem> {
    let found = queries::find(tx, id).await?.and_then(|found| policy::shown(actor, found));
    found.map(|(organization, _)| organization).ok_or_else(|| ErrorCode::NotFound.into())
}

/// The same, unless another region keeps it.
pub async fn visible_and_ours(tx: &mut Tx, actor: &Actor, id: &Ref<OrganizationId>) -> Result<Organization, Problem> {
    let found = queries::find(tx, id).await?.filter(|found| policy::may_see(actor, found)).ok_or(ErrorCode::NotFound)?;
    policy::require_ours(&found)?;
    Ok(policy::shown_after(actor, found).0)
}

/// These records as they are given away to whoever keeps copies: those to write to are told of by the record alone.
pub async fn shared(connection: &mut AsyncPgConnection, ids: Vec<Uuid>) -> QueryResult<Vec<Organization>> {
    if ids.is_empty() {
        return Ok(vec![]);
    }
    let mut records = queries::load_batch(connection, queries::these(ids)).await?;
    for record in &mut records {
        (record.review, record.contacts) = (None, vec![]);
    }
    Ok(records)
}

/// What has come to match a search since then, the latest first and one more than `most` at most; without what fulfils
/// `known`, a condition on the record `o`.
pub async fn new_matches(
    state: &State,
    reader: Sight,
    search: &OrganizationFilters,
    since: Option<DateTime<Utc>>,
    known: Sql,
    most: i64,
) -> Result<NewMatches, Problem> {
    let statement = queries::new_matches(&search.asked()?, since, known, most + 1);
    state.db.search_as(reader, async |connection| queries::load_new_matches(connection, statement).await).await
}

/// How many published records a search finds.
pub async fn number(tx: &mut Tx, search: &OrganizationFilters) -> Result<i64, Problem> {
    let asked = search.asked()?;
    let found: Vec<queries::Number> =
        diesel_async::RunQueryDsl::load(queries::number(&asked.filters, asked.search.as_ref()), tx).await?;
    Ok(found.first().map_or(0, |row| row.count))
}

/// The ids of all published records that a search finds, in their order.
pub async fn matching(state: &State, search: &OrganizationFilters) -> Result<Vec<OrganizationId>, Problem> {
    let statement = queries::matching(&search.asked()?);
    state.db.search(async |connection| queries::load_matching(connection, statement).await).await
}

/// Those of one of these kinds: nearest first with the distance, or by name where nobody knows from where.
pub async fn nearest(
    state: &State,
    kinds: Vec<OrganizationKind>,
    near: Option<Point>,
    most: i64,
) -> Result<Vec<OrganizationSummary>, Problem> {
    let kinds = kinds.into_iter().map(|kind| kind.name().to_owned()).collect();
    let filters = Filters { kinds, near, ..Filters::default() };
    let order = if near.is_some() { Order::Distance } else { Order::Name };
    let statement = queries::list(&filters, None, order, None, most);
    let rows = state.db.search(async |connection| queries::load_list(connection, statement).await).await?;
    Ok(rows.into_iter().map(OrganizationSummary::from).collect())
}

pub fn routes(config: &mut ServiceConfig<'_>) {
    config
        .service(list::list_organizations)
        .service(suggest::get_organization_suggestions)
        // Else other methods would go to the organization of that name.
        .route("/v1/organizations/suggest", web::route().to(crate::routes::fallback))
        .service(export::get_organizations_csv)
        .service(export::get_organizations_ndjson)
        .service(export::get_organizations_geojson)
        .service(export::get_organizations_table_schema)
        .service(create::create_organization)
        .service(get::get_organization)
        .service(nearby::list_nearby_organizations)
        .service(update::update_organization)
        .service(transitions::create_organization_transition)
        .service(create_confirmation::create_organization_confirmation)
        .service(create_merge::create_organization_merge)
        .service(list_history::list_organization_history)
        .service(list_inverse_relations::list_organization_inverse_relations)
        .service(list_reviews::list_reviews)
        .service(list_mine::list_my_organizations)
        .service(list::list_startups)
        .service(create::create_startup)
        .service(get::get_startup);
    logo::routes(config);
}
