//! What was looked at, and what is wrong with it.

use std::collections::BTreeMap;

use serde::Serialize;
use serde_json::{Value, json};

/// So many findings of a kind are shown.
const SHOWN: usize = 10;

/// What a feed is held against (docs/sync.md).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Check {
    Answer,
    Page,
    Item,
    Limit,
    Order,
    Once,
    Epoch,
    Head,
    Next,
    LastPage,
    Skipped,
    Etag,
    Wait,
    Cursor,
    Snapshot,
    Tombstone,
    State,
}

impl Check {
    const ALL: [Self; 17] = [
        Self::Answer,
        Self::Page,
        Self::Item,
        Self::Limit,
        Self::Order,
        Self::Once,
        Self::Epoch,
        Self::Head,
        Self::Next,
        Self::LastPage,
        Self::Skipped,
        Self::Etag,
        Self::Wait,
        Self::Cursor,
        Self::Snapshot,
        Self::Tombstone,
        Self::State,
    ];

    fn name(self) -> String {
        json!(self).as_str().unwrap_or_default().to_owned()
    }

    fn sentence(self) -> &'static str {
        match self {
            Self::Answer => "each address gives an answer",
            Self::Page => "each page has items, next, epoch, head and license",
            Self::Item => "each item has the members of its state, of the right types",
            Self::Limit => "no page has more items than were asked for",
            Self::Order => "positions rise and none comes twice",
            Self::Once => "each record stands in the feed once, and its revision rises",
            Self::Epoch => "the epoch is the same throughout",
            Self::Head => "the head is never behind an item, and never falls",
            Self::Next => "next is an absolute address of the same feed and leads on",
            Self::LastPage => "the last page is empty and its next is its own address",
            Self::Skipped => "no record is skipped, whatever the size of the pages",
            Self::Etag => "a page has an ETag, and with If-None-Match it is sent only if it has changed",
            Self::Wait => "the last page waits as long as it is asked to",
            Self::Cursor => "a cursor of another epoch or ahead of the head gets 410 with the address to begin anew",
            Self::Snapshot => "the snapshot is whole, and is what the feed says",
            Self::Tombstone => "what has gone is a tombstone, and what is there is none",
            Self::State => "count and digests are those of the records",
        }
    }
}

#[derive(Default)]
pub struct Report {
    faults: BTreeMap<Check, Vec<String>>,
    /// What was looked at, in figures.
    pub seen: Vec<String>,
    /// What could not be looked at, and why.
    left_out: Vec<(&'static [Check], String)>,
}

impl Report {
    pub fn fault(&mut self, check: Check, what: impl Into<String>) {
        self.faults.entry(check).or_default().push(what.into());
    }

    /// Says it unless it holds.
    pub fn holds(&mut self, check: Check, good: bool, what: impl FnOnce() -> String) {
        if !good {
            self.fault(check, what());
        }
    }

    /// Says that these could not be looked at, or not as a whole.
    pub fn leave_out(&mut self, checks: &'static [Check], why: impl Into<String>) {
        self.left_out.push((checks, why.into()));
    }

    pub fn has(&self, check: Check) -> bool {
        self.faults.contains_key(&check)
    }

    pub fn is_good(&self) -> bool {
        self.faults.is_empty()
    }

    pub fn json(&self, url: &str) -> Value {
        let faults: Vec<Value> = self
            .faults
            .iter()
            .flat_map(|(check, found)| found.iter().map(move |what| json!({"check": check, "what": what})))
            .collect();
        let left_out: Vec<Value> = self.left_out.iter().map(|(checks, why)| json!({"checks": checks, "why": why})).collect();
        json!({"url": url, "good": self.is_good(), "faults": faults, "seen": self.seen, "left_out": left_out})
    }

    /// Line by line.
    pub fn text(&self) -> String {
        let mut lines = self.seen.clone();
        for check in Check::ALL {
            let Some(found) = self.faults.get(&check) else {
                let left = self.left_out.iter().any(|(checks, _)| checks.contains(&check));
                lines.push(format!("{:<6} {:<10} {}", if left { "-" } else { "ok" }, check.name(), check.sentence()));
                continue;
            };
            lines.push(format!("FAULT  {:<10} {}: not so", check.name(), check.sentence()));
            lines.extend(found.iter().take(SHOWN).map(|what| format!("         {what}")));
            if found.len() > SHOWN {
                lines.push(format!("         and {} more", found.len() - SHOWN));
            }
        }
        lines.extend(self.left_out.iter().map(|(_, why)| format!("left out: {why}")));
        let count: usize = self.faults.values().map(Vec::len).sum();
        lines.push(if count == 0 { "Nothing is wrong.".to_owned() } else { format!("{count} faults.") });
        lines.join("\n")
    }
}
