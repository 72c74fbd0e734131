//! Somebody wants to sign in by a provider, or to link one to their account.

use actix_web::{post, web::Data};
use garde::Validate;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{Secrets, UNDER_WAY, attempt_cookie, find, refuse, way_back};
use crate::{
    auth::{Actor, throttle::PROVIDERS_BY_ADDRESS},
    db::{Origin, Upkeep},
    error::ErrorCode,
    http::{Answer, Json, Path, Problem, Query, cors::FromElsewhere, query::NoParameters},
    identity::{caller::Caller, new_token, token_hash},
    state::State,
};

/// What for.
#[derive(Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"purpose": "sign_in"}))]
pub struct CreateOidcAuthorization {
    #[garde(skip)]
    #[serde(default)]
    purpose: OidcPurpose,
}

#[derive(Clone, Copy, Default, Deserialize, ToSchema, PartialEq, Eq)]
#[serde(rename_all = "snake_case")]
enum OidcPurpose {
    #[default]
    SignIn,
    /// To the account that is signed in, by a sign-in of the last ten minutes.
    Link,
}

/// Where to go.
#[derive(Serialize, ToSchema)]
pub struct OidcAuthorization {
    #[schema(format = "uri", example = "https://fournisseur.example/authorize?response_type=code&client_id=lorntech")]
    authorization_url: String,
}

#[utoipa::path(
    tag = "identity",
    summary = "Begin a sign-in by a provider",
    params(("provider" = String, Path, description = "Id of the provider", example = "proconnect")),
    description = "The browser goes to `authorization_url` and comes back to the page `/compte/retour/{provider}` of the site. \
        The answer sets a cookie that binds the sign-in to this browser, for 10 minutes. For the site only: other clients sign \
        in by `POST /v1/sessions`.",
    responses((status = 201, description = "Go there", body = OidcAuthorization)),
)]
#[post("/v1/sessions/oidc/{provider}")]
#[expect(clippy::too_many_arguments, reason = "each is a part of the request")]
pub async fn create_oidc_authorization(
    actor: Actor,
    caller: Caller,
    state: Data<State>,
    origin: Origin,
    elsewhere: FromElsewhere,
    path: Path<String>,
    _: Query<NoParameters>,
    body: Json<CreateOidcAuthorization>,
) -> Result<Answer, Problem> {
    origin.refuse_key()?;
    let provider = find(&state, &path.0)?;
    if elsewhere.0 {
        return Err(ErrorCode::CrossSiteRequest.into());
    }
    let now = state.clock.now();
    let account = match body.value.purpose {
        OidcPurpose::SignIn => None,
        OidcPurpose::Link => {
            let account = actor.account().ok_or(ErrorCode::AuthenticationRequired)?;
            account.must_be_fresh(now)?;
            Some(account.id)
        }
    };
    PROVIDERS_BY_ADDRESS.take(caller.address, now)?;
    let token = new_token();
    let secrets = Secrets::drawn(&state.keys, &token);
    let address = provider.address(&state.clock, &way_back(&state, provider), &secrets).await;
    let authorization_url = address.map_err(|refusal| refuse(&state, &origin, provider, refusal))?;
    let begun = Upkeep::AttemptBegun {
        token_hash: token_hash(&token),
        provider: provider.settings.id.clone(),
        account,
        expires: now + UNDER_WAY,
    };
    state.db.maintain(begun).await?;
    let answer = Answer::ok(&OidcAuthorization { authorization_url })?.status(201).secret();
    Ok(answer.cookie(attempt_cookie(&state.settings, Some(token))))
}
