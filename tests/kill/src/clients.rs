//! Eight clients that write, each remembering what it wanted and what it was told.

use std::{
    collections::BTreeMap,
    sync::{
        Arc, Mutex,
        atomic::{AtomicBool, AtomicUsize, Ordering},
    },
    time::{Duration, Instant},
};

use serde_json::json;

use crate::{
    http::{Answer, Call, Credentials, Failure, Response, send},
    mail::Letters,
    random::Random,
    service::{Door, Open, lock},
};

pub const CLIENTS: usize = 8;
/// What is unknown is known by then.
pub const DEFINITE_WITHIN: Duration = Duration::from_secs(10);
/// After this time on one start of the service a write is taken for stuck.
const GIVEN_UP_AFTER: Duration = Duration::from_secs(20);
/// Between two tries on a service that is there, unless it names a time.
const PAUSE: Duration = Duration::from_millis(100);

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    AnonymousRequest,
    MemberRequest,
    Organization,
    Message,
    Confirm,
    Take,
    Answer,
    Cancel,
    Patch,
}

impl Kind {
    pub const ALL: [Self; 9] = [
        Self::AnonymousRequest,
        Self::MemberRequest,
        Self::Organization,
        Self::Message,
        Self::Confirm,
        Self::Take,
        Self::Answer,
        Self::Cancel,
        Self::Patch,
    ];

    /// As the audit log calls it.
    pub fn action(self) -> &'static str {
        match self {
            Self::AnonymousRequest | Self::MemberRequest => "service_request.created",
            Self::Organization => "organization.created",
            Self::Message | Self::Answer => "service_request.message_sent",
            Self::Confirm | Self::Take | Self::Cancel => "service_request.moved",
            Self::Patch => "organization.updated",
        }
    }
}

/// One write that a client wants: the intent, then the outcome.
#[derive(Clone, Debug)]
pub struct Write {
    pub kind: Kind,
    /// Stands in what the write leaves behind, and nowhere else.
    pub marker: String,
    /// The record it changes; a creation has none yet.
    pub record: Option<String>,
    pub call: Call,
    pub outcome: Outcome,
    /// How often nobody knew whether it had happened.
    pub unknown: u32,
    /// From when the service and its database were back until the client knew.
    pub definite_after: Duration,
}

#[derive(Clone, Debug)]
pub enum Outcome {
    /// The intent is noted, the request perhaps sent.
    Pending,
    Acknowledged(Answer),
    /// Known by reading the record, after the answer was lost.
    Seen {
        revision: i64,
    },
    Refused {
        status: u16,
        code: String,
    },
    /// Tried until the time was over.
    Stuck(String),
}

impl Write {
    /// The record's id, once it is known.
    pub fn target(&self) -> Option<String> {
        match (&self.record, &self.outcome) {
            (Some(record), _) => Some(record.clone()),
            (None, Outcome::Acknowledged(answer)) => answer.json()["id"].as_str().map(str::to_owned),
            (None, _) => None,
        }
    }

    /// The revision that it made.
    pub fn revision(&self) -> Option<i64> {
        match &self.outcome {
            Outcome::Acknowledged(answer) => {
                let body = answer.json();
                body["revision"].as_i64().or_else(|| body["request"]["revision"].as_i64())
            }
            Outcome::Seen { revision } => Some(*revision),
            Outcome::Pending | Outcome::Refused { .. } | Outcome::Stuck(_) => None,
        }
    }

    pub fn happened(&self) -> bool {
        matches!(self.outcome, Outcome::Acknowledged(_) | Outcome::Seen { .. })
    }
}

/// Somebody who is signed in.
#[derive(Clone, Debug)]
pub struct People {
    pub members: Vec<Credentials>,
    pub agent: Credentials,
}

/// What the clients share.
pub struct World {
    pub door: Arc<Door>,
    pub people: People,
    pub letters: Arc<Mutex<Letters>>,
    pub ledger: Mutex<Vec<Write>>,
    /// Submitted requests with their requester, for agents to work on.
    pub open: Mutex<Vec<(String, Credentials)>>,
    /// Requests that an agent took.
    pub taken: Mutex<Vec<String>>,
    /// Organizations that several clients change, with their newest known ETag.
    pub contended: Mutex<BTreeMap<String, String>>,
    pub stop: AtomicBool,
    pub definite: AtomicUsize,
    /// What contradicts a promise and only a client can notice.
    pub oddities: Mutex<Vec<String>>,
    pub run: String,
}

