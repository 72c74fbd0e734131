//! Where everything is (RFC 8414).

use actix_web::{get, web::Data};
use serde::Serialize;
use utoipa::ToSchema;

use crate::{
    auth::ClientScope,
    http::{Answer, Problem, Query, query::NoParameters},
    state::State,
};

/// How a client may name itself.
const METHODS: &[&str] = &["client_secret_basic", "client_secret_post", "private_key_jwt"];
const ALGORITHMS: &[&str] = &["ES256", "EdDSA", "Ed25519"];

#[derive(Serialize, ToSchema)]
struct AuthorizationServer {
    #[schema(example = "https://lorntech.example")]
    issuer: String,
    #[schema(example = "https://lorntech.example/oauth/token")]
    token_endpoint: String,
    #[schema(example = "https://lorntech.example/oauth/introspect")]
    introspection_endpoint: String,
    #[schema(example = "https://lorntech.example/oauth/revoke")]
    revocation_endpoint: String,
    #[schema(example = "https://lorntech.example/.well-known/jwks.json")]
    jwks_uri: String,
    #[schema(example = "https://lorntech.example/docs/")]
    service_documentation: String,
    #[schema(example = json!(["directory:read", "sync:read", "sync:write"]))]
    scopes_supported: Vec<ClientScope>,
    #[schema(example = json!([]))]
    response_types_supported: [&'static str; 0],
    #[schema(example = json!(["client_credentials"]))]
    grant_types_supported: [&'static str; 1],
    #[schema(example = json!(["client_secret_basic", "client_secret_post", "private_key_jwt"]))]
    token_endpoint_auth_methods_supported: &'static [&'static str],
    #[schema(example = json!(["ES256", "EdDSA", "Ed25519"]))]
    token_endpoint_auth_signing_alg_values_supported: &'static [&'static str],
    #[schema(example = json!(["client_secret_basic", "client_secret_post", "private_key_jwt"]))]
    introspection_endpoint_auth_methods_supported: &'static [&'static str],
    #[schema(example = json!(["ES256", "EdDSA", "Ed25519"]))]
    introspection_endpoint_auth_signing_alg_values_supported: &'static [&'static str],
    #[schema(example = json!(["client_secret_basic", "client_secret_post", "private_key_jwt"]))]
    revocation_endpoint_auth_methods_supported: &'static [&'static str],
    #[schema(example = json!(["ES256", "EdDSA", "Ed25519"]))]
    revocation_endpoint_auth_signing_alg_values_supported: &'static [&'static str],
}

#[utoipa::path(
    tag = "identity",
    summary = "Where tokens come from",
    description = "What an OAuth library needs to know (RFC 8414).",
    responses((status = 200, description = "Addresses and abilities", body = AuthorizationServer)),
)]
#[get("/.well-known/oauth-authorization-server")]
pub async fn get_authorization_server(state: Data<State>, _: Query<NoParameters>) -> Result<Answer, Problem> {
    let issuer = state.settings.public_url.clone();
    let at = |path: &str| format!("{issuer}{path}");
    let server = AuthorizationServer {
        token_endpoint: at("/oauth/token"),
        introspection_endpoint: at("/oauth/introspect"),
        revocation_endpoint: at("/oauth/revoke"),
        jwks_uri: at("/.well-known/jwks.json"),
        service_documentation: at("/docs/"),
        scopes_supported: ClientScope::ALL.to_vec(),
        response_types_supported: [],
        grant_types_supported: ["client_credentials"],
        token_endpoint_auth_methods_supported: METHODS,
        token_endpoint_auth_signing_alg_values_supported: ALGORITHMS,
        introspection_endpoint_auth_methods_supported: METHODS,
        introspection_endpoint_auth_signing_alg_values_supported: ALGORITHMS,
        revocation_endpoint_auth_methods_supported: METHODS,
        revocation_endpoint_auth_signing_alg_values_supported: ALGORITHMS,
        issuer: issuer.clone(),
    };
    Ok(Answer::ok(&server)?.content_tag())
}
