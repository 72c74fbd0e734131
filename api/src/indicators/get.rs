//! One indicator.

use actix_web::{get, web::Data};

use super::{model::Indicator, named};
use crate::{
    http::{Answer, Path, Problem, Query, query::NoParameters},
    ids::{IndicatorId, Ref},
    state::State,
};

#[utoipa::path(
    tag = "objectives",
    summary = "Get an indicator",
    description = "What is counted, of whom, and by which definitions it ever was.",
    params(("id" = String, Path, description = "Id or slug", example = "emplois-numeriques", max_length = 120)),
    responses((status = 200, description = "The indicator", body = Indicator)),
)]
#[get("/v1/indicators/{id}")]
pub async fn get_indicator(state: Data<State>, id: Path<Ref<IndicatorId>>, _: Query<NoParameters>) -> Result<Answer, Problem> {
    let indicator = named(&state, &id.0).await?;
    Ok(Answer::ok(&indicator)?.revision(indicator.revision, "public"))
}
