//! D-06: three regions that follow each other, while their records are edited, their services killed and the ways between
//! them cut, and while what they are told comes twice and late. At the end all hold the same, and then write nothing.

use std::{
    collections::BTreeMap,
    fs,
    io::{Read, Write},
    net::{Ipv4Addr, TcpListener, TcpStream},
    sync::{
        Arc, Mutex,
        atomic::{AtomicBool, AtomicUsize, Ordering},
    },
    thread,
    time::{Duration, Instant},
};

use serde_json::json;

use crate::{
    database::{Server, said},
    http::{Call, Credentials, send},
    random::Random,
    report::{Promise, Report},
    run::Ground,
    service::{Door, Service, lock},
};

const REGIONS: [&str; 3] = ["lu", "de-sl", "de-tr"];
/// Records that each region begins with.
const RECORDS: u64 = 12;
/// All hold the same by then, once nobody writes any more.
const QUIET: Duration = Duration::from_secs(60);
/// Earlier answers that may come once more.
const KEPT: usize = 8;
const CLIENT: &str = "insert into api_clients (id, owner_id, name, test, scopes, allowed_origins, secret_hash, authority)
    select gen_random_uuid(), id, 'Essai', true, '{sync:read}', '{}', sha256('secret of this run only'), $1 from accounts limit 1
    returning id::text";
/// What a region writes down twice, or in the wrong order.
const WATCH: &str = "create table astray (record_id uuid, had bigint, has bigint);
    create function watch() returns trigger language plpgsql security definer as $$
    begin
        if new.source_revision < old.source_revision or (new.source_revision = old.source_revision and new.digest = old.digest
            and new.mark = old.mark) then
            insert into astray values (new.record_id, old.source_revision, new.source_revision);
        end if;
        return new;
    end $$;
    create trigger watch before update on partner_records for each row execute function watch()";

#[derive(Clone, Copy)]
pub struct RegionsProfile {
    pub edits: usize,
    pub kills: u32,
    pub cuts: u32,
    pub time: Duration,
    pub silence: Duration,
    /// Earlier answers come once more, one in so many.
    pub repeats: u64,
    pub quiet: Duration,
}

impl RegionsProfile {
    pub const SHORT: Self = Self {
        edits: 250,
        kills: 6,
        cuts: 3,
        time: Duration::from_secs(14),
        silence: Duration::from_secs(4),
        repeats: 8,
        quiet: QUIET,
    };
    pub const LONG: Self = Self {
        edits: 2_000,
        kills: 60,
        cuts: 12,
        time: Duration::from_secs(300),
        silence: Duration::from_secs(30),
        repeats: 8,
        quiet: QUIET,
    };
    pub const TEETH: Self = Self {
        edits: 120,
        kills: 9,
        cuts: 0,
        time: Duration::from_secs(9),
        silence: Duration::from_secs(1),
        repeats: 4,
        quiet: Duration::from_secs(12),
    };
}

pub struct RegionsFigures {
    pub edits: usize,
    pub repeats: usize,
    pub equal_after: Duration,
    pub seconds: f64,
}

/// What stands before a region's service: an address that stays, and a way that can be cut.
struct Way {
    port: u16,
    door: Mutex<Option<Arc<Door>>>,
    cut: AtomicBool,
    /// One answer in so many is an earlier one; 0: none.
    repeats: AtomicUsize,
    repeated: AtomicUsize,
    earlier: Mutex<BTreeMap<String, Vec<Vec<u8>>>>,
    random: Mutex<Random>,
}

impl Way {
    fn open(seed: u64, number: u64) -> Result<Arc<Self>, String> {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).map_err(|error| error.to_string())?;
        let way = Arc::new(Self {
            port: listener.local_addr().map_err(|error| error.to_string())?.port(),
            door: Mutex::default(),
            cut: AtomicBool::new(false),
            repeats: AtomicUsize::new(0),
            repeated: AtomicUsize::new(0),
            earlier: Mutex::default(),
            random: Mutex::new(Random::new(seed, 500 + number)),
        });
        let kept = way.clone();
        thread::spawn(move || {
            for stream in listener.incoming().map_while(Result::ok) {
                let way = kept.clone();
                thread::spawn(move || way.pass(stream));
            }
        });
        Ok(way)
    }

    /// One request and its answer. What goes wrong ends the connection, as it would on the way.
    fn pass(&self, mut client: TcpStream) -> Option<()> {
        let (request, head) = read_request(&mut client)?;
        if self.cut.load(Ordering::Relaxed) {
            return None;
        }
        let reads = head.starts_with("GET /v1/sync/changes");
        let reader =
            head.lines().find(|line| line.to_ascii_lowercase().starts_with("authorization:")).unwrap_or_default().to_owned();
        let one_in = self.repeats.load(Ordering::Relaxed) as u64;
        if reads && one_in > 0 && lock(&self.random).below(one_in) == 0 {
            let earlier = lock(&self.earlier).get(&reader).cloned().unwrap_or_default();
            if let Some(answer) = lock(&self.random).pick(&earlier) {
                self.repeated.fetch_add(1, Ordering::Relaxed);
                return client.write_all(answer).ok();
            }
        }
        let door = lock(&self.door).clone()?;
        let port = door.now()?;
        let mut service = TcpStream::connect((Ipv4Addr::LOCALHOST, port)).ok()?;
        service.write_all(&request).ok()?;
        let mut answer = vec![];
        service.read_to_end(&mut answer).ok()?;
        if self.cut.load(Ordering::Relaxed) {
            return None;
        }
        if reads && answer.starts_with(b"HTTP/1.1 200") {
            let mut earlier = lock(&self.earlier);
            let answers = earlier.entry(reader).or_default();
            if answers.len() == KEPT {
                answers.remove(0);
            }
            answers.push(answer.clone());
        }
        client.write_all(&answer).ok()
    }
}

