//! When a space is open and which of its units are held.

use actix_web::{get, web::Data};
use chrono::{DateTime, Duration, Utc};
use garde::Validate;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::queries;
use crate::{
    error::{ErrorCode, FieldCode},
    http::{Answer, FieldError, Path, Period, Problem, Query},
    ids::{Ref, SpaceId, TotemId},
    state::State,
};

/// So many days are shown at once.
const MOST: i64 = 31;

#[derive(Deserialize, IntoParams, Validate)]
#[serde(deny_unknown_fields)]
#[garde(allow_unvalidated)]
#[into_params(parameter_in = Query)]
pub struct GetAvailability {
    /// From this instant on.
    #[param(example = "2026-12-07T00:00:00Z")]
    from: DateTime<Utc>,
    /// Up to this instant, at most 31 days later.
    #[param(example = "2026-12-14T00:00:00Z")]
    to: DateTime<Utc>,
}

/// When a space is open, and when each of its units is held.
#[derive(Serialize, ToSchema)]
pub struct Availability {
    pub from: DateTime<Utc>,
    pub to: DateTime<Utc>,
    /// On the days from `from` to `to`, in order.
    pub open: Vec<Period>,
    pub units: Vec<UnitAvailability>,
}

/// When a unit is held.
#[derive(Serialize, ToSchema)]
pub struct UnitAvailability {
    #[schema(minimum = 1, maximum = 200, example = 1)]
    pub unit: i32,
    /// In order.
    pub busy: Vec<Period>,
}

#[utoipa::path(
    tag = "spaces",
    summary = "See when a space is free",
    description = "Opening hours, and when each unit is held; by whom is not said. A unit is free where the space is open and the unit \
        is not busy.",
    params(
        ("id" = String, Path, description = "Id or slug of the Totem", example = "metz", max_length = 120),
        ("space_id" = String, Path, description = "Id or slug of the space", example = "salle-de-demonstration", max_length = 120),
        GetAvailability,
    ),
    responses((status = 200, description = "When it is free", body = Availability)),
)]
#[get("/v1/totems/{id}/spaces/{space_id}/availability")]
pub async fn get_totem_space_availability(
    state: Data<State>,
    ids: Path<(Ref<TotemId>, Ref<SpaceId>)>,
    query: Query<GetAvailability>,
) -> Result<Answer, Problem> {
    let (totem, space) = ids.0;
    let within = bounded(&query.0)?;
    let found = state.db.read(async |connection| queries::find(connection, &totem, &space).await).await?;
    let found = found.ok_or(ErrorCode::NotFound)?;
    let held = state.db.read(async |connection| queries::held(connection, found.space.id, within).await).await?;
    let of_unit = |unit: i32| held.iter().filter(|held| held.unit == unit).map(queries::Held::period).collect();
    let units = (1..=found.space.units).map(|unit| UnitAvailability { unit, busy: of_unit(unit) }).collect();
    let Period { starts_at: from, ends_at: to } = within;
    let availability = Availability { from, to, open: found.space.open(&found.days, within), units };
    Ok(Answer::ok(&availability)?.content_tag())
}

fn bounded(asked: &GetAvailability) -> Result<Period, Problem> {
    let GetAvailability { from, to } = *asked;
    let code = if to <= from {
        FieldCode::EndsBefore
    } else if to - from > Duration::days(MOST) {
        FieldCode::SpanTooLong
    } else {
        return Ok(Period { starts_at: from, ends_at: to });
    };
    let error = FieldError::parameter("to", code).with([MOST.to_string()]);
    Err(Problem::parameter(ErrorCode::InvalidParameter, error))
}
