//! Some lines of a file become records, with what is written about each of them and with the checkpoint, in one
//! transaction and in statements over all of them.

use std::{
    cell::RefCell,
    collections::{HashMap, HashSet},
    rc::Rc,
};

use super::{
    mapping::apply::{Fault, Record, Shaped},
    model::{Counts, Outcome, StoredProblem},
    queries::{self, Candidates, Known},
    run::Job,
};
use crate::{
    db::{Emitted, Event, Kind, Tx},
    directory::queries::{RESERVED, slug},
    error::{ErrorCode, ResultCode},
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
}

/// What a dry run would have written before, so that it answers what a run in earnest would.
#[derive(Default)]
pub struct Overlay {
    records: HashMap<String, Known>,
    numbers: HashMap<String, (i64, OrganizationId)>,
    places: HashMap<String, (i64, OrganizationId)>,
}

/// What the transaction is to do.
#[derive(Default)]
struct Plan<'a> {
    created: Vec<(OrganizationId, &'a Entry, &'a Record)>,
    updated: Vec<(OrganizationId, &'a Entry, &'a Record)>,
    /// Says the same as before, but nobody has noted so yet.
    noted: Vec<(OrganizationId, &'a Entry, &'a Record)>,
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
    let (known, candidates) = look_up(tx, job, entries).await?;
    let mut judge = Judge {
        job,
        overlay: overlay.map(|overlay| overlay.borrow()),
        seen: Seen::default(),
        known,
        candidates,
        plan: Plan::default(),
    };
    let mut verdicts: Vec<Verdict> = entries.iter().map(|entry| judge.judge(entry)).collect();
    let plan = std::mem::take(&mut judge.plan);
    drop(judge);
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
    let revision = queries::advance(tx, job.id, i64::try_from(entries.len()).unwrap_or(0), counts).await?;
    let emitted = Emitted::new(Event::new("import.advanced", Kind::Import, job.id.0, revision), Answer::no_content()).and(events);
    Ok((emitted, verdicts))
}

/// What the database knows of these lines: by the source's id, then by number, then by name and place.
async fn look_up(tx: &mut Tx, job: &Job, entries: &[Entry]) -> Result<(HashMap<String, Known>, Candidates), Problem> {
    let records: Vec<(&Entry, &Record)> = entries.iter().filter_map(|entry| Some((entry, entry.record()?))).collect();
    let ids: Vec<String> = records.iter().map(|(_, record)| record.external_id.clone()).collect();
    let mut known = queries::known(tx, job, ids).await?;
    // What says something else than before, without a revision that settles it, may have stood in this very file.
    let other = |(entry, record): &&(&Entry, &Record)| {
        let known = known.get(&record.external_id);
        record.source_revision.is_none()
            && known.is_some_and(|known| known.digest.as_ref().is_some_and(|digest| *digest != entry.digest))
    };
    let others: Vec<String> = records.iter().filter(other).map(|(_, record)| record.external_id.clone()).collect();
    if !others.is_empty() {
        for (id, line) in queries::lines_before(tx, job.id, others).await? {
            if let Some(known) = known.get_mut(&id) {
                (known.same_import, known.line) = (true, line);
            }
        }
    }
    let unknown: Vec<(i64, &Record)> = records
        .into_iter()
        .filter(|(_, record)| !known.contains_key(&record.external_id))
        .map(|(entry, record)| (entry.place, record))
        .collect();
    let candidates = if unknown.is_empty() { HashMap::new() } else { queries::candidates(tx, &unknown).await? };
    Ok((known, candidates))
}

/// What stands in the lines before, of this chunk.
#[derive(Default)]
struct Seen<'a> {
    records: HashMap<&'a str, Known>,
    numbers: HashMap<String, (i64, OrganizationId)>,
    places: HashMap<String, (i64, OrganizationId)>,
}

struct Judge<'a, 'o> {
    job: &'a Job,
    overlay: Option<std::cell::Ref<'o, Overlay>>,
    seen: Seen<'a>,
    known: HashMap<String, Known>,
    candidates: Candidates,
    plan: Plan<'a>,
}