/// The bytes, changed so that the service closes after its answer, and the head.
fn read_request(client: &mut TcpStream) -> Option<(Vec<u8>, String)> {
    let (mut bytes, mut part) = (vec![], [0; 4096]);
    loop {
        let length = client.read(&mut part).ok().filter(|length| *length > 0)?;
        bytes.extend_from_slice(part.get(..length)?);
        let Some(end) = bytes.windows(4).position(|four| four == b"\r\n\r\n") else { continue };
        let head = String::from_utf8(bytes.get(..end)?.to_vec()).ok()?;
        let wanted = head.lines().find_map(|line| line.to_ascii_lowercase().strip_prefix("content-length:")?.trim().parse().ok());
        if bytes.len() >= end + 4 + wanted.unwrap_or(0usize) {
            let mut request = format!("{head}\r\nConnection: close\r\n\r\n").into_bytes();
            request.extend_from_slice(bytes.get(end + 4..)?);
            return Some((request, head));
        }
    }
}

struct Region<'a> {
    server: &'a Server,
    authority: &'static str,
    database: String,
    way: Arc<Way>,
    service: Mutex<Service>,
    door: Arc<Door>,
    /// Of a client that sees everything.
    reader: String,
}

/// Everything on fresh copies of the database.
pub fn run(ground: &Ground<'_>, name: &str, profile: RegionsProfile, seed: u64) -> Result<(Report, RegionsFigures), String> {
    let began = Instant::now();
    let (report, stop, edits) = (Report::default(), AtomicBool::new(false), AtomicUsize::new(0));
    let regions = prepare(ground, name, seed)?;
    for region in &regions {
        lock(&region.service).start()?;
        region.way.repeats.store(usize::try_from(profile.repeats).unwrap_or(0), Ordering::Relaxed);
    }
    let killed = thread::scope(|scope| {
        for (number, region) in regions.iter().enumerate() {
            let (stop, edits, random) = (&stop, &edits, Random::new(seed, 600 + number as u64));
            scope.spawn(move || region.edit(random, stop, edits));
        }
        let killed = disturb(&regions, profile, &mut Random::new(seed, 700), &edits);
        stop.store(true, Ordering::Relaxed);
        killed
    });
    killed?;
    for region in &regions {
        region.way.cut.store(false, Ordering::Relaxed);
        region.way.repeats.store(0, Ordering::Relaxed);
    }
    let equal_after = settle(&regions, profile, &report)?;
    for region in &regions {
        region.judge(&report)?;
    }
    let figures = RegionsFigures {
        edits: edits.load(Ordering::Relaxed),
        repeats: regions.iter().map(|region| region.way.repeated.load(Ordering::Relaxed)).sum(),
        equal_after,
        seconds: 0.0,
    };
    if figures.edits < profile.edits / 2 || figures.repeats == 0 {
        report.found(Promise::RegionsWorked, format!("{} edits, {} repeated answers", figures.edits, figures.repeats));
    }
    for region in &regions {
        if !lock(&region.service).stop()? {
            report.found(Promise::RegionsWorked, format!("{} ended with another status than 0", region.authority));
        }
    }
    Ok((report, RegionsFigures { seconds: began.elapsed().as_secs_f64(), ..figures }))
}

