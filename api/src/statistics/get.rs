//! The figures.

use actix_web::{get, web::Data};
use chrono::{DateTime, NaiveDate, Utc};
use garde::Validate;
use serde::Deserialize;
use utoipa::IntoParams;

use super::{figures, model::Statistics};
use crate::{
    http::{Answer, Problem, Query},
    observations::model::some_day,
    state::State,
};

#[derive(Deserialize, IntoParams, Validate)]
#[serde(deny_unknown_fields)]
#[garde(allow_unvalidated)]
#[into_params(parameter_in = Query)]
pub struct GetStatistics {
    /// What the directory showed at the end of this day, which is not to come; today unless told.
    #[garde(custom(some_day))]
    #[param(value_type = Option<String>, format = Date, pattern = "^(19|20|21)[0-9]{2}-", example = "2026-11-28")]
    as_of: Option<NaiveDate>,
    /// As it was known at this instant, which is not to come; now unless told.
    #[param(example = "2026-11-28T09:30:00Z")]
    known_at: Option<DateTime<Utc>>,
}

#[utoipa::path(
    tag = "statistics",
    summary = "Get the figures of the ecosystem",
    description = "How many organizations the directory shows, by kind, commune, sector and stage, the most first; each figure with the \
        query of the list behind it. `as_of` and `known_at` tell of another moment: with both fixed the answer stays the same. What the directory \
        showed is counted, so that nothing is told of before `known_from`, when it began to be kept: `before_history`. Two records \
        that were known to be one organization count once.",
    params(GetStatistics),
    responses((status = 200, description = "The figures", body = Statistics)),
)]
#[get("/v1/statistics")]
pub async fn get_statistics(state: Data<State>, query: Query<GetStatistics>) -> Result<Answer, Problem> {
    let GetStatistics { as_of, known_at } = query.0;
    Answer::ok(&figures(&state, as_of, known_at).await?).map(Answer::content_tag)
}
