//! Another secret.

use actix_web::{post, web::Data};

use super::{
    model::{ApiClient, Authentication},
    queries,
};
use crate::{
    auth::Account,
    db::{Emitted, Event, Kind, Origin, Tx},
    error::ErrorCode,
    http::{Answer, Path, Problem, Query, answer::OptionalIfMatch, query::NoParameters},
    ids::ApiClientId,
    state::State,
};

#[utoipa::path(
    tag = "identity",
    summary = "Replace the secret of a machine client",
    description = "`client_secret` is shown by this answer and never again. The secret before and the tokens that it gave are \
        refused from the next request on. A client that signs has no secret (`state_conflict`): its `keys` are changed instead.",
    params(("id" = String, Path, description = "Id", example = "01920c1e-7b5a-7c3e-9d4f-2a6b8c0d1e3f", max_length = 36)),
    responses((status = 201, description = "The client with its new secret", body = ApiClient)),
)]
#[post("/v1/api-clients/{id}/secrets")]
pub async fn create_api_client_secret(
    account: Account,
    state: Data<State>,
    origin: Origin,
    id: Path<ApiClientId>,
    read: OptionalIfMatch,
    _: Query<NoParameters>,
) -> Result<Answer, Problem> {
    origin.refuse_key()?;
    let write = async move |tx: &mut Tx| {
        let client = queries::lock(tx, &account, id.0).await?;
        read.check(client.revision)?;
        if client.authentication != Authentication::ClientSecret {
            let none: [&str; 0] = [];
            return Err(Problem::new(ErrorCode::StateConflict).with(["private_key_jwt", "client_secret"]).allowed(none));
        }
        let (secret, hash) = queries::new_secret();
        queries::set_secret(tx, client.id, hash).await?;
        let client = ApiClient { client_secret: Some(secret), ..queries::lock(tx, &account, id.0).await? };
        let location = format!("/v1/api-clients/{}", client.id);
        let answer = Answer::created(location, &client)?.revision(client.revision, "owner").secret();
        Ok(Emitted::new(Event::new("api_client.secret_changed", Kind::ApiClient, client.id.0, client.revision), answer))
    };
    state.db.write(origin, &[], write).await
}
