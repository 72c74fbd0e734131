//! D-04: events go to three receivers, of which one fails, one hangs and one drops what it has read, while the service is
//! killed: each event has its row, and arrives at each receiver.

use std::{
    collections::BTreeSet,
    io::{BufRead, BufReader, Read, Write},
    net::{Ipv4Addr, TcpListener, TcpStream},
    sync::{
        Arc, Mutex,
        atomic::{AtomicBool, Ordering},
    },
    thread,
    time::{Duration, Instant},
};

use serde_json::{Value, json};

use crate::{
    clients::{Outcome, World, ask, insist, request_body},
    database::said,
    http::{Call, Credentials},
    random::Random,
    report::{Promise, Report},
    service::{Service, lock},
};

const WRITERS: usize = 4;
/// Of each writer, however soon the kills are done.
const LEAST: usize = 40;
/// What waits when all is calm has arrived by then.
const ARRIVED_WITHIN: Duration = Duration::from_secs(30);
const TYPE: &str = "service_request.updated";

#[derive(Clone, Copy, PartialEq, Eq)]
enum Manner {
    Fails,
    Hangs,
    Drops,
}

/// What arrived: the id of the event, and of what it is about.
type Arrived = Arc<Mutex<Vec<(String, String)>>>;

struct Receiver {
    port: u16,
    arrived: Arrived,
    calm: Arc<AtomicBool>,
    held: Arc<Mutex<Vec<TcpStream>>>,
}

impl Receiver {
    fn open(manner: Manner, seed: u64) -> Result<Self, String> {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).map_err(|error| error.to_string())?;
        let port = listener.local_addr().map_err(|error| error.to_string())?.port();
        let receiver = Self { port, arrived: Arrived::default(), calm: Arc::default(), held: Arc::default() };
        let (arrived, calm, held) = (receiver.arrived.clone(), receiver.calm.clone(), receiver.held.clone());
        let random = Arc::new(Mutex::new(Random::new(seed, u64::from(port))));
        thread::spawn(move || {
            for stream in listener.incoming().map_while(Result::ok) {
                let (arrived, calm, held, random) = (arrived.clone(), calm.clone(), held.clone(), random.clone());
                thread::spawn(move || {
                    let manner = (!calm.load(Ordering::Relaxed)).then_some(manner);
                    let fails = lock(&random).below(10) < 3;
                    receive(stream, manner, fails, &arrived, &held)
                });
            }
        });
        Ok(receiver)
    }

    /// From now on it is well.
    fn recover(&self) {
        self.calm.store(true, Ordering::Relaxed);
        lock(&self.held).clear();
    }
}

/// Ends with the connection, which a killed sender drops in the middle.
fn receive(
    mut stream: TcpStream,
    manner: Option<Manner>,
    fails: bool,
    arrived: &Arrived,
    held: &Mutex<Vec<TcpStream>>,
) -> Option<()> {
    let mut lines = BufReader::new(stream.try_clone().ok()?);
    let (mut id, mut length) = (String::new(), 0);
    let mut line = String::new();
    while lines.read_line(&mut line).ok()? > 2 {
        match line.trim_end().split_once(": ") {
            Some((name, value)) if name.eq_ignore_ascii_case("webhook-id") => value.clone_into(&mut id),
            Some((name, value)) if name.eq_ignore_ascii_case("content-length") => length = value.parse().ok()?,
            _ => {}
        }
        line.clear();
    }
    let mut body = vec![0; length];
    lines.read_exact(&mut body).ok()?;
    let body: Value = serde_json::from_slice(&body).ok()?;
    if let Some(challenge) = body["data"]["challenge"].as_str() {
        let answer = format!("HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: {}\r\n\r\n{challenge}", challenge.len());
        return stream.write_all(answer.as_bytes()).ok();
    }
    lock(arrived).push((id, body["data"]["id"].as_str()?.to_owned()));
    let status = match manner {
        Some(Manner::Drops) => return Some(()),
        Some(Manner::Hangs) => {
            lock(held).push(stream);
            return Some(());
        }
        Some(Manner::Fails) if fails => "500 Internal Server Error",
        Some(Manner::Fails) | None => "200 OK",
    };
    stream.write_all(format!("HTTP/1.1 {status}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n").as_bytes()).ok()
}

