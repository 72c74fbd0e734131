//! `tests/kill/run [short|long] [--seed N] [--teeth] [--fault NAME] [--writes | --feed | --regions]`: kills the service with
//! SIGKILL while eight clients write, and checks that no acknowledged write is lost, nothing happens twice and nothing stays
//! half done. PostgreSQL runs with real fsync and survives; the long profile then kills it too. The same run sends equal keys
//! and equal revisions at once.
//!
//! Planted faults show that the checks have teeth: those of the database in every run, those of the program with
//! `--teeth`; `--fault` makes one of them alone. `--writes` looks at that alone, `--feed` at what partners read (how soon they
//! are told is measured, and nothing else may run beside it), `--regions` at three regions that follow each other.

mod check;
mod clients;
mod database;
mod feed;
mod hooks;
mod http;
mod mail;
mod random;
mod regions;
mod report;
mod run;
mod seats;
mod service;
mod storms;
mod teeth;

use std::{
    fs,
    io::Write as _,
    path::{Path, PathBuf},
    process::{ExitCode, Stdio},
    time::{Duration, Instant},
};

use database::Server;
use feed::{FeedFigures, FeedProfile};
use regions::{RegionsFigures, RegionsProfile};
use report::{Promise, Report};
use run::{AGENT, Figures, Ground, MEMBERS, PASSWORD, Profile, Tampering};
use service::Recipe;
use teeth::Fault;

const SHORT: Profile = Profile {
    kills: 20,
    postgres_kills: 2,
    writes: 1_000,
    life: (Duration::from_millis(50), Duration::from_millis(700)),
    keys: true,
    tags: true,
    seats: Some(3),
    hooks: Some(5),
};
const LONG: Profile = Profile {
    kills: 200,
    postgres_kills: 5,
    writes: 5_000,
    life: (Duration::from_millis(50), Duration::from_millis(1_200)),
    keys: true,
    tags: true,
    seats: Some(20),
    hooks: Some(100),
};
const FEED_SHORT: FeedProfile = FeedProfile { time: Duration::from_secs(14), kills: 2, postgres_kills: 1 };
const FEED_LONG: FeedProfile = FeedProfile { time: Duration::from_secs(240), kills: 20, postgres_kills: 5 };
const FEED_TEETH: FeedProfile = FeedProfile { time: Duration::from_secs(8), kills: 0, postgres_kills: 0 };
/// Of 32 bytes that only this run's service knows.
const SECRET: &str = "Yt3vq8mJm0k5cQw2ZpH7xR1sL9dN4bT6uF0aGeVWiXo=";
/// So many findings of a kind are shown.
const SHOWN: usize = 5;

#[derive(Clone, Copy, PartialEq)]
enum Part {
    Writes,
    Feed,
    Regions,
}

struct Arguments {
    profile: Profile,
    feed: FeedProfile,
    regions: RegionsProfile,
    name: &'static str,
    seed: u64,
    teeth: bool,
    fault: Option<String>,
    only: Option<Part>,
}

fn arguments() -> Result<Arguments, String> {
    let mut given = Arguments {
        profile: SHORT,
        feed: FEED_SHORT,
        regions: RegionsProfile::SHORT,
        name: "short",
        seed: random::seed()?,
        teeth: false,
        fault: None,
        only: None,
    };
    let mut words = std::env::args().skip(1);
    while let Some(word) = words.next() {
        match word.as_str() {
            "short" => {
                (given.profile, given.feed, given.regions, given.name) = (SHORT, FEED_SHORT, RegionsProfile::SHORT, "short");
            }
            "long" => (given.profile, given.feed, given.regions, given.name) = (LONG, FEED_LONG, RegionsProfile::LONG, "long"),
            "--writes" => given.only = Some(Part::Writes),
            "--feed" => given.only = Some(Part::Feed),
            "--regions" => given.only = Some(Part::Regions),
            "--teeth" => given.teeth = true,
            "--fault" => given.fault = words.next(),
            "--seed" => {
                let number = words.next().and_then(|number| number.parse().ok());
                given.seed = number.ok_or("--seed needs a number")?;
            }
            other => {
                return Err(format!(
                    "usage: tests/kill/run [short|long] [--seed N] [--teeth] [--fault NAME] [--writes | --feed | --regions]; what is {other}?"
                ));
            }
        }
    }
    Ok(given)
}

fn program(variable: &str) -> Result<PathBuf, String> {
    std::env::var_os(variable).map(PathBuf::from).ok_or_else(|| format!("{variable} must name the service to be killed"))
}

fn main() -> ExitCode {
    match arguments().and_then(|given| whole(&given)) {
        Ok((passed, failed)) => {
            println!("{passed} passed, {failed} failed");
            if failed == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE }
        }
        Err(error) => {
            eprintln!("{error}");
            println!("0 passed, 1 failed");
            ExitCode::FAILURE
        }
    }
}

