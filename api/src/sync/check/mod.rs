//! `lorntech sync check`: whether the feed of a region keeps what the protocol promises (docs/sync.md), as far as a reader can
//! see. A partner runs it against its own feed before others follow it; it changes nothing.

mod items;
mod report;
mod walk;
mod whole;

use std::{
    process::ExitCode,
    time::{Duration, Instant},
};

use clap::Args;
use reqwest::header::{ETAG, HeaderMap, IF_NONE_MATCH, LINK};

use self::{
    report::{Check, Report},
    walk::{CHANGES, Walk, ask, read},
};
use super::{
    follow::partner::{Partner, PartnerSettings},
    model::SyncKind,
};

/// Items of a page in the first reading; the second has pages of another size, so that what falls between two pages shows.
const LARGE: usize = 500;
const SMALL: usize = 7;
/// So much of the feed is read a second time.
const SECOND: usize = 60;
/// Seconds for which the last page is asked to wait, and by which it may be early or late.
const WAIT: u64 = 2;
const EARLY: Duration = Duration::from_millis(200);
const LATE: Duration = Duration::from_secs(5);
/// How often a moment is waited for in which nothing changes.
const TRIES: usize = 5;
/// An epoch that nobody has.
const FOREIGN: &str = "00000000000000000000000000000000";

#[derive(Args)]
pub struct CheckArgs {
    /// The public address of the instance whose feed is looked at
    url: String,
    /// Print one JSON document instead of lines
    #[arg(long)]
    json: bool,
}

