//! Brakes on guessing and on mass creation. What is counted lives in this process: two rows of cells per brake, of a fixed
//! size, so that no flood of names or addresses makes them grow. Two names that share a cell in one row hardly share
//! one in the other, and the emptier of the two decides.

use std::{
    hash::{BuildHasher, Hash, RandomState},
    sync::{LazyLock, Mutex, PoisonError},
};

use chrono::{DateTime, Duration, Utc};

use crate::{error::ErrorCode, http::Problem};

/// Cells of a row.
const CELLS: usize = 1 << 15;

/// So many at once, then one in each interval (GCRA: a cell holds the instant at which it will be empty again).
pub struct Brake {
    burst: i32,
    interval: Duration,
    keys: [RandomState; 2],
    rows: Mutex<[Vec<i64>; 2]>,
}

/// Wrong passwords and codes from one address.
pub static FAILURES_BY_ADDRESS: LazyLock<Brake> = LazyLock::new(|| Brake::new(40, Duration::seconds(20)));
/// Wrong passwords for one name, whether or not there is such an account.
pub static FAILURES_BY_NAME: LazyLock<Brake> = LazyLock::new(|| Brake::new(10, Duration::minutes(5)));
/// Wrong passwords from a browser where the account has signed in before: apart, so that nobody else can use them up.
pub static FAILURES_BY_DEVICE: LazyLock<Brake> = LazyLock::new(|| Brake::new(10, Duration::minutes(1)));
/// Wrong second factors of one account. Only who knows the password comes so far, which its owner can change.
pub static CODES: LazyLock<Brake> = LazyLock::new(|| Brake::new(5, Duration::minutes(5)));
/// The same from a browser where the account has signed in, or within one of its sessions: apart, as above.
pub static CODES_BY_DEVICE: LazyLock<Brake> = LazyLock::new(|| Brake::new(5, Duration::minutes(1)));
/// Questions for a passkey, by who asks: each is kept for five minutes.
pub static PASSKEY_CHALLENGES: LazyLock<Brake> = LazyLock::new(|| Brake::new(60, Duration::seconds(5)));
/// Mails that a sign-up, a reset or a change of address causes, by who asks, by who gets them, and in all.
pub static MAILS_BY_ADDRESS: LazyLock<Brake> = LazyLock::new(|| Brake::new(60, Duration::minutes(1)));
pub static MAILS_BY_RECIPIENT: LazyLock<Brake> = LazyLock::new(|| Brake::new(5, Duration::minutes(20)));
pub static MAILS: LazyLock<Brake> = LazyLock::new(|| Brake::new(500, Duration::seconds(5)));

/// Sign-ins begun at a provider from one address: each may cause a call to it.
pub static PROVIDERS_BY_ADDRESS: LazyLock<Brake> = LazyLock::new(|| Brake::new(60, Duration::seconds(10)));

impl Brake {
    fn new(burst: i32, interval: Duration) -> Self {
        let rows = Mutex::new([vec![0; CELLS], vec![0; CELLS]]);
        Self { burst, interval, keys: [RandomState::new(), RandomState::new()], rows }
    }

    /// Counts one, or says when the next one may come.
    pub fn take(&self, key: impl Hash, now: DateTime<Utc>) -> Result<(), Problem> {
        let (now, interval) = (now.timestamp_millis(), self.interval.num_milliseconds());
        let longest = i64::from(self.burst) * interval;
        let cells = self.cells(key);
        let mut rows = self.rows.lock().unwrap_or_else(PoisonError::into_inner);
        for (row, cell) in rows.iter_mut().zip(cells) {
            // No cell is full for longer, unless the clock was set back: nobody is to wait for that.
            if row[cell] > now + longest {
                row[cell] = 0;
            }
        }
        let full_until = rows[0][cells[0]].min(rows[1][cells[1]]).max(now) + interval;
        let wait = full_until - now - longest;
        if wait > 0 {
            let seconds = u32::try_from((wait + 999) / 1000).unwrap_or(u32::MAX);
            return Err(Problem::new(ErrorCode::TooManyRequests).retry_after(seconds));
        }
        for (row, cell) in rows.iter_mut().zip(cells) {
            row[cell] = row[cell].max(full_until);
        }
        Ok(())
    }

    /// Takes back what was counted: it was no guess after all.
    pub fn give_back(&self, key: impl Hash) {
        let cells = self.cells(key);
        let mut rows = self.rows.lock().unwrap_or_else(PoisonError::into_inner);
        for (row, cell) in rows.iter_mut().zip(cells) {
            row[cell] -= self.interval.num_milliseconds();
        }
    }

    fn cells(&self, key: impl Hash) -> [usize; 2] {
        [0, 1].map(|row| (self.keys[row].hash_one(&key) % CELLS as u64) as usize)
    }
}

#[cfg(test)]
mod tests {
    use actix_web::{ResponseError, http::header::RETRY_AFTER};

    use super::*;

    fn at(second: i64) -> DateTime<Utc> {
        DateTime::from_timestamp(1_800_000_000 + second, 0).expect("an instant")
    }

    #[test]
    fn a_burst_then_one_in_each_interval_and_each_name_for_itself() {
        let brake = Brake::new(3, Duration::seconds(10));
        for _ in 0..3 {
            assert!(brake.take("a", at(0)).is_ok());
        }
        assert!(brake.take("a", at(0)).is_err() && brake.take("a", at(9)).is_err());
        assert!(brake.take("b", at(0)).is_ok());
        assert!(brake.take("a", at(10)).is_ok() && brake.take("a", at(10)).is_err());
        brake.give_back("a");
        assert!(brake.take("a", at(10)).is_ok());
        assert!(brake.take("a", at(10)).is_err());
        assert!(brake.take("a", at(-60)).is_ok(), "the clock was set back");
    }

    #[test]
    fn who_must_wait_is_told_for_how_long_in_whole_seconds() {
        for (milliseconds, seconds) in [(2000, "2"), (2001, "3"), (2999, "3")] {
            let brake = Brake::new(1, Duration::milliseconds(milliseconds));
            assert!(brake.take("a", at(0)).is_ok());
            let refused = brake.take("a", at(0)).expect_err("one at a time").error_response();
            let told = refused.headers().get(RETRY_AFTER).and_then(|value| value.to_str().ok());
            assert_eq!(told, Some(seconds), "{milliseconds}");
        }
    }

    #[test]
    fn a_flood_of_names_takes_no_more_memory_and_stops_hardly_anybody() {
        let brake = Brake::new(3, Duration::seconds(10));
        for name in 0..2000 {
            let _ = brake.take(name, at(0));
        }
        let stopped = (10_000..11_000).filter(|name| (0..3).any(|_| brake.take(name, at(0)).is_err())).count();
        assert!(stopped < 20, "{stopped} of 1000");
    }
}
