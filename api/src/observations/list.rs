//! What was counted.

use actix_web::{get, web::Data};
use chrono::{DateTime, NaiveDate, Utc};
use garde::Validate;
use serde::Deserialize;
use utoipa::IntoParams;

use super::{
    model::{Observation, some_day},
    queries::{self, Moment, Shown},
};
use crate::{
    auth::{Actor, Role},
    http::{Answer, Limit, Listing, Pages, Path, Problem, Query},
    ids::{IndicatorId, Ref},
    indicators,
    objectives::not_to_come,
    state::State,
};

#[derive(Deserialize, IntoParams, Validate)]
#[serde(deny_unknown_fields)]
#[garde(allow_unvalidated)]
#[into_params(parameter_in = Query)]
pub struct ListObservations {
    /// What was counted by this day.
    #[garde(custom(some_day))]
    #[param(value_type = Option<String>, format = Date, pattern = "^(19|20|21)[0-9]{2}-", example = "2020-12-31")]
    as_of: Option<NaiveDate>,
    /// As it was known at this instant, which is not to come.
    #[param(example = "2026-11-27T08:00:00Z")]
    known_at: Option<DateTime<Utc>>,
    /// Also what was replaced or withdrawn, and to pilots what is not approved yet; not beside `known_at`.
    #[serde(default)]
    #[param(required = false, example = false)]
    history: bool,
    #[serde(default)]
    #[garde(dive)]
    #[param(required = false)]
    limit: Limit,
    cursor: Option<String>,
}

#[utoipa::path(
    tag = "objectives",
    summary = "List the observations of an indicator",
    description = "What counts, the latest day first; with `history=true` also what counted once, and to pilots the drafts.",
    params(("id" = String, Path, description = "Id or slug of the indicator", example = "emplois-numeriques", max_length = 120), ListObservations),
    responses((status = 200, description = "A page of observations", body = Listing<Observation>)),
)]
#[get("/v1/indicators/{id}/observations")]
pub async fn list_observations(
    actor: Actor,
    state: Data<State>,
    pages: Pages,
    id: Path<Ref<IndicatorId>>,
    query: Query<ListObservations>,
) -> Result<Answer, Problem> {
    let ListObservations { as_of, known_at, history, limit, cursor } = query.0;
    not_to_come(known_at, state.clock.now())?;
    let after = pages.after(cursor.as_deref())?;
    let indicator = indicators::named(&state, &id.0).await?.id;
    let is_pilot = actor.account().is_some_and(|account| account.has(Role::Pilot));
    let shown = match (history && known_at.is_none(), is_pilot) {
        (false, _) => Shown::Counting,
        (true, false) => Shown::Ended,
        (true, true) => Shown::All,
    };
    let moment = Moment { as_of, known_at };
    let read = async |connection: &mut diesel_async::AsyncPgConnection| {
        queries::list(connection, indicator, moment, shown, after, limit.0 + 1).await
    };
    let found = state.db.read(read).await?;
    pages.answer(found, limit, |one| (one.date.on, one.version), None, |one| one)
}
