//! What is to become of lines, by what is known of them: the database is asked before and written after.

use std::collections::HashMap;

use super::{
    chunk::{Compared, Entry, Verdict},
    mapping::apply::{Fault, Record, Shaped},
    model::{Outcome, StoredProblem},
    queries::{Candidates, Heard, Known},
    run::Job,
};
use crate::{error::ResultCode, ids::OrganizationId};

/// What becomes of a line, of which record, and what is wrong.
pub type Judged = (Outcome, Option<OrganizationId>, Option<StoredProblem>);

/// What a person says of a line that may be of a record which is there already.
pub enum Said {
    /// `kept`: by somebody else, so that nothing in it is overwritten.
    Same {
        id: OrganizationId,
        kept: bool,
    },
    Other,
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
pub struct Plan<'a> {
    pub created: Vec<(OrganizationId, &'a Entry, &'a Record)>,
    pub updated: Vec<(OrganizationId, &'a Entry, &'a Record)>,
    /// Says the same as before, but nobody has noted so yet.
    pub noted: Vec<(OrganizationId, &'a Entry, &'a Record)>,
}

/// What stands in the lines before, of this chunk.
#[derive(Default)]
struct Seen<'a> {
    records: HashMap<&'a str, Known>,
    numbers: HashMap<String, (i64, OrganizationId)>,
    places: HashMap<String, (i64, OrganizationId)>,
}

pub struct Judge<'a, 'o> {
    job: &'a Job,
    overlay: Option<std::cell::Ref<'o, Overlay>>,
    seen: Seen<'a>,
    heard: Heard,
    candidates: Candidates,
    plan: Plan<'a>,
}

impl<'a, 'o> Judge<'a, 'o> {
    pub fn new(job: &'a Job, overlay: Option<std::cell::Ref<'o, Overlay>>, heard: Heard, candidates: Candidates) -> Self {
        Self { job, overlay, seen: Seen::default(), heard, candidates, plan: Plan::default() }
    }

    pub fn plan(self) -> Plan<'a> {
        self.plan
    }

    pub fn judge(&mut self, entry: &'a Entry) -> Verdict {
        let (record, notes) = match &entry.shaped {
            Shaped::Refused(faults) => return refused(entry, faults),
            Shaped::Record(record, notes) => (record.as_ref(), notes),
        };
        let known = self.seen.records.get(record.external_id.as_str()).or_else(|| self.heard.known.get(&record.external_id));
        let known = known.or_else(|| self.overlay.as_ref().and_then(|overlay| overlay.records.get(&record.external_id))).cloned();
        let (outcome, id, problem) = match known {
            Some(known) => self.again(entry, record, &known),
            None if self.heard.put_aside(record, &entry.digest) => {
                (Outcome::Unchanged, None, Some(StoredProblem::new(ResultCode::Dismissed)))
            }
            None => self.first(entry, record),
        };
        let left_out = || (!notes.is_empty()).then(|| StoredProblem::new(ResultCode::ValuesLeftOut));
        let doubtful = problem.as_ref().is_some_and(|problem| problem.code == ResultCode::PossibleDuplicate.code());
        let problem = problem.or_else(left_out).map(|problem| problem.faults(notes));
        Verdict {
            compared: if doubtful { Compared::of(entry) } else { None },
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
    fn again(&mut self, entry: &'a Entry, record: &'a Record, known: &Known) -> Judged {
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
    fn first(&mut self, entry: &'a Entry, record: &'a Record) -> Judged {
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
            return self.new_one(entry, record);
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

    fn new_one(&mut self, entry: &'a Entry, record: &'a Record) -> Judged {
        let id = OrganizationId::new();
        self.note(entry, record, id);
        self.plan.created.push((id, entry, record));
        (Outcome::Created, Some(id), None)
    }

    /// A person has said what the line is. What was decided of the same id meanwhile, for another import, holds.
    pub fn decided(&mut self, entry: &'a Entry, record: &'a Record, said: Said) -> Judged {
        if let Some(known) = self.heard.known.get(&record.external_id).cloned() {
            return self.again(entry, record, &known);
        }
        match said {
            Said::Other => self.new_one(entry, record),
            Said::Same { id, kept: false } => {
                self.plan.updated.push((id, entry, record));
                (Outcome::Updated, Some(id), None)
            }
            // It is known again from now on, and nothing of what its owner says is overwritten.
            Said::Same { id, kept: true } => {
                self.plan.noted.push((id, entry, record));
                (Outcome::Unchanged, Some(id), Some(StoredProblem::new(ResultCode::KeptByOwner)))
            }
        }
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
        compared: None,
    }
}

impl Overlay {
    pub fn note(&mut self, plan: &Plan<'_>) {
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
