//! Works a file off, chunk by chunk from its checkpoint.

use std::{cell::RefCell, collections::HashMap, rc::Rc};

use super::{
    chunk::{self, Entry, Verdict},
    judge::Overlay,
    mapping::{Mapping, SourceInput},
    model::{ImportStatus, StoredFailure},
    queries,
    reading::{Lines, Unreadable},
};
use crate::{
    clock::Clock,
    db::{Db, Emitted, Event, Kind, Origin, Tx},
    error::ErrorCode,
    http::{Answer, Problem},
    ids::ImportId,
};

/// What is imported, and how.
pub struct Job {
    pub id: ImportId,
    pub source: SourceInput,
    pub mapping: Mapping,
    pub dry_run: bool,
}

impl Job {
    /// Nothing is published without the terms on which it is given.
    pub fn is_published(&self) -> bool {
        self.source.licence.is_some()
    }
}

/// How the work ended.
#[derive(Debug, PartialEq, Eq)]
pub enum End {
    Done,
    Failed(StoredFailure),
    /// Somebody cancelled it, or another process works it off.
    Left,
}

/// Lines of a file, cut into chunks that hold no record twice with different content: which of the two holds is for the
/// transaction after to say.
struct Chunks {
    lines: Lines,
    place: i64,
    carried: Option<Entry>,
}

impl Chunks {
    /// Skips what is worked off.
    fn after(mut lines: Lines, done: i64) -> Result<Self, Unreadable> {
        for _ in 0..done {
            lines.next().transpose()?;
        }
        Ok(Self { lines, place: done, carried: None })
    }

    /// The next ones; an error comes after those before it.
    fn next(&mut self, mapping: &Mapping) -> (Vec<Entry>, Option<Unreadable>) {
        let mut entries: Vec<Entry> = vec![];
        let mut digests: HashMap<String, Vec<u8>> = HashMap::new();
        loop {
            let entry = match self.carried.take() {
                Some(carried) => carried,
                None => match self.lines.next() {
                    None => return (entries, None),
                    Some(Err(error)) => return (entries, Some(error)),
                    Some(Ok(line)) => {
                        self.place += 1;
                        Entry::new(self.place, line.number, mapping.shape(&line))
                    }
                },
            };
            if let Some(record) = entry.record()
                && digests.insert(record.external_id.clone(), entry.digest.clone()).is_some_and(|digest| digest != entry.digest)
            {
                self.carried = Some(entry);
                return (entries, None);
            }
            entries.push(entry);
            if entries.len() == chunk::LINES {
                return (entries, None);
            }
        }
    }

    fn is_over(&self, entries: &[Entry]) -> bool {
        entries.is_empty() && self.carried.is_none()
    }
}

/// Works off what follows the checkpoint. `told` hears of each chunk once it stands.
pub async fn run(
    db: &Db,
    origin: &Origin,
    job: Job,
    lines: Lines,
    done: i64,
    mut told: impl FnMut(&[Verdict]),
) -> Result<End, Problem> {
    let job = Rc::new(job);
    let mut chunks = match Chunks::after(lines, done) {
        Ok(chunks) => chunks,
        Err(error) => return Ok(End::Failed(error.into())),
    };
    let overlay = job.dry_run.then(Rc::<RefCell<Overlay>>::default);
    loop {
        let (entries, failure) = chunks.next(&job.mapping);
        let over = chunks.is_over(&entries);
        if !entries.is_empty() {
            match write(db, origin, &job, entries, overlay.clone()).await {
                Ok(verdicts) => told(&verdicts),
                Err(problem) if problem.code == ErrorCode::StateConflict => return Ok(End::Left),
                Err(problem) => return Err(problem),
            }
        }
        if let Some(failure) = failure {
            return Ok(End::Failed(failure.into()));
        }
        if over {
            return Ok(End::Done);
        }
    }
}

async fn write(
    db: &Db,
    origin: &Origin,
    job: &Rc<Job>,
    entries: Vec<Entry>,
    overlay: Option<Rc<RefCell<Overlay>>>,
) -> Result<Vec<Verdict>, Problem> {
    #[cfg(feature = "planted-faults")]
    let id = job.id;
    let (job, entries, kept) = (job.clone(), Rc::new(entries), Rc::new(RefCell::new(vec![])));
    let verdicts = kept.clone();
    let effect = async move |tx: &mut Tx| {
        let (emitted, verdicts) = chunk::write(tx, &job, &entries, overlay.as_ref()).await?;
        *kept.borrow_mut() = verdicts;
        Ok(emitted)
    };
    db.write(origin.clone(), &[], effect).await?;
    #[cfg(feature = "planted-faults")]
    if super::planted::checkpoint_apart() {
        super::planted::advance(db, origin, id, &verdicts.borrow()).await?;
    }
    Ok(verdicts.take())
}

/// Notes the source before the first line, and takes a dry run back to its beginning.
pub async fn begin(db: &Db, origin: &Origin, job: &Job) -> Result<(), Problem> {
    let (id, source, dry_run) = (job.id, job.source.clone(), job.dry_run);
    let effect = async move |tx: &mut Tx| {
        let revision = if dry_run {
            queries::rewind(tx, id).await?
        } else {
            queries::insert_source(tx, &source).await?;
            1
        };
        Ok(Emitted::new(Event::new("import.begun", Kind::Import, id.0, revision), Answer::no_content()))
    };
    db.write(origin.clone(), &[], effect).await.map(drop)
}

/// Writes down how the work ended.
pub async fn end(db: &Db, origin: &Origin, clock: &Clock, id: ImportId, end: End) -> Result<(), Problem> {
    let (status, failure) = match end {
        End::Done => (ImportStatus::Done, None),
        End::Failed(failure) => (ImportStatus::Failed, Some(failure)),
        End::Left => return Ok(()),
    };
    let now = clock.now();
    let effect = async move |tx: &mut Tx| {
        // Cancelled in the meantime: that is its end.
        let revision = queries::end(tx, id, status, failure.clone(), now).await?.ok_or(ErrorCode::NotFound)?;
        Ok(Emitted::new(Event::new("import.ended", Kind::Import, id.0, revision), Answer::no_content()))
    };
    match db.write(origin.clone(), &[], effect).await {
        Err(problem) if problem.code == ErrorCode::NotFound => Ok(()),
        outcome => outcome.map(drop),
    }
}
