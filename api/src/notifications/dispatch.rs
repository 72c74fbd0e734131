//! Takes letters from the outbox, words them and sends them: at least once, and again after a failure.

use std::{
    collections::VecDeque,
    iter,
    panic::AssertUnwindSafe,
    path::PathBuf,
    sync::Arc,
    time::{Duration, Instant},
};

use diesel::{
    QueryableByName,
    sql_types::{Bool, Date, Nullable, Text, Uuid as SqlUuid},
};
use diesel_async::RunQueryDsl;
use futures_util::FutureExt;
use lettre::{
    AsyncSmtpTransport, AsyncTransport, Message, Tokio1Executor,
    message::{
        Attachment, Mailbox, MultiPart,
        header::{ContentType, HeaderName, HeaderValue},
    },
    transport::smtp,
};

use uuid::Uuid;

use super::{
    AccountOccasion, BookingLetter, EvidenceLetter, Letter, MilestoneLetter, Recipient, RecordLetter, RecordReaders,
    RequestLetter, ReviewLetter, SavedSearchLetter, WebhookLetter, account_words, booking_words, evidence_words, html,
    invitation_words, mailbox, milestone_words, record_words, review_words, saved_search_words, security_words,
    settings::{NotificationChannel, NotificationKind},
    unsubscription, webhook_words, words,
};
use crate::{
    audit,
    bookings::{self, Written, ics},
    clock,
    config::Settings,
    db::{Sql, Upkeep, sql},
    error::Language,
    http::Problem,
    ids::{AccountId, TotemId},
    privacy, saved_searches,
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
/// Between two looks at a mail server that does not answer.
const LONGEST_PAUSE: Duration = Duration::from_secs(10);
const UNREACHABLE: &str = "the mail server cannot be reached";

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
pub async fn run(state: Arc<State>, post: Post, mut stop: tokio::sync::watch::Receiver<bool>) {
    let mut looks: u32 = 0;
    let mut first_seal = true;
    let mut circuit = Circuit::default();
    while !*stop.borrow() {
        let sent = match look(&state, &post, &mut circuit).await {
            Ok(sent) => sent,
            Err(problem) => {
                log::warn!("the outbox cannot be read: {problem}");
                0
            }
        };
        if let Err(problem) = privacy::make_exports::make_next(&state).await {
            log::warn!("copies that were asked for cannot be read: {problem}");
        }
        if looks.is_multiple_of(TIDY_EVERY) {
            tidy(&state).await;
        }
        if let Err(problem) = saved_searches::look(&state).await {
            log::warn!("saved searches cannot be read: {problem}");
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
        Upkeep::ForgetAttempts { now },
        Upkeep::ForgetChallenges { now },
        Upkeep::ForgetPendingApps { now },
        Upkeep::ForgetInvitations { now },
        Upkeep::ForgetClaims { now },
        Upkeep::ForgetConfirmations { now },
        Upkeep::ForgetImports { now },
        Upkeep::ForgetAudit,
        Upkeep::ForgetConsents,
        Upkeep::ForgetExports { now },
        Upkeep::ForgetVersions,
        Upkeep::ForgetBookings { now },
        Upkeep::ForgetNotifications { now },
        Upkeep::ForgetChanges { now },
        Upkeep::ForgetAcks { now },
        Upkeep::ForgetDeliveries { now },
        Upkeep::ForgetProjects { now },
        Upkeep::ForgetDrafts { now },
    ];
    for task in tasks.into_iter().chain(crate::oauth::forget(now)) {
        if let Err(problem) = state.db.maintain(task).await {
            log::warn!("upkeep failed: {problem}");
        }
    }
    if let Err(problem) = crate::service_requests::upkeep::look_after(state).await {
        log::warn!("requests whose time has come cannot be read: {problem}");
    }
    if let Err(problem) = crate::service_requests::upkeep::forget_ended(state).await {
        log::warn!("requests that ended cannot be read: {problem}");
    }
    if let Err(problem) = crate::directory::upkeep::ask_to_confirm(state).await {
        log::warn!("records to be confirmed cannot be read: {problem}");
    }
    if let Err(problem) = crate::candidacies::remind(state).await {
        log::warn!("milestones whose day is near cannot be read: {problem}");
    }
    if let Err(problem) = crate::identity::upkeep::delete_closed(state).await {
        log::warn!("closed accounts cannot be read: {problem}");
    }
    if let Err(problem) = state.db.maintain(Upkeep::ForgetEvidenceFiles { now: state.clock.now() }).await {
        log::warn!("files that nothing holds were not forgotten: {problem}");
    }
    if let Err(problem) = crate::service_requests::documents::upkeep::forget(state).await {
        log::warn!("files that are to be deleted cannot be read: {problem}");
    }
}

/// Sends what waits; says how many letters left.
async fn look(state: &State, post: &Post, circuit: &mut Circuit) -> Result<usize, Problem> {
    let mut waiting = VecDeque::from(state.db.lease_messages(circuit.most()).await?);
    metrics::gauge!("outbox_waiting").set(waiting.len() as f64);
    let mut count = 0;
    while let Some(message) = waiting.pop_front() {
        let mut last = false;
        let sender = Sender { state, post, message: message.id, sent_to: message.sent_to };
        let outcome = match serde_json::from_value::<Letter>(message.payload) {
            Ok(letter) => {
                last = matches!(&letter, Letter::Account(letter) if letter.about_account == AccountOccasion::Erased);
                // One letter that nobody can send must not keep all others from leaving.
                let sent = AssertUnwindSafe(send(&sender, &letter)).catch_unwind().await;
                sent.unwrap_or_else(|_| Err("sending it panicked".to_owned()))
            }
            Err(error) => Err(format!("not a letter: {error}")),
        };
        let task = match outcome {
            Err(error) if error == UNREACHABLE => {
                let pause = circuit.open();
                log::warn!("the mail server cannot be reached, again in {} s", pause.as_secs());
                let ids = iter::once(message.id).chain(waiting.drain(..).map(|one| one.id)).collect();
                state.db.maintain(Upkeep::NotTried { ids, error }).await?;
                break;
            }
            Ok(()) if last => Upkeep::SentLast { id: message.id },
            Ok(()) => Upkeep::Sent { id: message.id },
            Err(error) => {
                let retry_in = 5_i32.saturating_mul(2_i32.saturating_pow(message.attempts.clamp(1, 12).unsigned_abs())).min(3600);
                log::warn!("a letter did not leave (attempt {}), again in {retry_in} s", message.attempts);
                Upkeep::NotSent { id: message.id, retry_in, error }
            }
        };
        circuit.close();
        state.db.maintain(task).await?;
        count += 1;
    }
    Ok(count)
}

/// Whether the mail server answers. Where it does not, one letter asks for all of them whether it does again: none of the
/// others is tried meanwhile, and none waits longer for having been unlucky often.
#[derive(Default)]
struct Circuit {
    failures: u32,
    open_until: Option<Instant>,
}

impl Circuit {
    /// So many letters may be tried now.
    fn most(&self) -> i64 {
        match self.open_until {
            Some(until) if Instant::now() < until => 0,
            Some(_) => 1,
            None => 20,
        }
    }

    fn open(&mut self) -> Duration {
        let pause = Duration::from_secs(1 << self.failures.min(4)).min(LONGEST_PAUSE);
        self.failures += 1;
        self.open_until = Some(Instant::now() + pause);
        pause
    }

    fn close(&mut self) {
        *self = Self::default();
    }
}

/// By which way letters go, and which of the outbox it is.
struct Sender<'a> {
    state: &'a State,
    post: &'a Post,
    message: Uuid,
    /// For whom it has left already, where it goes to several.
    sent_to: Vec<AccountId>,
}

impl Sender<'_> {
    fn waits_for(&self, account: Option<AccountId>) -> bool {
        account.is_none_or(|account| !self.sent_to.contains(&account))
    }

    async fn left_for(&self, account: Option<AccountId>) -> Result<(), String> {
        let Some(account) = account else { return Ok(()) };
        let left = Upkeep::SentTo { id: self.message, account };
        self.state.db.maintain(left).await.map(drop).map_err(|problem| problem.to_string())
    }

    /// Puts it on the site as well, unless the account has switched that off.
    async fn tell(
        &self,
        account: AccountId,
        kind: NotificationKind,
        subject: &str,
        address: &str,
        about: Uuid,
    ) -> Result<(), String> {
        // What opens a page without a sign-in belongs into a letter alone.
        let path = address.strip_prefix(self.state.settings.public_url.as_str()).unwrap_or(address);
        let path = path.split_once('#').map_or(path, |(path, _)| path).to_owned();
        let (subject, now) = (subject.to_owned(), self.state.clock.now());
        let told = Upkeep::Told { message: self.message, account, kind, subject, path, about, now };
        self.state.db.maintain(told).await.map(drop).map_err(|problem| problem.to_string())
    }
}