/// A folder of this run, removed at its end; after a failure it stays, for the logs in it.
fn whole(given: &Arguments) -> Result<(usize, usize), String> {
    let folder = std::env::temp_dir().join(format!("lorntech-kill-{}", std::process::id()));
    fs::create_dir_all(&folder).map_err(|error| error.to_string())?;
    let outcome = within(&folder, given);
    if outcome.as_ref().is_ok_and(|(_, failed)| *failed == 0) {
        fs::remove_dir_all(&folder).map_err(|error| error.to_string())?;
    } else {
        eprintln!("Logs of the service and of PostgreSQL: {}", folder.display());
    }
    outcome
}

fn within(folder: &Path, given: &Arguments) -> Result<(usize, usize), String> {
    println!("Profile {}, seed {} (again: tests/kill/run {} --seed {})", given.name, given.seed, given.name, given.seed);
    let began = Instant::now();
    let server = Server::start(folder)?;
    let mailbox = mail::open()?;
    let recipe = Recipe {
        program: program("LORNTECH_BIN")?,
        environment: vec![
            ("LORNTECH_SECRET", SECRET.to_owned()),
            ("LORNTECH_SMTP_URL", format!("smtp://127.0.0.1:{}", mailbox.port)),
            ("LORNTECH_DATA_DIR", folder.join("service").display().to_string()),
            ("LORNTECH_SITE_DIR", folder.join("no-site").display().to_string()),
            ("LORNTECH_WEBHOOK_ADDRESSES", "127.0.0.1".to_owned()),
            ("LORNTECH_LOG", "warn".to_owned()),
        ],
        log: folder.join("service.log"),
    };
    fill(&server, &recipe)?;
    println!("Filled a database on real fsync in {:.1} s", began.elapsed().as_secs_f64());

    let ground = Ground { server: &server, mailbox: &mailbox, recipe: &recipe };
    let does = |part| given.only.is_none_or(|only| only == part);
    let (mut passed, mut failed) = (0, 0);
    if given.fault.is_none() {
        if does(Part::Writes) {
            let (report, figures) = run::run(&ground, "kill", given.profile, Tampering::default(), given.seed)?;
            tell(&figures);
            (passed, failed) = judge(&report, &Promise::ALL);
        }
        if does(Part::Feed) {
            let (report, figures) = feed::run(&ground, "feed", given.feed, "", given.seed)?;
            tell_of_feed(&figures);
            let of_feed = judge(&report, &Promise::OF_THE_FEED);
            (passed, failed) = (passed + of_feed.0, failed + of_feed.1);
        }
        if does(Part::Regions) {
            let (report, figures) = regions::run(&ground, "regions", given.regions, given.seed)?;
            tell_of_regions(&figures);
            let of_regions = judge(&report, &Promise::OF_REGIONS);
            (passed, failed) = (passed + of_regions.0, failed + of_regions.1);
        }
    }
    if given.teeth || given.fault.is_some() {
        let wanted = |name: &str| given.fault.as_ref().is_none_or(|fault| *fault == name);
        for (name, what, before) in teeth::OF_THE_FEED.iter().filter(|_| does(Part::Feed)).filter(|fault| wanted(fault.0)) {
            let bites = feed_bites(&ground, name, what, before, given.seed)?;
            (passed, failed) = (passed + usize::from(bites), failed + usize::from(!bites));
        }
        for (name, what) in teeth::OF_REGIONS.iter().filter(|_| does(Part::Regions)).filter(|fault| wanted(fault.0)) {
            let bites = regions_bite(&ground, name, what, given.seed)?;
            (passed, failed) = (passed + usize::from(bites), failed + usize::from(!bites));
        }
    }
    let mut faults: Vec<&Fault> = if does(Part::Writes) { teeth::OF_THE_DATABASE.iter().collect() } else { vec![] };
    if does(Part::Writes) && (given.teeth || given.fault.is_some()) {
        faults.extend(teeth::SLOW);
    }
    faults.retain(|fault| given.fault.as_ref().is_none_or(|name| name == fault.name));
    for fault in faults {
        if bites(&ground, fault, given.seed)? {
            passed += 1;
        } else {
            failed += 1;
        }
    }
    server.stop()?;
    println!("In all {:.1} s", began.elapsed().as_secs_f64());
    Ok((passed, failed))
}

/// Migrates, seeds and makes the accounts, as an operator does.
fn fill(server: &Server, recipe: &Recipe) -> Result<(), String> {
    let mut recipe = recipe.clone();
    recipe.environment.extend(server.template_environment()?);
    operate(&recipe, &["seed"])?;
    for email in MEMBERS {
        operate(&recipe, &["admin", "create-account", "--email", email, "--name", "Membre fictif"])?;
    }
    let agent = ["admin", "create-account", "--email", AGENT, "--name", "Agent fictif", "--role", "agent", "--totem", "metz"];
    operate(&recipe, &agent)
}

fn operate(recipe: &Recipe, arguments: &[&str]) -> Result<(), String> {
    let failed = |error: std::io::Error| format!("lorntech {}: {error}", arguments.join(" "));
    let mut child = recipe.command(arguments)?.stdin(Stdio::piped()).spawn().map_err(failed)?;
    if let Some(mut input) = child.stdin.take() {
        // A command that asks for no password does not read it.
        let _ = writeln!(input, "{PASSWORD}");
    }
    let ended = child.wait().map_err(failed)?;
    if ended.success() { Ok(()) } else { Err(format!("lorntech {} failed: see {}", arguments.join(" "), recipe.log.display())) }
}

