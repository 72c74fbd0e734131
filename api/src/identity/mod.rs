//! Accounts and sessions: who somebody is, and for how long they are taken for it.

mod create_session;
mod create_session_refresh;
mod delete_current_session;
mod get_me;
mod get_me_stream;
mod pairs;
pub mod queries;

use actix_web::cookie::{Cookie, SameSite};
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use serde::Serialize;
use sha2::{Digest, Sha256};
use utoipa::ToSchema;
use utoipa_actix_web::service_config::ServiceConfig;

pub use queries::{find_session, sites_of_sessions};

use crate::{
    auth::Role,
    config::Settings,
    ids::{AccountId, PairId, SessionId, TotemId},
    members::model::OrganizationRef,
};

pub fn routes(config: &mut ServiceConfig<'_>) {
    config
        .service(create_session::create_session)
        .service(create_session_refresh::create_session_refresh)
        .service(delete_current_session::delete_current_session)
        .service(get_me::get_me)
        .service(get_me_stream::get_me_stream);
}

/// What a session is found by.
pub enum SessionKey {
    Cookie(String),
    Token(SessionId, PairId),
}

/// `__Host-` ties the cookie to this very host over https; a browser takes no such cookie over plain http.
pub fn cookie_name(settings: &Settings) -> &'static str {
    if settings.public_url.starts_with("https:") { "__Host-lorntech" } else { "lorntech" }
}

/// The cookie of a session; without a token, the one that removes it.
fn cookie(settings: &Settings, token: Option<String>) -> Cookie<'static> {
    let mut cookie = Cookie::build(cookie_name(settings), token.clone().unwrap_or_default())
        .path("/")
        .http_only(true)
        .same_site(SameSite::Lax)
        .secure(settings.public_url.starts_with("https:"))
        .finish();
    if token.is_none() {
        cookie.make_removal();
    }
    cookie
}

/// A new token: what the browser keeps, of which we keep only the hash.
fn new_token() -> String {
    URL_SAFE_NO_PAD.encode(crate::clock::random::<32>())
}

fn token_hash(token: &str) -> Vec<u8> {
    Sha256::digest(token.as_bytes()).to_vec()
}

/// Who is signed in, with every role.
#[derive(Serialize, ToSchema)]
pub struct Me {
    account: AccountView,
    roles: Vec<RoleView>,
}

#[derive(Serialize, ToSchema)]
#[schema(as = Account)]
struct AccountView {
    id: AccountId,
    #[schema(example = "entrepreneur@demo.lorntech.example")]
    email: String,
    #[schema(example = "Camille Exemple")]
    name: String,
    /// The language they are written to in.
    #[schema(example = "fr")]
    language: String,
}

/// A right of the account, with the Totem or organization where it holds.
#[derive(Serialize, ToSchema)]
#[schema(as = GrantedRole)]
struct RoleView {
    role: Role,
    #[serde(skip_serializing_if = "Option::is_none")]
    totem: Option<TotemRef>,
    #[serde(skip_serializing_if = "Option::is_none")]
    organization: Option<OrganizationRef>,
}

/// A Totem in a few words.
#[derive(Clone, Debug, Serialize, serde::Deserialize, ToSchema)]
pub struct TotemRef {
    pub id: TotemId,
    #[schema(example = "metz")]
    pub slug: String,
    #[schema(example = "Totem Metz")]
    pub name: String,
    #[schema(example = "Metz")]
    pub city: String,
}
