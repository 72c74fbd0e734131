//! Some lines of a file become records, with what is written about each of them and with the checkpoint, in one
//! transaction and in statements over all of them.

use std::{
    cell::RefCell,
    collections::{HashMap, HashSet},
    rc::Rc,
};

use serde_json::Value;

use super::{
    judge::{Judge, Overlay, Plan},
    mapping::apply::{Record, Shaped},
    model::{Counts, Outcome, StoredProblem},
    queries::{self, Candidates, Heard},
    run::Job,
};
use crate::{
    db::{Emitted, Event, Kind, Tx},
    directory::queries::{RESERVED, slug},
    error::ErrorCode,
    http::{Answer, Problem},
    ids::OrganizationId,
};

/// Lines written together.
pub const LINES: usize = 500;

/// A line, shaped and waiting.
pub struct Entry {
    pub place: i64,
    pub line: i64,
    pub shaped: Shaped,
    /// Of its record.
    pub digest: Vec<u8>,
}

impl Entry {
    pub fn new(place: i64, line: i64, shaped: Shaped) -> Self {
        let digest = if let Shaped::Record(record, _) = &shaped { record.digest() } else { vec![] };
        Self { place, line, shaped, digest }
    }

    pub fn record(&self) -> Option<&Record> {
        if let Shaped::Record(record, _) = &self.shaped { Some(record) } else { None }
    }
}

impl Compared {
    pub fn of(entry: &Entry) -> Option<Self> {
        Some(Self { record: serde_json::to_value(entry.record()?).ok()?, digest: entry.digest.clone() })
    }
}

/// What became of a line.
#[derive(Clone, Debug)]
pub struct Verdict {
    pub place: i64,
    pub line: i64,
    pub outcome: Outcome,
    pub name: String,
    pub external_id: String,
    pub organization_id: Option<OrganizationId>,
    pub problem: Option<StoredProblem>,
    /// Kept for a person who decides whether it is another one.
    pub compared: Option<Compared>,
}

/// What a line says that may be of a record which is there already.
#[derive(Clone, Debug)]
pub struct Compared {
    pub record: Value,
    pub digest: Vec<u8>,
}

/// Writes these lines, if the checkpoint stands where they begin.
pub async fn write(
    tx: &mut Tx,
    job: &Job,
    entries: &[Entry],
    overlay: Option<&Rc<RefCell<Overlay>>>,
) -> Result<(Emitted, Vec<Verdict>), Problem> {
    let before = entries.first().map_or(0, |entry| entry.place - 1);
    if !queries::is_at(tx, job.id, before).await? {
        // Cancelled, or another process works it off.
        return Err(ErrorCode::StateConflict.into());
    }
    let (heard, candidates) = look_up(tx, job, entries).await?;
    let mut judge = Judge::new(job, overlay.map(|overlay| overlay.borrow()), heard, candidates);
    let mut verdicts: Vec<Verdict> = entries.iter().map(|entry| judge.judge(entry)).collect();
    let plan = judge.plan();
    let mut events = vec![];
    if job.dry_run {
        if let Some(overlay) = overlay {
            overlay.borrow_mut().note(&plan);
        }
    } else {
        events = execute(tx, job, plan, &mut verdicts).await?;
    }
    queries::insert_results(tx, job.id, &verdicts).await?;
    let mut counts = Counts::default();
    verdicts.iter().for_each(|verdict| counts.add(verdict.outcome));
    #[cfg(feature = "planted-faults")]
    if super::planted::checkpoint_apart() {
        return Ok((
            Emitted::new(Event::new("import.advanced", Kind::Import, job.id.0, 1), Answer::no_content()).and(events),
            verdicts,
        ));
    }
    let waiting = verdicts.iter().filter(|verdict| verdict.compared.is_some() && !job.dry_run).count();
    let number = |count: usize| i64::try_from(count).unwrap_or(0);
    let revision = queries::advance(tx, job.id, number(entries.len()), counts, number(waiting)).await?;
    let emitted = Emitted::new(Event::new("import.advanced", Kind::Import, job.id.0, revision), Answer::no_content()).and(events);
    Ok((emitted, verdicts))
}