/// Messages are written while the service dies so often; then the receivers are well, and what waits is due.
pub fn deliver(
    world: &World,
    service: &mut Service,
    client: &mut postgres::Client,
    random: &mut Random,
    kills: usize,
    report: &Report,
) -> Result<(), String> {
    let member = world.people.members.first().cloned().unwrap_or(Credentials::None);
    let receivers = [Manner::Fails, Manner::Hangs, Manner::Drops].map(|manner| Receiver::open(manner, random.next()));
    let receivers: Vec<Receiver> = receivers.into_iter().collect::<Result<_, _>>()?;
    for receiver in &receivers {
        let body = json!({"url": format!("http://127.0.0.1:{}/", receiver.port), "types": [TYPE]});
        let made = ask(&world.door, &Call::post("/v1/webhooks", member.clone(), None, body))?;
        if !made.answer.is_good() {
            return Err(format!("a webhook cannot be registered: {}", made.answer.json()));
        }
    }
    wait(client, "select count(*) = 3 from webhooks where status = 'active'", "")?;
    let body = request_body(&format!("{}-hooks", world.run), false);
    let asked = insist(&world.door, Call::post("/v1/service-requests", member.clone(), Some(random.key()), body));
    let Outcome::Acknowledged(answer) = &asked else { return Err(format!("no request to be told of: {asked:?}")) };
    let request = answer.json()["id"].as_str().unwrap_or_default().to_owned();
    let path = format!("/v1/service-requests/{request}/messages");
    let (stop, keys) = (AtomicBool::new(false), Mutex::new(Random::new(random.next(), 0)));
    let outcomes = thread::scope(|scope| -> Result<Vec<Outcome>, String> {
        let write = || {
            let mut outcomes = vec![];
            while outcomes.len() < LEAST || !stop.load(Ordering::Relaxed) {
                let (key, body) = (lock(&keys).key(), json!({"body": format!("Message {}", outcomes.len())}));
                outcomes.push(insist(&world.door, Call::post(path.clone(), member.clone(), Some(key), body)));
            }
            outcomes
        };
        let running: Vec<_> = (0..WRITERS).map(|_| scope.spawn(write)).collect();
        let killed = (0..kills).try_for_each(|_| {
            thread::sleep(random.between(Duration::from_millis(150), Duration::from_millis(500)));
            service.kill()?;
            service.start().map(drop)
        });
        stop.store(true, Ordering::Relaxed);
        killed?;
        Ok(running.into_iter().filter_map(|one| one.join().ok()).flatten().collect())
    })?;
    receivers.iter().for_each(Receiver::recover);
    client.batch_execute("update webhook_deliveries set leased_until = '-infinity' where status = 'waiting'").map_err(said)?;
    let arrived = wait(
        client,
        "select not exists (select from webhook_events where not given_out) \
         and not exists (select from webhook_deliveries where status <> 'delivered')",
        // Nobody waits for hours here: what is to be tried again is due at once.
        "update webhook_deliveries set next_attempt_at = now() where status = 'waiting' and next_attempt_at > now()",
    );
    if let Err(what) = arrived {
        report.found(Promise::Told, what);
    }
    judge(client, &request, &outcomes, &receivers, report)
}

/// Looks until it is so; before each look something may be done.
fn wait(client: &mut postgres::Client, query: &str, before: &str) -> Result<(), String> {
    let deadline = Instant::now() + ARRIVED_WITHIN;
    loop {
        client.batch_execute(before).map_err(said)?;
        let row = client.query_one(query, &[]).map_err(said)?;
        if row.try_get(0).map_err(said)? {
            return Ok(());
        }
        if Instant::now() > deadline {
            return Err(format!("not within {ARRIVED_WITHIN:?}: {query}"));
        }
        thread::sleep(Duration::from_millis(50));
    }
}

fn judge(
    client: &mut postgres::Client,
    request: &str,
    outcomes: &[Outcome],
    receivers: &[Receiver],
    report: &Report,
) -> Result<(), String> {
    let found = |what: String| report.found(Promise::Told, what);
    for outcome in outcomes.iter().filter(|outcome| !matches!(outcome, Outcome::Acknowledged(_))) {
        found(format!("a message was not taken: {outcome:?}"));
    }
    let mut set = |query: &str| -> Result<BTreeSet<String>, String> {
        let rows = client.query(query, &[&request]).map_err(said)?;
        rows.iter().map(|row| row.try_get(0).map_err(said)).collect()
    };
    let done = set("select revision::text from audit_log where subject_kind = 'service_request' and subject_id::text = $1")?;
    let told = set("select revision::text from webhook_events where record_id::text = $1")?;
    if done != told {
        let (silent, vain) = (done.difference(&told).count(), told.difference(&done).count());
        found(format!("{silent} changes without an event, {vain} events without a change"));
    }
    if done.len() <= outcomes.len() {
        found(format!("{} messages and {} changes", outcomes.len(), done.len()));
    }
    let events = set("select id::text from webhook_events where record_id::text = $1")?;
    for (place, receiver) in receivers.iter().enumerate() {
        let arrived = lock(&receiver.arrived);
        let ids: BTreeSet<String> = arrived.iter().filter(|(_, about)| about == request).map(|(id, _)| id.clone()).collect();
        if ids != events {
            let (missing, more) = (events.difference(&ids).count(), ids.difference(&events).count());
            found(format!("receiver {}: {missing} of {} events are missing, {more} are unknown", place + 1, events.len()));
        }
    }
    Ok(())
}
