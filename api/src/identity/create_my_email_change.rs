//! Somebody wants another address for their account.

use actix_web::{post, web::Data};
use garde::Validate;
use serde::Deserialize;
use utoipa::ToSchema;

use super::{
    caller::Caller,
    create_account::{MailSent, count_mail},
    queries::{self, Link, Purpose},
};
use crate::{
    auth::Account,
    db::{Emitted, Event, Kind, Mail, Origin, Tx},
    http::{Answer, Email, Json, Problem, Query, query::NoParameters},
    ids::AccountLinkId,
    notifications::{AccountLetter, AccountOccasion, Letter},
    state::State,
};

/// The new address.
#[derive(Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"email": "camille.nouvelle@exemple.fr"}))]
pub struct CreateMyEmailChange {
    #[garde(dive)]
    #[schema(inline)]
    email: Email,
}

#[utoipa::path(
    tag = "identity",
    summary = "Change one's address",
    description = "Sends a link to the new address, valid for 24 hours; until it is opened the old address holds. An address \
        that has an account already gets the same answer, and a mail that says so. Needs a proof of the last ten minutes (`step_up_required`).",
    responses((status = 202, description = "A mail was sent to the new address", body = MailSent)),
)]
#[post("/v1/me/email-changes")]
pub async fn create_my_email_change(
    account: Account,
    state: Data<State>,
    origin: Origin,
    caller: Caller,
    _: Query<NoParameters>,
    body: Json<CreateMyEmailChange>,
) -> Result<Answer, Problem> {
    origin.refuse_key()?;
    let now = state.clock.now();
    let email = body.value.email.0;
    count_mail(&state, &caller, &email)?;
    let known = queries::holder(&state, &email).await?.filter(|holder| holder.id != account.id);
    let write = async move |tx: &mut Tx| {
        let letter = match &known {
            Some(holder) => holder.letter(AccountOccasion::KnownAddress, None),
            None => {
                let link = Link {
                    id: AccountLinkId::new(),
                    purpose: Purpose::EmailChange,
                    account_id: Some(account.id),
                    email: email.clone(),
                    name: None,
                    language: None,
                };
                queries::insert_link(tx, &link, now).await?;
                AccountLetter {
                    about_account: AccountOccasion::EmailChange,
                    name: account.name.clone(),
                    email: email.clone(),
                    language: account.language.clone(),
                    link: Some(link.id),
                    day: None,
                    provider: None,
                    kept: vec![],
                }
            }
        };
        let event = Event::new("account.email_change_requested", Kind::Account, account.id.0, 1);
        Ok(Emitted::new(event, MailSent::answer()?).mail([Mail(Letter::Account(letter))]))
    };
    state.db.write(origin, &[], write).await
}
