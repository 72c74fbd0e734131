//! Accounts and sessions: who somebody is, and for how long they are taken for it.

mod caller;
mod create_account;
mod create_account_confirmation;
mod create_my_email_change;
mod create_password_reset;
mod create_session;
mod create_session_refresh;
mod delete_current_session;
mod delete_me;
mod delete_my_sessions;
mod delete_person;
mod delete_person_sessions;
mod get_me;
mod get_me_stream;
mod get_person;
mod list_my_sessions;
mod list_people;
pub mod oidc;
mod open_session;
mod pairs;
mod people;
pub mod queries;
pub mod second_factor;
mod update_me;
mod update_my_password;
pub mod upkeep;

use actix_web::cookie::{Cookie, SameSite};
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use chrono::NaiveDate;
use garde::Validate;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use utoipa::ToSchema;

pub use caller::Caller;
pub use create_account::count_mail;
pub use queries::{account_by_mail, find_session, sites_of_sessions};
pub use second_factor::relying_party;

use crate::{
    auth::{Role, password_policy},
    config::Settings,
    error::ErrorCode,
    http::{FieldError, Problem},
    ids::{AccountId, PairId, SessionId, TotemId},
    members::model::OrganizationRef,
    openapi::ServiceConfig,
};

pub fn routes(config: &mut ServiceConfig<'_>) {
    config
        .service(create_session::create_session)
        .service(create_session_refresh::create_session_refresh)
        .service(delete_current_session::delete_current_session)
        .service(create_account::create_account)
        .service(create_account_confirmation::create_account_confirmation)
        .service(create_password_reset::create_password_reset)
        .service(get_me::get_me)
        .service(get_me_stream::get_me_stream)
        .service(update_me::update_me)
        .service(delete_me::delete_me)
        .service(update_my_password::update_my_password)
        .service(create_my_email_change::create_my_email_change)
        .service(list_my_sessions::list_my_sessions)
        .service(delete_my_sessions::delete_my_session)
        .service(delete_my_sessions::delete_my_sessions)
        .service(list_people::list_people)
        .service(get_person::get_person)
        .service(delete_person_sessions::delete_person_sessions)
        .service(delete_person::delete_person);
    oidc::routes(config);
    second_factor::routes(config);
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

/// A password as it was typed: nothing is trimmed, nothing is printed.
#[derive(Clone, Deserialize)]
#[serde(transparent)]
struct Password(String);

impl Validate for Password {
    type Context = ();

    fn validate_into(&self, (): &(), parent: &mut dyn FnMut() -> garde::Path, report: &mut garde::Report) {
        let error = match self.0.chars().count() {
            0 => garde::Error::new("required"),
            1..=128 => return,
            _ => garde::Error::new("too_long|128"),
        };
        report.append(parent(), error);
    }
}

impl Password {
    fn into_text(self) -> String {
        self.0
    }

    /// The password, if it may be chosen by somebody of whom this is known. Off the workers, for the estimate takes its time.
    async fn allowed(self, pointer: &str, about: &[&str]) -> Result<String, Problem> {
        let about: Vec<String> = about.iter().map(|text| (*text).to_owned()).collect();
        let checked = actix_web::web::block(move || {
            let about: Vec<&str> = about.iter().map(String::as_str).collect();
            password_policy::check(&self.0, &about).map(|()| self.0)
        });
        let outcome = checked.await.map_err(|_| ErrorCode::InternalError)?;
        outcome.map_err(|(code, particulars)| Problem::invalid(vec![FieldError::body(pointer, code).with(particulars)]))
    }
}

/// Who is signed in, with every role.
#[derive(Serialize, ToSchema)]
pub struct Me {
    account: AccountView,
    roles: Vec<RoleView>,
    /// A role needs a second factor and the account has none: until it does, all else is refused
    /// (`second_factor_enrolment_required`).
    #[schema(example = false)]
    must_enrol_second_factor: bool,
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
    /// Without one, they sign in by a provider.
    #[schema(example = true)]
    has_password: bool,
    /// When they are away from the Totem where they work.
    #[serde(skip_serializing_if = "Option::is_none")]
    absence: Option<Absence>,
}

/// Days on which somebody is away, the last one with them.
#[derive(Clone, Copy, Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Absence {
    #[schema(example = "2026-08-03")]
    pub from_on: NaiveDate,
    #[schema(example = "2026-08-21")]
    pub until_on: NaiveDate,
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
