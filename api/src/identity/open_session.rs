//! Where a session begins, whatever showed who it is.

use actix_web::web::Data;
use chrono::Duration;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use super::{
    Me,
    caller::device_cookie,
    cookie, new_token,
    pairs::{self, Pair},
    queries::{self, NewSession},
    second_factor,
};
use crate::{
    db::{Emitted, Event, Kind, Mail, Origin, Tx},
    http::{Answer, Problem},
    ids::{AccountId, SessionId},
    state::State,
};

/// A session ends after this time, however much it is used.
const LONGEST: Duration = Duration::hours(12);

#[derive(Clone, Copy, Default, Deserialize, ToSchema, PartialEq, Eq)]
#[serde(rename_all = "snake_case")]
pub enum Mode {
    #[default]
    Cookie,
    Token,
}

impl Mode {
    pub fn name(self) -> &'static str {
        match self {
            Self::Cookie => "cookie",
            Self::Token => "token",
        }
    }

    pub fn named(name: &str) -> Self {
        if name == Self::Token.name() { Self::Token } else { Self::Cookie }
    }
}

/// A session: with `mode: cookie` who is signed in, with `mode: token` its tokens.
#[derive(Serialize, ToSchema)]
#[serde(untagged)]
pub enum Session {
    #[schema(title = "CookieSession")]
    Cookie(Me),
    #[schema(title = "TokenSession")]
    Token(Pair),
}

/// Who has shown their first factor, and where.
pub struct SignIn {
    pub account: AccountId,
    pub mode: Mode,
    /// The browser, if this account has signed in there before.
    pub device: Option<Uuid>,
    /// Browser and system, in a few words.
    pub client: Option<String>,
    /// The session of the cookie that was sent: it ends.
    pub before: Option<SessionId>,
}

/// What is written together with the session.
#[derive(Default)]
pub struct Beside {
    pub events: Vec<Event>,
    pub mails: Vec<Mail>,
}

/// The only way to a session for whoever has shown one factor: where the account has a second one, it is asked for
/// instead (202). `beside` is done first, in the same transaction.
pub async fn open_session<F>(state: &Data<State>, origin: Origin, sign_in: SignIn, beside: F) -> Result<Answer, Problem>
where
    F: AsyncFn(&mut Tx) -> Result<Beside, Problem> + 'static,
{
    if second_factor::queries::has_factor(state, sign_in.account).await? {
        return second_factor::ask(state, origin, sign_in, beside).await;
    }
    begin_session(state, origin, sign_in, beside).await
}

/// For whoever has shown all factors that the account has.
pub(super) async fn begin_session<F>(state: &Data<State>, origin: Origin, sign_in: SignIn, beside: F) -> Result<Answer, Problem>
where
    F: AsyncFn(&mut Tx) -> Result<Beside, Problem> + 'static,
{
    let SignIn { account, mode, device, client, before } = sign_in;
    let (id, secret, now) = (SessionId::new(), new_token(), state.clock.now());
    let expires = now + if mode == Mode::Token { pairs::LONGEST } else { LONGEST };
    let new = NewSession { id, account, token: secret.clone(), now, expires, client };
    let before = before.filter(|_| mode == Mode::Cookie);
    let kept = state.clone();
    let write = async move |tx: &mut Tx| {
        let Beside { events, mails } = beside(tx).await?;
        queries::insert_session(tx, &new).await?;
        if let Some(before) = before {
            queries::delete_session(tx, before).await?;
        }
        let reopened = queries::reopen_account(tx, account).await?;
        let reopened = reopened.then(|| Event::new("account.reopened", Kind::Account, account.0, 1));
        let session = match mode {
            Mode::Cookie => Session::Cookie(queries::profile_in(tx, &kept, account).await?),
            Mode::Token => Session::Token(pairs::begin(tx, &kept, account, id).await?),
        };
        let answer = Answer::ok(&session)?.status(201).secret();
        Ok(Emitted::new(Event::new("session.created", Kind::Session, id.0, 1), answer).and(reopened).and(events).mail(mails))
    };
    let answer = state.db.write(origin.by(account).trusted(), &[], write).await?;
    if mode == Mode::Token {
        return Ok(answer);
    }
    let device = device.unwrap_or_else(crate::clock::new_id);
    Ok(answer.cookie(cookie(&state.settings, Some(secret))).cookie(device_cookie(state, account, device)))
}
