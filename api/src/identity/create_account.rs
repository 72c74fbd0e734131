//! Sign-up: name and address; the password is chosen behind the link that is sent to the address.

use actix_web::{post, web::Data};
use garde::Validate;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use super::{
    caller::Caller,
    queries::{self, Link, Purpose},
};
use crate::{
    auth::throttle::{MAILS, MAILS_BY_ADDRESS, MAILS_BY_RECIPIENT},
    db::{Emitted, Event, Kind, Mail, Origin, Tx},
    error::Language,
    http::{Answer, Email, Json, Line, Problem, Query, query::NoParameters, shell::Spoken},
    ids::AccountLinkId,
    notifications::{AccountLetter, AccountOccasion, Letter},
    state::State,
};

/// Who wants an account.
#[derive(Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
#[garde(allow_unvalidated)]
#[schema(example = json!({"name": "Camille Exemple", "email": "camille@exemple.fr"}))]
pub struct CreateAccount {
    #[garde(dive)]
    #[schema(inline, example = "Camille Exemple")]
    name: Line<1, 120>,
    #[garde(dive)]
    #[schema(inline)]
    email: Email,
    /// The language to be written to in; by default that of the request.
    language: Option<Language>,
}

/// What happens next, whether or not the address has an account.
#[derive(Clone, Copy, Serialize, ToSchema)]
pub struct MailSent {
    next: Next,
}

#[derive(Clone, Copy, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
enum Next {
    /// Open the link of the mail that was sent.
    OpenLink,
}

impl MailSent {
    /// The one answer of all that send a link.
    pub fn answer() -> Result<Answer, Problem> {
        Ok(Answer::ok(&Self { next: Next::OpenLink })?.status(202).secret())
    }
}

/// Counts a mail to somebody who may not have asked for it.
pub fn count_mail(state: &State, caller: &Caller, recipient: &str) -> Result<(), Problem> {
    let now = state.clock.now();
    MAILS_BY_ADDRESS.take(caller.address, now)?;
    MAILS_BY_RECIPIENT.take(recipient.to_lowercase(), now)?;
    MAILS.take((), now)
}

#[utoipa::path(
    tag = "identity",
    summary = "Sign up",
    description = "Sends a mail with a link, valid for 24 hours, behind which the password is chosen; only then is there an \
        account. An address that has an account already gets the same answer, and a mail that says so.",
    responses((status = 202, description = "A mail was sent", body = MailSent)),
)]
#[post("/v1/accounts")]
pub async fn create_account(
    state: Data<State>,
    origin: Origin,
    caller: Caller,
    Spoken(spoken): Spoken,
    _: Query<NoParameters>,
    body: Json<CreateAccount>,
) -> Result<Answer, Problem> {
    origin.refuse_key()?;
    let CreateAccount { name, email, language } = body.value;
    count_mail(&state, &caller, &email.0)?;
    let language = language.unwrap_or(spoken);
    let known = queries::holder(&state, &email.0).await?;
    let now = state.clock.now();
    let write = async move |tx: &mut Tx| {
        let (letter, subject) = match &known {
            Some(holder) => (holder.letter(AccountOccasion::KnownAddress, None), holder.id.0),
            None => {
                let link = Link {
                    id: AccountLinkId::new(),
                    purpose: Purpose::SignUp,
                    account_id: None,
                    email: email.0.clone(),
                    name: Some(name.0.clone()),
                    language: Some(language.tag().to_owned()),
                };
                queries::insert_link(tx, &link, now).await?;
                (to_stranger(&link), link.id.0)
            }
        };
        let event = Event::new("account.requested", Kind::Account, subject, 1);
        Ok(Emitted::new(event, MailSent::answer()?).mail([Mail(Letter::Account(letter))]))
    };
    state.db.write(origin.trusted(), &[], write).await
}

fn to_stranger(link: &Link) -> AccountLetter {
    AccountLetter {
        about_account: AccountOccasion::SignUp,
        name: link.name.clone().unwrap_or_default(),
        email: link.email.clone(),
        language: link.language.clone().unwrap_or_default(),
        link: Some(link.id),
        day: None,
        provider: None,
        kept: vec![],
    }
}

/// For the audit of what concerns nobody we know.
pub fn nobody() -> Uuid {
    AccountLinkId::new().0
}
