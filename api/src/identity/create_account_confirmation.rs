//! Somebody opened the link of a mail about their account.

use actix_web::{post, web::Data};
use garde::Validate;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{
    Password,
    queries::{self, Link, Purpose},
};
use crate::{
    auth::password,
    db::{Emitted, Event, Kind, Mail, Origin, Tx},
    error::{ErrorCode, FieldCode},
    http::{Answer, Json, Line, Problem, Query, query::NoParameters},
    ids::AccountId,
    notifications::{AccountOccasion, Letter},
    state::State,
};

/// The token of the link, and the password that was chosen behind it.
#[derive(Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
#[garde(allow_unvalidated)]
#[schema(example = json!({"token": "AZIMHntafD6dTypryA0eP7CjL0Nn2uTq8kq1WcJ0a9E", "password": "brouette violon carafe"}))]
pub struct CreateAccountConfirmation {
    #[garde(dive)]
    #[schema(inline)]
    token: Line<1, 200>,
    /// Required for a sign-up and a reset, refused for a change of address. 12 to 128 characters, as they were typed.
    #[garde(dive)]
    #[schema(value_type = Option<String>, min_length = 12, max_length = 128)]
    password: Option<Password>,
}

/// What the link was for, and the address to sign in with.
#[derive(Serialize, ToSchema)]
pub struct AccountConfirmation {
    purpose: Purpose,
    #[schema(example = "camille@exemple.fr")]
    email: String,
}

#[utoipa::path(
    tag = "identity",
    summary = "Open the link of a mail about an account",
    description = "`token` is what stands behind `#acces=` in the link, which works once. After a sign-up it opens the account, after a reset it sets the password and ends all \
        sessions, after a change of address the new one holds from now on and the old one is told.",
    responses((status = 200, description = "Done", body = AccountConfirmation)),
)]
#[post("/v1/accounts/confirmations")]
pub async fn create_account_confirmation(
    state: Data<State>,
    origin: Origin,
    _: Query<NoParameters>,
    body: Json<CreateAccountConfirmation>,
) -> Result<Answer, Problem> {
    origin.refuse_key()?;
    let CreateAccountConfirmation { token, password } = body.value;
    let link = state.keys.account_link_of(&token.0).ok_or(ErrorCode::LinkExpired)?;
    let now = state.clock.now();
    let link = queries::find_link(&state, link, now).await?.ok_or(ErrorCode::LinkExpired)?;
    let holder = match link.account_id {
        Some(id) => Some(queries::holder_of(&state, id).await?.ok_or(ErrorCode::LinkExpired)?),
        None => None,
    };
    let hash = match (link.purpose, password) {
        (Purpose::EmailChange, None) => None,
        (Purpose::EmailChange, Some(_)) => return Err(Problem::field("/password", FieldCode::NotAllowed)),
        (_, None) => return Err(Problem::field("/password", FieldCode::Required)),
        (_, Some(chosen)) => {
            let name = holder.as_ref().map(|holder| holder.name.clone()).or(link.name.clone()).unwrap_or_default();
            let chosen = chosen.allowed("/password", &[&link.email, &name]).await?;
            Some(password::hash(chosen).await?)
        }
    };
    let write = async move |tx: &mut Tx| {
        // Whoever comes second finds it gone.
        queries::take_link(tx, link.id).await?;
        let hash = hash.clone().unwrap_or_default();
        let (event, letter) = match (link.purpose, &holder) {
            (Purpose::SignUp, _) => (("account.created", open(tx, &link, &hash).await?), None),
            (Purpose::PasswordReset, Some(holder)) => {
                queries::set_password(tx, holder.id, &hash).await?;
                queries::delete_sessions(tx, holder.id, None).await?;
                queries::forget_links(tx, holder.id).await?;
                (("account.password_changed", holder.id), Some(holder.letter(AccountOccasion::PasswordChanged, None)))
            }
            (Purpose::EmailChange, Some(holder)) => {
                queries::set_email(tx, holder.id, &link.email).await?;
                queries::forget_links(tx, holder.id).await?;
                (("account.email_changed", holder.id), Some(holder.letter(AccountOccasion::EmailChanged, None)))
            }
            (_, None) => return Err(ErrorCode::LinkExpired.into()),
        };
        let answer = Answer::ok(&AccountConfirmation { purpose: link.purpose, email: link.email.clone() })?.secret();
        let mails = letter.map(|letter| Mail(Letter::Account(letter)));
        Ok(Emitted::new(Event::new(event.0, Kind::Account, event.1.0, 1), answer).mail(mails))
    };
    state.db.write(origin.trusted(), &[], write).await
}

async fn open(tx: &mut Tx, link: &Link, hash: &str) -> Result<AccountId, Problem> {
    let (name, language) = (link.name.as_deref().unwrap_or_default(), link.language.as_deref().unwrap_or_default());
    let id = AccountId::new();
    let made = queries::insert_account(tx, id, &link.email, name, language, Some(hash)).await?;
    if made { Ok(id) } else { Err(ErrorCode::LinkExpired.into()) }
}