/// Whoever is written to.
#[derive(QueryableByName)]
struct Person {
    /// With an account, they can switch this kind of letter off.
    #[diesel(sql_type = Nullable<SqlUuid>)]
    account: Option<AccountId>,
    /// And have done so.
    #[diesel(sql_type = Bool)]
    off: bool,
    #[diesel(sql_type = Text)]
    name: String,
    #[diesel(sql_type = Text)]
    email: String,
    #[diesel(sql_type = Text)]
    language: String,
}

async fn send(sender: &Sender<'_>, letter: &Letter) -> Result<(), String> {
    let state = sender.state;
    match letter {
        Letter::Request(letter) => send_about_request(sender, letter).await,
        Letter::Invitation(letter) => {
            let worded = invitation_words::word(letter, &state.settings.public_url);
            deliver(sender, &letter.email, &letter.email, worded, None).await
        }
        Letter::Security(letter) => {
            let worded = security_words::word(letter, &state.settings.public_url);
            deliver(sender, &letter.name, &letter.email, worded, None).await
        }
        Letter::Account(letter) => {
            let token = letter.link.map(|link| state.keys.account_link_token(link));
            let worded = account_words::word(letter, &state.settings.public_url, token.as_deref());
            deliver(sender, &letter.name, &letter.email, worded, None).await
        }
        Letter::Record(letter) => send_about_record(sender, letter).await,
        Letter::SavedSearch(letter) => send_about_search(sender, letter).await,
        Letter::Booking(letter) => send_about_bookings(sender, letter).await,
        Letter::Webhook(letter) => send_about_webhook(sender, letter).await,
        Letter::Milestone(letter) => send_about_milestone(sender, letter).await,
        Letter::Review(letter) => send_about_review(sender, letter).await,
        Letter::Evidence(letter) => send_about_evidence(sender, letter).await,
    }
}

