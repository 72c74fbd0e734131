//! The end of a token before its time (RFC 7009).

use actix_web::{post, web::Data};

use super::{
    AnyParameters, TokenQuestion,
    authentication::{Authorization, authenticate},
    queries,
};
use crate::{
    auth::token::{self, Bearer},
    db::{Emitted, Event, Kind, Origin, Tx},
    error::ErrorCode,
    http::{Answer, Form, Problem, Query},
    state::State,
};

#[utoipa::path(
    tag = "identity",
    summary = "End a token",
    description = "RFC 7009. From the next request on it is refused. The answer is the same for a token that is unknown, over, or \
        another client's, which stays. The client names itself as for a token.",
    params(AnyParameters),
    request_body(content = TokenQuestion, content_type = "application/x-www-form-urlencoded"),
    responses((status = 200, description = "It is worth nothing, or never was this client's")),
)]
#[post("/oauth/revoke")]
pub async fn create_token_revocation(
    state: Data<State>,
    origin: Origin,
    authorization: Authorization,
    _: Query<AnyParameters>,
    form: Form,
) -> Result<Answer, Problem> {
    origin.refuse_key()?;
    let asking = authenticate(&state, &authorization, &form).await?;
    let text = form.get("token").ok_or(ErrorCode::InvalidRequest)?;
    let done = Answer::no_content().status(200);
    let token = match token::verify(&state, text) {
        Some(Bearer::Client { client, token, .. }) if client == asking.id => token,
        _ => return Ok(done),
    };
    let write = async move |tx: &mut Tx| {
        queries::delete(tx, asking.id, token).await?;
        Ok(Emitted::new(Event::new("api_client.token_revoked", Kind::ApiClient, asking.id.0, asking.revision), done.clone()))
    };
    state.db.write(origin.trusted(), &[], write).await
}
