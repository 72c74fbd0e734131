//! Somebody links what a provider said of them to the account that they have signed in to since.

use actix_web::{post, web::Data};
use garde::Validate;
use serde::Deserialize;
use utoipa::ToSchema;

use super::{Attempt, attempt_cookie, create_oidc_session::link_in, find, list_my_identities::IdentityView, queries};
use crate::{
    auth::Account,
    db::{Origin, Tx},
    error::ErrorCode,
    http::{Answer, Json, Line, Problem, Query, query::NoParameters},
    identity::{self, token_hash},
    state::State,
};

/// Whose word it is.
#[derive(Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"provider": "proconnect"}))]
pub struct CreateMyIdentity {
    #[garde(dive)]
    #[schema(inline)]
    provider: Line<1, 40>,
}

#[utoipa::path(
    tag = "identity",
    summary = "Link an identity at a provider",
    description = "Links what the provider said in this browser, when it was answered by `identity_link_required`, to the \
        account that is signed in. Works once, for 30 minutes, and needs a proof of the last ten minutes (`step_up_required`); its holder is told \
        by mail. To link another one, begin a sign-in with `purpose: link`.",
    responses((status = 201, description = "Linked", body = IdentityView)),
)]
#[post("/v1/me/identities")]
pub async fn create_my_identity(
    account: Account,
    state: Data<State>,
    origin: Origin,
    attempt: Attempt,
    _: Query<NoParameters>,
    body: Json<CreateMyIdentity>,
) -> Result<Answer, Problem> {
    origin.refuse_key()?;
    let now = state.clock.now();
    let provider = find(&state, &body.value.provider.0).map_err(|_| ErrorCode::LinkExpired)?;
    let token = attempt.0.ok_or(ErrorCode::LinkExpired)?;
    let holder = identity::queries::holder_of(&state, account.id).await?.ok_or(ErrorCode::TokenInvalid)?;
    let (id, name) = (provider.settings.id.clone(), provider.settings.name.clone());
    let write = async move |tx: &mut Tx| {
        let identity = queries::take_proven(tx, token_hash(&token), &id, holder.id, now).await?.ok_or(ErrorCode::LinkExpired)?;
        link_in(tx, &holder, &identity, &name, now).await
    };
    let answer = state.db.write(origin.trusted(), &[], write).await?;
    Ok(answer.status(201).cookie(attempt_cookie(&state.settings, None)))
}