pub async fn run(args: CheckArgs) -> Result<ExitCode, String> {
    let url = args.url.trim_end_matches('/').to_owned();
    let partner = Partner::new(PartnerSettings::from_environment(url.clone())?)?;
    let mut report = Report::default();
    look(&partner, SyncKind::Organization.name(), &mut report).await;
    println!("{}", if args.json { report.json(&url).to_string() } else { report.text() });
    Ok(if report.is_good() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

fn start(kind: &str, limit: usize) -> String {
    format!("{CHANGES}?kind={kind}&limit={limit}")
}

async fn look(partner: &Partner, kind: &str, report: &mut Report) {
    let mut feed = Walk::new(partner, kind, "feed", start(kind, LARGE), Some(LARGE));
    let whole = feed.on(usize::MAX, report).await;
    report.seen.push(format!(
        "The feed: {} items on {} pages, {} records at {}",
        feed.items,
        feed.pages,
        feed.copy.len(),
        feed.last
    ));
    feed.look_again(report).await;
    let mut second = Walk::new(partner, kind, "feed in small pages", start(kind, SMALL), Some(SMALL));
    second.on(SECOND, report).await;
    feed.compare(&second, report).await;
    etags(partner, kind, &feed.path, report).await;
    cursors(partner, kind, &feed, report).await;
    if !whole {
        report.leave_out(
            &[Check::Wait, Check::Snapshot, Check::Tombstone, Check::State],
            "waiting, snapshot and digests: the feed did not come to its last page",
        );
        return;
    }
    waiting(partner, kind, &feed.path, report).await;
    at_rest(partner, kind, &mut feed, report).await;
}

/// Of the first page and of the last one.
async fn etags(partner: &Partner, kind: &str, last: &str, report: &mut Report) {
    for path in [start(kind, LARGE).as_str(), last] {
        let Some((_, headers)) = read(partner, path, kind, report).await else { continue };
        let Some(tag) = headers.get(ETAG) else {
            report.fault(Check::Etag, format!("{path}: it has no ETag"));
            continue;
        };
        let asked = HeaderMap::from_iter([(IF_NONE_MATCH, tag.clone())]);
        let Some(answer) = ask(partner, path, asked, report).await else { continue };
        let good = answer.status == 304 || (answer.status == 200 && answer.headers.get(ETAG).is_some_and(|other| other != tag));
        report.holds(Check::Etag, good, || format!("{path}: {} with If-None-Match of what it just had", answer.status.as_u16()));
    }
}

/// Cursors that lead nowhere.
async fn cursors(partner: &Partner, kind: &str, feed: &Walk<'_>, report: &mut Report) {
    let epoch = feed.epoch.as_deref().unwrap_or(FOREIGN);
    let (after, ahead) = (feed.last.max(1), feed.head + 1_000_000);
    for (what, path) in [
        ("of another epoch", format!("{CHANGES}?kind={kind}&after={after}&epoch={FOREIGN}")),
        ("ahead of the head", format!("{CHANGES}?kind={kind}&after={ahead}&epoch={epoch}")),
    ] {
        let Some(answer) = ask(partner, &path, HeaderMap::new(), report).await else { continue };
        if answer.status != 410 {
            report.fault(Check::Cursor, format!("{path}: a cursor {what} gets {}", answer.status.as_u16()));
            continue;
        }
        let links = answer.headers.get_all(LINK).iter().filter_map(|link| link.to_str().ok());
        let restart = links
            .filter(|link| link.contains("rel=\"restart\""))
            .find_map(|link| Some(link.split_once('<')?.1.split_once('>')?.0));
        let good = restart.is_some_and(|restart| partner.is_own(restart) && partner.path_of(restart).is_some());
        report.holds(Check::Cursor, good, || format!("{path}: 410 without the Link to begin anew (rel=\"restart\")"));
    }
}

async fn waiting(partner: &Partner, kind: &str, last: &str, report: &mut Report) {
    let path = format!("{last}&wait={WAIT}");
    let from = Instant::now();
    let Some((page, _)) = read(partner, &path, kind, report).await else { return };
    let (took, wait) = (from.elapsed(), Duration::from_secs(WAIT));
    let seconds = took.as_secs_f64();
    let early = page.items.is_empty() && took + EARLY < wait;
    report.holds(Check::Wait, !early, || format!("{path}: nothing came, and it answered after {seconds:.1} s"));
    report.holds(Check::Wait, took < wait + LATE, || format!("{path}: it answered after {seconds:.1} s"));
}

/// Holds feed, snapshot and digests against each other at a moment in which nothing changes.
async fn at_rest(partner: &Partner, kind: &str, feed: &mut Walk<'_>, report: &mut Report) {
    let Some(snapshot) = whole::snapshot(partner, kind, report).await else { return };
    let whole::Snapshot { copy, position, epoch } = snapshot;
    report.seen.push(format!("The snapshot: {} records at {position}", copy.len()));
    report.holds(Check::Epoch, feed.epoch.as_ref() == Some(&epoch), || format!("the snapshot has the epoch {epoch}"));
    let path = if position == 0 { start(kind, LARGE) } else { format!("{}&after={position}&epoch={epoch}", start(kind, LARGE)) };
    let mut since = Walk::new(partner, kind, "feed since the snapshot", path, Some(LARGE)).with_snapshot(copy, position, epoch);
    for _ in 0..TRIES {
        let Some(state) = whole::state(partner, kind, report).await else { return };
        if !feed.on(usize::MAX, report).await || !since.on(usize::MAX, report).await {
            return;
        }
        if feed.head != state.position || since.head != state.position {
            continue;
        }
        report.holds(Check::Epoch, feed.epoch.as_ref() == Some(&state.epoch), || {
            format!("the state has the epoch {}", state.epoch)
        });
        whole::copies(feed, &since, report);
        // What the feed lacks has been said; the digests may still be right about the snapshot.
        if feed.copy == since.copy || !state.is_of(&since.copy) {
            state.compare(if report.has(Check::Skipped) { &since.copy } else { &feed.copy }, report);
        }
        return;
    }
    let why = format!("snapshot and digests against the feed: it changed in all of {TRIES} moments");
    report.leave_out(&[Check::Snapshot, Check::Tombstone, Check::State], why);
}