impl World {
    /// Notes the intent, does it, notes the outcome.
    pub fn perform(&self, kind: Kind, marker: &str, record: Option<String>, call: Call) -> Write {
        let mut write = Write {
            kind,
            marker: marker.to_owned(),
            record,
            call,
            outcome: Outcome::Pending,
            unknown: 0,
            definite_after: Duration::ZERO,
        };
        let place = {
            let mut ledger = lock(&self.ledger);
            ledger.push(write.clone());
            ledger.len() - 1
        };
        settle(&self.door, &mut write);
        lock(&self.ledger)[place] = write.clone();
        self.definite.fetch_add(1, Ordering::Relaxed);
        write
    }

    pub fn read(&self, path: String, credentials: Credentials) -> Result<Answer, String> {
        read(&self.door, &Call::get(path, credentials))
    }

    fn note(&self, oddity: String) {
        lock(&self.oddities).push(oddity);
    }
}

/// Sends until the outcome is definite, outside of the ledger.
pub fn insist(door: &Door, call: Call) -> Outcome {
    let mut write = Write {
        kind: Kind::MemberRequest,
        marker: String::new(),
        record: None,
        call,
        outcome: Outcome::Pending,
        unknown: 0,
        definite_after: Duration::ZERO,
    };
    settle(door, &mut write);
    write.outcome
}

/// Sends until the outcome is definite.
fn settle(door: &Door, write: &mut Write) {
    let mut open = match door.find() {
        Ok(open) => open,
        Err(error) => return write.outcome = Outcome::Stuck(error),
    };
    let mut waiting_since: Option<Instant> = None;
    loop {
        let (last, pause) = match send(open.port, &write.call) {
            Ok(response) if is_definite(&response.answer) => {
                write.definite_after = waiting_since.map(|since| since.elapsed()).unwrap_or_default();
                return write.outcome = outcome(door, write, response);
            }
            Ok(Response { answer, retry_after, .. }) => {
                write.unknown += 1;
                (format!("{} {}", answer.status, answer.code()), retry_after.unwrap_or(PAUSE))
            }
            Err(Failure::Lost) => {
                write.unknown += 1;
                ("no answer".to_owned(), PAUSE)
            }
            Err(Failure::NotSent) => ("nobody listened".to_owned(), PAUSE),
        };
        let since = *waiting_since.get_or_insert_with(Instant::now);
        if since.elapsed() > GIVEN_UP_AFTER && door.has_database() {
            return write.outcome = Outcome::Stuck(last);
        }
        match door.find_again(open, pause) {
            Ok(next) => {
                if next.start != open.start {
                    waiting_since = Some(next.since);
                }
                open = next;
            }
            Err(error) => return write.outcome = Outcome::Stuck(error),
        }
    }
}

/// Another one with the same key is under way, or the service could not say: neither yes nor no.
fn is_definite(answer: &Answer) -> bool {
    answer.is_good() || (answer.status < 500 && answer.status != 429 && answer.code() != "idempotency_in_progress")
}

fn outcome(door: &Door, write: &Write, response: Response) -> Outcome {
    let answer = response.answer;
    if answer.is_good() {
        return Outcome::Acknowledged(answer);
    }
    // Without a key a repeated change meets its own revision: whether it happened is read from the record, which
    // nobody else changes.
    if write.call.key.is_none() && write.unknown > 0 && answer.status == 412 {
        let seen = read(door, &Call::get(write.call.path.clone(), write.call.credentials.clone())).map(|answer| answer.json());
        if let Ok(seen) = seen
            && seen["website"].as_str().is_some_and(|website| website.ends_with(&write.marker))
            && let Some(revision) = seen["revision"].as_i64()
        {
            return Outcome::Seen { revision };
        }
    }
    Outcome::Refused { status: answer.status, code: answer.code() }
}

/// Reads, again if the service is just away.
pub fn read(door: &Door, call: &Call) -> Result<Answer, String> {
    ask(door, call).map(|response| response.answer)
}

