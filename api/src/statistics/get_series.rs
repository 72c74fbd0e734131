//! A figure over time.

use actix_web::{get, web::Data};
use chrono::{DateTime, Duration, NaiveDate, Utc};
use garde::Validate;
use serde::Deserialize;
use utoipa::IntoParams;

use super::{
    model::{Part, StatisticsPoint, StatisticsSeries},
    moment, queries, refused,
};
use crate::{
    directory::model::{OrganizationKind, Stage},
    error::FieldCode,
    http::{Answer, Line, Problem, Query},
    observations::model::some_day,
    state::State,
};

/// Days in a series; by default a year of them.
const LONGEST: i64 = 3660;

#[derive(Deserialize, IntoParams, Validate)]
#[serde(deny_unknown_fields)]
#[garde(allow_unvalidated)]
#[into_params(parameter_in = Query)]
pub struct GetStatisticsSeries {
    /// From this day on; of the last year unless told. Of days before the history begins nothing is told.
    #[garde(custom(some_day))]
    #[param(value_type = Option<String>, format = Date, pattern = "^(19|20|21)[0-9]{2}-", example = "2026-11-28")]
    on_gte: Option<NaiveDate>,
    /// Until this day, which is not to come; today unless told.
    #[garde(custom(some_day))]
    #[param(value_type = Option<String>, format = Date, pattern = "^(19|20|21)[0-9]{2}-", example = "2027-11-28")]
    on_lte: Option<NaiveDate>,
    /// As it was known at this instant, which is not to come; now unless told.
    #[param(example = "2026-11-28T09:30:00Z")]
    known_at: Option<DateTime<Utc>>,
    /// Only those of this kind.
    #[param(example = "startup")]
    kinds: Option<OrganizationKind>,
    /// Only those of this sector.
    #[garde(dive)]
    #[param(inline, example = "robotique")]
    sectors: Option<Line<1, 60>>,
    /// Only those of this commune.
    #[garde(dive)]
    #[param(inline, example = "57463")]
    commune_code: Option<Line<5, 5>>,
    /// Only those at this stage.
    #[param(example = "growth")]
    stage: Option<Stage>,
}

#[utoipa::path(
    tag = "statistics",
    summary = "Get a figure over time",
    description = "How many organizations the directory showed at the end of each day, all of them or of one sort; each figure with the query of \
        the list behind it. It begins with what is kept (`known_from`): days before are left out.",
    params(GetStatisticsSeries),
    responses((status = 200, description = "The series", body = StatisticsSeries)),
)]
#[get("/v1/statistics/series")]
pub async fn get_statistics_series(state: Data<State>, query: Query<GetStatisticsSeries>) -> Result<Answer, Problem> {
    let GetStatisticsSeries { on_gte, on_lte, known_at, kinds, sectors, commune_code, stage } = query.0;
    let part = Part::of(kinds, sectors, commune_code, stage);
    let moment = moment(&state, "on_lte", on_lte, known_at).await?;
    let first = on_gte.unwrap_or(moment.as_of - Duration::days(365)).max(moment.first());
    if first > moment.as_of {
        return Err(refused("on_lte", FieldCode::EndsBefore, []));
    }
    if (moment.as_of - first).num_days() >= LONGEST {
        return Err(refused("on_gte", FieldCode::SpanTooLong, [LONGEST.to_string()]));
    }
    let days = state.db.search(async |connection| queries::series(connection, &moment, first, &part).await).await?;
    let points = days.into_iter().map(|(on, count)| StatisticsPoint::of(on, count, &moment, &part)).collect();
    let series = StatisticsSeries { known_at: moment.known_at, known_from: moment.known_from, points };
    Answer::ok(&series).map(Answer::content_tag)
}
