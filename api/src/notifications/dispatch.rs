//! Takes letters from the outbox, words them and sends them: at least once, and again after a failure.

use std::{panic::AssertUnwindSafe, path::PathBuf, time::Duration};

use diesel::{
    QueryableByName,
    sql_types::{Text, Uuid as SqlUuid},
};
use diesel_async::RunQueryDsl;
use futures_util::FutureExt;
use lettre::{
    AsyncSmtpTransport, AsyncTransport, Message, Tokio1Executor,
    message::{Mailbox, header::ContentType},
    transport::smtp,
};

use super::{Letter, Recipient, RequestLetter, account_words, invitation_words, mailbox, security_words, words};
use crate::{
    audit, clock,
    config::Settings,
    db::{Upkeep, sql},
    error::Language,
    http::Problem,
    state::State,
};

/// How often the outbox is looked at.
const PAUSE: Duration = Duration::from_millis(500);
/// How often what is old is forgotten, in looks at the outbox.
const TIDY_EVERY: u32 = 120;
/// How often the audit log is sealed, in looks at the outbox.
const SEAL_EVERY: u32 = 4;
/// A mail server that answers slower than this is down.
const SERVER_PATIENCE: Duration = Duration::from_secs(15);

/// Where letters go.
pub enum Post {
    Server(AsyncSmtpTransport<Tokio1Executor>),
    /// The folder of the demonstration.
    Mailbox(PathBuf),
}

pub fn is_mail_server(url: &str) -> bool {
    (url.starts_with("smtp://") || url.starts_with("smtps://")) && AsyncSmtpTransport::<Tokio1Executor>::from_url(url).is_ok()
}

impl Post {
    pub fn new(settings: &Settings) -> Result<Self, String> {
        match &settings.mail.smtp_url {
            None => Ok(Self::Mailbox(mailbox::folder(&settings.data_dir))),
            Some(url) => {
                let server =
                    AsyncSmtpTransport::<Tokio1Executor>::from_url(url).map_err(|_| "LORNTECH_SMTP_URL is not a mail server")?;
                Ok(Self::Server(server.timeout(Some(SERVER_PATIENCE)).build()))
            }
        }
    }
}

/// Works until `stop` is told; a letter being sent is finished.
pub async fn run(state: State, post: Post, mut stop: tokio::sync::watch::Receiver<bool>) {
    let mut looks: u32 = 0;
    let mut first_seal = true;
    while !*stop.borrow() {
        let sent = match look(&state, &post).await {
            Ok(sent) => sent,
            Err(problem) => {
                log::warn!("the outbox cannot be read: {problem}");
                0
            }
        };
        if looks.is_multiple_of(TIDY_EVERY) {
            tidy(&state).await;
        }
        if looks.is_multiple_of(SEAL_EVERY) {
            match audit::seal::seal(&state.db, state.clock.now(), first_seal).await {
                Ok(()) => first_seal = false,
                Err(problem) => log::warn!("the audit log was not sealed: {problem}"),
            }
        }
        looks = looks.wrapping_add(1);
        if sent == 0 {
            tokio::select! {
                () = actix_web::rt::time::sleep(PAUSE) => {}
                _ = stop.changed() => {}
            }
        }
    }
}

async fn tidy(state: &State) {
    let now = state.clock.now();
    let tasks = [
        Upkeep::ForgetKeys,
        Upkeep::ForgetSent,
        Upkeep::ForgetSessions { now },
        Upkeep::ForgetAccountLinks { now },
        Upkeep::ForgetInvitations { now },
        Upkeep::ForgetAudit,
    ];
    for task in tasks.into_iter().chain(crate::oauth::forget(now)) {
        if let Err(problem) = state.db.maintain(task).await {
            log::warn!("upkeep failed: {problem}");
        }
    }
    if let Err(problem) = crate::service_requests::upkeep::expire_drafts(state).await {
        log::warn!("drafts cannot be read: {problem}");
    }
    if let Err(problem) = crate::service_requests::upkeep::forget_ended(state).await {
        log::warn!("requests that ended cannot be read: {problem}");
    }
    if let Err(problem) = crate::identity::upkeep::delete_closed(state).await {
        log::warn!("closed accounts cannot be read: {problem}");
    }
}