impl<'a> Judge<'a, '_> {
    fn judge(&mut self, entry: &'a Entry) -> Verdict {
        let (record, notes) = match &entry.shaped {
            Shaped::Refused(faults) => return refused(entry, faults),
            Shaped::Record(record, notes) => (record.as_ref(), notes),
        };
        let known = self.seen.records.get(record.external_id.as_str()).or_else(|| self.known.get(&record.external_id));
        let known = known.or_else(|| self.overlay.as_ref().and_then(|overlay| overlay.records.get(&record.external_id))).cloned();
        let (outcome, id, problem) = match known {
            Some(known) => self.again(entry, record, &known),
            None => self.first(entry, record),
        };
        let left_out = || (!notes.is_empty()).then(|| StoredProblem::new(ResultCode::ValuesLeftOut));
        let problem = problem.or_else(left_out).map(|problem| problem.faults(notes));
        Verdict {
            place: entry.place,
            line: entry.line,
            outcome,
            name: record.name.clone(),
            external_id: record.external_id.clone(),
            organization_id: id,
            problem,
        }
    }

    /// The source has spoken of this record before.
    fn again(
        &mut self,
        entry: &'a Entry,
        record: &'a Record,
        known: &Known,
    ) -> (Outcome, Option<OrganizationId>, Option<StoredProblem>) {
        let id = Some(known.organization_id);
        let Some(digest) = &known.digest else {
            if let Some(problem) = untouchable(known) {
                return (Outcome::Conflict, id, Some(problem));
            }
            // It came with this id in another way than by an import: the statement finds out whether anything differs.
            self.note(entry, record, known.organization_id);
            self.plan.updated.push((known.organization_id, entry, record));
            return (Outcome::Updated, id, None);
        };
        if *digest == entry.digest {
            return (Outcome::Unchanged, id, None);
        }
        match (known.source_revision, record.source_revision) {
            (Some(had), Some(has)) if has < had => {
                return (Outcome::Stale, id, Some(StoredProblem::new(ResultCode::StaleRevision).with([had.to_string()])));
            }
            (Some(had), Some(has)) if has == had => {
                return (Outcome::Conflict, id, Some(StoredProblem::new(ResultCode::RevisionConflict).with([had.to_string()])));
            }
            (_, None) if known.same_import => {
                return (
                    Outcome::Conflict,
                    id,
                    Some(StoredProblem::new(ResultCode::RepeatedLine).with([known.line.to_string()])),
                );
            }
            _ => {}
        }
        if let Some(problem) = untouchable(known) {
            return (Outcome::Conflict, id, Some(problem));
        }
        self.note(entry, record, known.organization_id);
        self.plan.updated.push((known.organization_id, entry, record));
        (Outcome::Updated, id, None)
    }

    /// The source speaks of this record for the first time: if others may have, a person compares.
    fn first(&mut self, entry: &'a Entry, record: &'a Record) -> (Outcome, Option<OrganizationId>, Option<StoredProblem>) {
        let mut found: Vec<(OrganizationId, String)> = self.candidates.remove(&entry.place).unwrap_or_default();
        let numbers = record.identifiers.iter().map(|one| format!("{} {}", one.scheme.name(), one.value)).collect::<Vec<_>>();
        // What a dry run would have made is nowhere to be compared.
        let existing = found.len();
        let overlay = self.overlay.as_deref();
        for number in &numbers {
            let other = self.seen.numbers.get(number).or_else(|| overlay.and_then(|overlay| overlay.numbers.get(number)));
            found.extend(other.map(|(_, id)| (*id, number.clone())));
        }
        let place = record.place_key();
        if let Some(place) = &place {
            let other = self.seen.places.get(place).or_else(|| overlay.and_then(|overlay| overlay.places.get(place)));
            found.extend(other.map(|(_, id)| (*id, record.name.clone())));
        }
        if found.is_empty() {
            let id = OrganizationId::new();
            self.note(entry, record, id);
            self.plan.created.push((id, entry, record));
            return (Outcome::Created, Some(id), None);
        }
        let mut reasons: Vec<String> = found.iter().map(|(_, reason)| reason.clone()).collect();
        reasons.dedup();
        reasons.truncate(3);
        let mut ids: Vec<OrganizationId> = vec![];
        let real = if self.job.dry_run { existing } else { found.len() };
        found.into_iter().take(real).for_each(|(id, _)| {
            if ids.len() < 5 && !ids.contains(&id) {
                ids.push(id)
            }
        });
        let problem = StoredProblem::new(ResultCode::PossibleDuplicate).with([reasons.join(", ")]).candidates(ids);
        (Outcome::Conflict, None, Some(problem))
    }

    /// Lines after this one will find it.
    fn note(&mut self, entry: &'a Entry, record: &'a Record, id: OrganizationId) {
        let known = Known {
            organization_id: id,
            digest: Some(entry.digest.clone()),
            source_revision: record.source_revision,
            same_import: true,
            line: entry.line,
            kept: false,
            gone: false,
        };
        self.seen.records.insert(&record.external_id, known);
        for one in &record.identifiers {
            self.seen.numbers.insert(format!("{} {}", one.scheme.name(), one.value), (entry.line, id));
        }
        if let Some(place) = record.place_key() {
            self.seen.places.insert(place, (entry.line, id));
        }
    }
}

/// Why nothing is written to a record that is known, whatever its source says.
fn untouchable(known: &Known) -> Option<StoredProblem> {
    let code = match (known.gone, known.kept) {
        (true, _) => ResultCode::RecordDeleted,
        (_, true) => ResultCode::KeptByOwner,
        _ => return None,
    };
    Some(StoredProblem::new(code))
}

fn refused(entry: &Entry, faults: &[Fault]) -> Verdict {
    let problem = StoredProblem::new(ResultCode::InvalidLine).faults(faults);
    Verdict {
        place: entry.place,
        line: entry.line,
        outcome: Outcome::Error,
        name: String::new(),
        external_id: String::new(),
        organization_id: None,
        problem: Some(problem),
    }
}

impl Overlay {
    fn note(&mut self, plan: &Plan<'_>) {
        for (id, entry, record) in plan.created.iter().chain(&plan.updated) {
            let known = Known {
                organization_id: *id,
                digest: Some(entry.digest.clone()),
                source_revision: record.source_revision,
                same_import: true,
                line: entry.line,
                kept: false,
                gone: false,
            };
            self.records.insert(record.external_id.clone(), known);
        }
        for (id, entry, record) in &plan.created {
            for one in &record.identifiers {
                self.numbers.insert(format!("{} {}", one.scheme.name(), one.value), (entry.line, *id));
            }
            if let Some(place) = record.place_key() {
                self.places.insert(place, (entry.line, *id));
            }
        }
    }
}

/// Writes the plan; what turns out to differ in nothing is unchanged.
async fn execute(tx: &mut Tx, job: &Job, mut plan: Plan<'_>, verdicts: &mut [Verdict]) -> Result<Vec<Event>, Problem> {
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