/// What the database knows of these lines: by the source's id, then by number, then by name and place.
async fn look_up(tx: &mut Tx, job: &Job, entries: &[Entry]) -> Result<(Heard, Candidates), Problem> {
    let records: Vec<(&Entry, &Record)> = entries.iter().filter_map(|entry| Some((entry, entry.record()?))).collect();
    let ids: Vec<String> = records.iter().map(|(_, record)| record.external_id.clone()).collect();
    let mut heard = queries::heard(tx, job, ids).await?;
    // What says something else than before, without a revision that settles it, may have stood in this very file.
    let other = |(entry, record): &&(&Entry, &Record)| {
        let known = heard.known.get(&record.external_id);
        record.source_revision.is_none()
            && known.is_some_and(|known| known.digest.as_ref().is_some_and(|digest| *digest != entry.digest))
    };
    let others: Vec<String> = records.iter().filter(other).map(|(_, record)| record.external_id.clone()).collect();
    if !others.is_empty() {
        for (id, line) in queries::lines_before(tx, job.id, others).await? {
            if let Some(known) = heard.known.get_mut(&id) {
                (known.same_import, known.line) = (true, line);
            }
        }
    }
    let unknown: Vec<(i64, &Record)> = records
        .into_iter()
        .filter(|(entry, record)| !heard.known.contains_key(&record.external_id) && !heard.put_aside(record, &entry.digest))
        .map(|(entry, record)| (entry.place, record))
        .collect();
    let candidates = if unknown.is_empty() { HashMap::new() } else { queries::candidates(tx, &unknown).await? };
    Ok((heard, candidates))
}

/// Writes the plan; what turns out to differ in nothing is unchanged.
pub async fn execute(tx: &mut Tx, job: &Job, mut plan: Plan<'_>, verdicts: &mut [Verdict]) -> Result<Vec<Event>, Problem> {
    let mut events = vec![];
    if !plan.created.is_empty() {
        let slugs = free_slugs(tx, &plan.created).await?;
        queries::insert_organizations(tx, job, &plan.created, &slugs).await?;
        events.extend(plan.created.iter().map(|(id, _, _)| Event::new("organization.created", Kind::Organization, id.0, 1)));
    }
    let changed = if plan.updated.is_empty() { HashSet::new() } else { queries::update_organizations(tx, &plan.updated).await? };
    let both = || plan.created.iter().chain(&plan.updated);
    let numbered = queries::insert_identifiers(tx, both()).await?;
    if !plan.updated.is_empty() {
        let touched: Vec<OrganizationId> =
            plan.updated.iter().map(|(id, _, _)| *id).filter(|id| changed.contains(id) || numbered.contains(id)).collect();
        let revisions = queries::revisions(tx, &touched).await?;
        for (id, revision) in &revisions {
            events.push(Event::new("organization.updated", Kind::Organization, id.0, *revision));
        }
        for (id, entry, _) in &plan.updated {
            if !revisions.iter().any(|(touched, _)| touched == id)
                && let Some(verdict) = verdicts.iter_mut().find(|verdict| verdict.place == entry.place)
            {
                verdict.outcome = Outcome::Unchanged;
            }
        }
    }
    plan.noted.extend(plan.created.iter().chain(&plan.updated).copied());
    queries::note_records(tx, job, &plan.noted).await?;
    Ok(events)
}

/// One for each new record, which nobody has yet.
async fn free_slugs(tx: &mut Tx, created: &[(OrganizationId, &Entry, &Record)]) -> Result<Vec<String>, Problem> {
    let wanted: Vec<String> = created.iter().map(|(_, _, record)| slug(&record.name)).collect();
    let taken = queries::taken_slugs(tx, wanted.clone()).await?;
    let mut given: HashSet<String> = HashSet::new();
    let free = wanted.into_iter().zip(created).map(|(base, (id, _, _))| {
        if !taken.contains(&base) && !RESERVED.contains(&base.as_str()) && given.insert(base.clone()) {
            return base;
        }
        // The end of an id is random.
        let id = id.0.simple().to_string();
        let other = format!("{base}-{}", id.get(20..).unwrap_or_default());
        given.insert(other.clone());
        other
    });
    Ok(free.collect())
}