/// For what may be done twice.
pub fn ask(door: &Door, call: &Call) -> Result<Response, String> {
    let began = Instant::now();
    let mut open: Open = door.find()?;
    loop {
        match send(open.port, call) {
            Ok(response) if response.answer.status < 500 => return Ok(response),
            _ if began.elapsed() > 3 * DEFINITE_WITHIN => return Err(format!("{} was not answered", call.path)),
            _ => open = door.find_again(open, PAUSE)?,
        }
    }
}

pub fn request_body(marker: &str, anonymous: bool) -> serde_json::Value {
    let mut body = json!({
        "totem_id": "metz", "service_id": "accompagnement", "subject": format!("Essai {marker}"),
        "body": "Une demande fictive, écrite par un essai.",
    });
    if anonymous {
        body["contact"] = json!({"name": "Essai fictif", "email": "essai@exemple.fr", "language": "en"});
    }
    body
}

pub fn organization_body(marker: &str) -> serde_json::Value {
    json!({"name": format!("Essai {marker}"), "kinds": ["association"]})
}

pub fn website_body(marker: &str) -> serde_json::Value {
    json!({"website": format!("https://exemple.fr/{marker}")})
}

/// One client: its own records, and what it shares with the others.
pub struct Client<'a> {
    world: &'a World,
    number: usize,
    random: Random,
    count: usize,
    /// Requests as a member that may still be written in.
    requests: Vec<String>,
    /// Own organizations with the ETag last seen; nobody else changes them.
    organizations: Vec<(String, String)>,
}

impl<'a> Client<'a> {
    pub fn new(world: &'a World, number: usize, seed: u64) -> Self {
        let random = Random::new(seed, number as u64 + 1);
        Self { world, number, random, count: 0, requests: vec![], organizations: vec![] }
    }

    pub fn run(mut self) {
        while !self.world.stop.load(Ordering::Relaxed) {
            self.count += 1;
            let marker = format!("{}-{}-{}", self.world.run, self.number, self.count);
            match self.random.below(100) {
                0..24 => self.ask_anonymously(&marker),
                24..42 => self.ask(&marker),
                42..54 => self.propose(&marker),
                54..66 => self.write_message(&marker),
                66..74 => self.confirm(&marker),
                74..79 => self.take(&marker),
                79..84 => self.answer(&marker),
                84..87 => self.cancel(&marker),
                87..95 => self.change_own(&marker),
                _ => self.change_contended(&marker),
            }
        }
    }

    fn me(&self) -> Credentials {
        let members = &self.world.people.members;
        members.get(self.number % members.len().max(1)).cloned().unwrap_or(Credentials::None)
    }

    fn ask_anonymously(&mut self, marker: &str) {
        let call = Call::post("/v1/service-requests", Credentials::None, Some(self.random.key()), request_body(marker, true));
        self.world.perform(Kind::AnonymousRequest, marker, None, call);
    }

    fn ask(&mut self, marker: &str) {
        let call = Call::post("/v1/service-requests", self.me(), Some(self.random.key()), request_body(marker, false));
        let write = self.world.perform(Kind::MemberRequest, marker, None, call);
        if let Some(id) = write.target() {
            self.requests.push(id.clone());
            lock(&self.world.open).push((id, self.me()));
        }
    }

    fn propose(&mut self, marker: &str) {
        let call = Call::post("/v1/organizations", self.me(), Some(self.random.key()), organization_body(marker));
        let write = self.world.perform(Kind::Organization, marker, None, call);
        if let (Some(id), Outcome::Acknowledged(Answer { etag: Some(etag), .. })) = (write.target(), write.outcome) {
            self.organizations.push((id, etag));
        }
    }

    fn write_message(&mut self, marker: &str) {
        let Some(id) = self.random.pick(&self.requests).cloned() else { return self.ask(marker) };
        let body = json!({"body": format!("Message {marker}")});
        let call = Call::post(format!("/v1/service-requests/{id}/messages"), self.me(), Some(self.random.key()), body);
        self.world.perform(Kind::Message, marker, Some(id), call);
    }

