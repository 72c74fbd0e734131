//! How a program gets tokens, and how anybody checks them, by the names and the rules of OAuth 2.

mod authentication;
mod create_oauth_token;
mod create_token_introspection;
mod create_token_revocation;
mod get_authorization_server;
mod get_jwks;
mod queries;

use crate::openapi::ServiceConfig;

use garde::Validate;
use serde::Deserialize;
use utoipa::ToSchema;

pub use queries::{find_client, forget};

pub fn routes(config: &mut ServiceConfig<'_>) {
    config
        .service(create_oauth_token::create_oauth_token)
        .service(create_token_introspection::create_token_introspection)
        .service(create_token_revocation::create_token_revocation)
        .service(get_authorization_server::get_authorization_server)
        .service(get_jwks::get_jwks);
}

/// OAuth has servers ignore what they do not know, in an address as in a form.
#[derive(Deserialize, Validate, utoipa::IntoParams)]
struct AnyParameters {}

/// The form about a token.
#[derive(ToSchema)]
#[schema(as = TokenQuestion, example = json!({
    "token": "eyJ0eXAiOiJhdCtqd3QifQ.e30.c2ln", "client_id": "01920c1e-7b5a-7c3e-9d4f-2a6b8c0d1e3f", "client_secret": "…"
}))]
#[expect(dead_code, reason = "the form is read by name; this is its documentation")]
struct TokenQuestion {
    #[schema(min_length = 1, max_length = 4096)]
    token: String,
    #[schema(max_length = 100, nullable = false)]
    token_type_hint: Option<String>,
    #[schema(max_length = 100, nullable = false)]
    client_id: Option<String>,
    #[schema(max_length = 200, nullable = false)]
    client_secret: Option<String>,
    #[schema(max_length = 100, nullable = false)]
    client_assertion_type: Option<String>,
    #[schema(max_length = 4096, nullable = false)]
    client_assertion: Option<String>,
}
