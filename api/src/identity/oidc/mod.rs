//! Sign-in by providers of OpenID Connect, such as ProConnect: the code flow with PKCE, bound to one browser. An account
//! is found by issuer and subject alone; an address only opens a new account, and only one that has none.

mod create_my_identity;
mod create_oidc_authorization;
mod create_oidc_session;
mod delete_my_identity;
mod http;
mod list_my_identities;
mod list_oidc_providers;
mod provider;
pub mod queries;
pub mod settings;

use std::sync::Arc;

use actix_web::{
    FromRequest, HttpRequest,
    cookie::{Cookie, SameSite, time},
    dev::Payload,
    web::Data,
};
use chrono::Duration;

pub use provider::Provider;
use provider::{Refusal, Secrets};

use crate::{
    audit,
    config::Settings,
    db::Origin,
    error::ErrorCode,
    http::Problem,
    openapi::ServiceConfig,
    state::{Keys, State},
};

/// Somebody has this long to sign in at the provider,
const UNDER_WAY: Duration = Duration::minutes(10);
/// and this long to sign in here, when what the provider says must first be linked to an account.
const UNLINKED: Duration = Duration::minutes(30);
/// The cookie is kept for longer than either; what it opens is decided by the row.
const KEPT: time::Duration = time::Duration::minutes(45);

pub fn routes(config: &mut ServiceConfig<'_>) {
    config
        .service(list_oidc_providers::list_oidc_providers)
        .service(create_oidc_authorization::create_oidc_authorization)
        .service(create_oidc_session::create_oidc_session)
        .service(list_my_identities::list_my_identities)
        .service(create_my_identity::create_my_identity)
        .service(delete_my_identity::delete_my_identity);
}

fn find<'a>(state: &'a State, id: &str) -> Result<&'a Arc<Provider>, Problem> {
    let found = state.settings.providers.iter().find(|provider| provider.settings.id == id);
    found.ok_or_else(|| ErrorCode::NotFound.into())
}

/// The page that the provider sends people back to.
fn way_back(state: &State, provider: &Provider) -> String {
    format!("{}/compte/retour/{}", state.settings.public_url, provider.settings.id)
}

impl Secrets {
    /// State, nonce and verifier come from what the browser keeps, so that our table holds none of them.
    fn drawn(keys: &Keys, token: &str) -> Self {
        let draw = |purpose: &str| keys.attempt(purpose, token);
        Self { state: draw("state"), nonce: draw("nonce"), verifier: draw("verifier") }
    }
}

/// Nobody was signed in: the one problem for it, and its row in the audit log.
fn refuse(state: &State, origin: &Origin, provider: &Provider, refusal: Refusal) -> Problem {
    let (problem, why) = match refusal {
        Refusal::Refused(why) => (Problem::new(ErrorCode::ProviderSignInRefused), why),
        Refusal::Unavailable(why) => (Problem::new(ErrorCode::ProviderUnavailable).retry_after(30), why),
    };
    note(state, origin, provider, why);
    problem.with([provider.settings.name.clone()])
}

fn note(state: &State, origin: &Origin, provider: &Provider, why: &str) {
    let detail = format!("{}: {why}", provider.settings.id);
    audit::note(state, origin, "session.refused", ("identity", None), Some(detail));
}

fn attempt_name(settings: &Settings) -> &'static str {
    if settings.public_url.starts_with("https:") { "__Host-lorntech-attempt" } else { "lorntech-attempt" }
}

/// The cookie that binds a sign-in to its browser; without a token, the one that removes it. It is sent from our own pages
/// alone: the one that people come back to sends it.
fn attempt_cookie(settings: &Settings, token: Option<String>) -> Cookie<'static> {
    let mut cookie = Cookie::build(attempt_name(settings), token.clone().unwrap_or_default())
        .path("/")
        .http_only(true)
        .same_site(SameSite::Strict)
        .secure(settings.public_url.starts_with("https:"))
        .max_age(KEPT)
        .finish();
    if token.is_none() {
        cookie.make_removal();
    }
    cookie
}

/// What this browser was given when it was sent to a provider.
struct Attempt(Option<String>);

impl FromRequest for Attempt {
    type Error = Problem;
    type Future = std::future::Ready<Result<Self, Problem>>;

    fn from_request(req: &HttpRequest, _: &mut Payload) -> Self::Future {
        let cookie = req.app_data::<Data<State>>().and_then(|state| req.cookie(attempt_name(&state.settings)));
        std::future::ready(Ok(Self(cookie.map(|cookie| cookie.value().to_owned()))))
    }
}
