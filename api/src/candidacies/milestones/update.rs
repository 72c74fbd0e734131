//! Pilots change the plan, and see first what that moves.

use actix_web::{patch, web::Data};
use chrono::NaiveDate;
use garde::Validate;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::{
    super::{
        get,
        model::{DatePrecision, Milestone, MilestoneOwner, MilestoneType},
        plan,
        policy::{self, Reader},
        queries as candidacies,
        source::FactSourceInput,
    },
    create::{self, MilestoneTaskInput},
    queries,
};
use crate::{
    auth::{Account, Actor},
    db::{Emitted, Event, Kind, Origin, Tx},
    directory::model::{at_most, founded},
    error::{ErrorCode, FieldCode},
    http::{Answer, LangText, MergePatch, Patch, Path, Problem, Query, answer::IfMatch, text::LangInput},
    ids::{AccountId, CandidacyId, MilestoneId, Ref},
    state::State,
};

/// What can be changed; what is absent stays, `null` clears. Lists are given whole.
#[derive(Clone, Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
#[garde(allow_unvalidated)]
#[schema(example = json!({"planned_on": "2027-02-18"}))]
pub struct UpdateMilestone {
    r#type: Option<MilestoneType>,
    #[garde(dive)]
    #[schema(inline)]
    title: Option<LangInput<200>>,
    #[garde(dive)]
    #[serde(default)]
    #[schema(value_type = Option<LangInput<2000>>, inline)]
    detail: Patch<LangInput<2000>>,
    #[garde(custom(patched_day))]
    #[serde(default)]
    #[schema(value_type = Option<String>, format = Date, pattern = "^(1[0-9]{3}|20[0-9]{2}|2100)-", example = "2027-02-18")]
    planned_on: Patch<NaiveDate>,
    /// When it happened: not in the future.
    #[garde(custom(patched_day))]
    #[serde(default)]
    #[schema(value_type = Option<String>, format = Date, pattern = "^(1[0-9]{3}|20[0-9]{2}|2100)-", example = "2015-02-11")]
    occurred_on: Patch<NaiveDate>,
    precision: Option<DatePrecision>,
    #[garde(dive)]
    #[serde(default)]
    #[schema(value_type = Option<LangInput<200>>, inline)]
    date_words: Patch<LangInput<200>>,
    date_inferred: Option<bool>,
    /// The account of a pilot who sees to it.
    #[serde(default)]
    #[schema(value_type = Option<AccountId>, example = "01920c1e-7b5a-7c3e-9d4f-2a6b8c0d1e3f")]
    owner_id: Patch<AccountId>,
    #[garde(custom(at_most_if_given::<50, _>))]
    #[schema(max_items = 50)]
    depends_on: Option<Vec<MilestoneId>>,
    #[garde(custom(at_most_if_given::<50, _>), dive)]
    #[schema(max_items = 50)]
    tasks: Option<Vec<MilestoneTaskInput>>,
    #[garde(custom(at_most_if_given::<10, _>), dive)]
    #[schema(max_items = 10)]
    sources: Option<Vec<FactSourceInput>>,
}

fn patched_day(day: &Patch<NaiveDate>, context: &()) -> garde::Result {
    if let Patch::Set(day) = day { founded(&Some(*day), context) } else { Ok(()) }
}

#[expect(clippy::ref_option, reason = "garde hands over a reference to the member")]
fn at_most_if_given<const MOST: usize, T>(items: &Option<Vec<T>>, context: &()) -> garde::Result {
    items.as_ref().map_or(Ok(()), |items| at_most::<MOST, T>(items, context))
}

#[derive(Deserialize, IntoParams, Validate)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct HowToChange {
    /// Only say what would become of it, and change nothing.
    #[serde(default)]
    #[garde(skip)]
    #[param(example = true)]
    dry_run: bool,
}

/// A milestone as it is now, or would be, with what moves with it.
#[derive(Serialize, ToSchema)]
pub struct ChangedMilestone {
    pub milestone: Milestone,
    /// Those that wait for it, with the day each has now, or would have.
    pub moved: Vec<MovedMilestone>,
    /// Nothing was changed.
    pub dry_run: bool,
}

/// A milestone that moves with another one.
#[derive(Clone, Serialize, ToSchema)]
pub struct MovedMilestone {
    pub id: MilestoneId,
    pub title: LangText,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub from: Option<NaiveDate>,
    pub to: NaiveDate,
}

