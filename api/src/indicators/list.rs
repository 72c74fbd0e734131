//! What is counted.

use actix_web::{get, web::Data};
use garde::Validate;
use serde::Deserialize;
use utoipa::IntoParams;

use super::{model::Indicator, queries};
use crate::{
    http::{Answer, Limit, Listing, Pages, Problem, Query},
    state::State,
};

#[derive(Deserialize, IntoParams, Validate)]
#[serde(deny_unknown_fields)]
#[garde(allow_unvalidated)]
#[into_params(parameter_in = Query)]
pub struct ListIndicators {
    #[serde(default)]
    #[garde(dive)]
    #[param(required = false)]
    limit: Limit,
    cursor: Option<String>,
}

#[utoipa::path(
    tag = "objectives",
    summary = "List the indicators",
    description = "What is counted for the objectives, and what they are compared with; by slug.",
    params(ListIndicators),
    responses((status = 200, description = "A page of indicators", body = Listing<Indicator>)),
)]
#[get("/v1/indicators")]
pub async fn list_indicators(state: Data<State>, pages: Pages, query: Query<ListIndicators>) -> Result<Answer, Problem> {
    let ListIndicators { limit, cursor } = query.0;
    let after = pages.after(cursor.as_deref())?;
    let found = state.db.read(async |connection| queries::list(connection, after, limit.0 + 1).await).await?;
    pages.answer(found, limit, |indicator| indicator.slug.clone(), None, |indicator| indicator)
}
