//! Who runs a candidacy.

use chrono::{DateTime, NaiveDate, Utc};

use crate::{
    auth::{Account, Actor, Role},
    clock,
    error::ErrorCode,
    http::Problem,
};

/// Whoever reads, and when.
#[derive(Clone, Copy, Debug)]
pub struct Reader {
    /// Sees also what is not deposited yet, and who sees to what.
    pub is_pilot: bool,
    pub today: NaiveDate,
}

impl Reader {
    pub fn of(actor: &Actor, now: DateTime<Utc>) -> Self {
        Self { is_pilot: actor.account().is_some_and(|account| account.has(Role::Pilot)), today: clock::day(now) }
    }

    pub fn pilot(now: DateTime<Utc>) -> Self {
        Self { is_pilot: true, today: clock::day(now) }
    }

    /// The variant of a representation, for its ETag: what is late today was not yesterday.
    pub fn view(self) -> String {
        format!("{}-{}", if self.is_pilot { "pilot" } else { "public" }, self.today.format("%y%m%d"))
    }
}

/// Only pilots change a candidacy.
pub fn require_pilot(account: &Account) -> Result<(), Problem> {
    if account.has(Role::Pilot) { Ok(()) } else { Err(Problem::new(ErrorCode::Forbidden).with(["pilot"])) }
}
