//! A person says whether a line is of a record that is there already.

use actix_web::{post, web::Data};
use diesel_async::RunQueryDsl;
use garde::Validate;
use serde::Deserialize;
use utoipa::ToSchema;

use super::{
    chunk::{self, Entry, Verdict},
    judge::{Judge, Judged, Said},
    mapping::apply::Shaped,
    model::{Counts, Import, ImportDecision, Outcome, StoredProblem},
    policy,
    queries::{self, Candidates, ImportRow, Waiting},
    run::Job,
};
use crate::{
    auth::Account,
    db::{Emitted, Event, Kind, Origin, Tx},
    error::{ErrorCode, FieldCode, ResultCode},
    http::{Answer, Json, Path, Problem, Query, answer::OptionalIfMatch, query::NoParameters, shell::Spoken},
    ids::{ImportId, OrganizationId},
    state::State,
};

/// The place of a line among those of its file, from 1.
#[derive(Clone, Copy, Deserialize, ToSchema, Validate)]
#[serde(transparent)]
#[garde(transparent)]
#[schema(minimum = 1, maximum = 9_007_199_254_740_991_i64, example = 17)]
pub struct ImportPlace(#[garde(range(min = 1, max = 9_007_199_254_740_991))] i64);

/// What is said of these lines.
#[derive(Clone, Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"places": [17], "decision": "other"}))]
pub struct CreateImportDecision {
    /// Of the lines of which `allowed_decisions` has this.
    #[garde(length(min = 1, max = 50), dive)]
    #[schema(min_items = 1, max_items = 50)]
    places: Vec<ImportPlace>,
    #[garde(skip)]
    decision: ImportDecision,
    /// With `same`: which of its `candidates` it is.
    #[garde(skip)]
    organization_id: Option<OrganizationId>,
}

#[utoipa::path(
    tag = "directory",
    summary = "Decide on possible duplicates",
    description = "Of lines that became a conflict because a record may be there already. `same` brings that record up to what the line \
        says, as an import does that knows it, but for one that somebody else keeps, in which nothing is overwritten; `other` makes a \
        record of its own, without the numbers that another has; `dismissed` writes nothing and can still be decided. The source's id \
        stands for the decision from then on: the same line of another import does not ask again. All of the lines are decided, or \
        none. For moderators and administrators.",
    params(("id" = String, Path, description = "Id", example = "01920c1e-7b5a-7c3e-9d4f-2a6b8c0d1e3f", max_length = 36)),
    responses((status = 201, description = "Decided", body = Import)),
)]
#[post("/v1/imports/{id}/decisions")]
#[expect(clippy::too_many_arguments, reason = "each is a part of the request, and all are looked at")]
pub async fn create_import_decision(
    account: Account,
    state: Data<State>,
    origin: Origin,
    id: Path<ImportId>,
    read: OptionalIfMatch,
    Spoken(language): Spoken,
    _: Query<NoParameters>,
    body: Json<CreateImportDecision>,
) -> Result<Answer, Problem> {
    policy::may_import(&account)?;
    let (id, said) = (id.0, body.value);
    let write = async move |tx: &mut Tx| {
        let rows: Vec<ImportRow> = queries::find(id).push(" for update").load(tx).await?;
        let import = rows.into_iter().next().ok_or(ErrorCode::NotFound)?.said(language);
        read.check(import.revision)?;
        let events = decide(tx, import, &said).await?;
        let row: ImportRow = queries::find(id).get_result(tx).await?;
        let import = row.said(language);
        let answer = Answer::created(format!("/v1/imports/{id}"), &import)?.revision(import.revision, "import");
        Ok(Emitted::new(Event::new("import.decided", Kind::Import, id.0, import.revision), answer).and(events))
    };
    state.db.write(origin, &body.bytes, write).await
}

