//! Whoever it is of tells it better, chooses a Totem, or names the company that came of it.

use actix_web::{patch, web::Data};
use garde::Validate;
use serde::Deserialize;
use utoipa::ToSchema;

use super::{
    model::{Content, Project, ProjectNeed, in_order},
    policy, queries,
};
use crate::{
    auth::Account,
    db::{Emitted, Event, Kind, Origin, Tx},
    directory::model::at_most,
    error::{ErrorCode, FieldCode},
    http::{Answer, Line, MergePatch, Patch, Path, Problem, Prose, Query, answer::IfMatch, query::NoParameters},
    ids::{OrganizationId, ProjectId, Ref, TotemId},
    members::model::Scope,
    state::State,
    totems::{self, model::TotemStatus},
};

/// What can be changed; what is absent stays, `null` clears.
#[derive(Clone, Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
#[garde(allow_unvalidated)]
#[schema(example = json!({"needs": ["financing"], "totem_id": "metz"}))]
pub struct UpdateProject {
    #[garde(dive)]
    #[serde(default)]
    #[schema(value_type = Line<2, 120>, inline, required = false)]
    name: Patch<Line<2, 120>>,
    #[garde(dive)]
    #[serde(default)]
    #[schema(value_type = Option<Prose<1, 2000>>, inline)]
    summary: Patch<Prose<1, 2000>>,
    /// Given whole.
    #[garde(custom(patched_needs))]
    #[serde(default)]
    #[schema(value_type = Vec<ProjectNeed>, max_items = 9, required = false)]
    needs: Patch<Vec<ProjectNeed>>,
    /// Id or slug of a Totem; with another one the agents of the first see the project no more.
    #[serde(default)]
    #[schema(value_type = Option<String>, example = "metz", min_length = 1, max_length = 120, pattern = "^[a-z0-9-]+$")]
    totem_id: Patch<Ref<TotemId>>,
    /// INSEE code of a commune of Lorraine.
    #[garde(dive)]
    #[serde(default)]
    #[schema(value_type = Option<Line<5, 5>>, inline, example = "57463")]
    commune_code: Patch<Line<5, 5>>,
    /// The company that came of it, which one keeps in the directory.
    #[serde(default)]
    #[schema(value_type = Option<OrganizationId>)]
    organization_id: Patch<OrganizationId>,
}

fn patched_needs(needs: &Patch<Vec<ProjectNeed>>, context: &()) -> garde::Result {
    if let Patch::Set(needs) = needs { at_most::<9, _>(needs, context) } else { Ok(()) }
}

#[utoipa::path(
    tag = "projects",
    summary = "Change a project",
    description = "A JSON merge patch (RFC 7396), by its owner. When the company is created, `organization_id` names its record in \
        the directory, of which one is owner or editor; the history goes on, and nothing of the project is shown there. \
        Its stage is changed by `POST …/transitions`.",
    params(("id" = ProjectId, Path, description = "Id of the project")),
    request_body(content = UpdateProject, content_type = "application/merge-patch+json"),
    responses((status = 200, description = "Changed", body = Project)),
)]
#[patch("/v1/projects/{id}")]
pub async fn update_project(
    account: Account,
    state: Data<State>,
    origin: Origin,
    id: Path<ProjectId>,
    read: IfMatch,
    _: Query<NoParameters>,
    body: MergePatch<UpdateProject>,
) -> Result<Answer, Problem> {
    let (id, mut patch) = (id.0, body.0.value);
    let visible = state.db.read_as(&account, async |connection| queries::find(connection, &account, id).await).await?;
    let party = visible.and_then(|project| policy::party(&account, &project)).ok_or(ErrorCode::NotFound)?;
    policy::require_owner(party)?;
    let totem_id = match std::mem::take(&mut patch.totem_id) {
        Patch::Keep => Patch::Keep,
        Patch::Clear => Patch::Clear,
        Patch::Set(totem) => accompanying(&state, Some(totem)).await?.map_or(Patch::Clear, Patch::Set),
    };
    if let Patch::Set(organization) = patch.organization_id {
        require_kept(&account, organization)?;
    }
    let write = async move |tx: &mut Tx| {
        let before = queries::lock(tx, &account, id).await?;
        read.check(before.revision)?;
        queries::update(tx, id, &changed(&before, patch.clone(), totem_id.clone())?).await?;
        let after = queries::find(tx, &account, id).await?.and_then(|project| policy::shown(&account, project));
        let project = after.ok_or(ErrorCode::NotFound)?;
        let answer = Answer::ok(&project)?.revision(project.revision, &policy::view(&project));
        Ok(Emitted::new(Event::new("project.updated", Kind::Project, id.0, project.revision), answer))
    };
    state.db.write(origin, &body.0.bytes, write).await
}

fn changed(before: &Project, patch: UpdateProject, totem_id: Patch<TotemId>) -> Result<Content, Problem> {
    let UpdateProject { name, summary, needs, totem_id: _, commune_code, organization_id } = patch;
    let required = |pointer| Problem::field(pointer, FieldCode::Required);
    Ok(Content {
        name: match name {
            Patch::Keep => before.name.clone(),
            Patch::Clear => return Err(required("/name")),
            Patch::Set(name) => name.0,
        },
        summary: patched(summary.map(|text| text.0), before.summary.clone()),
        needs: match needs {
            Patch::Keep => before.needs.clone(),
            Patch::Clear => return Err(required("/needs")),
            Patch::Set(needs) => in_order(needs),
        },
        totem_id: patched(totem_id, before.totem.as_ref().map(|totem| totem.id)),
        commune_code: patched(commune_code.map(|code| code.0), before.commune.as_ref().map(|commune| commune.code.clone())),
        organization_id: patched(organization_id, before.organization.as_ref().map(|organization| organization.id)),
    })
}

fn patched<T>(patch: Patch<T>, before: Option<T>) -> Option<T> {
    match patch {
        Patch::Keep => before,
        Patch::Clear => None,
        Patch::Set(value) => Some(value),
    }
}

/// The site that is to see the project.
pub async fn accompanying(state: &State, totem: Option<Ref<TotemId>>) -> Result<Option<TotemId>, Problem> {
    let Some(totem) = totem else { return Ok(None) };
    let totem = totems::queries::find(state, &totem).await?;
    let totem = totem.ok_or_else(|| Problem::field("/totem_id", FieldCode::UnknownReference))?;
    if totem.status == TotemStatus::Closed {
        return Err(Problem::field("/totem_id", FieldCode::NotAvailable));
    }
    Ok(Some(totem.id))
}

/// A company is named by whoever keeps its record; for all others it is not there.
pub fn require_kept(account: &Account, organization: OrganizationId) -> Result<(), Problem> {
    let scope = Scope::Organization(organization);
    if scope.roles().iter().any(|role| account.holds(*role, scope)) {
        Ok(())
    } else {
        Err(Problem::field("/organization_id", FieldCode::UnknownReference))
    }
}
