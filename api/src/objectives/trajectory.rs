//! The course of an objective: what was promised, what was counted, where it leads.

use actix_web::{get, web::Data};
use chrono::{DateTime, Datelike, NaiveDate, Utc};
use diesel::{QueryResult, pg::Pg};
use diesel_async::AsyncConnectionCore;
use garde::Validate;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::{
    found,
    growth::{self, ForecastMethod, ObjectiveState, PathModel, Plan, yearly},
    model::{Objective, Quantity, TargetType},
    not_to_come,
};
use crate::{
    clock,
    http::{Answer, Path, Problem, Query},
    ids::{IndicatorId, ObjectiveId, ObservationId, Ref},
    indicators::{self, model::Measure},
    observations::{
        model::{Observation, some_day},
        queries::{self as observations, Moment},
    },
    state::State,
    totems::model::FactSource,
};

#[derive(Deserialize, IntoParams, Validate)]
#[serde(deny_unknown_fields)]
#[garde(allow_unvalidated)]
#[into_params(parameter_in = Query)]
pub struct GetObjectiveTrajectory {
    /// The facts that held by this day; by today unless told.
    #[garde(custom(some_day))]
    #[param(value_type = Option<String>, format = Date, pattern = "^(19|20|21)[0-9]{2}-", example = "2020-12-31")]
    as_of: Option<NaiveDate>,
    /// As they were known at this instant, which is not to come.
    #[param(example = "2026-11-27T08:00:00Z")]
    known_at: Option<DateTime<Utc>>,
    /// Geometric unless told.
    #[param(inline)]
    model: Option<PathModel>,
}

/// The course of an objective. Growths are shares: 0.0718 is 7.18 % a year.
#[derive(Serialize, ToSchema)]
pub struct Trajectory {
    pub objective_id: ObjectiveId,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub indicator_id: Option<IndicatorId>,
    pub as_of: NaiveDate,
    /// The instant of whose knowledge this is: with it and `as_of` the same question has the same answer.
    pub known_at: DateTime<Utc>,
    pub model: PathModel,
    /// Where the path begins: the announcement, or the day of a baseline that is later.
    pub start_on: NaiveDate,
    /// As many years after the announcement as it gives.
    pub end_on: NaiveDate,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<f64>, minimum = -1e12, maximum = 1e12, example = 11400)]
    pub baseline: Option<Quantity>,
    /// What is to be reached, by the target that leads: the first that states a growth, else the first.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<f64>, minimum = -1e12, maximum = 1e12, example = 11400)]
    pub target: Option<Quantity>,
    /// What each target asks for a year, in the order of the objective's targets.
    pub requirements: Vec<Requirement>,
    /// That of the target that leads.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(example = 0.0718)]
    pub required_yearly_growth: Option<f64>,
    /// From the baseline to the last value.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(example = 0.0512)]
    pub realised_yearly_growth: Option<f64>,
    /// The last value that was counted since the path began.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub actual: Option<Measured>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub total: Option<Total>,
    /// Where the course leads at `end_on` if it goes on as it went; absent after it, and with less than two values.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub forecast: Option<ForecastAt>,
    pub state: ObjectiveState,
    pub reason: StateReason,
    /// The path at its beginning, at each of its years, and at its end.
    pub path: Vec<PathPoint>,
    /// All that was counted, the earliest first.
    pub observations: Vec<Measured>,
}

#[derive(Serialize, ToSchema)]
pub struct Requirement {
    pub r#type: TargetType,
    #[schema(value_type = f64, minimum = -1e12, maximum = 1e12, example = 11400)]
    pub value: Quantity,
    /// Absent where a number is stated and no baseline.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(example = 0.0699)]
    pub yearly_growth: Option<f64>,
}

/// A value that was counted, held against the path.
#[derive(Clone, Serialize, ToSchema)]
pub struct Measured {
    pub observation_id: ObservationId,
    pub on: NaiveDate,
    #[schema(value_type = f64, minimum = -1e12, maximum = 1e12, example = 11400)]
    pub value: Quantity,
    /// Absent before the path begins, and where there is none.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(example = 11486.98)]
    pub expected: Option<f64>,
    /// Below nothing when it is behind.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(example = -86.98)]
    pub gap: Option<f64>,
    pub source: FactSource,
}

/// Of a stock the last value, never a sum; of a flow the sum since the path began.
#[derive(Serialize, ToSchema)]
pub struct Total {
    #[schema(value_type = f64, minimum = -1e12, maximum = 1e12, example = 11400)]
    pub value: Quantity,
    pub measure: Measure,
    /// How many values it is made of.
    #[schema(minimum = 1, example = 1)]
    pub count: usize,
}

#[derive(Serialize, ToSchema)]
pub struct ForecastAt {
    pub on: NaiveDate,
    #[schema(example = 16500.5)]
    pub value: f64,
    /// With `high`, within which it lies in 95 of 100 cases (Student's t); absent for two values.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(example = 15100.2)]
    pub low: Option<f64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(example = 18020.7)]
    pub high: Option<f64>,
    pub method: ForecastMethod,
    /// How many values it is made from, the baseline being one.
    #[schema(minimum = 2, example = 4)]
    pub count: usize,
}

