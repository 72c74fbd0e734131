//! One run: clients write, the service is killed and started again, then everything is compared.

use std::{
    collections::BTreeMap,
    sync::{
        Arc, Mutex,
        atomic::{AtomicBool, AtomicUsize, Ordering},
    },
    thread,
    time::{Duration, Instant},
};

use serde_json::json;

use crate::{
    check,
    clients::{CLIENTS, Client, Kind, Outcome, People, World, ask, organization_body},
    database::{self, Server, said},
    hooks,
    http::{Call, Credentials, send},
    mail::Mailbox,
    random::Random,
    report::{Promise, Report},
    seats,
    service::{Recipe, Service, lock},
    storms,
};

pub const PASSWORD: &str = "un mot de passe d'essai";
pub const MEMBERS: [&str; 2] = ["membre-1@exemple.fr", "membre-2@exemple.fr"];
pub const AGENT: &str = "agent@exemple.fr";
/// Agents work with a second factor only: this one has a passkey, which nobody is asked for any more.
const FACTOR: &str = "insert into passkeys (id, account_id, credential_id, credential, name, created_at) \
    select gen_random_uuid(), id, 'kill', '{}', 'kill', now() from accounts where email = 'agent@exemple.fr'";
/// How many organizations several clients change.
const CONTENDED: usize = 3;
/// A client's last write ends by then: a tried one gives up after 10 s.
const LAST_WRITE: Duration = Duration::from_secs(60);
/// When PostgreSQL accepts connections again, the service is ready by then.
const READY_WITHIN: Duration = Duration::from_secs(5);

/// How hard.
#[derive(Clone, Copy)]
pub struct Profile {
    pub kills: usize,
    /// Kills of PostgreSQL, which the service outlives.
    pub postgres_kills: usize,
    pub writes: usize,
    /// A start lives between these times before it is killed.
    pub life: (Duration, Duration),
    /// Equal keys at once.
    pub keys: bool,
    /// Equal revisions at once.
    pub tags: bool,
    /// Many who want the same units, and how often the service is killed meanwhile.
    pub seats: Option<usize>,
    /// Events for three receivers, and how often the service is killed meanwhile.
    pub hooks: Option<usize>,
}

/// What a fault does to the database instead of the program.
#[derive(Clone, Copy, Default)]
pub struct Tampering {
    /// Before the first write, as SQL of the superuser.
    pub before: &'static str,
    /// When the service runs, which looks at the server's settings at its start.
    pub started: &'static str,
    /// After the last write, before the comparison.
    pub after: &'static str,
}

/// Figures of a run.
#[derive(Default)]
pub struct Figures {
    pub kills: usize,
    pub postgres_kills: usize,
    pub slowest_ready: Duration,
    pub writes: usize,
    pub acknowledged: usize,
    pub refused: usize,
    pub unknown: usize,
    pub tries_again: u32,
    pub slowest_definite: Duration,
    pub slowest_start: Duration,
    pub seconds: f64,
    /// Acknowledged ones.
    pub by_kind: BTreeMap<Kind, usize>,
}

pub struct Ground<'a> {
    pub server: &'a Server,
    pub mailbox: &'a Mailbox,
    pub recipe: &'a Recipe,
}