fn tell(figures: &Figures) {
    let Figures {
        kills,
        postgres_kills,
        slowest_ready,
        writes,
        acknowledged,
        refused,
        unknown,
        tries_again,
        slowest_definite,
        slowest_start,
        seconds,
        by_kind,
    } = figures;
    println!(
        "{kills} kills, {writes} writes in {seconds:.1} s: {acknowledged} acknowledged, {refused} refused, {unknown} unknown at \
         first, {tries_again} tries again, definite {:.2} s after a start at the latest; slowest start {:.2} s",
        slowest_definite.as_secs_f64(),
        slowest_start.as_secs_f64(),
    );
    if *postgres_kills > 0 {
        println!(
            "{postgres_kills} kills of PostgreSQL, ready {:.2} s after its return at the latest",
            slowest_ready.as_secs_f64()
        );
    }
    let kinds: Vec<String> = by_kind.iter().map(|(kind, count)| format!("{kind:?} {count}")).collect();
    println!("{}", kinds.join(", "));
}

fn tell_of_feed(figures: &FeedFigures) {
    let FeedFigures { written, snapshots, lag, seconds } = figures;
    println!("Feed: {written} writes and {snapshots} snapshots in {seconds:.1} s, told within {:.2} s (p99)", lag.as_secs_f64());
}

fn tell_of_regions(figures: &RegionsFigures) {
    let RegionsFigures { edits, repeats, equal_after, seconds } = figures;
    let equal_after = equal_after.as_secs_f64();
    println!(
        "Regions: {edits} edits, {repeats} answers came twice, equal after {equal_after:.1} s of quiet, {seconds:.1} s in all"
    );
}

/// Whether one of the promises of regions is found broken.
fn regions_bite(ground: &Ground<'_>, name: &str, what: &str, seed: u64) -> Result<bool, String> {
    let mut recipe = ground.recipe.clone();
    recipe.program = program("LORNTECH_PLANTED_BIN")?;
    recipe.environment.push(("LORNTECH_PLANTED_FAULT", name.to_owned()));
    let (report, figures) = regions::run(&Ground { recipe: &recipe, ..*ground }, name, RegionsProfile::TEETH, seed)?;
    let promises = [Promise::RegionsEqual, Promise::RegionsSilent, Promise::RegionsOnce, Promise::RegionsEcho];
    let found = promises.iter().any(|promise| !report.of(*promise).is_empty());
    let verdict = if found { "ok    " } else { "FAILED" };
    println!("{verdict}  planted: {what} ({} edits, {:.1} s): found {}", figures.edits, figures.seconds, report.summary());
    Ok(found)
}

/// Whether one of the promises of the feed is found broken.
fn feed_bites(ground: &Ground<'_>, name: &str, what: &str, before: &str, seed: u64) -> Result<bool, String> {
    let mut recipe = ground.recipe.clone();
    recipe.program = program("LORNTECH_PLANTED_BIN")?;
    recipe.environment.push(("LORNTECH_PLANTED_FAULT", name.to_owned()));
    let (report, figures) = feed::run(&Ground { recipe: &recipe, ..*ground }, name, FEED_TEETH, before, seed)?;
    let found = [Promise::FeedWhole, Promise::FeedOrder].iter().any(|promise| !report.of(*promise).is_empty());
    let verdict = if found { "ok    " } else { "FAILED" };
    println!("{verdict}  planted: {what} ({} writes, {:.1} s): found {}", figures.written, figures.seconds, report.summary());
    Ok(found)
}

fn judge(report: &Report, promises: &[Promise]) -> (usize, usize) {
    let (mut passed, mut failed) = (0, 0);
    for promise in promises {
        let found = report.of(*promise);
        if found.is_empty() {
            passed += 1;
            println!("ok      {}", promise.sentence());
            continue;
        }
        failed += 1;
        println!("FAILED  {} ({} findings)", promise.sentence(), found.len());
        for what in found.iter().take(SHOWN) {
            println!("        {what}");
        }
    }
    (passed, failed)
}

/// Whether the fault is found by one of the promises that it breaks.
fn bites(ground: &Ground<'_>, fault: &Fault, seed: u64) -> Result<bool, String> {
    let mut recipe = ground.recipe.clone();
    if fault.in_program {
        recipe.program = program("LORNTECH_PLANTED_BIN")?;
        recipe.environment.push(("LORNTECH_PLANTED_FAULT", fault.name.to_owned()));
    }
    let ground = Ground { recipe: &recipe, ..*ground };
    let (report, figures) = run::run(&ground, fault.name, fault.profile, fault.tampering, seed)?;
    let found = fault.breaks.iter().any(|promise| !report.of(*promise).is_empty());
    println!(
        "{}  planted: {} ({} kills, {} writes, {:.1} s): found {}",
        if found { "ok    " } else { "FAILED" },
        fault.what,
        figures.kills,
        figures.writes,
        figures.seconds,
        report.summary(),
    );
    Ok(found)
}
