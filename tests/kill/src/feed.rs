//! D-05 and D-08: what partners read while it is written, with transactions that stay open, roll back and overtake each
//! other, and while the service and PostgreSQL are killed.

use std::{
    collections::BTreeMap,
    sync::{
        Mutex,
        atomic::{AtomicBool, Ordering},
    },
    thread,
    time::{Duration, Instant},
};

use serde_json::Value;
use sha2::{Digest, Sha256};

use crate::{
    database::{Server, said},
    http::{Call, Credentials, Response, send},
    random::Random,
    report::{Promise, Report},
    run::Ground,
    service::{Door, Service, lock},
};

const WRITERS: u64 = 8;
const POLLERS: usize = 4;
/// Few records, so that revisions of one follow each other closely.
const RECORDS: i64 = 24;
/// Where nothing was killed, nothing is told later than this after its commit, but for one in a hundred.
const LAG: Duration = Duration::from_secs(1);
const CLIENT: &str = "insert into api_clients (id, owner_id, name, test, scopes, allowed_origins, secret_hash)
    select gen_random_uuid(), id, 'Essai', true, '{sync:read}', '{}', sha256('secret') from accounts limit 1 returning id::text";

#[derive(Clone, Copy)]
pub struct FeedProfile {
    pub time: Duration,
    pub kills: u32,
    pub postgres_kills: u32,
}

/// A write that was wanted; it may have been rolled back or lost.
struct Intent {
    visible: bool,
    /// None unless the commit was acknowledged.
    committed: Option<Instant>,
}

type Version = (String, i64);
/// When which revision of a record was held, in the order of the times.
type Seen = BTreeMap<String, Vec<(i64, Instant)>>;

/// What a poller has of a record.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Copy {
    revision: i64,
    position: i64,
}

/// A snapshot that came whole.
struct Snapshot {
    position: i64,
    epoch: String,
    records: BTreeMap<String, i64>,
}

struct Stage<'a> {
    server: &'a Server,
    name: &'a str,
    door: &'a Door,
    partner: &'a str,
    /// Of the service that runs now: another one listens elsewhere, and so gives tokens of another issuer.
    credentials: Mutex<Credentials>,
    records: Vec<String>,
    report: &'a Report,
    /// No more writes.
    quiet: AtomicBool,
    /// Nothing more is read than what there is.
    stop: AtomicBool,
    intents: Mutex<BTreeMap<Version, Intent>>,
    /// When each poller first held at least this revision.
    seen: Mutex<Vec<Seen>>,
    /// When service or database were away, with the time they needed to come back.
    away: Mutex<Vec<(Instant, Instant)>>,
    snapshots: Mutex<Vec<Snapshot>>,
}

pub struct FeedFigures {
    pub written: usize,
    pub snapshots: usize,
    pub lag: Duration,
    pub seconds: f64,
}

