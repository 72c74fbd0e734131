//! Somebody forgot their password.

use actix_web::{post, web::Data};
use garde::Validate;
use serde::Deserialize;
use utoipa::ToSchema;

use super::{
    caller::Caller,
    create_account::{MailSent, count_mail, nobody},
    queries::{self, Link, Purpose},
};
use crate::{
    db::{Emitted, Event, Kind, Mail, Origin, Tx},
    http::{Answer, Email, Json, Problem, Query, query::NoParameters, shell::Spoken},
    ids::AccountLinkId,
    notifications::{AccountLetter, AccountOccasion, Letter},
    state::State,
};

/// The address of the account.
#[derive(Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"email": "camille@exemple.fr"}))]
pub struct CreatePasswordReset {
    #[garde(dive)]
    #[schema(inline)]
    email: Email,
}

#[utoipa::path(
    tag = "identity",
    summary = "Ask for a new password",
    description = "Sends a mail with a link that works once, for an hour, behind which a new password is chosen. An address \
        without an account gets the same answer, and a mail that says so.",
    responses((status = 202, description = "A mail was sent", body = MailSent)),
)]
#[post("/v1/accounts/password-resets")]
pub async fn create_password_reset(
    state: Data<State>,
    origin: Origin,
    caller: Caller,
    Spoken(spoken): Spoken,
    _: Query<NoParameters>,
    body: Json<CreatePasswordReset>,
) -> Result<Answer, Problem> {
    origin.refuse_key()?;
    let email = body.value.email.0;
    count_mail(&state, &caller, &email)?;
    let known = queries::holder(&state, &email).await?;
    let now = state.clock.now();
    let write = async move |tx: &mut Tx| {
        let (letter, subject) = match &known {
            Some(holder) => {
                let link = Link {
                    id: AccountLinkId::new(),
                    purpose: Purpose::PasswordReset,
                    account_id: Some(holder.id),
                    email: holder.email.clone(),
                    name: None,
                    language: None,
                };
                queries::insert_link(tx, &link, now).await?;
                (holder.letter(AccountOccasion::PasswordReset, Some(link.id)), holder.id.0)
            }
            None => {
                let letter = AccountLetter {
                    about_account: AccountOccasion::UnknownAddress,
                    name: String::new(),
                    email: email.clone(),
                    language: spoken.tag().to_owned(),
                    link: None,
                    day: None,
                    provider: None,
                    kept: vec![],
                };
                (letter, nobody())
            }
        };
        let event = Event::new("account.reset_requested", Kind::Account, subject, 1);
        Ok(Emitted::new(event, MailSent::answer()?).mail([Mail(Letter::Account(letter))]))
    };
    state.db.write(origin.trusted(), &[], write).await
}