async fn decide(tx: &mut Tx, import: Import, said: &CreateImportDecision) -> Result<Vec<Event>, Problem> {
    let CreateImportDecision { places, decision, organization_id } = said;
    let Import { id, source, mapping, dry_run, .. } = import;
    if dry_run {
        return Err(Problem::new(ErrorCode::StateConflict).with(["dry_run", decision.name()]).allowed([""; 0]));
    }
    let job = Job { id, source, mapping, dry_run };
    let places: Vec<i64> = places.iter().map(|place| place.0).collect();
    let waiting = queries::waiting_lines(tx, id, places.clone()).await?;
    // Of the others nothing can be decided, or it has been.
    if places.iter().any(|place| !waiting.iter().any(|line| line.place == *place)) {
        return Err(Problem::new(ErrorCode::StateConflict).with(["decided", decision.name()]).allowed([""; 0]));
    }
    let (mut counts, mut undecided, mut events) = (Counts::default(), 0, vec![]);
    for line in waiting {
        let made = line.decision.as_deref().map(ImportDecision::from_name);
        decision.apply(made)?;
        undecided -= i64::from(made.is_none());
        let (verdict, changed) = settle(tx, &job, line, *decision, *organization_id).await?;
        queries::decide(tx, id, &verdict, *decision).await?;
        counts.conflict -= 1;
        counts.add(verdict.outcome);
        events.extend(changed);
    }
    queries::recount(tx, id, counts, undecided).await?;
    Ok(events)
}

/// Writes what follows from it, in the way in which an import does.
async fn settle(
    tx: &mut Tx,
    job: &Job,
    line: Waiting,
    decision: ImportDecision,
    chosen: Option<OrganizationId>,
) -> Result<(Verdict, Vec<Event>), Problem> {
    let Waiting { place, line, problem, record, digest, decision: _ } = line;
    let stored = problem.map(|problem| problem.0);
    let entry = Entry { place, line, shaped: Shaped::Record(Box::new(record.0), vec![]), digest };
    let record = entry.record().ok_or(ErrorCode::InternalError)?;
    let mut heard = queries::heard(tx, job, vec![record.external_id.clone()]).await?;
    if let Some(known) = heard.known.get_mut(&record.external_id) {
        (known.kept, known.gone) = queries::standing(tx, known.organization_id).await?.unwrap_or((false, true));
    }
    let said = match decision {
        ImportDecision::Dismissed => {
            queries::note_dismissed(tx, job, line, record.external_id.clone(), entry.digest.clone()).await?;
            return Ok((verdict(&entry, (Outcome::Conflict, None, None), stored), vec![]));
        }
        ImportDecision::Other => Said::Other,
        ImportDecision::Same => same(tx, stored.as_ref(), chosen).await?,
    };
    let mut judge = Judge::new(job, None, heard, Candidates::new());
    let judged = judge.decided(&entry, record, said);
    let mut verdicts = [verdict(&entry, judged, stored)];
    let events = chunk::execute(tx, job, judge.plan(), &mut verdicts).await?;
    let [verdict] = verdicts;
    Ok((verdict, events))
}

/// The record that is chosen, of those that the line may be.
async fn same(tx: &mut Tx, stored: Option<&StoredProblem>, chosen: Option<OrganizationId>) -> Result<Said, Problem> {
    let wrong = |code| Problem::field("/organization_id", code);
    let id = chosen.ok_or_else(|| wrong(FieldCode::Required))?;
    if !stored.is_some_and(|problem| problem.candidates.contains(&id)) {
        return Err(wrong(FieldCode::InvalidChoice));
    }
    match queries::standing(tx, id).await? {
        Some((kept, false)) => Ok(Said::Same { id, kept }),
        // Deleted since, or merged into another.
        _ => Err(wrong(FieldCode::InvalidChoice)),
    }
}

/// Values that were left out of the line's record are said as before.
fn verdict(entry: &Entry, (outcome, organization_id, problem): Judged, stored: Option<StoredProblem>) -> Verdict {
    let errors = stored.map(|problem| problem.errors).unwrap_or_default();
    let left_out = (!errors.is_empty()).then(|| StoredProblem::new(ResultCode::ValuesLeftOut));
    let problem = problem.or(left_out).map(|problem| StoredProblem { errors, ..problem });
    let (name, external_id) = entry.record().map(|record| (record.name.clone(), record.external_id.clone())).unwrap_or_default();
    Verdict { place: entry.place, line: entry.line, outcome, name, external_id, organization_id, problem, compared: None }
}
