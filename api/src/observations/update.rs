//! A pilot mends a draft.

use actix_web::{patch, web::Data};
use garde::Validate;
use serde::Deserialize;
use utoipa::ToSchema;

use super::{
    model::{Observation, ObservationOrigin, ObservationStatus},
    queries,
};
use crate::{
    auth::Account,
    candidacies::source::FactSourceInput,
    db::{Emitted, Event, Kind, Origin, Tx},
    error::ErrorCode,
    http::{Answer, MergePatch, Patch, Path, Problem, Prose, Query, answer::IfMatch, query::NoParameters},
    ids::ObservationId,
    indicators::require_pilot,
    objectives::model::Quantity,
    state::State,
};

/// What can be changed of a draft; what is absent stays, `null` clears.
#[derive(Clone, Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"value": 11420}))]
pub struct UpdateObservation {
    #[garde(dive)]
    #[schema(value_type = Option<f64>, minimum = -1e12, maximum = 1e12, example = 11400)]
    value: Option<Quantity>,
    #[garde(dive)]
    source: Option<FactSourceInput>,
    #[garde(dive)]
    #[serde(default)]
    #[schema(value_type = Option<Prose<1, 1000>>, inline)]
    note: Patch<Prose<1, 1000>>,
}

#[utoipa::path(
    tag = "objectives",
    summary = "Change a draft of an observation",
    description = "A JSON merge patch (RFC 7396), by a pilot. What is approved is locked (`state_conflict`): write down another value of \
        the same day, and approve it. A computed value that is changed by hand is an entered one.",
    params(("id" = ObservationId, Path, description = "Id of the observation", example = "01920c1e-7b5a-7c3e-9d4f-2a6b8c0d1e3f")),
    request_body(content = UpdateObservation, content_type = "application/merge-patch+json"),
    responses((status = 200, description = "Changed", body = Observation)),
)]
#[patch("/v1/observations/{id}")]
pub async fn update_observation(
    account: Account,
    state: Data<State>,
    origin: Origin,
    id: Path<ObservationId>,
    read: IfMatch,
    _: Query<NoParameters>,
    body: MergePatch<UpdateObservation>,
) -> Result<Answer, Problem> {
    require_pilot(&account)?;
    let UpdateObservation { value, source, note } = body.0.value;
    let now = state.clock.now();
    let write = async move |tx: &mut Tx| {
        let before = queries::lock(tx, id.0).await?.ok_or(ErrorCode::NotFound)?;
        read.check(before.revision)?;
        still_draft(&before, ObservationStatus::Draft)?;
        let by_hand = value.is_some_and(|value| value != before.value);
        let observation = Observation {
            value: value.unwrap_or(before.value),
            source: source.clone().map_or(before.source, Into::into),
            note: match &note {
                Patch::Keep => before.note,
                Patch::Clear => None,
                Patch::Set(note) => Some(note.0.clone()),
            },
            origin: if by_hand { ObservationOrigin::Entered } else { before.origin },
            computation: before.computation.filter(|_| !by_hand),
            revision: before.revision + 1,
            updated_at: now,
            ..before
        };
        queries::update(tx, &observation).await?;
        let answer = Answer::ok(&observation)?.revision(observation.revision, "pilot");
        let event = Event::new("observation.updated", Kind::Observation, observation.id.0, observation.revision);
        Ok(Emitted::new(event, answer))
    };
    state.db.write(origin, &body.0.bytes, write).await
}

/// Only drafts can be changed or thrown away.
pub fn still_draft(observation: &Observation, to: ObservationStatus) -> Result<(), Problem> {
    if observation.status == ObservationStatus::Draft {
        Ok(())
    } else {
        Err(super::transitions::conflict(observation.status, to))
    }
}
