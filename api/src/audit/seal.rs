//! Seals the log after the commits, and checks the seals.

use std::collections::HashMap;

use chrono::{DateTime, Duration, Months, Utc};

use super::{
    model::{AuditRow, BEGINNING, Hash, link},
    queries::{self, Last, Seal},
};
use crate::{
    db::{Db, Upkeep},
    http::Problem,
};

/// Rows of one seal, at most.
const MOST: i64 = 1000;
/// No transaction of ours is open longer, so no row appears below one that was sealed this long ago.
const LATEST: Duration = Duration::minutes(5);
/// Rows are kept this long, and a day for the clocks; their seals stay.
const KEPT: Months = Months::new(12);
/// A row without a seal is a fault after this time.
const GRACE: Duration = Duration::seconds(10);
/// Seals checked at a time.
const BATCH: i64 = 50;

/// Seals what is not sealed yet. The first time all of the log is looked through, for a row that came later than any
/// should; afterwards the newest part of it.
pub async fn seal(db: &Db, now: DateTime<Utc>, first: bool) -> Result<(), Problem> {
    let now = DateTime::from_timestamp_micros(now.timestamp_micros()).unwrap_or(now);
    let since = (!first).then(|| now - LATEST);
    loop {
        let load = async |connection: &mut diesel_async::AsyncPgConnection| {
            // In this order: what another worker seals after the first look gets the number that this one would take.
            let last = queries::last_seal(connection).await?;
            Ok((last, queries::unsealed(connection, since, None, MOST).await?))
        };
        let (last, rows) = db.read_everything(load).await?;
        if rows.is_empty() {
            return Ok(());
        }
        let count = rows.len() as i64;
        // Of two seals with one number the first is kept.
        db.maintain(Upkeep::Sealed(next(last, &rows, now))).await?;
        if count < MOST {
            return Ok(());
        }
    }
}

fn next(last: Option<Last>, rows: &[AuditRow], sealed_at: DateTime<Utc>) -> Seal {
    let (number, before, top) = last.map_or((1, BEGINNING, 0), |last| (last.number + 1, hash(&last.hash), last.top));
    let digests: Vec<u8> = rows.iter().flat_map(AuditRow::digest).collect();
    let rows: Vec<i64> = rows.iter().map(|row| row.id).collect();
    let hash = link(before, number, sealed_at, &rows, &digests).to_vec();
    Seal { number, sealed_at, top: rows.iter().copied().fold(top, i64::max), rows, digests, hash }
}

fn hash(bytes: &[u8]) -> Hash {
    bytes.try_into().unwrap_or(BEGINNING)
}

/// What a check found.
pub struct Verdict {
    pub seals: i64,
    pub rows: u64,
    /// The number and hash of the last seal: whoever keeps them elsewhere finds out later that the chain was made anew.
    pub head: Option<(i64, String)>,
    /// Empty when all is as it was written.
    pub faults: Vec<String>,
}

/// Goes through the whole chain. `known` is the number and hash of a seal that was noted elsewhere.
pub async fn verify(db: &Db, now: DateTime<Utc>, known: Option<&(i64, String)>) -> Result<Verdict, Problem> {
    let mut verdict = Verdict { seals: 0, rows: 0, head: None, faults: vec![] };
    let (mut before, mut top) = (BEGINNING, 0);
    loop {
        let after = verdict.seals;
        let load = async |connection: &mut diesel_async::AsyncPgConnection| {
            let seals = queries::seals(connection, after, BATCH).await?;
            let ids = seals.iter().flat_map(|seal| seal.rows.iter().copied()).collect();
            Ok((queries::rows(connection, ids).await?, seals))
        };
        let (rows, seals) = db.read_everything(load).await?;
        if seals.is_empty() {
            break;
        }
        let rows: HashMap<i64, AuditRow> = rows.into_iter().map(|row| (row.id, row)).collect();
        for seal in seals {
            if seal.number != verdict.seals + 1 {
                verdict.faults.push(format!("seals {} to {} are missing", verdict.seals + 1, seal.number - 1));
            }
            if seal.hash != link(before, seal.number, seal.sealed_at, &seal.rows, &seal.digests) {
                verdict.faults.push(format!("seal {} is not the one that was made after the seal before it", seal.number));
            }
            verdict.faults.extend(check_rows(&seal, &rows, now));
            top = seal.rows.iter().copied().fold(top, i64::max);
            if seal.top != top {
                verdict.faults.push(format!("seal {} does not say where it ends", seal.number));
            }
            before = hash(&seal.hash);
            let text: String = seal.hash.iter().map(|byte| format!("{byte:02x}")).collect();
            if known.is_some_and(|(number, known)| *number == seal.number && *known != text) {
                verdict.faults.push(format!("seal {} is another one than was noted", seal.number));
            }
            (verdict.seals, verdict.rows) = (seal.number, verdict.rows + seal.rows.len() as u64);
            verdict.head = Some((seal.number, text));
        }
    }
    if let Some((number, _)) = known.filter(|(number, _)| *number > verdict.seals) {
        verdict.faults.push(format!("seal {number} is gone; the last one is {}", verdict.seals));
    }
    let late = db.read_everything(async |connection| queries::unsealed(connection, None, Some(now - GRACE), MOST).await).await?;
    verdict.faults.extend(late.iter().map(|row| format!("row {} has no seal, since {}", row.id, row.at.to_rfc3339())));
    Ok(verdict)
}

fn check_rows(seal: &Seal, rows: &HashMap<i64, AuditRow>, now: DateTime<Utc>) -> Vec<String> {
    let forgotten = seal.sealed_at < now - KEPT + Duration::days(1);
    let digests = seal.digests.chunks(size_of::<Hash>());
    let fault = |(id, digest): (&i64, &[u8])| match rows.get(id) {
        None if forgotten => None,
        None => Some(format!("row {id} was removed (seal {})", seal.number)),
        Some(row) if row.digest() != digest => Some(format!("row {id} was changed (seal {})", seal.number)),
        Some(_) => None,
    };
    seal.rows.iter().zip(digests).filter_map(fault).collect()
}
