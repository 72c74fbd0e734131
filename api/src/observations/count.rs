//! The platform counts in its directory.

use actix_web::{post, web::Data};
use garde::Validate;
use serde::Deserialize;
use utoipa::ToSchema;

use super::{
    create::{Draft, insert},
    model::{Computation, Observation, ObservationOrigin},
};
use crate::{
    auth::Account,
    candidacies::model::DatePrecision,
    clock,
    db::{Emitted, Event, Kind, Origin, Tx},
    directory::{self, OrganizationFilters},
    error::ErrorCode,
    http::{Answer, Json, Path, Problem, Prose, Query, query::NoParameters},
    ids::{IndicatorId, Ref},
    indicators::{self, require_pilot},
    objectives::model::{KnownDate, Quantity},
    state::State,
    totems::model::FactSource,
};

/// What is to be counted of the directory.
#[derive(Clone, Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"query": {"kinds": ["startup"]}, "note": "Toutes les start-ups publiées."}))]
pub struct CreateObservationComputation {
    #[garde(dive)]
    query: OrganizationFilters,
    #[garde(dive)]
    #[schema(inline)]
    note: Option<Prose<1, 1000>>,
}

#[utoipa::path(
    tag = "objectives",
    summary = "Count an observation in the directory",
    description = "By a pilot: how many published records a search finds at this moment, as a draft of today that keeps the query and the \
        count.",
    params(("id" = String, Path, description = "Id or slug of the indicator", example = "startups-accelerees", max_length = 120)),
    responses((status = 201, description = "Counted", body = Observation)),
)]
#[post("/v1/indicators/{id}/observation-counts")]
pub async fn create_observation_count(
    account: Account,
    state: Data<State>,
    origin: Origin,
    id: Path<Ref<IndicatorId>>,
    _: Query<NoParameters>,
    body: Json<CreateObservationComputation>,
) -> Result<Answer, Problem> {
    require_pilot(&account)?;
    let CreateObservationComputation { query, note } = body.value;
    let now = state.clock.now();
    let list = match query.query() {
        all if all.is_empty() => "/v1/organizations".to_owned(),
        some => format!("/v1/organizations?{some}"),
    };
    // What does not go together is said before anything is written.
    query.asked()?;
    let source = FactSource {
        title: "Annuaire".to_owned(),
        publisher: "LORnTECH".to_owned(),
        url: Some(format!("{}{list}", state.settings.public_url)),
        published_on: None,
        precision: None,
        date_inferred: false,
        says: None,
    };
    let write = async move |tx: &mut Tx| {
        let indicator = indicators::queries::lock(tx, &id.0).await?.ok_or(ErrorCode::NotFound)?;
        let count = directory::number(tx, &query).await?;
        #[expect(clippy::cast_precision_loss, reason = "far below what a double holds")]
        let value = Quantity(count as f64);
        let draft = Draft {
            date: KnownDate { on: clock::day(now), precision: DatePrecision::Day, inferred: false },
            value,
            origin: ObservationOrigin::Computed,
            source: source.clone(),
            note: note.as_ref().map(|note| note.0.clone()),
            computation: Some(Computation { query: list.clone(), count, counted_at: now }),
        };
        let observation = insert(tx, &indicator, draft, now).await?;
        let location = format!("/v1/indicators/{}/observations", indicator.slug);
        let answer = Answer::created(location, &observation)?.revision(1, "pilot");
        Ok(Emitted::new(Event::new("observation.created", Kind::Observation, observation.id.0, 1), answer))
    };
    state.db.write(origin, &body.bytes, write).await
}