/// Everything on a fresh copy of the database.
pub fn run(
    ground: &Ground<'_>,
    name: &str,
    profile: Profile,
    tampering: Tampering,
    seed: u64,
) -> Result<(Report, Figures), String> {
    let began = Instant::now();
    ground.server.copy(name)?;
    let mut client = ground.server.superuser(name)?;
    client.batch_execute(tampering.before).map_err(said)?;
    *lock(&ground.mailbox.letters) = Default::default();

    let mut recipe = ground.recipe.clone();
    recipe.environment.extend(ground.server.environment(name)?);
    let mut service = Service::new(recipe);
    let mut figures = Figures { slowest_start: service.start()?, ..Figures::default() };
    client.batch_execute(tampering.started).map_err(said)?;
    let people = sign_in(&service)?;
    client.batch_execute(FACTOR).map_err(said)?;
    let world = World {
        door: Arc::clone(&service.door),
        people,
        letters: Arc::clone(&ground.mailbox.letters),
        ledger: Mutex::default(),
        open: Mutex::default(),
        taken: Mutex::default(),
        contended: Mutex::default(),
        stop: AtomicBool::new(false),
        definite: AtomicUsize::new(0),
        oddities: Mutex::default(),
        run: format!("{name}{seed:x}"),
    };
    let mut random = Random::new(seed, 0);
    make_contended(&world, &mut random);

    let report = Report::default();
    let killed = thread::scope(|scope| {
        let clients: Vec<_> = (0..CLIENTS).map(|number| Client::new(&world, number, seed)).collect();
        let running: Vec<_> = clients.into_iter().map(|client| scope.spawn(|| client.run())).collect();
        let killed = kill_again_and_again(&mut service, &mut client, profile, &mut random, &report, &mut figures)
            .and_then(|()| kill_postgres(ground.server, name, &mut client, profile, &mut random, &world, &report, &mut figures))
            .map(|()| wait_for_writes(&world, profile));
        world.stop.store(true, Ordering::Relaxed);
        if running.into_iter().any(|client| client.join().is_err()) {
            report.found(Promise::Definite, "a client panicked".to_owned());
        }
        killed
    });
    killed?;

    client.batch_execute(tampering.after).map_err(said)?;
    check::all(&world, &mut client, &report)?;
    if profile.keys {
        storms::equal_keys(&world, &mut client, &mut random, &report)?;
    }
    if profile.tags {
        storms::equal_tags(&world, &mut random, &report)?;
    }
    if let Some(kills) = profile.seats {
        seats::fill(&world, &mut service, &mut client, &mut random, kills, &report)?;
    }
    if let Some(kills) = profile.hooks {
        hooks::deliver(&world, &mut service, &mut client, &mut random, kills, &report)?;
    }
    for contradiction in database::contradictions(&mut client)? {
        report.found(Promise::Invariants, contradiction);
    }
    if let Some(left) = database::wait_until_settled(&mut client)? {
        report.found(Promise::Gone, format!("still open: {left}"));
    }
    if !service.stop()? {
        report.found(Promise::Ended, "another status than 0".to_owned());
    }
    count(&world, &mut figures);
    let worked =
        figures.kills >= profile.kills && figures.postgres_kills >= profile.postgres_kills && figures.writes >= profile.writes;
    let kinds = Kind::ALL.into_iter().filter(|kind| profile.kills > 0 && !figures.by_kind.contains_key(kind));
    let missing: Vec<Kind> = kinds.collect();
    if !worked || !missing.is_empty() {
        report.found(Promise::Worked, format!("{} kills, {} writes, none of {missing:?}", figures.kills, figures.writes));
    }
    figures.seconds = began.elapsed().as_secs_f64();
    Ok((report, figures))
}

fn sign_in(service: &Service) -> Result<People, String> {
    let session = |email: &str| {
        let body = json!({"email": email, "password": PASSWORD});
        let response = ask(&service.door, &Call::post("/v1/sessions", Credentials::None, None, body))?;
        let cookie = response.cookie.filter(|_| response.answer.is_good());
        cookie.map(Credentials::Cookie).ok_or_else(|| format!("{email} cannot sign in"))
    };
    Ok(People { members: MEMBERS.into_iter().map(session).collect::<Result<_, _>>()?, agent: session(AGENT)? })
}

fn make_contended(world: &World, random: &mut Random) {
    let owner = world.people.members.first().cloned().unwrap_or(Credentials::None);
    for number in 0..CONTENDED {
        let marker = format!("{}-shared-{number}", world.run);
        let call = Call::post("/v1/organizations", owner.clone(), Some(random.key()), organization_body(&marker));
        let write = world.perform(Kind::Organization, &marker, None, call);
        if let (Some(id), Outcome::Acknowledged(answer)) = (write.target(), write.outcome) {
            lock(&world.contended).insert(id, answer.etag.unwrap_or_default());
        }
    }
}

