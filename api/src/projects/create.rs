//! Somebody begins.

use actix_web::{post, web::Data};
use chrono::NaiveDate;
use garde::Validate;
use serde::Deserialize;
use utoipa::ToSchema;

use super::{
    model::{Content, Project, ProjectEvent, ProjectNeed, ProjectParty, ProjectStatus, day_of_step, in_order},
    policy, queries, update,
};
use crate::{
    auth::Account,
    db::{Emitted, Event, Kind, Origin, Tx},
    directory::model::{Stage, at_most},
    error::ErrorCode,
    http::{Answer, Json, Line, Problem, Prose, Query, query::NoParameters},
    ids::{EventId, OrganizationId, ProjectId, Ref, TotemId},
    state::State,
};

/// A project to be kept.
#[derive(Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
#[garde(allow_unvalidated)]
#[schema(example = json!({
    "name": "Capteurs pour vergers", "summary": "Nous mesurons l’eau au pied des arbres.", "stage": "idea",
    "occurred_on": "2026-09-01", "needs": ["coaching", "prototyping"], "totem_id": "metz", "commune_code": "57463",
}))]
pub struct CreateProject {
    #[garde(dive)]
    #[schema(inline)]
    name: Line<2, 120>,
    #[garde(dive)]
    #[schema(inline)]
    summary: Option<Prose<1, 2000>>,
    stage: Stage,
    /// Since when it is at this stage: not before 1990 and not to come; today unless told.
    occurred_on: Option<NaiveDate>,
    #[serde(default)]
    #[garde(custom(at_most::<9, _>))]
    #[schema(max_items = 9)]
    needs: Vec<ProjectNeed>,
    /// Id or slug of a Totem, whose agents then see the project.
    #[schema(value_type = Option<String>, example = "metz", min_length = 1, max_length = 120, pattern = "^[a-z0-9-]+$")]
    totem_id: Option<Ref<TotemId>>,
    /// INSEE code of a commune of Lorraine.
    #[garde(dive)]
    #[schema(inline, example = "57463")]
    commune_code: Option<Line<5, 5>>,
    /// The company that came of it, which one keeps in the directory.
    organization_id: Option<OrganizationId>,
}

#[utoipa::path(
    tag = "projects",
    summary = "Keep a project",
    description = "Of oneself or one's team, wherever it is on the path. Nobody else sees it until a Totem is chosen, whose agents \
        then do.",
    responses((status = 201, description = "Kept", body = Project)),
)]
#[post("/v1/projects")]
pub async fn create_project(
    account: Account,
    state: Data<State>,
    origin: Origin,
    _: Query<NoParameters>,
    body: Json<CreateProject>,
) -> Result<Answer, Problem> {
    let CreateProject { name, summary, stage, occurred_on, needs, totem_id, commune_code, organization_id } = body.value;
    let (id, now) = (ProjectId::new(), state.clock.now());
    let occurred_on = day_of_step(occurred_on, None, now)?;
    if let Some(organization) = organization_id {
        update::require_kept(&account, organization)?;
    }
    let content = Content {
        name: name.0,
        summary: summary.map(|text| text.0),
        needs: in_order(needs),
        totem_id: update::accompanying(&state, totem_id).await?,
        commune_code: commune_code.map(|code| code.0),
        organization_id,
    };
    let write = async move |tx: &mut Tx| {
        queries::insert(tx, id, account.id, &content, stage, now).await?;
        let event = ProjectEvent {
            id: EventId::new(),
            occurred_on,
            recorded_at: now,
            party: ProjectParty::Owner,
            from_stage: None,
            to_stage: stage,
            from_status: None,
            to_status: ProjectStatus::Active,
            note: None,
        };
        queries::insert_event(tx, id, event).await?;
        let project = queries::find(tx, &account, id).await?.and_then(|project| policy::shown(&account, project));
        let project = project.ok_or(ErrorCode::InternalError)?;
        let answer = Answer::created(format!("/v1/projects/{id}"), &project)?.revision(project.revision, &policy::view(&project));
        Ok(Emitted::new(Event::new("project.created", Kind::Project, id.0, project.revision), answer))
    };
    state.db.write(origin, &body.bytes, write).await
}
