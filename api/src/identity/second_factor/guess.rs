//! A code that is being tried. It counts before it is compared, so that many at once are many.

use chrono::{DateTime, Utc};
use uuid::Uuid;

use crate::{
    auth::throttle::{Brake, CODES, CODES_BY_DEVICE},
    http::Problem,
    ids::AccountId,
};

pub struct Guess {
    brake: &'static Brake,
    key: (AccountId, Option<Uuid>),
}

impl Guess {
    /// `known` is a browser or a session of the account: counted apart, so that nobody locks its owner out.
    pub fn count(account: AccountId, known: Option<Uuid>, now: DateTime<Utc>) -> Result<Self, Problem> {
        let brake: &'static Brake = if known.is_some() { &CODES_BY_DEVICE } else { &CODES };
        let key = (account, known);
        brake.take(key, now)?;
        Ok(Self { brake, key })
    }

    /// It was right, or not compared at all.
    pub fn forgive(self) {
        self.brake.give_back(self.key);
    }
}
