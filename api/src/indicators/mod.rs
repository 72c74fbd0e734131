//! Indicators: what is counted, of whom, and by which definition. Their words are versions, so that a figure keeps the one
//! it was counted by.

mod create;
mod get;
mod list;
pub mod model;
pub mod queries;
mod update;

use self::model::Indicator;
use crate::{
    auth::{Account, Role},
    error::ErrorCode,
    http::Problem,
    ids::{IndicatorId, Ref},
    openapi::ServiceConfig,
    state::State,
};

pub fn routes(config: &mut ServiceConfig<'_>) {
    config
        .service(list::list_indicators)
        .service(create::create_indicator)
        .service(get::get_indicator)
        .service(update::update_indicator);
}

/// Objectives and what is counted for them are kept by those who answer for the candidacy.
pub fn require_pilot(account: &Account) -> Result<(), Problem> {
    let lacking = || Problem::new(ErrorCode::Forbidden).with([Role::Pilot.name()]);
    account.has(Role::Pilot).then_some(()).ok_or_else(lacking)
}

/// The indicator that stands in a path.
pub async fn named(state: &State, id: &Ref<IndicatorId>) -> Result<Indicator, Problem> {
    let found = state.db.read(async |connection| queries::find(connection, id).await).await?;
    found.ok_or_else(|| ErrorCode::NotFound.into())
}
