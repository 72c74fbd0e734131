//! A project goes a step of its path.

use actix_web::{post, web::Data};
use chrono::NaiveDate;
use garde::Validate;
use serde::Deserialize;
use utoipa::ToSchema;

use super::{
    model::{Project, ProjectEvent, ProjectStep, Standing, day_of_step},
    policy, queries,
};
use crate::{
    auth::Account,
    db::{Emitted, Event, Kind, Origin, Tx},
    error::ErrorCode,
    http::{Answer, Json, Path, Problem, Prose, Query, answer::OptionalIfMatch, query::NoParameters},
    ids::{EventId, ProjectId},
    state::State,
};

/// A step, and when it was taken.
#[derive(Clone, Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
#[garde(allow_unvalidated)]
#[schema(example = json!({"to": "creation", "occurred_on": "2026-10-15", "note": "Statuts déposés."}))]
pub struct CreateProjectTransition {
    to: ProjectStep,
    /// Not before the step before it and not to come; today unless told.
    occurred_on: Option<NaiveDate>,
    #[garde(dive)]
    #[schema(inline)]
    note: Option<Prose<1, 1000>>,
}

#[utoipa::path(
    tag = "projects",
    summary = "Tell a step of a project",
    description = "By its owner or an agent of its Totem. From a stage it goes to the next one or back to any; it is `paused`, and \
        `resumed` where it was. `abandoned`, and `resumed` after that, is for its owner alone. What is told stays: a step \
        that was told by mistake is taken back by another one.",
    params(("id" = ProjectId, Path, description = "Id of the project")),
    responses((status = 201, description = "Told", body = Project)),
)]
#[post("/v1/projects/{id}/transitions")]
pub async fn create_project_transition(
    account: Account,
    state: Data<State>,
    origin: Origin,
    id: Path<ProjectId>,
    read: OptionalIfMatch,
    _: Query<NoParameters>,
    body: Json<CreateProjectTransition>,
) -> Result<Answer, Problem> {
    let (id, now) = (id.0, state.clock.now());
    let CreateProjectTransition { to, occurred_on, note } = body.value;
    let note = note.map(|note| note.0);
    let write = async move |tx: &mut Tx| {
        let before = queries::lock(tx, &account, id).await?;
        let party = policy::party(&account, &before).ok_or(ErrorCode::NotFound)?;
        read.check(before.revision)?;
        let after = before.standing().apply(party, to)?;
        let occurred_on = day_of_step(occurred_on, Some(before.last_on), now)?;
        queries::stand(tx, id, after).await?;
        let Standing { stage, status } = after;
        let event = ProjectEvent {
            id: EventId::new(),
            occurred_on,
            recorded_at: now,
            party,
            from_stage: Some(before.stage),
            to_stage: stage,
            from_status: Some(before.status),
            to_status: status,
            note: note.clone(),
        };
        queries::insert_event(tx, id, event).await?;
        let project = queries::find(tx, &account, id).await?.and_then(|project| policy::shown(&account, project));
        let project = project.ok_or(ErrorCode::NotFound)?;
        let answer = Answer::created(format!("/v1/projects/{id}"), &project)?.revision(project.revision, &policy::view(&project));
        Ok(Emitted::new(Event::new("project.moved", Kind::Project, id.0, project.revision), answer))
    };
    state.db.write(origin, &body.bytes, write).await
}