/// Whose an account is, and whether they want no such letter.
async fn holder(state: &State, account: AccountId, kind: NotificationKind) -> Result<Option<Person>, String> {
    let person = sql("select a.id as account, a.name, a.email, a.language, ")
        .append(is_off(kind))
        .push(" as off from accounts a where a.closes_at is null and a.id = ")
        .bind::<SqlUuid, _>(account);
    let people: Result<Vec<Person>, Problem> = state.db.read_everything(async |connection| person.load(connection).await).await;
    Ok(people.map_err(|problem| problem.to_string())?.into_iter().next())
}

async fn send_about_milestone(sender: &Sender<'_>, letter: &MilestoneLetter) -> Result<(), String> {
    let (state, kind) = (sender.state, NotificationKind::Milestones);
    if let Some(Person { off, name, email, language, .. }) = holder(state, letter.account, kind).await? {
        let site = &state.settings.public_url;
        let worded = milestone_words::word(letter, Language::negotiate(Some(&language)), &name, site);
        sender.tell(letter.account, kind, &worded.subject, &format!("{site}/candidature"), letter.milestone.0).await?;
        if !off {
            deliver(sender, &name, &email, worded, Some((letter.account, kind))).await?;
        }
    }
    Ok(())
}

async fn send_about_review(sender: &Sender<'_>, letter: &ReviewLetter) -> Result<(), String> {
    let (state, kind) = (sender.state, NotificationKind::Reviews);
    if let Some(Person { off, name, email, language, .. }) = holder(state, letter.reviewer, kind).await? {
        let site = &state.settings.public_url;
        let worded = review_words::word(letter, Language::negotiate(Some(&language)), &name, site);
        let address = format!("{site}/compte/evaluations/{}", letter.review);
        sender.tell(letter.reviewer, kind, &worded.subject, &address, letter.review.0).await?;
        if !off {
            deliver(sender, &name, &email, worded, Some((letter.reviewer, kind))).await?;
        }
    }
    Ok(())
}

