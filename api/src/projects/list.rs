//! Somebody's projects, or those of a site.

use actix_web::{get, web::Data};
use chrono::NaiveDate;
use garde::Validate;
use serde::Deserialize;
use utoipa::IntoParams;

use super::{
    model::{Project, ProjectStatus},
    policy,
    queries::{self, Filter, Steps},
};
use crate::{
    auth::Account,
    directory::model::Stage,
    error::{ErrorCode, FieldCode},
    http::{Answer, FieldError, Limit, Listing, Pages, Problem, Query},
    ids::{ProjectId, Ref, TotemId},
    state::State,
    totems,
};

#[derive(Deserialize, IntoParams, Validate)]
#[serde(deny_unknown_fields)]
#[garde(allow_unvalidated)]
#[into_params(parameter_in = Query)]
pub struct ListProjects {
    /// Id or slug of a Totem where one works: all projects there, instead of one's own.
    #[param(value_type = Option<String>, example = "metz", min_length = 1, max_length = 120, pattern = "^[a-z0-9-]+$")]
    totem_id: Option<Ref<TotemId>>,
    /// At this stage.
    #[param(inline)]
    stage: Option<Stage>,
    /// In this state.
    #[param(inline)]
    status: Option<ProjectStatus>,
    /// Those that came to this stage, within the days below.
    #[param(inline)]
    entered_stage: Option<Stage>,
    /// Those that went from this stage, within the days below.
    #[param(inline)]
    left_stage: Option<Stage>,
    /// Those that changed their stage on this day or later.
    #[param(example = "2026-01-01")]
    occurred_on_gte: Option<NaiveDate>,
    /// Those that changed their stage before this day.
    #[param(example = "2027-01-01")]
    occurred_on_lt: Option<NaiveDate>,
    #[serde(default)]
    #[garde(dive)]
    #[param(required = false)]
    limit: Limit,
    cursor: Option<String>,
}

#[utoipa::path(
    tag = "projects",
    summary = "List projects",
    description = "One's own, the newest first; with `totem_id`, for its agents, all of a site.",
    params(ListProjects),
    responses((status = 200, description = "A page of projects", body = Listing<Project>)),
)]
#[get("/v1/projects")]
pub async fn list_projects(
    account: Account,
    state: Data<State>,
    pages: Pages,
    query: Query<ListProjects>,
) -> Result<Answer, Problem> {
    let ListProjects { totem_id, stage, status, entered_stage, left_stage, occurred_on_gte, occurred_on_lt, limit, cursor } =
        query.0;
    let after: Option<ProjectId> = pages.after(cursor.as_deref())?;
    let totem = match totem_id {
        None => None,
        Some(id) => {
            let unknown = || FieldError::parameter("totem_id", FieldCode::UnknownReference);
            let totem = totems::queries::find(&state, &id).await?;
            let totem = totem.ok_or_else(|| Problem::parameter(ErrorCode::InvalidParameter, unknown()))?;
            policy::require_agent(&account, totem.id)?;
            Some(totem.id)
        }
    };
    let steps = Steps { entered: entered_stage, left: left_stage, from: occurred_on_gte, until: occurred_on_lt };
    let any = entered_stage.or(left_stage).is_some() || occurred_on_gte.or(occurred_on_lt).is_some();
    let filter = Filter { totem, stage, status, steps: any.then_some(steps) };
    let read = async |connection: &mut diesel_async::AsyncPgConnection| {
        queries::list(connection, &account, filter, after, limit.0 + 1).await
    };
    let projects = state.db.read_as(&account, read).await?;
    let shown = projects.into_iter().filter_map(|project| policy::shown(&account, project)).collect();
    pages.answer(shown, limit, |project: &Project| project.id, None, |project| project)
}
