//! How projects go their way at a site, for those who work there.

use actix_web::{get, web::Data};
use chrono::{Months, NaiveDate};
use garde::Validate;
use serde::Deserialize;
use utoipa::IntoParams;

use super::{model::ProjectStatistics, policy, queries};
use crate::{
    auth::Account,
    clock,
    error::{ErrorCode, FieldCode},
    http::{Answer, FieldError, Path, Problem, Query},
    identity::TotemRef,
    ids::{Ref, TotemId},
    state::State,
    totems,
};

/// Months counted unless somebody asks for others.
const USUAL: Months = Months::new(12);

#[derive(Deserialize, IntoParams, Validate)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct GetTotemProjectStatistics {
    /// Steps from this day on; by default of the last twelve months.
    #[garde(skip)]
    #[param(example = "2026-01-01")]
    occurred_on_gte: Option<NaiveDate>,
    /// Steps before this day; by default until today.
    #[garde(skip)]
    #[param(example = "2027-01-01")]
    occurred_on_lt: Option<NaiveDate>,
}

#[utoipa::path(
    tag = "projects",
    summary = "Get the path of the projects of a Totem in figures",
    description = "For those who work there: how many projects are at each stage now, how many came to it and left it in a period, and \
        the median of the days that those who left had been there, without the time they were paused or abandoned. Projects \
        count at the Totem that they have now, with all their steps. Each figure says by which filters `/v1/projects` lists \
        its projects.",
    params(("id" = String, Path, description = "Id or slug of the Totem", example = "metz", max_length = 120), GetTotemProjectStatistics),
    responses((status = 200, description = "The figures", body = ProjectStatistics)),
)]
#[get("/v1/totems/{id}/project-statistics")]
pub async fn get_totem_project_statistics(
    account: Account,
    state: Data<State>,
    id: Path<Ref<TotemId>>,
    query: Query<GetTotemProjectStatistics>,
) -> Result<Answer, Problem> {
    let totem = totems::queries::find(&state, &id.0).await?.ok_or(ErrorCode::NotFound)?;
    policy::require_agent(&account, totem.id)?;
    let now = state.clock.now();
    let (from, until) = period(query.0, clock::day(now))?;
    let read = async |connection: &mut diesel_async::AsyncPgConnection| queries::figures(connection, totem.id, from, until).await;
    let stages = state.db.read_as(&account, read).await?;
    let totem = TotemRef { id: totem.id, slug: totem.slug, name: totem.name, city: totem.city };
    let statistics = ProjectStatistics { totem, occurred_on_gte: from, occurred_on_lt: until, counted_at: now, stages };
    Ok(Answer::ok(&statistics)?.content_tag())
}

fn period(asked: GetTotemProjectStatistics, today: NaiveDate) -> Result<(NaiveDate, NaiveDate), Problem> {
    let GetTotemProjectStatistics { occurred_on_gte, occurred_on_lt } = asked;
    let until = occurred_on_lt.unwrap_or_else(|| today.succ_opt().unwrap_or(today));
    let from = occurred_on_gte.or_else(|| until.checked_sub_months(USUAL)).unwrap_or(until);
    if from < until {
        return Ok((from, until));
    }
    Err(Problem::parameter(ErrorCode::InvalidParameter, FieldError::parameter("occurred_on_lt", FieldCode::EndsBefore)))
}