#[derive(Serialize, ToSchema)]
pub struct PathPoint {
    pub on: NaiveDate,
    /// In hundredths of the baseline, whether one is stated or not; absent where only a number is stated.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(example = 107.18)]
    pub index: Option<f64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(example = 10717.73)]
    pub expected: Option<f64>,
}

/// Why it stands as it does.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum StateReason {
    /// Nobody has said what is counted.
    NoIndicator,
    /// No source gives the number that the growth is counted from.
    NoBaseline,
    /// Nothing was counted since the path began.
    NoObservation,
    /// By the last value and the path.
    Judged,
}

#[utoipa::path(
    tag = "objectives",
    summary = "Get the trajectory of an objective",
    description = "The path that the leading target asks for, geometric (the same percent every year) or linear (the same number), against \
        what was counted and approved. `state`, by the last value: `achieved` when it reaches the target; `off_track` when the time \
        is over without that; else by how much of the way that the path had gone by then is gone: all of it `on_track`, four \
        fifths `at_risk`, less `off_track`; without a baseline or a value `no_data`. The forecast is the least squares line \
        through the baseline and the values (their logarithms, when the model is geometric) at the end of the path.",
    params(("id" = String, Path, description = "Id or slug", example = "emplois-numeriques", max_length = 120), GetObjectiveTrajectory),
    responses((status = 200, description = "The trajectory", body = Trajectory)),
)]
#[get("/v1/objectives/{id}/trajectory")]
pub async fn get_objective_trajectory(
    state: Data<State>,
    id: Path<Ref<ObjectiveId>>,
    query: Query<GetObjectiveTrajectory>,
) -> Result<Answer, Problem> {
    let GetObjectiveTrajectory { as_of, known_at, model } = query.0;
    let model = model.unwrap_or_default();
    let now = state.clock.now();
    not_to_come(known_at, now)?;
    let as_of = as_of.unwrap_or_else(|| clock::day(now));
    let moment = Moment { as_of: Some(as_of), known_at };
    let objective = found(&state, &id.0, moment).await?;
    let counted = match objective.indicator_id {
        None => None,
        Some(indicator) => {
            state
                .db
                .read(async |connection| {
                    let indicator = indicators::queries::find(connection, &Ref::Id(indicator)).await?;
                    let Some(indicator) = indicator else { return Ok(None) };
                    let series = observations::series(connection, vec![indicator.id], moment).await?;
                    Ok(Some((indicator.measure, series)))
                })
                .await?
        }
    };
    let trajectory = trajectory(&objective, counted, model, as_of, known_at.unwrap_or(now));
    Ok(Answer::ok(&trajectory)?.content_tag())
}

/// An objective with its course.
#[derive(Serialize)]
pub struct ObjectiveCourse {
    #[serde(flatten)]
    pub objective: Objective,
    pub trajectory: Trajectory,
}

/// Every objective with its course, geometric, by what is known now: three statements however many there are.
pub async fn courses<C: AsyncConnectionCore<Backend = Pg>>(
    connection: &mut C,
    now: DateTime<Utc>,
) -> QueryResult<Vec<ObjectiveCourse>> {
    let as_of = clock::day(now);
    let moment = Moment { as_of: Some(as_of), known_at: None };
    let objectives = super::queries::list(connection, moment, None, i64::MAX).await?;
    let measures: Vec<(IndicatorId, Measure)> = {
        let all = indicators::queries::list(connection, None, i64::MAX).await?;
        all.into_iter().map(|indicator| (indicator.id, indicator.measure)).collect()
    };
    let counted = objectives.iter().filter_map(|objective| objective.indicator_id).collect();
    let series = observations::series(connection, counted, moment).await?;
    let course = |objective: Objective| {
        let measure = measures.iter().find(|(id, _)| Some(*id) == objective.indicator_id).map(|(_, measure)| *measure);
        let own = || series.iter().filter(|one| Some(one.indicator_id) == objective.indicator_id).cloned().collect();
        let counted = measure.map(|measure| (measure, own()));
        let trajectory = trajectory(&objective, counted, PathModel::default(), as_of, now);
        ObjectiveCourse { objective, trajectory }
    };
    Ok(objectives.into_iter().map(course).collect())
}

/// So many years later; the 29th of February becomes the 28th.
fn years_after(day: NaiveDate, years: i32) -> NaiveDate {
    let year = day.year() + years;
    day.with_year(year).or_else(|| NaiveDate::from_ymd_opt(year, day.month(), 28)).unwrap_or(day)
}

