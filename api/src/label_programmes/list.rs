//! The labels.

use actix_web::{get, web::Data};

use super::{model::LabelProgramme, queries};
use crate::{
    http::{Answer, Listing, Problem, Query, query::NoParameters},
    state::State,
};

#[utoipa::path(
    tag = "candidacy",
    summary = "List the label programmes",
    description = "Every label with its calls, their criteria and its waves, all on one page.",
    responses((status = 200, description = "All programmes", body = Listing<LabelProgramme>)),
)]
#[get("/v1/label-programmes")]
pub async fn list_label_programmes(state: Data<State>, _: Query<NoParameters>) -> Result<Answer, Problem> {
    Listing::whole(state.db.read(queries::list).await?).answer()
}
