//! A pilot writes down what was counted.

use actix_web::{post, web::Data};
use chrono::{DateTime, Utc};
use garde::Validate;
use serde::Deserialize;
use utoipa::ToSchema;

use super::{
    model::{Computation, DateInput, Observation, ObservationOrigin, ObservationStatus},
    queries,
};
use crate::{
    auth::Account,
    candidacies::source::FactSourceInput,
    db::{Emitted, Event, Kind, Origin, Tx},
    error::ErrorCode,
    http::{Answer, Json, Path, Problem, Prose, Query, query::NoParameters},
    ids::{IndicatorId, ObservationId, Ref},
    indicators::{self, model::Indicator, require_pilot},
    objectives::model::{KnownDate, Quantity},
    state::State,
    totems::model::FactSource,
};

/// A value of a day.
#[derive(Clone, Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({
    "date": {"on": "2016-12-31"}, "value": 11400, "source": {"title": "Emploi salarié par secteur", "publisher": "Urssaf"},
}))]
pub struct CreateObservation {
    #[garde(dive)]
    date: DateInput,
    #[garde(dive)]
    #[schema(value_type = f64, minimum = -1e12, maximum = 1e12, example = 11400)]
    value: Quantity,
    #[garde(dive)]
    source: FactSourceInput,
    #[garde(dive)]
    #[schema(inline)]
    note: Option<Prose<1, 1000>>,
}

/// What a new draft is made of.
#[derive(Clone)]
pub struct Draft {
    pub date: KnownDate,
    pub value: Quantity,
    pub origin: ObservationOrigin,
    pub source: FactSource,
    pub note: Option<String>,
    pub computation: Option<Computation>,
}

#[utoipa::path(
    tag = "objectives",
    summary = "Write down an observation",
    description = "As a draft, by a pilot. Where a value of the day is approved already, this is its correction, which takes its place \
        when it is approved. A day has one draft (`already_exists`).",
    params(("id" = String, Path, description = "Id or slug of the indicator", example = "emplois-numeriques", max_length = 120)),
    responses((status = 201, description = "Written down", body = Observation)),
)]
#[post("/v1/indicators/{id}/observations")]
pub async fn create_observation(
    account: Account,
    state: Data<State>,
    origin: Origin,
    id: Path<Ref<IndicatorId>>,
    _: Query<NoParameters>,
    body: Json<CreateObservation>,
) -> Result<Answer, Problem> {
    require_pilot(&account)?;
    let CreateObservation { date, value, source, note } = body.value;
    let note = note.map(|note| note.0);
    let draft =
        Draft { date: date.into(), value, origin: ObservationOrigin::Entered, source: source.into(), note, computation: None };
    let now = state.clock.now();
    let write = async move |tx: &mut Tx| {
        let indicator = indicators::queries::lock(tx, &id.0).await?.ok_or(ErrorCode::NotFound)?;
        let observation = insert(tx, &indicator, draft.clone(), now).await?;
        let location = format!("/v1/indicators/{}/observations", indicator.slug);
        let answer = Answer::created(location, &observation)?.revision(1, "pilot");
        Ok(Emitted::new(Event::new("observation.created", Kind::Observation, observation.id.0, 1), answer))
    };
    state.db.write(origin, &body.bytes, write).await
}

/// The next version of its day.
pub async fn insert(tx: &mut Tx, indicator: &Indicator, draft: Draft, now: DateTime<Utc>) -> Result<Observation, Problem> {
    let Draft { date, value, origin, source, note, computation } = draft;
    let before = queries::lock_day(tx, indicator.id, date.on).await?;
    let observation = Observation {
        id: ObservationId::new(),
        indicator_id: indicator.id,
        date,
        value,
        origin,
        source,
        computation,
        note,
        definition_version: indicator.definition.version,
        version: before.first().map_or(1, |last| last.version + 1),
        status: ObservationStatus::Draft,
        approved_at: None,
        ended_at: None,
        allowed_transitions: ObservationStatus::Draft.next().to_vec(),
        revision: 1,
        updated_at: now,
    };
    queries::insert(tx, &observation).await?;
    Ok(observation)
}