/// Everything on a fresh copy of the database, changed by a statement beforehand.
pub fn run(
    ground: &Ground<'_>,
    name: &str,
    profile: FeedProfile,
    before: &str,
    seed: u64,
) -> Result<(Report, FeedFigures), String> {
    let began = Instant::now();
    ground.server.copy(name)?;
    let mut client = ground.server.superuser(name)?;
    client.batch_execute(before).map_err(said)?;
    let mut recipe = ground.recipe.clone();
    recipe.environment.extend(ground.server.environment(name)?);
    let mut service = Service::new(recipe);
    service.start()?;
    let (report, door) = (Report::default(), service.door.clone());
    let partner: String = client.query_one(CLIENT, &[]).and_then(|row| row.try_get(0)).map_err(said)?;
    let stage = Stage {
        server: ground.server,
        name,
        door: &door,
        partner: &partner,
        credentials: Mutex::new(Credentials::None),
        records: records(&mut client)?,
        report: &report,
        quiet: AtomicBool::new(false),
        stop: AtomicBool::new(false),
        intents: Mutex::default(),
        seen: Mutex::new(vec![BTreeMap::new(); POLLERS]),
        away: Mutex::default(),
        snapshots: Mutex::default(),
    };
    let copies = thread::scope(|scope| -> Result<Vec<BTreeMap<String, Copy>>, String> {
        let writers: Vec<_> = (0..WRITERS)
            .map(|number| {
                scope.spawn({
                    let stage = &stage;
                    move || stage.write(Random::new(seed, number))
                })
            })
            .collect();
        let pollers: Vec<_> = (0..POLLERS)
            .map(|number| {
                scope.spawn({
                    let stage = &stage;
                    move || stage.poll(number)
                })
            })
            .collect();
        let taker = scope.spawn(|| stage.take_snapshots());
        // A write that has nothing to do with all this and stays open all the time: it holds up nobody.
        let mut unrelated = ground.server.superuser(name)?;
        unrelated.batch_execute("begin; update totems set updated_at = now() where slug = 'metz'").map_err(said)?;
        let mut random = Random::new(seed, 99);
        let killed = stage.kill(&mut service, profile, &mut random);
        stage.quiet.store(true, Ordering::Relaxed);
        let mut failed = writers.into_iter().any(|writer| writer.join().is_err()) | taker.join().is_err();
        stage.stop.store(true, Ordering::Relaxed);
        let copies: Vec<_> = pollers.into_iter().map(thread::ScopedJoinHandle::join).collect();
        failed |= copies.iter().any(Result::is_err);
        if failed {
            report.found(Promise::FeedWorked, "somebody panicked".to_owned());
        }
        killed.map(|()| copies.into_iter().filter_map(Result::ok).collect())
    })?;
    client = ground.server.superuser(name)?;
    let numbers = stage.judge(&mut client, &copies)?;
    if !service.stop()? {
        report.found(Promise::FeedWorked, "the service ended with another status than 0".to_owned());
    }
    drop(stage);
    Ok((report, FeedFigures { seconds: began.elapsed().as_secs_f64(), ..numbers }))
}

fn records(client: &mut postgres::Client) -> Result<Vec<String>, String> {
    let some = "select id::text from organizations where status = 'published' order by id limit $1";
    let rows = client.query(some, &[&RECORDS]).map_err(said)?;
    rows.iter().map(|row| row.try_get(0).map_err(said)).collect()
}