/// It may concern the device that the file came from: this kind cannot be switched off.
async fn send_about_evidence(sender: &Sender<'_>, letter: &EvidenceLetter) -> Result<(), String> {
    let (state, kind) = (sender.state, NotificationKind::Account);
    if let Some(Person { name, email, language, .. }) = holder(state, letter.sender, kind).await? {
        let site = &state.settings.public_url;
        let worded = evidence_words::word(letter, Language::negotiate(Some(&language)), &name, site);
        let address = format!("{site}/travail-candidature/{}/criteres", letter.candidacy);
        sender.tell(letter.sender, kind, &worded.subject, &address, letter.document.0).await?;
        deliver(sender, &name, &email, worded, None).await?;
    }
    Ok(())
}

/// With the bookings as a calendar file, so that one step puts them into the reader's own, or takes them away again.
async fn send_about_bookings(sender: &Sender<'_>, letter: &BookingLetter) -> Result<(), String> {
    let (state, site) = (sender.state, &sender.state.settings.public_url);
    let written = bookings::written(state, &letter.bookings).await.map_err(|problem| problem.to_string())?;
    let Some(Written { account, off, name, email, language, bookings }) = written else { return Ok(()) };
    let language = Language::negotiate(Some(&language));
    let Some(worded) = booking_words::word(letter.about_booking, &bookings, language, &name, site) else { return Ok(()) };
    if let (Some(account), Some(first)) = (account, letter.bookings.as_slice().first()) {
        let address = format!("{site}/compte/reservations");
        sender.tell(account, NotificationKind::Bookings, &worded.subject, &address, first.0).await?;
    }
    if off {
        return Ok(());
    }
    let entries = bookings.iter().map(|booking| ics::Entry::of(booking, language, site));
    let calendar = ics::write(&worded.subject, entries, state.clock.now());
    let end = account.map(|account| (account, NotificationKind::Bookings));
    deliver_with(sender, &name, &email, worded, end, Extras { calendar: Some(calendar), reply_to: None }).await
}

/// Whoever answers for a webhook must know that it has ended: this kind cannot be switched off.
async fn send_about_webhook(sender: &Sender<'_>, letter: &WebhookLetter) -> Result<(), String> {
    let state = sender.state;
    let person = sql(
        "select a.id as account, false as off, a.name, a.email, a.language from accounts a where a.closes_at is null and a.id = ",
    )
    .bind::<SqlUuid, _>(letter.account);
    let people: Result<Vec<Person>, Problem> = state.db.read_everything(async |connection| person.load(connection).await).await;
    for Person { name, email, language, .. } in people.map_err(|problem| problem.to_string())? {
        let language = Language::negotiate(Some(&language));
        let worded = webhook_words::word(letter, language, &name, &state.settings.public_url);
        deliver(sender, &name, &email, worded, None).await?;
    }
    Ok(())
}

/// What was published when the letter was written may not be by now.
async fn send_about_search(sender: &Sender<'_>, letter: &SavedSearchLetter) -> Result<(), String> {
    let SavedSearchLetter { saved_search, account, matches, found } = letter;
    let state = sender.state;
    let kind = NotificationKind::SavedSearches;
    let told = saved_searches::told(state, *account, *saved_search, matches).await.map_err(|problem| problem.to_string())?;
    let Some(told) = told.filter(|told| !told.matches.is_empty()) else { return Ok(()) };
    if let Some(Person { off, name, email, language, .. }) = holder(state, *account, kind).await? {
        let others = found.saturating_sub(matches.len());
        let language = Language::negotiate(Some(&language));
        let worded = saved_search_words::word(&told, others, language, &name, &state.settings.public_url);
        let address = format!("{}/compte/recherches", state.settings.public_url);
        sender.tell(*account, kind, &worded.subject, &address, saved_search.0).await?;
        if !off {
            deliver(sender, &name, &email, worded, Some((*account, kind))).await?;
        }
    }
    Ok(())
}

