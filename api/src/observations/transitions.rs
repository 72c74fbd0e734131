//! A pilot approves a draft, or withdraws what was approved.

use actix_web::{post, web::Data};
use garde::Validate;
use serde::Deserialize;
use utoipa::ToSchema;

use super::{
    model::{Observation, ObservationStatus},
    queries,
};
use crate::{
    auth::Account,
    db::{Emitted, Event, Kind, Origin, Tx},
    error::ErrorCode,
    http::{Answer, Json, Path, Problem, Query, answer::OptionalIfMatch, query::NoParameters},
    ids::ObservationId,
    indicators::require_pilot,
    state::State,
};

/// A step to another state.
#[derive(Clone, Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
#[garde(allow_unvalidated)]
#[schema(example = json!({"to": "approved"}))]
pub struct CreateObservationTransition {
    to: ObservationStatus,
}

#[utoipa::path(
    tag = "objectives",
    summary = "Approve or withdraw an observation",
    description = "By a pilot: `draft → approved → withdrawn`. Approving locks it, and it takes the place of what was approved for the same \
        day, which stays readable as `superseded`.",
    params(("id" = ObservationId, Path, description = "Id of the observation", example = "01920c1e-7b5a-7c3e-9d4f-2a6b8c0d1e3f")),
    responses((status = 201, description = "Done", body = Observation)),
)]
#[post("/v1/observations/{id}/transitions")]
pub async fn create_observation_transition(
    account: Account,
    state: Data<State>,
    origin: Origin,
    id: Path<ObservationId>,
    read: OptionalIfMatch,
    _: Query<NoParameters>,
    body: Json<CreateObservationTransition>,
) -> Result<Answer, Problem> {
    require_pilot(&account)?;
    let to = body.value.to;
    let write = async move |tx: &mut Tx| {
        let before = queries::lock(tx, id.0).await?.ok_or(ErrorCode::NotFound)?;
        read.check(before.revision)?;
        if !before.status.next().contains(&to) {
            return Err(conflict(before.status, to));
        }
        let superseded = if to == ObservationStatus::Approved { supersede(tx, &before).await? } else { None };
        queries::step(tx, before.id, to).await?;
        let after = queries::lock(tx, before.id).await?.ok_or(ErrorCode::NotFound)?;
        let action = if to == ObservationStatus::Approved { "observation.approved" } else { "observation.withdrawn" };
        let answer = Answer::created(format!("/v1/indicators/{}/observations", after.indicator_id), &after)?;
        let answer = answer.revision(after.revision, "pilot");
        Ok(Emitted::new(Event::new(action, Kind::Observation, after.id.0, after.revision), answer).and(superseded))
    };
    state.db.write(origin, &body.bytes, write).await
}

/// Ends what was approved for the day of this one.
async fn supersede(tx: &mut Tx, draft: &Observation) -> Result<Option<Event>, Problem> {
    let of_the_day = queries::lock_day(tx, draft.indicator_id, draft.date.on).await?;
    let Some(old) = of_the_day.into_iter().find(|one| one.status == ObservationStatus::Approved) else { return Ok(None) };
    queries::step(tx, old.id, ObservationStatus::Superseded).await?;
    Ok(Some(Event::new("observation.superseded", Kind::Observation, old.id.0, old.revision + 1)))
}

pub fn conflict(from: ObservationStatus, to: ObservationStatus) -> Problem {
    let allowed = from.next().iter().map(|status| status.name());
    Problem::new(ErrorCode::StateConflict).with([from.name(), to.name()]).allowed(allowed)
}
