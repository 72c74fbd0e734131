//! What is free instead of what is taken.

use chrono::{DateTime, Duration, Utc};

use crate::{
    http::{Period, Problem},
    spaces::queries::{self, Found, Held},
    state::State,
};

/// How far from what was wanted is looked.
const REACH: Duration = Duration::days(14);
/// Free times are told on these.
const EVERY: Duration = Duration::minutes(30);
/// So many.
const TOLD: usize = 3;

/// The nearest free times of the same length, the nearest first; those that do not overlap each other.
pub async fn nearest(
    state: &State,
    found: &Found,
    units: (i32, i32),
    wanted: Period,
    now: DateTime<Utc>,
) -> Result<Vec<Period>, Problem> {
    let around = Period { starts_at: wanted.starts_at - REACH, ends_at: wanted.ends_at + REACH };
    let held = state.db.read(async |connection| queries::held(connection, found.space.id, around).await).await?;
    Ok(choose(found, units, wanted, &held, now))
}

fn choose(found: &Found, units: (i32, i32), wanted: Period, held: &[Held], now: DateTime<Utc>) -> Vec<Period> {
    let steps = REACH.num_minutes() / EVERY.num_minutes();
    let mut told: Vec<Period> = vec![];
    for step in 1..=steps as i32 {
        for away in [EVERY * step, -EVERY * step] {
            let period = wanted.from(wanted.starts_at + away);
            let is_held = |unit: i32| held.iter().any(|held| held.unit == unit && held.period().overlaps(&period));
            if told.len() < TOLD
                && !told.iter().any(|other| other.overlaps(&period))
                && (units.0..=units.1).any(|unit| !is_held(unit))
                && found.space.refusal(&found.days, period, now).is_none()
            {
                told.push(period);
            }
        }
    }
    told
}
