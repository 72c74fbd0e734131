//! Every resource to grow, close to the project.

use actix_web::{get, web::Data};

use super::{
    get::visible,
    model::{OrganizationResource, Project, ProjectNeed, ProjectPlace, ProjectResources},
    queries,
};
use crate::{
    auth::Account,
    clock,
    directory::{self, model::OrganizationSummary, position::Point},
    http::{Answer, Path, Problem, Query, query::NoParameters},
    ids::{ProjectId, Ref},
    reference::places,
    state::State,
    totems,
};

/// So many organizations.
const MOST: i64 = 20;

#[utoipa::path(
    tag = "projects",
    summary = "Get what answers the needs of a project",
    description = "The first 20 organizations of the directory and all services of the Totems, nearest first with the distance: from \
        the commune of the project, else from its Totem. `ProjectNeed` says which kinds and families answer which need. More \
        organizations are at `/v1/organizations` with the same `kinds` and `near`.",
    params(("id" = ProjectId, Path, description = "Id of the project")),
    responses((status = 200, description = "What answers them", body = ProjectResources)),
)]
#[get("/v1/projects/{id}/resources")]
pub async fn get_project_resources(
    account: Account,
    state: Data<State>,
    id: Path<ProjectId>,
    _: Query<NoParameters>,
) -> Result<Answer, Problem> {
    let project = visible(&state, &account, id.0).await?;
    let near = place(&state, &project).await?;
    let point =
        near.as_ref().map(|ProjectPlace { latitude, longitude, .. }| Point { latitude: *latitude, longitude: *longitude });
    let needs = project.needs;
    let (mut organizations, mut services) = (vec![], vec![]);
    if !needs.is_empty() {
        let kinds = needs.iter().flat_map(|need| need.kinds()).copied().collect();
        organizations = directory::nearest(&state, kinds, point, MOST).await?;
        let (today, point) = (clock::day(state.clock.now()), point.map(|point| (point.latitude, point.longitude)));
        services = state.db.read(async |connection| queries::services(connection, &needs, point, today).await).await?;
    }
    let organizations = organizations.into_iter().map(|organization| answering(&needs, organization)).collect();
    Ok(Answer::ok(&ProjectResources { near, organizations, services })?.content_tag())
}

fn answering(needs: &[ProjectNeed], organization: OrganizationSummary) -> OrganizationResource {
    let answers = |need: &ProjectNeed| need.kinds().iter().any(|kind| organization.kinds.iter().any(|of| of == kind.name()));
    OrganizationResource { needs: needs.iter().copied().filter(answers).collect(), organization }
}

/// Where the project is, or whoever accompanies it.
async fn place(state: &State, project: &Project) -> Result<Option<ProjectPlace>, Problem> {
    let commune = project.commune.as_ref().and_then(|commune| {
        let (latitude, longitude) = places::position(Some(&commune.code), None, "FR")?;
        Some(ProjectPlace { name: commune.name.clone(), latitude, longitude })
    });
    let (None, Some(totem)) = (&commune, &project.totem) else { return Ok(commune) };
    let totem = totems::queries::find(state, &Ref::Id(totem.id)).await?;
    Ok(totem.and_then(|totem| Some(ProjectPlace { name: totem.city, latitude: totem.latitude?, longitude: totem.longitude? })))
}
