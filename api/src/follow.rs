//! Follows what was written and tells those who listen.
//!
//! The change log is read, here in every process that somebody listens to, instead of being told by the write: no write
//! waits for it, and what another process wrote is heard of as well (decision 0006).

use std::{
    collections::BTreeMap,
    sync::Arc,
    time::{Duration, Instant},
};

use crate::{
    http::Problem,
    identity,
    service_requests::{self, Written},
    state::State,
};

/// How often the log is read while somebody listens.
const PAUSE: Duration = Duration::from_millis(500);
/// How often the sessions of those who listen are looked at when nothing changes; with every change they are.
const CHECKED: Duration = Duration::from_secs(5);
/// Changes read at a time: whoever listens is told to reload rather than of more than these.
const MOST: i64 = 500;
/// A write that began before the first listener came may still be under way: its number is among the last ones.
const UNDER_WAY: i64 = 200;
/// No write takes longer than this.
const LONGEST_WRITE: Duration = Duration::from_secs(30);
/// Numbers that are waited for at a time.
const MOST_GAPS: usize = 500;

/// Where the reading of the log stands. Numbers are given out before the commit, so that one may appear after a higher
/// one: those left out are looked for until they cannot come any more.
#[derive(Default)]
struct Position {
    high: i64,
    gaps: BTreeMap<i64, Instant>,
}

impl Position {
    fn after(high: i64) -> Self {
        Self { high, gaps: BTreeMap::new() }
    }

    /// Notes the numbers that were read, in their order.
    fn note(&mut self, numbers: impl Iterator<Item = i64>, now: Instant) {
        for number in numbers {
            let first = (self.high + 1).max(number - MOST_GAPS as i64);
            self.gaps.extend((first..number).map(|gap| (gap, now)));
            self.gaps.remove(&number);
            self.high = self.high.max(number);
        }
        self.gaps.retain(|_, since| now.duration_since(*since) < LONGEST_WRITE);
        while self.gaps.len() > MOST_GAPS {
            self.gaps.pop_first();
        }
    }

    fn gaps(&self) -> Vec<i64> {
        self.gaps.keys().copied().collect()
    }
}

/// Runs as long as the process; asks the database for nothing while nobody listens.
pub async fn run(state: Arc<State>) {
    loop {
        state.streams.someone().await;
        let mut position = None;
        let mut checked = Instant::now();
        while !state.streams.is_quiet() {
            if let Err(problem) = look(&state, &mut position, &mut checked).await {
                log::warn!("what changed cannot be read: {problem}");
            }
            actix_web::rt::time::sleep(PAUSE).await;
        }
    }
}

async fn look(state: &State, position: &mut Option<Position>, checked: &mut Instant) -> Result<(), Problem> {
    let now = Instant::now();
    let Some(known) = position else {
        let mut begun = Position::after(service_requests::last_written(state).await? - UNDER_WAY);
        let written = service_requests::written(state, begun.high, &[], UNDER_WAY).await?;
        begun.note(written.iter().map(|row| row.seq), now);
        *position = Some(begun);
        state.streams.begin();
        return Ok(());
    };
    let written = service_requests::written(state, known.high, &known.gaps(), MOST).await?;
    known.note(written.iter().map(|row| row.seq), now);
    if written.is_empty() && now.duration_since(*checked) < CHECKED {
        return Ok(());
    }
    // Rights are read after the changes, so that none is told to somebody who has just lost sight of it.
    end_those_over(state).await?;
    *checked = now;
    let too_many = written.len() as i64 >= MOST;
    for listener in state.streams.listeners() {
        if too_many {
            listener.reload();
        } else {
            written.iter().filter_map(Written::change).for_each(|change| listener.tell(change));
        }
    }
    if too_many {
        *position = None;
    }
    Ok(())
}

/// Ends the streams whose time or session is over, or whose account has other sites than at their beginning: whoever may
/// comes again.
async fn end_those_over(state: &State) -> Result<(), Problem> {
    let (listeners, now) = (state.streams.listeners(), state.clock.now());
    let sessions = listeners.iter().map(|listener| listener.session).collect();
    let sites = identity::sites_of_sessions(state, sessions).await?;
    for listener in listeners {
        if !sites.get(&listener.session).is_some_and(|sites| listener.may_go_on(sites, now)) {
            listener.end();
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_that_comes_late_is_looked_for_until_it_cannot_come_any_more() {
        let begin = Instant::now();
        let mut position = Position::after(10);
        position.note([11, 13, 14].into_iter(), begin);
        assert_eq!((position.high, position.gaps()), (14, vec![12]));
        position.note([12].into_iter(), begin);
        assert_eq!((position.high, position.gaps()), (14, vec![]));
        position.note([16].into_iter(), begin);
        position.note([].into_iter(), begin + LONGEST_WRITE);
        assert_eq!((position.high, position.gaps()), (16, vec![]));
    }

    #[test]
    fn a_jump_of_the_numbers_costs_no_more_than_a_few_gaps() {
        let mut position = Position::after(0);
        position.note([i64::from(i32::MAX)].into_iter(), Instant::now());
        assert_eq!(position.gaps().len(), MOST_GAPS);
    }
}
