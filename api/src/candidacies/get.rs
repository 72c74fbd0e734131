//! One file.

use actix_web::{get, web::Data};
use chrono::{DateTime, NaiveDate, Utc};
use garde::Validate;
use serde::Deserialize;
use utoipa::IntoParams;

use super::{
    model::{Candidacy, CandidacyEvent, Milestone, Stage},
    plan,
    policy::Reader,
    queries,
};
use crate::{
    auth::Actor,
    directory::model::founded,
    error::ErrorCode,
    http::{Answer, Path, Problem, Query},
    ids::{CandidacyId, Ref},
    state::State,
};

#[derive(Deserialize, IntoParams, Validate)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct WhenSeen {
    /// As it stood at the end of this day.
    #[garde(custom(founded))]
    #[param(value_type = Option<String>, format = Date, pattern = "^(1[0-9]{3}|20[0-9]{2}|2100)-", example = "2015-06-24")]
    as_of: Option<NaiveDate>,
    /// By what was written down here until then; now unless it says otherwise.
    #[garde(skip)]
    #[param(example = "2026-11-27T12:00:00Z")]
    known_at: Option<DateTime<Utc>>,
}

#[utoipa::path(
    tag = "candidacy",
    summary = "Get a candidacy",
    description = "The file with its milestones; each fact with its date and its sources, also where they differ. A draft exists for \
        pilots only. `as_of` tells state and milestones as they were on a day, `known_at` by what was written down until an instant; with \
        both, the answer to what has happened never changes. What the file says of itself is told as it is now.",
    params(("id" = String, Path, description = "Id or slug", example = "metropole-french-tech", max_length = 120), WhenSeen),
    responses((status = 200, description = "The candidacy", body = Candidacy)),
)]
#[get("/v1/candidacies/{id}")]
pub async fn get_candidacy(
    actor: Actor,
    state: Data<State>,
    id: Path<Ref<CandidacyId>>,
    query: Query<WhenSeen>,
) -> Result<Answer, Problem> {
    let candidacy = find(&state, &actor, &id.0).await?;
    let (reader, WhenSeen { as_of, known_at }) = (Reader::of(&actor, state.clock.now()), query.0);
    if as_of.is_none() && known_at.is_none() {
        return Ok(Answer::ok(&candidacy)?.revision(candidacy.revision, &reader.view()));
    }
    let events = state.db.read_as(&actor, async |connection| queries::events(connection, candidacy.id).await).await?;
    Ok(Answer::ok(&as_it_was(candidacy, events, as_of.unwrap_or(reader.today), known_at))?.content_tag())
}

/// The candidacy at the end of a day, by what was written down until an instant.
fn as_it_was(now: Candidacy, events: Vec<CandidacyEvent>, day: NaiveDate, known: Option<DateTime<Utc>>) -> Candidacy {
    let knew = |recorded_at: DateTime<Utc>| known.is_none_or(|known| recorded_at <= known);
    let last = events.into_iter().rfind(|event| event.occurred_on <= day && knew(event.recorded_at));
    let state = last.as_ref().map_or(Stage::Draft, |event| event.to);
    let mut milestones: Vec<Milestone> =
        now.milestones.into_iter().filter(|milestone| milestone.recorded_at.is_none_or(knew)).collect();
    for milestone in &mut milestones {
        milestone.occurred_on = milestone.occurred_on.filter(|on| *on <= day);
    }
    // What was not planned then, nobody knew of.
    milestones.retain(|milestone| milestone.on().is_some());
    plan::judge(&mut milestones, day);
    Candidacy {
        state,
        state_on: last.map(|event| event.occurred_on),
        allowed_transitions: vec![],
        superseded_by: now.superseded_by.filter(|_| state == Stage::Superseded),
        milestones,
        ..now
    }
}

/// The candidacy, for whoever may see it.
pub async fn find(state: &State, actor: &Actor, id: &Ref<CandidacyId>) -> Result<Candidacy, Problem> {
    let reader = Reader::of(actor, state.clock.now());
    let found = state.db.read_as(actor, async |connection| queries::find(connection, id, reader).await).await?;
    Ok(found.ok_or(ErrorCode::NotFound)?)
}
