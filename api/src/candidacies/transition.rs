//! A candidacy goes from state to state, also when its history is told after the fact.

use actix_web::{post, web::Data};
use chrono::{Datelike, NaiveDate};
use garde::Validate;
use serde::Deserialize;
use utoipa::ToSchema;

use super::{
    get,
    model::{Candidacy, CandidacyEvent, DatePrecision, Reason, Stage},
    policy::{self, Reader},
    queries,
    source::FactSourceInput,
};
use crate::{
    auth::{Account, Actor},
    db::{Emitted, Event, Kind, Origin, Tx},
    directory::model::at_most,
    error::{ErrorCode, FieldCode},
    http::{Answer, FieldError, Json, Path, Problem, Prose, Query, answer::OptionalIfMatch, query::NoParameters},
    ids::{CandidacyId, EventId, Ref},
    state::State,
};

/// A step to another state.
#[derive(Clone, Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
#[garde(allow_unvalidated)]
#[schema(example = json!({
    "to": "labelled_provisional", "occurred_on": "2015-06-24",
    "source": {"title": "Le label pour la Lorraine", "publisher": "Exemple Presse", "says": "Le 24 juin."},
    "further_sources": [{"title": "Un label", "publisher": "Autre Presse", "says": "Le 25 juin."}],
}))]
pub struct CreateCandidacyTransition {
    to: Stage,
    /// When it happened: not before the step before it, and not in the future.
    #[schema(value_type = String, format = Date, pattern = "^(1[0-9]{3}|20[0-9]{2}|2100)-", example = "2015-06-24")]
    occurred_on: NaiveDate,
    /// How exactly the date is known: the day itself unless it says otherwise.
    precision: Option<DatePrecision>,
    /// No source states the date itself.
    #[serde(default)]
    date_inferred: bool,
    #[garde(dive)]
    source: FactSourceInput,
    /// Others that speak of it, also where they differ.
    #[serde(default)]
    #[garde(custom(at_most::<9, _>), dive)]
    #[schema(max_items = 9)]
    further_sources: Vec<FactSourceInput>,
    /// Required where a candidacy is returned or comes to its end.
    reason: Option<Reason>,
    #[garde(dive)]
    #[schema(inline)]
    note: Option<Prose<1, 2000>>,
    /// Id or slug of the candidacy that takes its place: with `superseded`, and only then.
    #[schema(value_type = Option<String>, max_length = 120, pattern = "^[a-z0-9-]+$", example = "french-tech-east")]
    superseded_by: Option<Ref<CandidacyId>>,
}

#[utoipa::path(
    tag = "candidacy",
    summary = "Move a candidacy to another state",
    description = "By pilots; `allowed_transitions` of the candidacy says what may come next. Each step says when it happened and where \
        that is known from, so that a history can be told after the fact, in its order. What was told stays.",
    params(("id" = String, Path, description = "Id or slug", example = "metropole-french-tech", max_length = 120)),
    responses((status = 201, description = "Moved", body = Candidacy)),
)]
#[post("/v1/candidacies/{id}/transitions")]
pub async fn create_candidacy_transition(
    account: Account,
    state: Data<State>,
    origin: Origin,
    id: Path<Ref<CandidacyId>>,
    read: OptionalIfMatch,
    _: Query<NoParameters>,
    body: Json<CreateCandidacyTransition>,
) -> Result<Answer, Problem> {
    let actor = Actor::Account(account.clone());
    let id = get::find(&state, &actor, &id.0).await?.id;
    policy::require_pilot(&account)?;
    let (step, now) = (body.value, state.clock.now());
    let reader = Reader::pilot(now);
    check(&step, reader.today)?;
    let superseded_by = match &step.superseded_by {
        Some(other) => Some(successor(&state, &actor, id, other).await?),
        None => None,
    };
    let write = async move |tx: &mut Tx| {
        let before = queries::lock(tx, id, reader).await?.ok_or(ErrorCode::NotFound)?;
        read.check(before.revision)?;
        let to = before.state.apply(step.to)?;
        if let Some(last) = before.state_on.filter(|last| step.occurred_on < *last) {
            return Err(out_of_range(last, reader.today));
        }
        let sources = std::iter::once(&step.source).chain(&step.further_sources).cloned().map(Into::into);
        let event = CandidacyEvent {
            id: EventId::new(),
            from: before.state,
            to,
            occurred_on: step.occurred_on,
            precision: step.precision.unwrap_or(DatePrecision::Day),
            date_inferred: step.date_inferred,
            sources: sources.collect(),
            reason: step.reason,
            note: step.note.as_ref().map(|note| note.0.clone()),
            recorded_at: now,
        };
        queries::insert_event(tx, id, &event).await?;
        queries::update(tx, &Candidacy { state: to, state_on: Some(step.occurred_on), superseded_by, ..before }).await?;
        let after = queries::find(tx, &Ref::Id(id), reader).await?.ok_or(ErrorCode::InternalError)?;
        let answer = Answer::created(format!("/v1/candidacies/{}", after.slug), &after)?.revision(after.revision, &reader.view());
        Ok(Emitted::new(Event::new("candidacy.moved", Kind::Candidacy, id.0, after.revision), answer))
    };
    state.db.write(origin, &body.bytes, write).await
}

/// What the step says for itself.
fn check(step: &CreateCandidacyTransition, today: NaiveDate) -> Result<(), Problem> {
    let mut errors = vec![];
    if step.occurred_on.year() < 1000 || step.occurred_on > today {
        return Err(out_of_range(NaiveDate::from_ymd_opt(1000, 1, 1).unwrap_or(today), today));
    }
    if step.to.needs_reason() && step.reason.is_none() {
        errors.push(FieldError::body("/reason", FieldCode::Required));
    }
    if (step.to == Stage::Superseded) != step.superseded_by.is_some() {
        let code = if step.superseded_by.is_some() { FieldCode::NotAllowed } else { FieldCode::Required };
        errors.push(FieldError::body("/superseded_by", code));
    }
    if errors.is_empty() { Ok(()) } else { Err(Problem::invalid(errors)) }
}

fn out_of_range(first: NaiveDate, last: NaiveDate) -> Problem {
    Problem::invalid(vec![FieldError::body("/occurred_on", FieldCode::OutOfRange).with([first.to_string(), last.to_string()])])
}

async fn successor(state: &State, actor: &Actor, id: CandidacyId, other: &Ref<CandidacyId>) -> Result<CandidacyId, Problem> {
    let found =
        get::find(state, actor, other).await.map_err(|_| Problem::field("/superseded_by", FieldCode::UnknownReference))?;
    if found.id == id { Err(Problem::field("/superseded_by", FieldCode::NotAllowed)) } else { Ok(found.id) }
}
