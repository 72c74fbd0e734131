//! How a site keeps its promises, for everybody to see.

use actix_web::{get, web::Data};
use chrono::{Datelike, Months, NaiveDate};
use garde::Validate;
use serde::Deserialize;
use utoipa::IntoParams;

use crate::{
    bookings, clock,
    error::{ErrorCode, FieldCode},
    http::{Answer, FieldError, Path, Problem, Query},
    ids::{Ref, TotemId},
    service_requests::statistics::{self, TotemStatistics},
    state::State,
};

/// Months shown unless somebody asks for others, and the most that can be asked for.
const MONTHS: u32 = 12;
const MOST_MONTHS: u32 = 60;

#[derive(Deserialize, IntoParams, Validate)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct GetTotemStatistics {
    /// Requests sent from this day on; by default from the first of the month eleven months ago.
    #[garde(skip)]
    #[param(example = "2026-01-01")]
    submitted_on_gte: Option<NaiveDate>,
    /// Requests sent before this day; by default all until now. No more than five years after the first.
    #[garde(skip)]
    #[param(example = "2027-01-01")]
    submitted_on_lt: Option<NaiveDate>,
}

#[utoipa::path(
    tag = "totems",
    summary = "Get how a Totem keeps its promises",
    description = "Requests by the month in which they were sent, and by service: how many were answered within the time that was \
        promised, how many working days it took (median and 90th percentile, without those that began while the site waited for \
        whoever asked), what became of them, and what whoever asked thinks of it. Refusals with their reason count as \
        responses; what was cancelled or expired before its deadline counts neither way. `bookings` counts what was booked there, \
        by the day on which it began.",
    params(("id" = String, Path, description = "Id or slug of the Totem", example = "metz", max_length = 120), GetTotemStatistics),
    responses((status = 200, description = "The figures", body = TotemStatistics)),
)]
#[get("/v1/totems/{id}/statistics")]
pub async fn get_totem_statistics(
    state: Data<State>,
    id: Path<Ref<TotemId>>,
    query: Query<GetTotemStatistics>,
) -> Result<Answer, Problem> {
    let totem = super::queries::find(&state, &id.0).await?.ok_or(ErrorCode::NotFound)?;
    let (from, until) = period(query.0, clock::day(state.clock.now()))?;
    let booked = bookings::figures(&state, totem.id, from, until).await?;
    let statistics = statistics::of(&state, &totem, booked, from, until).await?;
    Ok(Answer::ok(&statistics)?.content_tag())
}

/// The days of which it is asked.
pub fn period(asked: GetTotemStatistics, today: NaiveDate) -> Result<(NaiveDate, NaiveDate), Problem> {
    let GetTotemStatistics { submitted_on_gte, submitted_on_lt } = asked;
    let until = submitted_on_lt.unwrap_or_else(|| today.succ_opt().unwrap_or(today));
    let usual = || until.with_day(1).and_then(|first| first.checked_sub_months(Months::new(MONTHS - 1))).unwrap_or(until);
    let from = submitted_on_gte.unwrap_or_else(usual);
    let last = from.checked_add_months(Months::new(MOST_MONTHS)).unwrap_or(from);
    if from < until && until <= last {
        return Ok((from, until));
    }
    let days = [from.succ_opt().unwrap_or(from), last].map(|day| day.to_string());
    Err(Problem::parameter(
        ErrorCode::InvalidParameter,
        FieldError::parameter("submitted_on_lt", FieldCode::OutOfRange).with(days),
    ))
}