/// Sends what waits; says how many letters there were.
async fn look(state: &State, post: &Post) -> Result<usize, Problem> {
    let leased = state.db.lease_messages(20).await?;
    let count = leased.len();
    for message in leased {
        let outcome = match serde_json::from_value::<Letter>(message.payload) {
            Ok(letter) => {
                // One letter that nobody can send must not keep all others from leaving.
                let sent = AssertUnwindSafe(send(state, post, &letter)).catch_unwind().await;
                sent.unwrap_or_else(|_| Err("sending it panicked".to_owned()))
            }
            Err(error) => Err(format!("not a letter: {error}")),
        };
        let task = match outcome {
            Ok(()) => Upkeep::Sent { id: message.id },
            Err(error) => {
                let retry_in = 5_i32.saturating_mul(2_i32.saturating_pow(message.attempts.clamp(1, 12).unsigned_abs())).min(3600);
                log::warn!("a letter did not leave (attempt {}), again in {retry_in} s", message.attempts);
                Upkeep::NotSent { id: message.id, retry_in, error }
            }
        };
        state.db.maintain(task).await?;
    }
    metrics::gauge!("outbox_waiting").set(count as f64);
    Ok(count)
}

#[derive(QueryableByName)]
struct Person {
    #[diesel(sql_type = Text)]
    name: String,
    #[diesel(sql_type = Text)]
    email: String,
    #[diesel(sql_type = Text)]
    language: String,
}

async fn send(state: &State, post: &Post, letter: &Letter) -> Result<(), String> {
    match letter {
        Letter::Request(letter) => send_about_request(state, post, letter).await,
        Letter::Invitation(letter) => {
            let worded = invitation_words::word(letter, &state.settings.public_url);
            deliver(state, post, &letter.email, &letter.email, worded).await
        }
        Letter::Security(letter) => {
            deliver(state, post, &letter.name, &letter.email, security_words::word(letter, &state.settings.public_url)).await
        }
        Letter::Account(letter) => {
            let token = letter.link.map(|link| state.keys.account_link_token(link));
            let worded = account_words::word(letter, &state.settings.public_url, token.as_deref());
            deliver(state, post, &letter.name, &letter.email, worded).await
        }
    }
}

async fn send_about_request(state: &State, post: &Post, letter: &RequestLetter) -> Result<(), String> {
    let site = &state.settings.public_url;
    let (people, address) = match &letter.to {
        Recipient::Person { name, email, language } => {
            let token = letter.link.map(|link| format!("#acces={}", state.keys.link_token(link))).unwrap_or_default();
            let person = Person { name: name.clone(), email: email.clone(), language: language.clone() };
            (vec![person], format!("{site}/demandes/{}{token}", letter.request))
        }
        Recipient::Site(totem) => {
            let agents = sql("select distinct a.name, a.email, a.language from accounts a join grants g on g.account_id = a.id where g.role in ('agent', 'manager') and g.totem_id = ")
                .bind::<SqlUuid, _>(*totem)
                .push(" order by a.email");
            let agents = state
                .db
                .read_everything(async |connection| agents.load(connection).await)
                .await
                .map_err(|problem| problem.to_string())?;
            (agents, format!("{site}/travail/{}/{}", letter.totem_slug, letter.request))
        }
    };
    for Person { name, email, language } in people {
        let worded = words::word(letter, Language::negotiate(Some(&language)), &name, &address);
        deliver(state, post, &name, &email, worded).await?;
    }
    Ok(())
}

/// The library panics over a name with a line break, which would end a header.
fn one_line(name: &str) -> String {
    name.replace(char::is_control, " ")
}

async fn deliver(state: &State, post: &Post, name: &str, email: &str, worded: words::Worded) -> Result<(), String> {
    let words::Worded { subject, text } = worded;
    match post {
        Post::Mailbox(folder) => {
            let kept = mailbox::Kept { id: clock::new_id(), at: state.clock.now(), to: vec![email.to_owned()], subject, text };
            mailbox::keep(folder, &kept).map_err(|error| error.to_string())
        }
        Post::Server(server) => {
            let address = email.parse().map_err(|_| "the address is not one".to_owned())?;
            // Made here, for the library's own would tell the name of this machine.
            let sender = &state.settings.mail.from;
            let id = format!("<{}@{}>", clock::new_id(), sender.email.domain());
            let message = Message::builder()
                .message_id(Some(id))
                .from(sender.clone())
                .to(Mailbox::new(Some(one_line(name)), address))
                .subject(subject)
                .header(ContentType::TEXT_PLAIN)
                .body(text)
                .map_err(|error| error.to_string())?;
            // The server's own words may quote the address, which is no business of the log.
            let failed = |error: smtp::Error| {
                if error.is_permanent() { "refused by the mail server" } else { "the mail server cannot be reached" }
            };
            server.send(message).await.map(drop).map_err(|error| failed(error).to_owned())
        }
    }
}
