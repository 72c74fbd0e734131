//! Keeps this instance in step with those of partner regions: page by page, from where it stood, whatever is killed.

mod acks;
mod command;
pub mod partner;
#[cfg(feature = "planted-faults")]
pub mod planted;
pub mod queries;
pub mod settings;
mod take;

use std::{sync::Arc, time::Duration};

use diesel_async::RunQueryDsl;
use tokio::sync::watch::Receiver;

use self::{
    partner::{Failure, Partner, PartnerSettings},
    queries::Followed,
    take::Counts,
};
use crate::{clock, db::Db, error::ErrorCode, http::Problem, state::State};

pub use command::{FollowArgs, run as command};
pub use take::wrong;

/// Where everything begins.
const START: &str = "/v1/sync/changes?kind=organization&limit=100";
/// Seconds for which an answer may wait for a change.
const WAIT: u64 = 20;
/// Whoever could not be asked is asked again after this time, and then after twice as long, up to the longest.
const SHORTEST: Duration = Duration::from_millis(500);
const LONGEST: Duration = Duration::from_secs(15);

/// What a step came to.
enum Step {
    More(Counts),
    /// There is nothing more for now.
    CaughtUp(Counts),
    /// A person has to look first.
    Halted(String),
}

/// Follows every partner that the settings name until `stop` is told; the page under way is finished.
pub async fn run(state: Arc<State>, stop: Receiver<bool>) {
    let partners = state.settings.partners.clone();
    let follow = partners.into_iter().map(|settings| one(&state.db, settings, stop.clone()));
    futures_util::future::join_all(follow).await;
}

async fn one(db: &Db, settings: PartnerSettings, mut stop: Receiver<bool>) {
    let name = settings.authority.name();
    let partner = match Partner::new(settings) {
        Ok(partner) => partner,
        Err(error) => return log::error!("{name} cannot be followed: {error}"),
    };
    let mut pause = SHORTEST;
    while !*stop.borrow() {
        let next = tokio::select! {
            step = step(db, &partner, WAIT, false) => step,
            _ = stop.changed() => return,
        };
        let rest = match next {
            Ok(Step::More(_) | Step::CaughtUp(_)) => {
                pause = SHORTEST;
                continue;
            }
            Ok(Step::Halted(what)) => {
                log::error!("{name} is not followed until somebody allows it: {what}");
                LONGEST
            }
            Err(failure) => {
                log::warn!("{name} cannot be followed for now: {failure}");
                rest(&failure, &mut pause)
            }
        };
        tokio::select! {
            () = actix_web::rt::time::sleep(rest) => {}
            _ = stop.changed() => {}
        }
    }
}

/// What it asks for, or ever longer, and never at the same time as others.
fn rest(failure: &Failure, pause: &mut Duration) -> Duration {
    let asked =
        if let Failure::Later(_, Some(seconds)) = failure { Duration::from_secs((*seconds).min(3600)) } else { Duration::ZERO };
    let [jitter] = clock::random();
    let rest = asked.max(*pause).mul_f64(1.0 + f64::from(jitter) / 1024.0);
    *pause = if matches!(failure, Failure::Refused(_)) { LONGEST } else { (*pause * 2).min(LONGEST) };
    rest
}

/// How far it has been read.
async fn followed(db: &Db, partner: &Partner) -> Result<Option<Followed>, Problem> {
    let statement = queries::one(partner.settings.authority);
    let rows: Vec<Followed> = db.read(async |connection| statement.load(connection).await).await?;
    Ok(rows.into_iter().next())
}

fn ours(problem: &Problem) -> Failure {
    Failure::Later(format!("our own database: {problem}"), None)
}

/// The next page.
async fn step(db: &Db, partner: &Partner, wait: u64, allowed: bool) -> Result<Step, Failure> {
    let (authority, url) = (partner.settings.authority, &partner.settings.url);
    let known = followed(db, partner).await.map_err(|problem| ours(&problem))?;
    let Some(followed) = known.filter(|known| known.url == *url) else {
        take::begin(db, authority, url.clone()).await.map_err(|problem| match problem.code {
            ErrorCode::ForeignAuthority => Failure::Refused("this is an instance of the same region".to_owned()),
            _ => ours(&problem),
        })?;
        return Ok(Step::More(Counts::default()));
    };
    if let Some(what) = &followed.halted {
        if !allowed {
            return Ok(Step::Halted(what.clone()));
        }
        return take::sweep(db, &followed, authority, true).await.map(Step::CaughtUp).map_err(|problem| ours(&problem));
    }
    let outcome = read_on(db, partner, &followed, wait, allowed).await;
    if let Err(failure) = &outcome {
        take::failed(db, &followed, authority, failure.to_string()).await.map_err(|problem| ours(&problem))?;
    }
    outcome
}

async fn read_on(db: &Db, partner: &Partner, followed: &Followed, wait: u64, allowed: bool) -> Result<Step, Failure> {
    let authority = partner.settings.authority;
    let path = followed.next.clone().unwrap_or_else(|| START.to_owned());
    #[cfg(feature = "planted-faults")]
    let path = if planted::is("echo_filter_off") && followed.next.is_none() { format!("{path}&include_own=true") } else { path };
    let page = match partner.page(&path, wait).await {
        Ok(page) => page,
        Err(Failure::Expired) => {
            take::restart(db, followed, authority).await.map_err(|problem| ours(&problem))?;
            return Ok(Step::More(Counts::default()));
        }
        Err(failure) => return Err(failure),
    };
    let next =
        partner.path_of(&page.next).ok_or_else(|| Failure::Refused("its next page is no address of its feed".to_owned()))?;
    let last = page.items.is_empty();
    #[cfg(feature = "planted-faults")]
    if planted::is("follow_checkpoint_apart") {
        let next = if last { path.clone() } else { next.clone() };
        planted::advance(db, followed, authority, next).await.map_err(|problem| ours(&problem))?;
    }
    let counts = take::page(db, followed, authority, &path, page, next).await.map_err(|problem| ours(&problem))?;
    let Some(mut counts) = counts else { return Ok(Step::More(Counts::default())) };
    if !last {
        return Ok(Step::More(counts));
    }
    if followed.loading {
        let now = self::followed(db, partner).await.map_err(|problem| ours(&problem))?;
        if let Some(now) = now.filter(|now| now.loading) {
            counts.add(take::sweep(db, &now, authority, allowed).await.map_err(|problem| ours(&problem))?);
        }
    }
    // After the commits, and again the next time if it fails.
    acks::acknowledge(db, partner).await?;
    Ok(Step::CaughtUp(counts))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_partner_is_left_as_long_as_it_asks_and_ever_longer_where_it_says_nothing() {
        let mut pause = SHORTEST;
        let asked = rest(&Failure::Later(String::new(), Some(30)), &mut pause);
        assert!((30..38).contains(&asked.as_secs()), "{asked:?}");
        let rests: Vec<Duration> = (0..12).map(|_| rest(&Failure::Later(String::new(), None), &mut pause)).collect();
        assert!(rests[0] < rests[1] && rests[1] < rests[3], "{rests:?}");
        assert!(rests.iter().all(|rest| *rest <= LONGEST.mul_f64(1.25)), "{rests:?}");
        // What would not go better is not asked every second.
        let mut pause = SHORTEST;
        rest(&Failure::Refused(String::new()), &mut pause);
        assert_eq!(pause, LONGEST);
    }
}