/// Kills at random times; half of the starts come at once, while the connections of the killed one are still ending,
/// the others after the database was looked at in peace.
fn kill_again_and_again(
    service: &mut Service,
    client: &mut postgres::Client,
    profile: Profile,
    random: &mut Random,
    report: &Report,
    figures: &mut Figures,
) -> Result<(), String> {
    for _ in 0..profile.kills {
        thread::sleep(random.between(profile.life.0, profile.life.1));
        service.kill()?;
        let killed_at = database::now(client)?;
        let at_once = random.below(2) == 0;
        if at_once {
            figures.slowest_start = figures.slowest_start.max(service.start()?);
        }
        if let Some(left) = database::wait_until_gone(client, &killed_at)? {
            report.found(Promise::Gone, format!("after kill {}: {left}", figures.kills + 1));
        }
        for contradiction in database::contradictions(client)? {
            report.found(Promise::Invariants, format!("after kill {}: {contradiction}", figures.kills + 1));
        }
        if !at_once {
            figures.slowest_start = figures.slowest_start.max(service.start()?);
        }
        figures.kills += 1;
    }
    Ok(())
}

/// What is missing to the number of writes is written in peace.
fn wait_for_writes(world: &World, profile: Profile) {
    let deadline = Instant::now() + LAST_WRITE;
    while world.definite.load(Ordering::Relaxed) < profile.writes && Instant::now() < deadline {
        thread::sleep(Duration::from_millis(20));
    }
}

/// PostgreSQL dies and comes back; the service stays, says so, and goes on by itself.
#[expect(clippy::too_many_arguments, reason = "it has its part of everything in a run")]
fn kill_postgres(
    server: &Server,
    name: &str,
    client: &mut postgres::Client,
    profile: Profile,
    random: &mut Random,
    world: &World,
    report: &Report,
    figures: &mut Figures,
) -> Result<(), String> {
    let status = |path: &str| -> Result<u16, String> {
        let answer = send(world.door.find()?.port, &Call::get(path, Credentials::None));
        Ok(answer.map_or(0, |response| response.answer.status))
    };
    for _ in 0..profile.postgres_kills {
        thread::sleep(random.between(profile.life.0, profile.life.1));
        world.door.leave_database();
        server.kill()?;
        let (lives, ready) = (status("/livez")?, status("/readyz")?);
        server.start_again()?;
        world.door.find_database();
        let began = Instant::now();
        while status("/readyz")? != 200 && began.elapsed() < 2 * READY_WITHIN {
            thread::sleep(Duration::from_millis(10));
        }
        let took = began.elapsed();
        if (lives, ready) != (200, 503) || took > READY_WITHIN {
            report.found(Promise::Stays, format!("without a database /livez {lives} and /readyz {ready}, ready after {took:?}"));
        }
        figures.slowest_ready = figures.slowest_ready.max(took);
        figures.postgres_kills += 1;
        *client = server.superuser(name)?;
        for contradiction in database::contradictions(client)? {
            report.found(Promise::Invariants, format!("after kill {} of PostgreSQL: {contradiction}", figures.postgres_kills));
        }
    }
    Ok(())
}

fn count(world: &World, figures: &mut Figures) {
    for write in lock(&world.ledger).iter() {
        figures.writes += 1;
        figures.acknowledged += usize::from(write.happened());
        figures.refused += usize::from(matches!(write.outcome, Outcome::Refused { .. }));
        figures.unknown += usize::from(write.unknown > 0);
        figures.tries_again += write.unknown;
        figures.slowest_definite = figures.slowest_definite.max(write.definite_after);
        if write.happened() {
            *figures.by_kind.entry(write.kind).or_default() += 1;
        }
    }
}