/// Three instances, each a client of the two others.
fn prepare<'a>(ground: &Ground<'a>, name: &str, seed: u64) -> Result<Vec<Region<'a>>, String> {
    let ways: Vec<Arc<Way>> = (0..3).map(|number| Way::open(seed, number)).collect::<Result<_, _>>()?;
    let mut clients = BTreeMap::new();
    let mut databases = vec![];
    for authority in REGIONS {
        let database = format!("{name}_{}", authority.replace('-', "_"));
        ground.server.copy(&database)?;
        let mut client = ground.server.superuser(&database)?;
        let begin = format!(
            "truncate organizations cascade; truncate change_log, feed; update feed_head set position = 0, authority = '{authority}';
             {WATCH}"
        );
        client.batch_execute(&begin).map_err(said)?;
        for number in 0..RECORDS {
            create(&mut client, authority, &format!("{authority} {number}")).map_err(said)?;
        }
        for other in REGIONS.iter().filter(|other| **other != authority) {
            let id: String = client.query_one(CLIENT, &[other]).and_then(|row| row.try_get(0)).map_err(said)?;
            clients.insert((authority, *other), id);
        }
        let reader: String = client.query_one(CLIENT, &[&None::<String>]).and_then(|row| row.try_get(0)).map_err(said)?;
        databases.push((database, reader));
    }
    let mut regions = vec![];
    for ((authority, (database, reader)), way) in REGIONS.into_iter().zip(databases).zip(&ways) {
        let followed = REGIONS.iter().zip(&ways).filter(|(other, _)| **other != authority).map(|(other, way)| {
            json!({"authority": other, "url": format!("http://127.0.0.1:{}", way.port),
                "client_id": clients.get(&(*other, authority)), "credentials": {"client_secret": "secret of this run only"}})
        });
        let mut recipe = ground.recipe.clone();
        let file = recipe.log.with_file_name(format!("{database}.partners.json"));
        fs::write(&file, json!(followed.collect::<Vec<_>>()).to_string()).map_err(|error| error.to_string())?;
        recipe.environment.extend(ground.server.environment(&database)?);
        recipe.environment.push(("LORNTECH_PARTNERS", file.display().to_string()));
        recipe.environment.retain(|(name, _)| *name != "LORNTECH_DATA_DIR");
        recipe
            .environment
            .push(("LORNTECH_DATA_DIR", recipe.log.with_file_name(format!("{database}.data")).display().to_string()));
        recipe.log = recipe.log.with_file_name(format!("{database}.log"));
        let service = Service::new(recipe);
        let door = service.door.clone();
        *lock(&way.door) = Some(door.clone());
        let (way, server) = (way.clone(), ground.server);
        regions.push(Region { server, authority, database, way, service: Mutex::new(service), door, reader });
    }
    Ok(regions)
}

fn log(client: &mut impl postgres::GenericClient, id: &str, revision: i64, state: &str) -> Result<(), postgres::Error> {
    let log = "insert into change_log (kind, record_id, revision, state) values ('organization', $1::text::uuid, $2, $3)";
    client.execute(log, &[&id, &revision, &state]).map(drop)
}

fn create(client: &mut postgres::Client, authority: &str, name: &str) -> Result<(), postgres::Error> {
    let mut transaction = client.transaction()?;
    let insert = "insert into organizations (id, slug, name, kinds, territory, status)
        values (gen_random_uuid(), replace($2, ' ', '-'), $2, '{association}', $1, 'published') returning id::text, revision";
    let row = transaction.query_one(insert, &[&authority, &name])?;
    let (id, revision): (String, i64) = (row.try_get(0)?, row.try_get(1)?);
    log(&mut transaction, &id, revision, "updated")?;
    transaction.commit()
}

