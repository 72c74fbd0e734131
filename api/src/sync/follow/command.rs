//! Following a partner region from the command line.

use std::process::ExitCode;

use clap::Args;

use super::{
    Step,
    partner::{Partner, PartnerSettings},
    queries,
    take::{self, Counts},
};
use crate::{
    auth::Authority,
    config::DatabaseArgs,
    db::Db,
    serve::Database,
    sync::apply::{Said, SourceOutcome},
};

/// Whoever must be looked at by a person first.
const HALTED: u8 = 3;

#[derive(Args)]
pub struct FollowArgs {
    /// The public address of the partner's instance
    url: String,
    /// The region whose own records are taken over
    #[arg(long, value_parser = authority)]
    authority: Authority,
    /// End when there is nothing more for now
    #[arg(long)]
    once: bool,
    /// Say what would change, and change nothing
    #[arg(long)]
    dry_run: bool,
    /// After everything was read anew: remove what did not come, however much it is
    #[arg(long)]
    allow_removals: bool,
    #[command(flatten)]
    database: DatabaseArgs,
}

fn authority(name: &str) -> Result<Authority, String> {
    Authority::from_name(name).ok_or_else(|| Authority::ALL.map(Authority::name).join(", "))
}

pub async fn run(args: FollowArgs) -> Result<ExitCode, String> {
    let url = args.url.trim_end_matches('/').to_owned();
    let settings = PartnerSettings { authority: args.authority, ..PartnerSettings::from_environment(url)? };
    let partner = Partner::new(settings)?;
    let database = Database::open(&args.database).await?;
    let db = Db::new(&database.url, 2)?;
    let outcome = if args.dry_run { look(&db, &partner).await } else { follow(&db, &partner, &args).await };
    database.close()?;
    outcome
}

async fn follow(db: &Db, partner: &Partner, args: &FollowArgs) -> Result<ExitCode, String> {
    let (mut sum, mut pause) = (Counts::default(), super::SHORTEST);
    loop {
        let wait = if args.once { 0 } else { super::WAIT };
        let stepped = tokio::select! {
            step = super::step(db, partner, wait, args.allow_removals) => step,
            _ = tokio::signal::ctrl_c() => return Ok(ExitCode::SUCCESS),
        };
        match stepped {
            Ok(Step::More(counts)) => sum.add(counts),
            Ok(Step::CaughtUp(counts)) => {
                sum.add(counts);
                let halted = super::followed(db, partner).await.map_err(|problem| problem.to_string())?;
                if halted.is_some_and(|followed| followed.halted.is_some()) {
                    continue;
                }
                if args.once || sum != Counts::default() {
                    tell(sum, "");
                }
                if args.once {
                    return Ok(ExitCode::SUCCESS);
                }
                sum = Counts::default();
            }
            Ok(Step::Halted(what)) => {
                eprintln!("Nothing goes on until somebody allows it with --allow-removals: {what}.");
                return Ok(ExitCode::from(HALTED));
            }
            Err(failure) if args.once => return Err(format!("{} cannot be followed: {failure}.", partner.settings.url)),
            Err(failure) => {
                eprintln!("{} cannot be followed for now: {failure}", partner.settings.url);
                let rest = super::rest(&failure, &mut pause);
                tokio::select! {
                    () = actix_web::rt::time::sleep(rest) => {}
                    _ = tokio::signal::ctrl_c() => return Ok(ExitCode::SUCCESS),
                }
                continue;
            }
        }
        pause = super::SHORTEST;
    }
}

fn tell(counts: Counts, would: &str) {
    let Counts { created, updated, withdrawn, unchanged, conflicts } = counts;
    println!("{would}{created} created, {updated} updated, {withdrawn} withdrawn, {unchanged} unchanged, {conflicts} put aside");
}

/// What would change, from where it stands.
async fn look(db: &Db, partner: &Partner) -> Result<ExitCode, String> {
    let authority = partner.settings.authority;
    let followed = super::followed(db, partner).await.map_err(|problem| problem.to_string())?;
    let mut path = followed.and_then(|followed| followed.next).unwrap_or_else(|| super::START.to_owned());
    let mut counts = Counts::default();
    loop {
        let page = match partner.page(&path, 0).await {
            Ok(page) => page,
            Err(super::Failure::Expired) => {
                println!("The cursor has expired: everything is read anew.");
                (path, counts) = (super::START.to_owned(), Counts::default());
                continue;
            }
            Err(failure) => return Err(format!("{} cannot be followed: {failure}.", partner.settings.url)),
        };
        if page.items.is_empty() {
            tell(counts, "Would be: ");
            return Ok(ExitCode::SUCCESS);
        }
        for item in &page.items {
            match take::offer(authority, item) {
                None => {}
                Some(Err((aside, problem))) => {
                    counts.conflicts += 1;
                    println!("put aside  {}: {problem}", aside.name);
                }
                Some(Ok(offer)) => {
                    let known = queries::known(authority, &item.id);
                    let known: Vec<queries::Said> = db
                        .read(async |connection| diesel_async::RunQueryDsl::load(known, connection).await)
                        .await
                        .map_err(|problem| problem.to_string())?;
                    let older = known.first().is_none_or(|known| known.source_revision < offer.source_revision);
                    let (outcome, word) = match (&offer.said, known.first()) {
                        _ if !older => (SourceOutcome::Unchanged, "unchanged"),
                        (Said::Gone { .. }, _) => (SourceOutcome::Withdrawn, "withdrawn"),
                        (Said::Is(_), None) => (SourceOutcome::Created, "created"),
                        (Said::Is(_), Some(_)) => (SourceOutcome::Updated, "updated"),
                    };
                    counts.note(outcome);
                    if outcome != SourceOutcome::Unchanged {
                        println!("{word:<9}  {}", offer.name());
                    }
                }
            }
        }
        path = partner.path_of(&page.next).ok_or("its next page is no address of its feed")?;
    }
}