impl Stage<'_> {
    /// Writes as the service does, a change and its row of the change log in one transaction, but takes its time in it.
    fn write(&self, mut random: Random) {
        let mut connection = None;
        while !self.quiet.load(Ordering::Relaxed) {
            let Some(client) = &mut connection else {
                connection = self.server.superuser(self.name).ok();
                thread::sleep(Duration::from_millis(20));
                continue;
            };
            if self.write_once(client, &mut random).is_err() {
                connection = None;
            }
        }
    }

    fn write_once(&self, client: &mut postgres::Client, random: &mut Random) -> Result<(), postgres::Error> {
        let Some(id) = random.pick(&self.records) else { return Ok(()) };
        let toggles = random.below(5) == 0;
        let mut transaction = client.transaction()?;
        let change = "update organizations set
            status = case when not $2 then status when status = 'published' then 'suspended' else 'published' end,
            review_reason = case when not $2 then review_reason when status = 'published' then 'inaccurate' end,
            updated_at = now() where id::text = $1 returning revision, status = 'published'";
        let row = transaction.query_one(change, &[id, &toggles])?;
        let (revision, visible): (i64, bool) = (row.try_get(0)?, row.try_get(1)?);
        let state = if visible { "updated" } else { "deleted" };
        let log = "insert into change_log (kind, record_id, revision, state) values ('organization', $1::text::uuid, $2, $3)";
        transaction.execute(log, &[id, &revision, &state])?;
        lock(&self.intents).insert((id.clone(), revision), Intent { visible, committed: None });
        let most = [50, 50, 50, 200, 200, 2000][random.below(6) as usize];
        thread::sleep(random.between(Duration::ZERO, Duration::from_millis(most)));
        if random.below(10) == 0 {
            return transaction.rollback();
        }
        transaction.commit()?;
        if let Some(intent) = lock(&self.intents).get_mut(&(id.clone(), revision)) {
            intent.committed = Some(Instant::now());
        }
        Ok(())
    }

    /// One that follows the feed from its beginning, over whatever is killed, until there is nothing more.
    fn poll(&self, number: usize) -> BTreeMap<String, Copy> {
        let (mut copies, mut revisions) = (BTreeMap::new(), BTreeMap::new());
        let mut path = "/v1/sync/changes?kind=organization&limit=100".to_owned();
        if number % 2 == 1 {
            path.push_str("&wait=1");
        }
        let mut last_position = 0;
        loop {
            let stopping = self.stop.load(Ordering::Relaxed);
            let Some(response) = self.get(&path) else { continue };
            if !response.answer.is_good() {
                if response.answer.status != 503 {
                    self.found(Promise::FeedWhole, format!("{} at {path}", response.answer.status));
                    return copies;
                }
                thread::sleep(Duration::from_millis(20));
                continue;
            }
            let page = response.answer.json();
            let items = page["items"].as_array().cloned().unwrap_or_default();
            for item in &items {
                self.take(number, item, &mut last_position, &mut copies, &mut revisions);
            }
            let next =
                page["next"].as_str().and_then(|next| next.find("/v1/").map(|at| next[at..].to_owned())).unwrap_or_default();
            if items.is_empty() && next != path {
                self.found(Promise::FeedWhole, format!("the last page {path} leads to {next}"));
            }
            path = next;
            if items.is_empty() {
                if stopping {
                    return copies;
                }
                thread::sleep(Duration::from_millis(20));
            }
        }
    }

    fn take(
        &self,
        number: usize,
        item: &Value,
        last: &mut i64,
        copies: &mut BTreeMap<String, Copy>,
        revisions: &mut BTreeMap<String, Copy>,
    ) {
        let id = item["id"].as_str().unwrap_or_default().to_owned();
        let (position, revision) = (item["modified"].as_i64().unwrap_or_default(), item["revision"].as_i64().unwrap_or_default());
        if position <= *last {
            self.found(Promise::FeedOrder, format!("{position} comes after {last}"));
        }
        *last = position;
        let now = Copy { revision, position };
        if let Some(before) = revisions.insert(id.clone(), now.clone()) {
            if before.revision > revision {
                self.found(Promise::FeedOrder, format!("{id}: {now:?} comes after {before:?}"));
            } else if before.revision == revision {
                self.found(Promise::FeedOrder, format!("{id}: one change has two positions, {before:?} and {now:?}"));
            }
        }
        if item["state"] == "deleted" {
            copies.remove(&id);
        } else {
            if item["data"]["revision"].as_i64() < Some(revision) {
                self.found(Promise::FeedOrder, format!("{id}: data of {} at {now:?}", item["data"]["revision"]));
            }
            copies.insert(id.clone(), now);
        }
        if let Some(seen) = lock(&self.seen).get_mut(number) {
            seen.entry(id).or_default().push((revision, Instant::now()));
        }
    }

    /// Reads it if the service is there and answers whole.
    fn get(&self, path: &str) -> Option<Response> {
        let open = self.door.find().ok()?;
        let credentials = lock(&self.credentials).clone();
        match send(open.port, &Call::get(path, credentials)) {
            Ok(response) if response.answer.status == 401 => {
                self.sign_in(open.port);
                None
            }
            Ok(response) => Some(response),
            Err(_) => {
                thread::sleep(Duration::from_millis(20));
                None
            }
        }
    }

    fn sign_in(&self, port: u16) {
        let form = format!("grant_type=client_credentials&client_id={}&client_secret=secret", self.partner);
        let token = send(port, &Call::form("/oauth/token", form)).map(|response| response.answer.json());
        match token.as_ref().map(|token| token["access_token"].as_str()) {
            Ok(Some(token)) => *lock(&self.credentials) = Credentials::Bearer(token.to_owned()),
            _ => thread::sleep(Duration::from_millis(20)),
        }
    }

    fn take_snapshots(&self) {
        while !self.quiet.load(Ordering::Relaxed) {
            if let Some(response) = self.get("/v1/sync/snapshot/organization").filter(|response| response.answer.is_good()) {
                match read_snapshot(&response.answer.body) {
                    Ok(snapshot) => lock(&self.snapshots).push(snapshot),
                    Err(what) => self.found(Promise::Snapshot, what),
                }
            }
            thread::sleep(Duration::from_millis(300));
        }
    }

    /// Lets time pass, and kills the service and then PostgreSQL in it.
    fn kill(&self, service: &mut Service, profile: FeedProfile, random: &mut Random) -> Result<(), String> {
        let parts = profile.kills + profile.postgres_kills + 1;
        let part = profile.time / parts;
        for number in 0..parts - 1 {
            thread::sleep(random.between(part / 2, part * 3 / 2));
            let from = Instant::now();
            if number < profile.kills {
                service.kill()?;
                service.start()?;
            } else {
                self.server.kill()?;
                self.server.start_again()?;
            }
            while self.get("/readyz").is_none_or(|response| !response.answer.is_good()) {
                thread::sleep(Duration::from_millis(10));
            }
            lock(&self.away).push((from, Instant::now()));
        }
        thread::sleep(part);
        Ok(())
    }

    fn found(&self, promise: Promise, what: String) {
        self.report.found(promise, what);
    }

    fn judge(&self, client: &mut postgres::Client, copies: &[BTreeMap<String, Copy>]) -> Result<FeedFigures, String> {
        let mut database: BTreeMap<String, i64> = BTreeMap::new();
        for row in client.query("select id::text, revision from organizations where status = 'published'", &[]).map_err(said)? {
            database.insert(row.try_get(0).map_err(said)?, row.try_get(1).map_err(said)?);
        }
        for (number, copy) in copies.iter().enumerate() {
            self.compare(
                Promise::FeedWhole,
                &format!("poller {number}"),
                &database,
                &copy.iter().map(|(id, copy)| (id.clone(), copy.revision)).collect(),
            );
        }
        let snapshots = std::mem::take(&mut *lock(&self.snapshots));
        let intents = lock(&self.intents);
        let history =
            "select record_id::text, revision, position from change_log where kind = 'organization' and position is not null
            and record_id = any($1::text[]::uuid[]) order by position";
        let history = client.query(history, &[&self.records]).map_err(said)?;
        for snapshot in &snapshots {
            let mut then: BTreeMap<String, Option<i64>> = BTreeMap::new();
            for row in &history {
                let (id, revision): (String, i64) = (row.try_get(0).map_err(said)?, row.try_get(1).map_err(said)?);
                if row.try_get::<_, i64>(2).map_err(said)? <= snapshot.position {
                    let visible = intents.get(&(id.clone(), revision)).is_none_or(|intent| intent.visible);
                    then.insert(id, visible.then_some(revision));
                }
            }
            for (id, revision) in then {
                // What was hidden by a write that had no position yet is not given away.
                let hidden = || {
                    intents
                        .range((id.clone(), revision.unwrap_or_default() + 1)..)
                        .take_while(|((other, _), _)| *other == id)
                        .any(|(_, intent)| !intent.visible)
                };
                let held = snapshot.records.get(&id).copied();
                if held != revision && !(held.is_none() && hidden()) {
                    self.found(Promise::Snapshot, format!("{id} at {}: {held:?} instead of {revision:?}", snapshot.position));
                }
            }
        }
        if let Some(first) = snapshots.first() {
            self.compare(Promise::Snapshot, "a snapshot with what changed since", &database, &self.brought_up_to_date(first)?);
        }
        let lag = self.lag(&intents);
        if lag > LAG {
            self.found(Promise::FeedLag, format!("{:.2} s", lag.as_secs_f64()));
        }
        let written = intents.values().filter(|intent| intent.committed.is_some()).count();
        if written < 50 || snapshots.len() < 3 || copies.len() < POLLERS {
            self.found(Promise::FeedWorked, format!("{written} writes, {} snapshots, {} pollers", snapshots.len(), copies.len()));
        }
        Ok(FeedFigures { written, snapshots: snapshots.len(), lag, seconds: 0.0 })
    }

    fn compare(&self, promise: Promise, who: &str, database: &BTreeMap<String, i64>, copy: &BTreeMap<String, i64>) {
        for (id, revision) in database {
            match copy.get(id) {
                // Records that nobody changed here may have been made with more steps than one.
                Some(held) if held == revision || !self.records.contains(id) => {}
                held => self.found(promise, format!("{who} holds {held:?} of {id}, which is {revision}")),
            }
        }
        for id in copy.keys().filter(|id| !database.contains_key(*id)) {
            self.found(promise, format!("{who} still holds {id}"));
        }
    }

    fn brought_up_to_date(&self, snapshot: &Snapshot) -> Result<BTreeMap<String, i64>, String> {
        let mut copy = snapshot.records.clone();
        let mut path =
            format!("/v1/sync/changes?kind=organization&after={}&epoch={}&limit=1000", snapshot.position, snapshot.epoch);
        loop {
            let Some(response) = self.get(&path) else { continue };
            let page = response.answer.json();
            let Some(items) = page["items"].as_array() else {
                self.found(Promise::Snapshot, format!("{path} is no page: {page}"));
                return Ok(copy);
            };
            for item in items {
                let id = item["id"].as_str().unwrap_or_default().to_owned();
                match item["revision"].as_i64().filter(|_| item["state"] == "updated") {
                    Some(revision) => copy.insert(id, revision),
                    None => copy.remove(&id),
                };
            }
            if items.is_empty() {
                return Ok(copy);
            }
            let next = page["next"].as_str().unwrap_or_default();
            path = next.find("/v1/").map(|at| next[at..].to_owned()).ok_or("no next page")?;
        }
    }

    /// The 99th percentile of the time from a commit until a poller had it, where nothing was killed.
    fn lag(&self, intents: &BTreeMap<Version, Intent>) -> Duration {
        let away = lock(&self.away);
        let mut lags = vec![];
        for pollers in lock(&self.seen).iter() {
            for ((id, revision), intent) in intents {
                // A change of what is hidden is told to nobody, and one that is hidden at once perhaps neither.
                let next = intents.range((id.clone(), revision + 1)..).next().filter(|((other, _), _)| other == id);
                let hidden = !intent.visible || next.is_some_and(|(_, next)| !next.visible);
                let Some(committed) = intent.committed.filter(|_| !hidden) else { continue };
                let near = |(from, to): &(Instant, Instant)| committed + LAG > *from && committed < *to + LAG;
                let told = pollers.get(id).and_then(|seen| seen.iter().find(|(held, _)| held >= revision));
                if let (Some((_, told)), false) = (told, away.iter().any(near)) {
                    lags.push(told.saturating_duration_since(committed));
                }
            }
        }
        lags.sort_unstable();
        lags.get(lags.len().saturating_sub(1) * 99 / 100).copied().unwrap_or_default()
    }
}

fn read_snapshot(body: &[u8]) -> Result<Snapshot, String> {
    let text = std::str::from_utf8(body).map_err(|error| error.to_string())?;
    let body = text.trim_end_matches('\n');
    let (before, last) = body.split_at(body.rfind('\n').map_or(0, |at| at + 1));
    let read = |line: &str| serde_json::from_str::<Value>(line).map_err(|error| format!("{error}: {line}"));
    let (last, mut lines) = (read(last)?, before.lines());
    let meta = read(lines.next().unwrap_or_default())?;
    let sum: String = Sha256::digest(before.as_bytes()).iter().map(|byte| format!("{byte:02x}")).collect();
    let mut records = BTreeMap::new();
    for line in lines {
        let item = read(line)?;
        let id = item["id"].as_str().unwrap_or_default().to_owned();
        records.insert(id, item["revision"].as_i64().unwrap_or_default());
    }
    if last["end"] != true || last["count"] != records.len() || last["sha256"] != sum {
        return Err(format!("{} records, but {last}", records.len()));
    }
    let epoch = meta["epoch"].as_str().unwrap_or_default().to_owned();
    Ok(Snapshot { position: meta["position"].as_i64().unwrap_or_default(), epoch, records })
}
