//! What the feed, the snapshot and the digests say of the same records.

use std::collections::BTreeMap;

use reqwest::header::HeaderMap;
use serde_json::Value;
use sha2::{Digest, Sha256};

use super::{
    items,
    report::{Check, Report},
    walk::{Walk, ask},
};
use crate::sync::follow::partner::Partner;

/// A snapshot, as far as it counts.
pub struct Snapshot {
    pub copy: BTreeMap<String, i64>,
    pub position: i64,
    pub epoch: String,
}

type Sum = [u8; 32];

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// Reads it, with everything that is wrong with it.
pub async fn snapshot(partner: &Partner, kind: &str, report: &mut Report) -> Option<Snapshot> {
    let path = format!("/v1/sync/snapshot/{kind}");
    let answer = ask(partner, &path, HeaderMap::new(), report).await?;
    if answer.status != 200 {
        report.fault(Check::Answer, format!("{path}: {}", answer.status.as_u16()));
        return None;
    }
    let lines: Vec<&[u8]> = answer.body.split_inclusive(|byte| *byte == b'\n').collect();
    let [first, between @ .., last] = lines.as_slice() else {
        report.fault(Check::Snapshot, format!("{path}: it has no first and no last line"));
        return None;
    };
    let read = |line: &[u8]| serde_json::from_slice::<Value>(line).unwrap_or_default();
    let (meta, end) = (read(first), read(last));
    if end["end"] != true {
        report.fault(Check::Snapshot, format!("{path}: its last line does not say that it has ended: it was cut"));
        return None;
    }
    let (position, epoch) = (meta["position"].as_i64(), meta["epoch"].as_str().map(str::to_owned));
    let known = meta["kind"] == kind && position.is_some() && epoch.is_some();
    report.holds(Check::Snapshot, known, || format!("{path}: its first line does not say kind, epoch and position"));
    let said = end["count"].as_u64();
    let count = between.len() as u64;
    report.holds(Check::Snapshot, said == Some(count), || format!("{path}: {count} records, and it says {}", end["count"]));
    let sum = hex(&Sha256::digest(&answer.body[..answer.body.len() - last.len()]));
    report.holds(Check::Snapshot, end["sha256"] == sum.as_str(), || {
        format!("{path}: sha256 is {sum}, and it says {}", end["sha256"])
    });
    let (position, epoch) = (position?, epoch?);
    let mut copy = BTreeMap::new();
    for (number, line) in between.iter().enumerate() {
        let at = format!("{path}, line {}", number + 2);
        let Some(item) = items::item(&read(line), &at, kind, report) else { continue };
        report.holds(Check::Snapshot, !item.gone, || format!("{at}: a tombstone, {}", item.id));
        report.holds(Check::Snapshot, item.position <= position, || format!("{at}: {} is behind {position}", item.position));
        let twice = copy.insert(item.id.clone(), item.revision).is_some();
        report.holds(Check::Snapshot, !twice, || format!("{at}: {} comes twice", item.id));
    }
    Some(Snapshot { copy, position, epoch })
}

/// Holds what two readers have against each other: one of the feed alone, one of the snapshot and what followed.
pub fn copies(feed: &Walk<'_>, snapshot: &Walk<'_>, report: &mut Report) {
    for (id, revision) in &snapshot.copy {
        match feed.copy.get(id) {
            Some(held) if held == revision => {}
            Some(held) => report.fault(Check::Snapshot, format!("{id}: revision {revision} by the snapshot, {held} by the feed")),
            None if feed.told_of(id) => {
                report.fault(Check::Tombstone, format!("{id}: gone by the feed, and the snapshot has it"));
            }
            None => report.fault(Check::Skipped, format!("{id}: the snapshot has it, and the feed never told of it")),
        }
    }
    for id in feed.copy.keys().filter(|id| !snapshot.copy.contains_key(*id)) {
        report.fault(Check::Tombstone, format!("{id}: the snapshot has it no more, and the feed does not say that it has gone"));
    }
}

/// Where the digests are taken.
pub struct State {
    pub position: i64,
    pub epoch: String,
    value: Value,
}

pub async fn state(partner: &Partner, kind: &str, report: &mut Report) -> Option<State> {
    let path = "/v1/sync/state";
    let answer = ask(partner, path, HeaderMap::new(), report).await?;
    if answer.status != 200 {
        report.fault(Check::Answer, format!("{path}: {}", answer.status.as_u16()));
        return None;
    }
    let body: Value = serde_json::from_slice(&answer.body).unwrap_or_default();
    let of_kind = body["kinds"].as_array().and_then(|kinds| kinds.iter().find(|one| one["kind"] == kind)).cloned();
    let members = (body["position"].as_i64(), body["epoch"].as_str().map(str::to_owned), of_kind);
    let (Some(position), Some(epoch), Some(value)) = members else {
        report.fault(Check::State, format!("{path}: position, epoch or the figures of {kind} are missing"));
        return None;
    };
    Some(State { position, epoch, value })
}

/// Count and XOR of SHA-256 of `id:revision`.
fn figures<'a>(records: impl Iterator<Item = (&'a String, &'a i64)>) -> (u64, String) {
    let (mut count, mut sum) = (0, Sum::default());
    for (id, revision) in records {
        let one = Sha256::digest(format!("{id}:{revision}"));
        sum.iter_mut().zip(one).for_each(|(sum, byte)| *sum ^= byte);
        count += 1;
    }
    (count, hex(&sum))
}

impl State {
    /// Holds the figures against these records.
    pub fn compare(&self, copy: &BTreeMap<String, i64>, report: &mut Report) {
        let path = "/v1/sync/state";
        let (count, digest) = figures(copy.iter());
        let said = (self.value["count"].as_u64(), self.value["digest"].as_str());
        report.holds(Check::State, said.0 == Some(count), || {
            format!("{path}: count is {}, of {count} records", self.value["count"])
        });
        report.holds(Check::State, said.1 == Some(digest.as_str()), || {
            format!("{path}: digest is {}, that of the records {digest}", self.value["digest"])
        });
        let mut buckets: BTreeMap<&str, BTreeMap<String, i64>> = BTreeMap::new();
        for (id, revision) in copy {
            let name = id.get(id.len().saturating_sub(2)..).unwrap_or_default();
            buckets.entry(name).or_default().insert(id.clone(), *revision);
        }
        let said = self.value["buckets"].as_array().cloned().unwrap_or_default();
        for (name, records) in &buckets {
            let (count, digest) = figures(records.iter());
            let good = said.iter().any(|one| one["bucket"] == *name && one["count"] == count && one["digest"] == digest.as_str());
            report.holds(Check::State, good, || format!("{path}: bucket {name} is not {count} records with {digest}"));
        }
        let stranger = |one: &&Value| one["count"] != 0 && one["bucket"].as_str().is_none_or(|name| !buckets.contains_key(name));
        for one in said.iter().filter(stranger) {
            report.fault(Check::State, format!("{path}: bucket {} has no records", one["bucket"]));
        }
    }

    /// Whether the digest is that of these records.
    pub fn is_of(&self, copy: &BTreeMap<String, i64>) -> bool {
        self.value["digest"] == figures(copy.iter()).1.as_str()
    }
}
