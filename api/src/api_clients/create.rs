//! Registering a client.

use actix_web::{post, web::Data};
use garde::Validate;
use serde::Deserialize;
use utoipa::ToSchema;

use super::{
    model::{ApiClient, ClientKey, WebOrigin, check_authentication, in_order, some_keys, some_origins, some_scopes},
    policy,
    queries::{self, New},
};
use crate::{
    auth::{Account, Authority, ClientScope},
    db::{Emitted, Event, Kind, Origin, Tx},
    http::{Answer, Json, Line, Problem, Query, query::NoParameters},
    ids::ApiClientId,
    state::State,
};

/// With `keys` it signs (`private_key_jwt`), without them it is given a secret.
#[derive(Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({
    "name": "Annuaire du réseau", "scopes": ["directory:read"], "allowed_origins": ["https://annuaire.exemple.fr"]
}))]
pub struct CreateApiClient {
    #[garde(dive)]
    #[schema(value_type = Line<2, 80>, inline)]
    name: Line<2, 80>,
    #[garde(custom(some_scopes))]
    #[schema(min_items = 1, max_items = 3)]
    scopes: Vec<ClientScope>,
    /// The partner region that it speaks for; given by administrators.
    #[garde(skip)]
    #[serde(default)]
    authority: Option<Authority>,
    #[garde(custom(some_origins))]
    #[serde(default)]
    #[schema(max_items = 10)]
    allowed_origins: Vec<WebOrigin>,
    #[garde(inner(custom(keys_given)))]
    #[serde(default)]
    #[schema(min_items = 1, max_items = 5)]
    keys: Option<Vec<ClientKey>>,
    /// Of a partner who is trying: its secret may serve scopes of partners.
    #[garde(skip)]
    #[serde(default)]
    test: bool,
}

#[expect(clippy::ptr_arg, reason = "garde hands over the member as it is")]
fn keys_given(keys: &Vec<ClientKey>, context: &()) -> garde::Result {
    some_keys(keys, context)
}

#[utoipa::path(
    tag = "identity",
    summary = "Register a machine client",
    description = "A program that acts for nobody gets its tokens from `POST /oauth/token`. Its `id` is the `client_id`; \
        `client_secret` is shown by this answer and never again. Scopes of partners (`sync:*`) are given by administrators, to \
        clients that sign, or to a client that is only trying (`test`). Web pages of `allowed_origins` may call with tokens.",
    responses((status = 201, description = "Registered", body = ApiClient)),
)]
#[post("/v1/api-clients")]
pub async fn create_api_client(
    account: Account,
    state: Data<State>,
    origin: Origin,
    _: Query<NoParameters>,
    body: Json<CreateApiClient>,
) -> Result<Answer, Problem> {
    origin.refuse_key()?;
    let CreateApiClient { name, scopes, authority, allowed_origins, keys, test } = body.value;
    policy::may_grant(&account, &scopes, authority)?;
    check_authentication(&scopes, keys.is_some(), test)?;
    let (secret, hash) = if keys.is_some() { (None, None) } else { Some(queries::new_secret()).unzip() };
    let new = New {
        owner: account.id,
        name: name.0,
        test,
        scopes: in_order(&scopes),
        authority,
        allowed_origins: allowed_origins.into_iter().map(|origin| origin.0).collect(),
        secret_hash: hash,
        keys,
    };
    let write = async move |tx: &mut Tx| {
        let id = ApiClientId::new();
        queries::insert(tx, id, &new).await?;
        let client = queries::lock(tx, &account, id).await?;
        let client = ApiClient { client_secret: secret.clone(), ..client };
        let answer = Answer::created(format!("/v1/api-clients/{id}"), &client)?.revision(client.revision, "owner").secret();
        Ok(Emitted::new(Event::new("api_client.created", Kind::ApiClient, id.0, client.revision), answer))
    };
    state.db.write(origin, &[], write).await
}