#[utoipa::path(
    tag = "candidacy",
    summary = "Change a milestone",
    description = "A JSON merge patch (RFC 7396), by pilots. Where it comes later than before, all milestones that wait for it, directly or \
        by others, move by as many days; what happened stays. Where it comes earlier, nothing else moves. With `dry_run=true` the answer \
        says what would move, and nothing is changed.",
    params(
        ("id" = String, Path, description = "Id or slug", example = "metropole-french-tech", max_length = 120),
        ("milestone_id" = MilestoneId, Path, description = "Id of the milestone", example = "01920c1e-7b5a-7c3e-9d4f-2a6b8c0d1e3f"),
        HowToChange,
    ),
    request_body(content = UpdateMilestone, content_type = "application/merge-patch+json"),
    responses((status = 200, description = "Changed, or what would change", body = ChangedMilestone)),
)]
#[patch("/v1/candidacies/{id}/milestones/{milestone_id}")]
pub async fn update_milestone(
    account: Account,
    state: Data<State>,
    origin: Origin,
    ids: Path<(Ref<CandidacyId>, MilestoneId)>,
    read: IfMatch,
    query: Query<HowToChange>,
    body: MergePatch<UpdateMilestone>,
) -> Result<Answer, Problem> {
    let (candidacy, id) = ids.0;
    let found = get::find(&state, &Actor::Account(account.clone()), &candidacy).await?;
    policy::require_pilot(&account)?;
    let (patch, reader, candidacy) = (body.0.value, Reader::pilot(state.clock.now()), found.id);
    if query.0.dry_run {
        let change = Change::of(found.milestones, id, patch, &read, reader)?;
        let (after, moved) = (change.after(), change.moved());
        return Ok(Answer::ok(&ChangedMilestone { milestone: after, moved, dry_run: true })?.content_tag());
    }
    let write = async move |tx: &mut Tx| {
        let before = candidacies::lock(tx, candidacy, reader).await?.ok_or(ErrorCode::NotFound)?;
        let change = Change::of(before.milestones, id, patch.clone(), &read, reader)?;
        create::check(tx, &change.planned, &change.after()).await?;
        queries::update(tx, &change.after()).await?;
        queries::shift(tx, &change.moves).await?;
        let revision = queries::touch(tx, candidacy).await?;
        let milestone = queries::read(tx, candidacy, id, reader).await?;
        let updated = Event::new("milestone.updated", Kind::Milestone, id.0, milestone.revision);
        let others = change.moves.iter().map(|(other, _)| (*other, change.revision_of(*other) + 1));
        let others = others.map(|(other, revision)| Event::new("milestone.updated", Kind::Milestone, other.0, revision));
        let candidacy = Event::new("candidacy.updated", Kind::Candidacy, candidacy.0, revision);
        let revision = milestone.revision;
        let answer = ChangedMilestone { milestone, moved: change.moved(), dry_run: false };
        let answer = Answer::ok(&answer)?.revision(revision, &reader.view());
        Ok(Emitted::new(updated, answer).and(others).and([candidacy]))
    };
    state.db.write(origin, &body.0.bytes, write).await
}

/// What a patch makes of the plan.
struct Change {
    before: Vec<Milestone>,
    /// With the milestone as it would be, and all others where they would be.
    planned: Vec<Milestone>,
    moves: Vec<(MilestoneId, NaiveDate)>,
    id: MilestoneId,
}

impl Change {
    fn of(
        before: Vec<Milestone>,
        id: MilestoneId,
        patch: UpdateMilestone,
        read: &IfMatch,
        reader: Reader,
    ) -> Result<Self, Problem> {
        let old = before.iter().find(|milestone| milestone.id == id).ok_or(ErrorCode::NotFound)?;
        read.check(old.revision)?;
        let new = patched(old.clone(), patch)?;
        create::dated(&new, reader)?;
        let mut planned = before.clone();
        for milestone in planned.iter_mut().filter(|milestone| milestone.id == id) {
            *milestone = new.clone();
        }
        let moves = plan::moved(&planned, id, old.on(), new.on());
        for (other, on) in &moves {
            for milestone in planned.iter_mut().filter(|milestone| milestone.id == *other) {
                milestone.planned_on = Some(*on);
            }
        }
        plan::judge(&mut planned, reader.today);
        Ok(Self { before, planned, moves, id })
    }

    fn after(&self) -> Milestone {
        let found = self.planned.iter().find(|milestone| milestone.id == self.id);
        found.unwrap_or(&self.planned[0]).clone()
    }

    fn revision_of(&self, id: MilestoneId) -> i64 {
        self.before.iter().find(|milestone| milestone.id == id).map_or(1, |milestone| milestone.revision)
    }

    fn moved(&self) -> Vec<MovedMilestone> {
        let told = |(id, to): &(MilestoneId, NaiveDate)| {
            let before = self.before.iter().find(|milestone| milestone.id == *id)?;
            Some(MovedMilestone { id: *id, title: before.title.clone(), from: before.planned_on, to: *to })
        };
        self.moves.iter().filter_map(told).collect()
    }
}

fn patched(before: Milestone, patch: UpdateMilestone) -> Result<Milestone, Problem> {
    let UpdateMilestone {
        r#type,
        title,
        detail,
        planned_on,
        occurred_on,
        precision,
        date_words,
        date_inferred,
        owner_id,
        depends_on,
        tasks,
        sources,
    } = patch;
    if depends_on.as_ref().is_some_and(|ids| ids.contains(&before.id)) {
        return Err(Problem::field("/depends_on", FieldCode::NotAllowed));
    }
    let owner = match owner_id {
        Patch::Keep => before.owner,
        Patch::Clear => None,
        Patch::Set(account_id) => Some(MilestoneOwner { account_id, name: None }),
    };
    Ok(Milestone {
        r#type: r#type.map_or(before.r#type, |r#type| r#type.name().to_owned()),
        title: title.map_or(before.title, Into::into),
        detail: cleared(detail, before.detail),
        planned_on: cleared(planned_on, before.planned_on),
        occurred_on: cleared(occurred_on, before.occurred_on),
        precision: precision.unwrap_or(before.precision),
        date_words: cleared(date_words, before.date_words),
        date_inferred: date_inferred.unwrap_or(before.date_inferred),
        owner,
        depends_on: depends_on.unwrap_or(before.depends_on),
        tasks: tasks.map_or(before.tasks, |tasks| tasks.into_iter().map(Into::into).collect()),
        sources: sources.map_or(before.sources, |sources| sources.into_iter().map(Into::into).collect()),
        ..before
    })
}

fn cleared<T: Into<U>, U>(patch: Patch<T>, before: Option<U>) -> Option<U> {
    match patch {
        Patch::Keep => before,
        Patch::Clear => None,
        Patch::Set(value) => Some(value.into()),
    }
}