    /// By the link of a letter, as whoever asked without an account does it.
    fn confirm(&mut self, marker: &str) {
        let link = {
            let mut letters = lock(&self.world.letters);
            let request = letters.links.keys().next().cloned();
            request.and_then(|request| letters.links.remove_entry(&request))
        };
        let Some((id, token)) = link else { return self.ask_anonymously(marker) };
        let body = json!({"to": "submitted", "note": marker});
        let path = format!("/v1/service-requests/{id}/transitions");
        let link = Credentials::Bearer(token);
        let write = self.world.perform(
            Kind::Confirm,
            marker,
            Some(id.clone()),
            Call::post(path, link.clone(), Some(self.random.key()), body),
        );
        if write.happened() {
            lock(&self.world.open).push((id, link));
        }
    }

    fn any_open(&mut self) -> Option<String> {
        let open = lock(&self.world.open);
        self.random.pick(&open).map(|(id, _)| id.clone())
    }

    fn take(&mut self, marker: &str) {
        let Some(id) = self.any_open() else { return self.ask(marker) };
        let path = format!("/v1/service-requests/{id}/transitions");
        let call = Call::post(path, self.world.people.agent.clone(), Some(self.random.key()), json!({"to": "assigned"}));
        if self.world.perform(Kind::Take, marker, Some(id.clone()), call).happened() {
            lock(&self.world.taken).push(id);
        }
    }

    /// Message and up to two steps in one.
    fn answer(&mut self, marker: &str) {
        let taken = lock(&self.world.taken).pop();
        let Some(id) = taken else { return self.take(marker) };
        let body = json!({"body": format!("Message {marker}"), "to": "answered"});
        let path = format!("/v1/service-requests/{id}/messages");
        let call = Call::post(path, self.world.people.agent.clone(), Some(self.random.key()), body);
        self.world.perform(Kind::Answer, marker, Some(id), call);
    }

    fn cancel(&mut self, marker: &str) {
        if self.requests.len() < 3 {
            return self.ask(marker);
        }
        let id = self.requests.swap_remove(0);
        let path = format!("/v1/service-requests/{id}/transitions");
        let call = Call::post(path, self.me(), Some(self.random.key()), json!({"to": "cancelled", "note": marker}));
        self.world.perform(Kind::Cancel, marker, Some(id), call);
    }

    /// With a key or without: then the ETag alone has to keep it from happening twice.
    fn change_own(&mut self, marker: &str) {
        if self.organizations.is_empty() {
            return self.propose(marker);
        }
        let place = usize::try_from(self.random.below(self.organizations.len() as u64)).unwrap_or(0);
        let (id, etag) = self.organizations[place].clone();
        let path = format!("/v1/organizations/{id}");
        let mut call = Call::patch(path, self.me(), &etag, website_body(marker));
        call.key = (self.random.below(2) == 0).then(|| self.random.key());
        let write = self.world.perform(Kind::Patch, marker, Some(id.clone()), call);
        match &write.outcome {
            Outcome::Acknowledged(Answer { etag: Some(etag), .. }) => self.organizations[place].1.clone_from(etag),
            Outcome::Seen { revision } => self.organizations[place].1 = format!("\"{revision}-public\""),
            Outcome::Stuck(_) => drop(self.organizations.swap_remove(place)),
            outcome => {
                self.world.note(format!("a change of {id} by the only one who changes it ended in {outcome:?}"));
                self.organizations.swap_remove(place);
            }
        }
    }

    /// Several clients at the same record: who read an old revision is refused and reads again.
    fn change_contended(&mut self, marker: &str) {
        let known: Vec<(String, String)> =
            lock(&self.world.contended).iter().map(|(id, etag)| (id.clone(), etag.clone())).collect();
        let Some((id, etag)) = self.random.pick(&known).cloned() else { return self.propose(marker) };
        let credentials = self.world.people.members.first().cloned().unwrap_or(Credentials::None);
        let path = format!("/v1/organizations/{id}");
        let mut call = Call::patch(path.clone(), credentials.clone(), &etag, website_body(marker));
        call.key = Some(self.random.key());
        let write = self.world.perform(Kind::Patch, marker, Some(id.clone()), call);
        let newest = match write.outcome {
            Outcome::Acknowledged(answer) => answer.etag,
            Outcome::Refused { status: 412, .. } => self.world.read(path, credentials).ok().and_then(|answer| answer.etag),
            _ => None,
        };
        if let Some(newest) = newest {
            lock(&self.world.contended).insert(id, newest);
        }
    }
}