impl Region<'_> {
    /// Writes as the service does: a change and its row of the change log in one transaction.
    fn edit(&self, mut random: Random, stop: &AtomicBool, edits: &AtomicUsize) {
        let mut connection = self.server.superuser(&self.database).ok();
        while !stop.load(Ordering::Relaxed) {
            thread::sleep(random.between(Duration::from_millis(20), Duration::from_millis(180)));
            let Some(client) = &mut connection else {
                connection = self.server.superuser(&self.database).ok();
                continue;
            };
            match self.edit_once(client, &mut random) {
                Ok(()) => drop(edits.fetch_add(1, Ordering::Relaxed)),
                Err(_) => connection = None,
            }
        }
    }

    fn edit_once(&self, client: &mut postgres::Client, random: &mut Random) -> Result<(), postgres::Error> {
        let number = random.next();
        if random.below(12) == 0 {
            return create(client, self.authority, &format!("{} {number}", self.authority));
        }
        let mut transaction = client.transaction()?;
        let some = "select id::text from organizations where authority = $1 and status <> 'deleted' order by random() limit 1";
        let id: String = transaction.query_one(some, &[&self.authority])?.try_get(0)?;
        let change = match random.below(8) {
            0 => "status = 'deleted', review_reason = 'closed', was_public = true",
            1 | 2 => {
                "status = case when status = 'published' then 'suspended' else 'published' end,
                 review_reason = case when status = 'published' then 'inaccurate' end"
            }
            _ => "status = 'published', review_reason = null",
        };
        let change = format!(
            "update organizations set {change}, legal_name = $2, summary = jsonb_build_object('fr', $2::text)
             where id::text = $1 returning revision, status = 'published'"
        );
        let row = transaction.query_one(&change, &[&id, &format!("Version {number}")])?;
        let (revision, visible): (i64, bool) = (row.try_get(0)?, row.try_get(1)?);
        log(&mut transaction, &id, revision, if visible { "updated" } else { "deleted" })?;
        if random.below(15) == 0 { transaction.rollback() } else { transaction.commit() }
    }

    /// What it holds, by what it tells partners and by what stands in its records.
    fn holds(&self) -> Option<(String, String)> {
        let port = self.door.find().ok()?.port;
        let form = format!("grant_type=client_credentials&client_id={}&client_secret=secret+of+this+run+only", self.reader);
        let token = send(port, &Call::form("/oauth/token", form)).ok()?.answer.json();
        let token = Credentials::Bearer(token["access_token"].as_str()?.to_owned());
        let state = send(port, &Call::get("/v1/sync/state", token)).ok()?.answer.json();
        let told = state["kinds"][0]["digest"].as_str()?.to_owned();
        let held = "select coalesce(md5(string_agg(concat_ws('|', id, name, legal_name, summary, authority, territory), '/' order by id)), '')
            from organizations where status = 'published'";
        let mut client = self.server.superuser(&self.database).ok()?;
        Some((told, client.query_one(held, &[]).ok()?.try_get(0).ok()?))
    }

    fn number(&self, query: &str) -> Result<i64, String> {
        self.server.superuser(&self.database)?.query_one(query, &[]).and_then(|row| row.try_get(0)).map_err(said)
    }

    fn judge(&self, report: &Report) -> Result<(), String> {
        let astray = self.number("select count(*) from astray")?;
        if astray > 0 {
            report.found(
                Promise::RegionsOnce,
                format!("{}: {astray} changes were written twice or in the wrong order", self.authority),
            );
        }
        let aside = self.number("select count(*) from sync_conflicts")?;
        if aside > 0 {
            report.found(Promise::RegionsEcho, format!("{}: {aside} changes were put aside", self.authority));
        }
        let foreign = self.number(&format!("select count(*) from partner_records where authority = '{}'", self.authority))?;
        if foreign > 0 {
            report.found(Promise::RegionsEcho, format!("{}: {foreign} records of its own came back", self.authority));
        }
        Ok(())
    }
}

/// Lets time pass, and kills services and cuts ways in it.
fn disturb(regions: &[Region<'_>], profile: RegionsProfile, random: &mut Random, edits: &AtomicUsize) -> Result<(), String> {
    let parts = profile.kills + profile.cuts + 1;
    let part = profile.time / parts;
    for number in 0..parts - 1 {
        thread::sleep(random.between(part / 2, part * 3 / 2));
        let Some(region) = random.pick(regions) else { continue };
        if number % parts.div_ceil(profile.cuts.max(1)) == 0 && profile.cuts > 0 {
            region.way.cut.store(true, Ordering::Relaxed);
            thread::sleep(random.between(part, part * 2));
            region.way.cut.store(false, Ordering::Relaxed);
            continue;
        }
        let mut service = lock(&region.service);
        service.kill()?;
        service.start()?;
    }
    let deadline = Instant::now() + profile.time;
    while edits.load(Ordering::Relaxed) < profile.edits && Instant::now() < deadline {
        thread::sleep(Duration::from_millis(20));
    }
    Ok(())
}

/// Waits until all hold the same, and then sees whether anybody still writes.
fn settle(regions: &[Region<'_>], profile: RegionsProfile, report: &Report) -> Result<Duration, String> {
    let from = Instant::now();
    loop {
        let held: Vec<Option<(String, String)>> = regions.iter().map(Region::holds).collect();
        if held.iter().all(|one| one.is_some() && *one == held[0]) {
            break;
        }
        if from.elapsed() > profile.quiet {
            for (region, held) in regions.iter().zip(&held) {
                report.found(Promise::RegionsEqual, format!("{} holds {held:?}", region.authority));
            }
            return Ok(from.elapsed());
        }
        thread::sleep(Duration::from_millis(100));
    }
    let equal_after = from.elapsed();
    let last = || regions.iter().map(|region| region.number("select max(seq) from change_log")).collect::<Result<Vec<_>, _>>();
    let before = last()?;
    thread::sleep(profile.silence);
    let after = last()?;
    if before != after {
        report.found(Promise::RegionsSilent, format!("{before:?} became {after:?}"));
    }
    Ok(equal_after)
}
