//! Access tokens for machine clients.

use actix_web::{post, web::Data};
use serde::Serialize;
use utoipa::ToSchema;

use super::{
    AnyParameters,
    authentication::{Authorization, authenticate},
    queries,
};
use crate::{
    auth::{ClientScope, token},
    db::{Emitted, Event, Kind, Origin, Tx},
    error::ErrorCode,
    http::{Answer, Form, Problem, Query},
    ids::ClientTokenId,
    state::State,
};

/// The form that asks for a token.
#[derive(ToSchema)]
#[schema(example = json!({
    "grant_type": "client_credentials", "scope": "directory:read", "client_id": "01920c1e-7b5a-7c3e-9d4f-2a6b8c0d1e3f",
    "client_secret": "…"
}))]
#[expect(dead_code, reason = "the form is read by name; this is its documentation")]
struct TokenRequest {
    /// `client_credentials`
    #[schema(min_length = 1, max_length = 100)]
    grant_type: String,
    /// Some of the client's scopes, separated by spaces; all of them unless given.
    #[schema(max_length = 200, nullable = false)]
    scope: Option<String>,
    #[schema(max_length = 100, nullable = false)]
    client_id: Option<String>,
    #[schema(max_length = 200, nullable = false)]
    client_secret: Option<String>,
    /// `urn:ietf:params:oauth:client-assertion-type:jwt-bearer`
    #[schema(max_length = 100, nullable = false)]
    client_assertion_type: Option<String>,
    #[schema(max_length = 4096, nullable = false)]
    client_assertion: Option<String>,
}

/// A token for a machine client.
#[derive(Serialize, ToSchema)]
struct ClientToken {
    #[schema(example = "eyJ0eXAiOiJhdCtqd3QiLCJhbGciOiJFZERTQSJ9.eyJzdWIiOiIwMTkyIn0.c2lnbmF0dXJl")]
    access_token: String,
    #[schema(example = "Bearer")]
    token_type: &'static str,
    /// Seconds.
    #[schema(example = 600)]
    expires_in: i64,
    #[schema(example = "directory:read")]
    scope: String,
}

#[utoipa::path(
    tag = "identity",
    summary = "Get a token for a machine client",
    description = "The grant `client_credentials` (RFC 6749, 4.4). The client names itself by its secret, in the header (`Basic`) or \
        in the form, or by an assertion that it signs (`private_key_jwt`): `aud` is the issuer alone, `exp` at most five minutes \
        away, each `jti` serves once. Errors have the member `error` that OAuth prescribes beside those of every problem.",
    params(AnyParameters),
    request_body(content = TokenRequest, content_type = "application/x-www-form-urlencoded"),
    responses((status = 200, description = "A token, valid for 10 minutes", body = ClientToken)),
)]
#[post("/oauth/token")]
pub async fn create_oauth_token(
    state: Data<State>,
    origin: Origin,
    authorization: Authorization,
    _: Query<AnyParameters>,
    form: Form,
) -> Result<Answer, Problem> {
    origin.refuse_key()?;
    let client = authenticate(&state, &authorization, &form).await?;
    match form.get("grant_type") {
        Some("client_credentials") => {}
        Some(_) => return Err(ErrorCode::UnsupportedGrantType.into()),
        None => return Err(ErrorCode::InvalidRequest.into()),
    }
    let scopes = match form.get("scope") {
        Some(asked) => some_of(&client.scopes, asked)?,
        None => client.scopes.clone(),
    };
    let id = ClientTokenId::new();
    let access_token = token::issue_for_client(&state, client.id, id, &scopes).map_err(|_| ErrorCode::InternalError)?;
    let (expires_in, scope) = (token::LIFETIME.num_seconds(), ClientScope::join(&scopes));
    let answer = Answer::ok(&ClientToken { access_token, token_type: "Bearer", expires_in, scope })?.secret();
    let now = state.clock.now();
    let write = async move |tx: &mut Tx| {
        queries::insert(tx, id, client.id, &scopes, now).await?;
        Ok(Emitted::new(Event::new("api_client.token_created", Kind::ApiClient, client.id.0, client.revision), answer.clone()))
    };
    state.db.write(origin.trusted(), &[], write).await
}

/// Those that are asked for, if the client has them all.
fn some_of(granted: &[ClientScope], asked: &str) -> Result<Vec<ClientScope>, Problem> {
    let mut scopes = vec![];
    for name in asked.split(' ').filter(|name| !name.is_empty()) {
        let scope = ClientScope::from_name(name).filter(|scope| granted.contains(scope)).ok_or(ErrorCode::InvalidScope)?;
        if !scopes.contains(&scope) {
            scopes.push(scope);
        }
    }
    if scopes.is_empty() { Err(ErrorCode::InvalidScope.into()) } else { Ok(scopes) }
}
