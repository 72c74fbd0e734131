//! What was promised, and what contradicts it.

use std::{collections::BTreeMap, sync::Mutex};

use crate::service::lock;

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Promise {
    Lost,
    Once,
    Recorded,
    Kept,
    NotStuck,
    Replayed,
    Shown,
    Definite,
    Invariants,
    Gone,
    Letters,
    EqualKeys,
    EqualKeysAndLostBackend,
    EqualKeysAndSlowFirst,
    EqualTags,
    Seats,
    Told,
    Stays,
    Ended,
    Worked,
    FeedWhole,
    FeedOrder,
    FeedLag,
    Snapshot,
    FeedWorked,
    RegionsEqual,
    RegionsSilent,
    RegionsOnce,
    RegionsEcho,
    RegionsWorked,
}

impl Promise {
    pub const ALL: [Self; 20] = [
        Self::Lost,
        Self::Once,
        Self::Recorded,
        Self::Kept,
        Self::NotStuck,
        Self::Replayed,
        Self::Shown,
        Self::Definite,
        Self::Invariants,
        Self::Gone,
        Self::Letters,
        Self::EqualKeys,
        Self::EqualKeysAndLostBackend,
        Self::EqualKeysAndSlowFirst,
        Self::EqualTags,
        Self::Seats,
        Self::Told,
        Self::Stays,
        Self::Ended,
        Self::Worked,
    ];

    /// Of what partners read.
    pub const OF_THE_FEED: [Self; 5] = [Self::FeedWhole, Self::FeedOrder, Self::FeedLag, Self::Snapshot, Self::FeedWorked];

    /// Of three regions that follow each other.
    pub const OF_REGIONS: [Self; 5] =
        [Self::RegionsEqual, Self::RegionsSilent, Self::RegionsOnce, Self::RegionsEcho, Self::RegionsWorked];

    pub fn sentence(self) -> &'static str {
        match self {
            Self::Lost => "no acknowledged write is lost",
            Self::Once => "nothing happens twice, and nothing that was refused",
            Self::Recorded => "every effect has one row in the audit log and one in the change log",
            Self::Kept => "every acknowledged key is kept with the answer given",
            Self::NotStuck => "no key is stuck",
            Self::Replayed => "every acknowledged key gives the same answer again",
            Self::Shown => "the API shows what was acknowledged",
            Self::Definite => "every unknown write is definite within 10 s of a start",
            Self::Invariants => "the database is consistent after every kill",
            Self::Gone => "no connection of a killed service and no open transaction remains",
            Self::Letters => "sent letters arrived, and none is about nothing",
            Self::EqualKeys => "50 equal keys at once have one effect and one answer",
            Self::EqualKeysAndLostBackend => "50 equal keys have one effect when the first one's backend is terminated",
            Self::EqualKeysAndSlowFirst => "whoever waits for a slow first with the same key is told so within 2 s",
            Self::EqualTags => "of 200 changes with one ETag exactly one is done",
            Self::Seats => {
                "of 500 who want one of 10 units exactly 10 have it, each its own, and none that was confirmed is lost"
            }
            Self::Told => "every change of a request is an event, and every event arrives at each of three faulty receivers",
            Self::Stays => "the service outlives PostgreSQL and is ready within 5 s of its return",
            Self::Ended => "the service ends in order when asked",
            Self::FeedWhole => {
                "whoever follows the feed ends with what the database holds, nothing skipped and nothing left over"
            }
            Self::FeedOrder => "positions rise, each change has one, and revisions of a record never fall along them",
            Self::FeedLag => "of 100 changes 99 are told within a second of their commit, whatever else is open",
            Self::Snapshot => "a snapshot is the state at its position, and with what changed since the state of now",
            Self::FeedWorked => "writers, pollers and snapshots had enough to do",
            Self::RegionsEqual => "three regions that follow each other hold the same within 60 s of quiet",
            Self::RegionsSilent => "and write nothing from then on",
            Self::RegionsOnce => "a copy's revisions never fall, and no change is written twice",
            Self::RegionsEcho => "nothing comes back to where it was made, and nothing has to be put aside",
            Self::RegionsWorked => "regions were edited, killed and told things twice often enough",
            Self::Worked => "as many kills and writes were done as the profile wants, and each kind of write succeeded",
        }
    }
}

/// Findings of one run.
#[derive(Default)]
pub struct Report(Mutex<BTreeMap<Promise, Vec<String>>>);

impl Report {
    pub fn found(&self, promise: Promise, what: String) {
        lock(&self.0).entry(promise).or_default().push(what);
    }

    pub fn of(&self, promise: Promise) -> Vec<String> {
        lock(&self.0).get(&promise).cloned().unwrap_or_default()
    }

    /// How often each promise was broken.
    pub fn summary(&self) -> String {
        let counts: Vec<String> = lock(&self.0).iter().map(|(promise, found)| format!("{promise:?} {}", found.len())).collect();
        if counts.is_empty() { "nothing".to_owned() } else { counts.join(", ") }
    }
}
