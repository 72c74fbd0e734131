//! The end of a client.

use actix_web::{delete, web::Data};

use super::queries;
use crate::{
    auth::Account,
    db::{Emitted, Event, Kind, Origin, Tx},
    http::{Answer, Path, Problem, Query, answer::IfMatch, query::NoParameters},
    ids::ApiClientId,
    state::State,
};

#[utoipa::path(
    tag = "identity",
    summary = "Delete a machine client",
    description = "It gets no more tokens, and those that it has are refused from the next request on.",
    params(("id" = String, Path, description = "Id", example = "01920c1e-7b5a-7c3e-9d4f-2a6b8c0d1e3f", max_length = 36)),
    responses((status = 204, description = "Deleted")),
)]
#[delete("/v1/api-clients/{id}")]
pub async fn delete_api_client(
    account: Account,
    state: Data<State>,
    origin: Origin,
    id: Path<ApiClientId>,
    read: IfMatch,
    _: Query<NoParameters>,
) -> Result<Answer, Problem> {
    let write = async move |tx: &mut Tx| {
        let client = queries::lock(tx, &account, id.0).await?;
        read.check(client.revision)?;
        queries::delete(tx, client.id).await?;
        let event = Event::new("api_client.deleted", Kind::ApiClient, client.id.0, client.revision + 1).gone();
        Ok(Emitted::new(event, Answer::no_content()))
    };
    state.db.write(origin, &[], write).await
}
