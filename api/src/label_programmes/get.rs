//! One label.

use actix_web::{get, web::Data};

use super::{model::LabelProgramme, queries};
use crate::{
    error::ErrorCode,
    http::{Answer, Path, Problem, Query, query::NoParameters},
    ids::{LabelProgrammeId, Ref},
    state::State,
};

#[utoipa::path(
    tag = "candidacy",
    summary = "Get a label programme",
    description = "With its calls, the criteria of each in all their versions, and its waves.",
    params(("id" = String, Path, description = "Id or slug", example = "metropole-french-tech", max_length = 120)),
    responses((status = 200, description = "The programme", body = LabelProgramme)),
)]
#[get("/v1/label-programmes/{id}")]
pub async fn get_label_programme(
    state: Data<State>,
    id: Path<Ref<LabelProgrammeId>>,
    _: Query<NoParameters>,
) -> Result<Answer, Problem> {
    let found = state.db.read(async |connection| queries::find(connection, &id.0).await).await?;
    let programme = found.ok_or(ErrorCode::NotFound)?;
    Ok(Answer::ok(&programme)?.revision(programme.revision, "public"))
}
