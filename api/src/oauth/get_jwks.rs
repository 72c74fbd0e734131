//! The keys that verify our access tokens.

use actix_web::{get, web::Data};
use serde::Serialize;
use utoipa::ToSchema;

use crate::{
    auth::token::{self, PublicKey},
    http::{Answer, Problem, Query, query::NoParameters},
    state::State,
};

/// Public keys (RFC 7517).
#[derive(Serialize, ToSchema)]
#[schema(as = JsonWebKeySet)]
struct KeySet {
    keys: Vec<PublicKey>,
}

#[utoipa::path(
    tag = "identity",
    summary = "Keys of access tokens",
    description = "The public keys that verify access tokens, found by the `kid` of a token's header (RFC 7517). A key signs for a \
        week and is published a week before; after that it stays until its last token has expired.",
    responses((status = 200, description = "The keys that are and that will be in use", body = KeySet)),
)]
#[get("/.well-known/jwks.json")]
pub async fn get_jwks(state: Data<State>, _: Query<NoParameters>) -> Result<Answer, Problem> {
    Ok(Answer::ok(&KeySet { keys: token::public_keys(&state) })?.content_tag())
}