fn trajectory(
    objective: &Objective,
    counted: Option<(Measure, Vec<Observation>)>,
    model: PathModel,
    as_of: NaiveDate,
    known_at: DateTime<Utc>,
) -> Trajectory {
    let announced = objective.announcement.announced.on;
    let leading = objective.leading();
    let horizon = leading.map_or(objective.horizon_years, |target| target.horizon_years);
    let end_on = years_after(announced, horizon);
    let baseline = objective.baseline.as_ref().map(|baseline| baseline.value.0);
    let start_on = objective.baseline.as_ref().map_or(announced, |baseline| announced.max(baseline.date.on)).min(end_on);
    let span = |from: NaiveDate| (end_on - from).num_days() as f64;
    let years = f64::from(horizon) * span(start_on) / span(announced);
    let target = leading.and_then(|target| target.number(baseline));
    let plan = match (baseline, target) {
        (Some(baseline), Some(target)) if start_on < end_on => {
            Some(Plan { start: start_on, end: end_on, years, baseline, target })
        }
        _ => None,
    };
    let requirements: Vec<Requirement> = objective
        .targets
        .iter()
        .map(|target| {
            let factor = target.factor().or_else(|| baseline.map(|baseline| target.value.0 / baseline));
            let yearly_growth = factor.and_then(|factor| yearly(factor, f64::from(target.horizon_years)));
            Requirement { r#type: target.r#type, value: target.value, yearly_growth }
        })
        .collect();
    let place = leading.and_then(|leading| objective.targets.iter().position(|target| std::ptr::eq(target, leading)));
    let required_yearly_growth = place.and_then(|place| requirements[place].yearly_growth);
    let measure = counted.as_ref().map(|(measure, _)| *measure);
    let measured: Vec<Measured> =
        counted.map(|(_, series)| series).unwrap_or_default().into_iter().map(|one| held(one, plan, model)).collect();
    let since: Vec<&Measured> = measured.iter().filter(|one| one.on >= start_on).collect();
    let actual = since.last().map(|last| (*last).clone());
    let realised_yearly_growth = plan.zip(actual.as_ref()).and_then(|(plan, last)| {
        let factor = (plan.baseline > 0.0).then(|| last.value.0 / plan.baseline)?;
        yearly(factor, plan.elapsed(last.on))
    });
    let (state, reason) = match (objective.indicator_id, plan, &actual) {
        (None, ..) => (ObjectiveState::NoData, StateReason::NoIndicator),
        (_, None, _) => (ObjectiveState::NoData, StateReason::NoBaseline),
        (_, _, None) => (ObjectiveState::NoData, StateReason::NoObservation),
        (_, Some(plan), Some(last)) => (plan.state(model, last.on, last.value.0), StateReason::Judged),
    };
    Trajectory {
        objective_id: objective.id,
        indicator_id: objective.indicator_id,
        as_of,
        known_at,
        model,
        start_on,
        end_on,
        baseline: baseline.map(Quantity),
        target: target.map(Quantity),
        requirements,
        required_yearly_growth,
        realised_yearly_growth,
        total: measure.and_then(|measure| total(measure, &since)),
        forecast: plan.and_then(|plan| forecast(plan, model, &since)),
        path: path(objective, plan, model, start_on, end_on),
        state,
        reason,
        actual,
        observations: measured,
    }
}

fn held(observation: Observation, plan: Option<Plan>, model: PathModel) -> Measured {
    let on = observation.date.on;
    let expected = plan.and_then(|plan| plan.expected(model, on));
    let gap = expected.map(|expected| observation.value.0 - expected);
    Measured { observation_id: observation.id, on, value: observation.value, expected, gap, source: observation.source }
}

fn total(measure: Measure, since: &[&Measured]) -> Option<Total> {
    let last = since.last()?;
    Some(match measure {
        Measure::Stock => Total { value: last.value, measure, count: 1 },
        Measure::Flow => Total { value: Quantity(since.iter().map(|one| one.value.0).sum()), measure, count: since.len() },
    })
}

fn forecast(plan: Plan, model: PathModel, since: &[&Measured]) -> Option<ForecastAt> {
    let last = since.last().filter(|last| last.on < plan.end)?;
    // A value of the first day takes the place of the baseline.
    let stated = since.first().is_none_or(|first| first.on > plan.start).then_some((0.0, plan.baseline));
    let points: Vec<(f64, f64)> = stated.into_iter().chain(since.iter().map(|one| (plan.elapsed(one.on), one.value.0))).collect();
    debug_assert!(last.on >= plan.start);
    let growth::Forecast { value, interval, method } = growth::forecast(model, &points, plan.years)?;
    let (low, high) = interval.unzip();
    Some(ForecastAt { on: plan.end, value, low, high, method, count: points.len() })
}

/// By the years of the announcement, from the beginning of the path to its end.
fn path(objective: &Objective, plan: Option<Plan>, model: PathModel, start: NaiveDate, end: NaiveDate) -> Vec<PathPoint> {
    let announced = objective.announcement.announced.on;
    let factor = objective.leading().and_then(super::model::Target::factor);
    let years = end.year() - announced.year();
    let index = |on: NaiveDate| {
        let index = Plan { start: announced, end, years: f64::from(years), baseline: 100.0, target: factor? * 100.0 };
        index.expected(model, on)
    };
    let days = (1..years).map(|year| years_after(announced, year)).filter(|on| *on > start);
    let point = |on| PathPoint { on, index: index(on), expected: plan.and_then(|plan| plan.expected(model, on)) };
    [start].into_iter().chain(days).chain([end]).map(point).collect()
}