async fn send_about_record(sender: &Sender<'_>, letter: &RecordLetter) -> Result<(), String> {
    let state = sender.state;
    let (site, kind) = (&state.settings.public_url, NotificationKind::of_record(letter.about_record));
    let record = format!("{site}/annuaire/{}", letter.slug);
    let (address, asked_for) = match &letter.to {
        RecordReaders::Keepers { .. } | RecordReaders::Account(_) => (record, false),
        RecordReaders::Answerers { .. } => (format!("{record}/propositions"), false),
        RecordReaders::Asked { confirmation, .. } => {
            (format!("{record}/confirmer#acces={}", state.keys.confirmation_token(*confirmation)), false)
        }
        RecordReaders::Address { claim, .. } => {
            (format!("{site}/prises-en-charge/{claim}#acces={}", state.keys.claim_token(*claim)), true)
        }
    };
    let people = people_of_record(state, letter, kind).await.map_err(|problem| problem.to_string())?;
    let many = people.len() > 1;
    for Person { account, off, name, email, language } in people.into_iter().filter(|person| sender.waits_for(person.account)) {
        let worded = record_words::word(letter, Language::negotiate(Some(&language)), &name, &address);
        let holder = account.filter(|_| !asked_for);
        if let Some(account) = holder {
            sender.tell(account, kind, &worded.subject, &address, letter.organization.0).await?;
        }
        if asked_for || !off {
            deliver(sender, &name, &email, worded, holder.map(|account| (account, kind))).await?;
        }
        if many {
            sender.left_for(account).await?;
        }
    }
    Ok(())
}

/// To whom a letter about a record goes, and whether they want this kind.
async fn people_of_record(state: &State, letter: &RecordLetter, kind: NotificationKind) -> Result<Vec<Person>, Problem> {
    let people = |email: Sql| {
        sql("select distinct a.id as account, a.name, ").append(email).push(" as email, a.language, ").append(is_off(kind))
    };
    let statement = match &letter.to {
        RecordReaders::Keepers { but } => people(sql("a.email"))
            .push(" as off from organizations o join accounts a on case when exists (select from grants g where g.organization_id = o.id) then exists (select from grants g where g.organization_id = o.id and g.account_id = a.id) else a.id = o.created_by end where a.closes_at is null and o.id = ")
            .bind::<SqlUuid, _>(letter.organization)
            .push(" and a.id <> ")
            .bind::<SqlUuid, _>(*but)
            .push(" order by a.name"),
        RecordReaders::Answerers { proposal, .. } => people(sql("a.email"))
            .push(" as off from proposals p join accounts a on exists (select from grants g where g.account_id = a.id and (g.role = 'moderator' or g.organization_id = p.target_id)) where a.closes_at is null and p.status = 'open' and p.id = ")
            .bind::<SqlUuid, _>(*proposal)
            .push(" order by a.name"),
        RecordReaders::Account(account) | RecordReaders::Asked { account, .. } => people(sql("a.email"))
            .push(" as off from accounts a where a.closes_at is null and a.id = ")
            .bind::<SqlUuid, _>(*account),
        RecordReaders::Address { account, email, .. } => people(sql("").bind::<Text, _>(email.clone()))
            .push(" as off from accounts a where a.closes_at is null and a.id = ")
            .bind::<SqlUuid, _>(*account),
    };
    state.db.read_everything(async |connection| statement.load(connection).await).await
}

async fn send_about_request(sender: &Sender<'_>, letter: &RequestLetter) -> Result<(), String> {
    let state = sender.state;
    let (site, kind) = (&state.settings.public_url, NotificationKind::of(letter.occasion));
    let address = match &letter.to {
        Recipient::Person { .. } => {
            let token = letter.link.map(|link| format!("#acces={}", state.keys.link_token(link))).unwrap_or_default();
            format!("{site}/demandes/{}{token}", letter.request)
        }
        Recipient::Agent(_) | Recipient::Site(_) | Recipient::InCharge(_) | Recipient::Managers(_) => {
            format!("{site}/travail/{}/{}", letter.totem_slug, letter.request)
        }
    };
    let readers = readers(state, letter, kind).await.map_err(|problem| problem.to_string())?;
    // Whoever had their account erased has no address any more.
    let many = readers.len() > 1;
    let reached = readers.into_iter().filter(|person| !person.email.is_empty() && sender.waits_for(person.account));
    for Person { account, off, name, email, language } in reached {
        let reply_to = reply_to(state, letter, account).await.map_err(|problem| problem.to_string())?;
        let worded = words::word(letter, Language::negotiate(Some(&language)), &name, &address, reply_to.is_some());
        let end = account.filter(|_| !kind.is_locked()).map(|account| (account, kind));
        if let Some((account, kind)) = end {
            sender.tell(account, kind, &worded.subject, &address, letter.request.0).await?;
        }
        if !off {
            deliver_with(sender, &name, &email, worded, end, Extras { calendar: None, reply_to }).await?;
        }
        if many {
            sender.left_for(account).await?;
        }
    }
    Ok(())
}

