//! One copy.

use actix_web::{get, web::Data};

use super::{model::Export, queries};
use crate::{
    auth::Account,
    http::{Answer, Path, Problem, Query, query::NoParameters},
    ids::ExportId,
    state::State,
};

#[utoipa::path(
    tag = "identity",
    summary = "Get a copy of one's data",
    description = "How far it has come. Its file is at `/v1/me/exports/{id}/file`.",
    params(("id" = ExportId, Path, description = "Id of the copy", example = "01920c1e-7b5a-7c3e-9d4f-2a6b8c0d1e3f")),
    responses((status = 200, description = "The copy", body = Export)),
)]
#[get("/v1/me/exports/{id}")]
pub async fn get_my_export(
    account: Account,
    state: Data<State>,
    id: Path<ExportId>,
    _: Query<NoParameters>,
) -> Result<Answer, Problem> {
    Ok(Answer::ok(&queries::find_export(&state, &account, id.0).await?)?.content_tag())
}
