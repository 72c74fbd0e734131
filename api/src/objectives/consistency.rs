//! Whether what was stated goes together.

use actix_web::{get, web::Data};
use chrono::{DateTime, NaiveDate, Utc};
use serde::Serialize;
use utoipa::ToSchema;

use super::{
    Moments,
    checker::{Comparison, ConsistencyStatus, Finding, Stated, check},
    found,
};
use crate::{
    http::{Answer, LangText, Path, Problem, Query},
    ids::{IndicatorId, ObjectiveId, ObservationId, Ref},
    indicators,
    observations::queries as observations,
    state::State,
};

/// What was stated of an objective, held against itself.
#[derive(Serialize, ToSchema)]
pub struct Consistency {
    pub objective_id: ObjectiveId,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub as_of: Option<NaiveDate>,
    /// The instant of whose knowledge this is: with it the same question has the same answer.
    pub known_at: DateTime<Utc>,
    pub status: ConsistencyStatus,
    pub findings: Vec<Finding>,
    /// The figure compared with.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub comparison: Option<ComparedWith>,
}

/// A figure of another indicator.
#[derive(Serialize, ToSchema)]
pub struct ComparedWith {
    pub indicator_id: IndicatorId,
    pub observation_id: ObservationId,
    pub name: LangText,
    /// Another one than that of the objective.
    pub perimeter: LangText,
}

#[utoipa::path(
    tag = "objectives",
    summary = "Check an objective for contradictions",
    description = "Targets stated in several ways, the baseline, and where the source gives none, the figure of the comparison indicator \
        nearest to the announcement, held against each other; what differs by half a percent at most is rounding. The arithmetic \
        is given in words and step by step. What was stated stays as it is.",
    params(("id" = String, Path, description = "Id or slug", example = "pme-numeriques", max_length = 120), Moments),
    responses((status = 200, description = "What was found", body = Consistency)),
)]
#[get("/v1/objectives/{id}/consistency")]
pub async fn get_objective_consistency(
    state: Data<State>,
    id: Path<Ref<ObjectiveId>>,
    query: Query<Moments>,
) -> Result<Answer, Problem> {
    let moment = query.0.moment(state.clock.now())?;
    let objective = found(&state, &id.0, moment).await?;
    let compared = match objective.comparison_indicator_id {
        None => None,
        Some(indicator) => {
            state
                .db
                .read(async |connection| {
                    let indicator = indicators::queries::find(connection, &Ref::Id(indicator)).await?;
                    let Some(indicator) = indicator else { return Ok(None) };
                    let series = observations::series(connection, vec![indicator.id], moment).await?;
                    let announced = objective.announcement.announced.on;
                    let nearest = series.into_iter().min_by_key(|one| (one.date.on - announced).num_days().abs());
                    Ok(nearest.map(|nearest| (indicator, nearest)))
                })
                .await?
        }
    };
    let comparison = compared.as_ref().map(|(indicator, observation)| {
        let definition = indicator.known_at(moment.known_at);
        Comparison { value: observation.value.0, name: definition.name.clone(), perimeter: definition.perimeter.clone() }
    });
    let compared_with = compared.map(|(indicator, observation)| {
        let definition = indicator.known_at(moment.known_at).clone();
        let (name, perimeter) = (definition.name, definition.perimeter);
        ComparedWith { indicator_id: indicator.id, observation_id: observation.id, name, perimeter }
    });
    let baseline = objective.baseline.as_ref().map(|baseline| baseline.value.0);
    let (status, findings) = check(&Stated { unit: &objective.unit, targets: &objective.targets, baseline, comparison });
    let (as_of, known_at) = (moment.as_of, moment.known_at.unwrap_or(state.clock.now()));
    let answer = Consistency { objective_id: objective.id, as_of, known_at, status, findings, comparison: compared_with };
    Ok(Answer::ok(&answer)?.content_tag())
}
