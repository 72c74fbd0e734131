//! One client.

use actix_web::{get, web::Data};

use super::{model::ApiClient, queries};
use crate::{
    auth::Account,
    http::{Answer, Path, Problem, Query, query::NoParameters},
    ids::ApiClientId,
    state::State,
};

#[utoipa::path(
    tag = "identity",
    summary = "Get a machine client",
    description = "Whoever registered it and administrators see it. Its secret is not shown again.",
    params(("id" = String, Path, description = "Id", example = "01920c1e-7b5a-7c3e-9d4f-2a6b8c0d1e3f", max_length = 36)),
    responses((status = 200, description = "The client", body = ApiClient)),
)]
#[get("/v1/api-clients/{id}")]
pub async fn get_api_client(
    account: Account,
    state: Data<State>,
    id: Path<ApiClientId>,
    _: Query<NoParameters>,
) -> Result<Answer, Problem> {
    let client = queries::find(&state, &account, id.0).await?;
    Ok(Answer::ok(&client)?.revision(client.revision, "owner"))
}
