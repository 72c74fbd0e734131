//! Who was counted.

use actix_web::{get, web::Data};
use chrono::{DateTime, NaiveDate, Utc};
use garde::Validate;
use serde::Deserialize;
use utoipa::IntoParams;

use super::{
    model::{Part, StatisticsOrganization},
    moment, queries,
};
use crate::{
    directory::model::{OrganizationKind, Stage},
    http::{Answer, Limit, Line, Listing, Pages, Problem, Query},
    observations::model::some_day,
    state::State,
};

#[derive(Deserialize, IntoParams, Validate)]
#[serde(deny_unknown_fields)]
#[garde(allow_unvalidated)]
#[into_params(parameter_in = Query)]
pub struct ListStatisticsOrganizations {
    /// Those that the directory showed at the end of this day, which is not to come; today unless told.
    #[garde(custom(some_day))]
    #[param(value_type = Option<String>, format = Date, pattern = "^(19|20|21)[0-9]{2}-", example = "2026-11-28")]
    as_of: Option<NaiveDate>,
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
    /// Also count all of them, up to 10,000.
    count: Option<bool>,
    #[serde(default)]
    #[garde(dive)]
    #[param(required = false)]
    limit: Limit,
    cursor: Option<String>,
}

#[utoipa::path(
    tag = "statistics",
    summary = "List the organizations that a figure counts",
    description = "Those that the directory showed at the end of a day, as it was known at an instant, by id. Which they are stays the same with \
        both fixed; named are only those that the directory shows still.",
    params(ListStatisticsOrganizations),
    responses((status = 200, description = "A page of organizations", body = Listing<StatisticsOrganization>)),
)]
#[get("/v1/statistics/organizations")]
pub async fn list_statistics_organizations(
    state: Data<State>,
    pages: Pages,
    query: Query<ListStatisticsOrganizations>,
) -> Result<Answer, Problem> {
    let ListStatisticsOrganizations { as_of, known_at, kinds, sectors, commune_code, stage, count, limit, cursor } = query.0;
    let part = Part::of(kinds, sectors, commune_code, stage);
    let after = pages.after(cursor.as_deref())?;
    let moment = moment(&state, "as_of", as_of, known_at).await?;
    let (rows, count) = state
        .db
        .search(async |connection| {
            let rows = queries::organizations(connection, &moment, &part, after, limit.0 + 1).await?;
            let count = match count {
                Some(true) => Some(queries::number(connection, &moment, &part).await?),
                _ => None,
            };
            Ok((rows, count))
        })
        .await?;
    pages.answer(rows, limit, |row| row.organization_id, count, |row| row)
}
