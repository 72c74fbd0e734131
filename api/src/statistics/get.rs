//! The figures.

use actix_web::{get, web::Data};

use super::{
    model::{Statistics, StatisticsFigure},
    queries::{self, Counts},
};
use crate::{
    http::{Answer, Problem, Query, query::NoParameters},
    state::State,
};

#[utoipa::path(
    tag = "statistics",
    summary = "Get the figures of the ecosystem",
    description = "How many organizations the directory shows, by kind, commune, sector and stage, the most first; each figure with the \
        query of the list behind it.",
    responses((status = 200, description = "The figures", body = Statistics)),
)]
#[get("/v1/statistics")]
pub async fn get_statistics(state: Data<State>, _: Query<NoParameters>) -> Result<Answer, Problem> {
    let Counts { organizations, kinds, communes, sectors, stages } = state.db.search(queries::counts).await?;
    let organizations = StatisticsFigure::of("all", None, None, organizations);
    let counted_at = state.clock.now();
    Answer::ok(&Statistics { counted_at, organizations, kinds, communes, sectors, stages }).map(Answer::content_tag)
}