/// The address that a letter about a request is answered at: its own for each reader of each request.
async fn reply_to(state: &State, letter: &RequestLetter, account: Option<AccountId>) -> Result<Option<String>, Problem> {
    let Some(domain) = state.settings.mail.reply_domain.as_ref().filter(|_| words::asks_for_words(letter.occasion)) else {
        return Ok(None);
    };
    let id = state.db.reply_address(letter.request, account).await?;
    Ok(id.map(|id| format!("reply+{}@{domain}", state.keys.reply_token(id))))
}

/// Whether the account `a` has switched this kind of letter off.
pub fn is_off(kind: NotificationKind) -> Sql {
    sql("exists (select from notification_settings n where n.account_id = a.id and not n.enabled and n.channel = ")
        .bind::<Text, _>(NotificationChannel::Mail.name())
        .push(" and n.kind = ")
        .bind::<Text, _>(kind.name())
        .push(")")
}

/// To whom a letter goes, and whether they want this kind. Whoever asked without an account has no settings: the letters
/// are the only way to the answer.
async fn readers(state: &State, letter: &RequestLetter, kind: NotificationKind) -> Result<Vec<Person>, Problem> {
    let off = is_off(kind);
    let statement = match &letter.to {
        // Somebody who has left is not written to any more.
        Recipient::Person { email, .. } if email.is_empty() => return Ok(vec![]),
        Recipient::Person { name, email, language } => sql("select a.id as account, ")
            .bind::<Text, _>(name.clone())
            .push(" as name, ")
            .bind::<Text, _>(email.clone())
            .push(" as email, ")
            .bind::<Text, _>(language.clone())
            .push(" as language, ")
            .append(off)
            .push(" as off from (select ")
            .bind::<SqlUuid, _>(letter.request)
            .push("::uuid as id) l left join service_requests r on r.id = l.id left join accounts a on a.id = r.requester_id and a.email_folded = lower(")
            .bind::<Text, _>(email.clone())
            .push(")"),
        Recipient::Agent(account) => sql("select a.id as account, a.name, a.email, a.language, ")
            .append(off)
            .push(" as off from accounts a where a.closes_at is null and a.id = ")
            .bind::<SqlUuid, _>(*account),
        Recipient::Site(totem) => at_site(*totem, off),
        // Who has left the site, or is away, is in charge of nothing there.
        Recipient::InCharge(totem) => {
            let today = clock::day(state.clock.now());
            at_site(*totem, off)
                .push(" and ((a.id in (select account_id from request_assignments where request_id = ")
                .bind::<SqlUuid, _>(letter.request)
                .push(") and coalesce(")
                .bind::<Date, _>(today)
                .push(" not between a.absent_from_on and a.absent_until_on, true)) or not exists (select from request_assignments r join accounts c on c.id = r.account_id join grants o on o.account_id = c.id and o.totem_id = g.totem_id and o.role in ('agent', 'manager') where r.request_id = ")
                .bind::<SqlUuid, _>(letter.request)
                .push(" and coalesce(")
                .bind::<Date, _>(today)
                .push(" not between c.absent_from_on and c.absent_until_on, true)))")
        }
        Recipient::Managers(totem) => at_site(*totem, off)
            .push(" and (g.role = 'manager' or not exists (select from grants o where o.totem_id = g.totem_id and o.role = 'manager'))"),
    };
    let statement = match &letter.to {
        Recipient::Person { .. } => statement,
        _ => statement.push(" order by a.email"),
    };
    state.db.read_everything(async |connection| statement.load(connection).await).await
}

