//! The objectives.

use actix_web::{get, web::Data};
use chrono::{DateTime, NaiveDate, Utc};
use garde::Validate;
use serde::Deserialize;
use utoipa::IntoParams;

use super::{model::Objective, not_to_come, queries};
use crate::{
    http::{Answer, Limit, Listing, Pages, Problem, Query},
    observations::{model::some_day, queries::Moment},
    state::State,
};

#[derive(Deserialize, IntoParams, Validate)]
#[serde(deny_unknown_fields)]
#[garde(allow_unvalidated)]
#[into_params(parameter_in = Query)]
pub struct ListObjectives {
    /// What was announced by this day.
    #[garde(custom(some_day))]
    #[param(value_type = Option<String>, format = Date, pattern = "^(19|20|21)[0-9]{2}-", example = "2020-12-31")]
    as_of: Option<NaiveDate>,
    /// As it was known at this instant, which is not to come.
    #[param(example = "2026-11-27T08:00:00Z")]
    known_at: Option<DateTime<Utc>>,
    #[serde(default)]
    #[garde(dive)]
    #[param(required = false)]
    limit: Limit,
    cursor: Option<String>,
}

#[utoipa::path(
    tag = "objectives",
    summary = "List the objectives",
    description = "What was announced, in its own words, in its order: with `as_of` those that were announced by then, with what was said \
        by then.",
    params(ListObjectives),
    responses((status = 200, description = "A page of objectives", body = Listing<Objective>)),
)]
#[get("/v1/objectives")]
pub async fn list_objectives(state: Data<State>, pages: Pages, query: Query<ListObjectives>) -> Result<Answer, Problem> {
    let ListObjectives { as_of, known_at, limit, cursor } = query.0;
    not_to_come(known_at, state.clock.now())?;
    let after = pages.after(cursor.as_deref())?;
    let moment = Moment { as_of, known_at };
    let found = state.db.read(async |connection| queries::list(connection, moment, after, limit.0 + 1).await).await?;
    pages.answer(found, limit, |objective| objective.position, None, |objective| objective)
}
