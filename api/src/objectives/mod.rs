//! Objectives: what was promised, in its own words, with a baseline only where one was stated; how its course goes, and
//! whether what was stated goes together. Each can be asked for as it stood on a day (`as_of`), and as it was known at an
//! instant (`known_at`).

mod checker;
mod consistency;
mod create;
mod get;
mod growth;
mod list;
mod list_trajectories;
pub mod model;
mod queries;
mod trajectory;
mod update;

use actix_web::web;
use chrono::{DateTime, NaiveDate, Utc};
use garde::Validate;
use serde::Deserialize;
use utoipa::IntoParams;

use self::model::Objective;
pub use self::trajectory::{ObjectiveCourse, courses};
use crate::{
    error::{ErrorCode, FieldCode},
    http::{FieldError, Limit, Problem},
    ids::{ObjectiveId, Ref},
    observations::{model::some_day, queries::Moment},
    openapi::ServiceConfig,
    state::State,
};

pub fn routes(config: &mut ServiceConfig<'_>) {
    config
        .service(list::list_objectives)
        .service(create::create_objective)
        // Before the objective of any name; what else is asked of it is not asked of an objective of this name.
        .service(list_trajectories::list_objective_trajectories)
        .route("/v1/objectives/trajectories", web::route().to(crate::routes::fallback))
        .service(get::get_objective)
        .service(update::update_objective)
        .service(trajectory::get_objective_trajectory)
        .service(consistency::get_objective_consistency);
}

/// The first page of them, as they are now.
pub async fn list(connection: &mut diesel_async::AsyncPgConnection) -> diesel::QueryResult<Vec<Objective>> {
    queries::list(connection, Moment::default(), None, Limit::default().0).await
}

/// The time of which something is asked.
#[derive(Deserialize, IntoParams, Validate)]
#[serde(deny_unknown_fields)]
#[garde(allow_unvalidated)]
#[into_params(parameter_in = Query)]
pub struct Moments {
    /// The facts that held by this day.
    #[garde(custom(some_day))]
    #[param(value_type = Option<String>, format = Date, pattern = "^(19|20|21)[0-9]{2}-", example = "2020-12-31")]
    as_of: Option<NaiveDate>,
    /// As they were known at this instant, which is not to come.
    #[param(example = "2026-11-27T08:00:00Z")]
    known_at: Option<DateTime<Utc>>,
}

impl Moments {
    pub fn moment(self, now: DateTime<Utc>) -> Result<Moment, Problem> {
        let Self { as_of, known_at } = self;
        not_to_come(known_at, now)?;
        Ok(Moment { as_of, known_at })
    }
}

/// What will be known cannot be told.
pub fn not_to_come(known_at: Option<DateTime<Utc>>, now: DateTime<Utc>) -> Result<(), Problem> {
    if known_at.is_none_or(|at| at <= now) {
        return Ok(());
    }
    let error = FieldError::parameter("known_at", FieldCode::OutOfRange).with(["…".to_owned(), now.to_rfc3339()]);
    Err(Problem::parameter(ErrorCode::InvalidParameter, error))
}

/// The objective of a path, as it stood and was known then.
async fn found(state: &State, id: &Ref<ObjectiveId>, moment: Moment) -> Result<Objective, Problem> {
    let found = state.db.read(async |connection| queries::find(connection, id, moment.known_at).await).await?;
    found.and_then(|objective| objective.held_on(moment.as_of)).ok_or_else(|| ErrorCode::NotFound.into())
}