/// Everybody who works at a site.
fn at_site(totem: TotemId, off: Sql) -> Sql {
    sql("select distinct a.id as account, a.name, a.email, a.language, ")
        .append(off)
        .push(" as off from accounts a join grants g on g.account_id = a.id where a.closes_at is null and g.role in ('agent', 'manager') and g.totem_id = ")
        .bind::<SqlUuid, _>(totem)
}

/// The library panics over a name with a line break, which would end a header.
fn one_line(name: &str) -> String {
    name.replace(char::is_control, " ")
}

/// Sends a letter; `end` says whose letters of which kind its reader can end, by one step of their mail program (RFC 8058)
/// or by the page at the foot of the letter.
async fn deliver(
    sender: &Sender<'_>,
    name: &str,
    email: &str,
    worded: words::Worded,
    end: Option<(AccountId, NotificationKind)>,
) -> Result<(), String> {
    deliver_with(sender, name, email, worded, end, Extras::default()).await
}

/// What a letter may have besides: a calendar file, and an address by which it can be answered.
#[derive(Default)]
struct Extras {
    calendar: Option<String>,
    reply_to: Option<String>,
}

async fn deliver_with(
    sender: &Sender<'_>,
    name: &str,
    email: &str,
    worded: words::Worded,
    end: Option<(AccountId, NotificationKind)>,
    Extras { calendar, reply_to }: Extras,
) -> Result<(), String> {
    let Sender { state, post, .. } = sender;
    let worded = match end {
        Some((account, kind)) => worded.with_end(&unsubscription::page(state, account, kind)),
        None => worded,
    };
    let list_unsubscribe = end.map(|(account, kind)| unsubscription::address(state, account, kind));
    match post {
        Post::Mailbox(folder) => {
            let words::Worded { subject, text, .. } = worded;
            let (id, at, to) = (clock::new_id(), state.clock.now(), vec![email.to_owned()]);
            let kept = mailbox::Kept { id, at, to, subject, text, list_unsubscribe, reply_to, calendar };
            mailbox::keep(folder, &kept).map_err(|error| error.to_string())
        }
        Post::Server(server) => {
            let address = email.parse().map_err(|_| "the address is not one".to_owned())?;
            // Made here, for the library's own would tell the name of this machine.
            let sender = &state.settings.mail.from;
            let id = format!("<{}@{}>", clock::new_id(), sender.email.domain());
            let mut message = Message::builder()
                .message_id(Some(id))
                .from(sender.clone())
                .to(Mailbox::new(Some(one_line(name)), address))
                .subject(worded.subject.clone());
            let header = |name, value| HeaderValue::new(HeaderName::new_from_ascii_str(name), value);
            // So that no program answers it by itself (RFC 3834).
            message = message.raw_header(header("Auto-Submitted", "auto-generated".to_owned()));
            if let Some(address) = reply_to {
                message =
                    message.reply_to(Mailbox::new(None, address.parse().map_err(|_| "the reply address is none".to_owned())?));
            }
            if let Some(address) = list_unsubscribe {
                message = message
                    .raw_header(header("List-Unsubscribe", format!("<{address}>")))
                    .raw_header(header("List-Unsubscribe-Post", "List-Unsubscribe=One-Click".to_owned()));
            }
            let page = html::page(&worded, &state.settings.public_url);
            let said = MultiPart::alternative_plain_html(worded.text, page);
            let message = match calendar {
                None => message.multipart(said),
                Some(calendar) => {
                    let kind =
                        ContentType::parse("text/calendar; charset=utf-8; method=PUBLISH").map_err(|error| error.to_string())?;
                    let file = Attachment::new("reservation.ics".to_owned()).body(calendar, kind);
                    message.multipart(MultiPart::mixed().multipart(said).singlepart(file))
                }
            };
            let message = message.map_err(|error| error.to_string())?;
            // The server's own words may quote the address, which is no business of the log.
            let failed = |error: smtp::Error| match error {
                error if error.is_permanent() => "refused by the mail server",
                error if error.is_transient() => "not taken by the mail server for now",
                error if error.is_client() || error.is_response() => "not understood by the mail server",
                _ => UNREACHABLE,
            };
            server.send(message).await.map(drop).map_err(|error| failed(error).to_owned())
        }
    }
}
