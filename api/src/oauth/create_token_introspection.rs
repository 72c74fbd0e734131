//! What a token is worth (RFC 7662).

use actix_web::{post, web::Data};
use serde::Serialize;
use utoipa::ToSchema;

use super::{
    AnyParameters, TokenQuestion,
    authentication::{Authorization, authenticate},
    queries,
};
use crate::{
    auth::{
        ClientScope,
        token::{self, Bearer},
    },
    error::ErrorCode,
    http::{Answer, Form, Problem, Query},
    ids::ApiClientId,
    state::State,
};

/// Of a token that is not active nothing more is said.
#[derive(Default, Serialize, ToSchema)]
struct Introspection {
    #[schema(example = true)]
    active: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(example = "directory:read")]
    scope: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    client_id: Option<ApiClientId>,
    #[serde(skip_serializing_if = "Option::is_none")]
    sub: Option<ApiClientId>,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(example = "Bearer")]
    token_type: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(example = 1814400600)]
    exp: Option<i64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(example = "https://lorntech.example")]
    iss: Option<String>,
}

#[utoipa::path(
    tag = "identity",
    summary = "Ask what a token is worth",
    description = "RFC 7662. A client learns about its own tokens; any other is `active: false`, and nothing tells why. It names \
        itself as for a token.",
    params(AnyParameters),
    request_body(content = TokenQuestion, content_type = "application/x-www-form-urlencoded"),
    responses((status = 200, description = "Whether it is active, and for what", body = Introspection)),
)]
#[post("/oauth/introspect")]
pub async fn create_token_introspection(
    state: Data<State>,
    authorization: Authorization,
    _: Query<AnyParameters>,
    form: Form,
) -> Result<Answer, Problem> {
    let asking = authenticate(&state, &authorization, &form).await?;
    let text = form.get("token").ok_or(ErrorCode::InvalidRequest)?;
    let known = match token::verify(&state, text) {
        Some(Bearer::Client { client, token, expires }) if client == asking.id => {
            queries::find_client(&state, client, token).await?.map(|found| (found, expires))
        }
        _ => None,
    };
    let answer = known.map_or_else(Introspection::default, |(client, expires)| Introspection {
        active: true,
        scope: Some(ClientScope::join(&client.scopes)),
        client_id: Some(client.id),
        sub: Some(client.id),
        token_type: Some("Bearer"),
        exp: Some(expires),
        iss: Some(state.settings.public_url.clone()),
    });
    Ok(Answer::ok(&answer)?.secret())
}
