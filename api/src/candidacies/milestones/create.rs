//! Pilots plan a step, or tell one that happened.

use actix_web::{post, web::Data};
use chrono::NaiveDate;
use garde::Validate;
use serde::Deserialize;
use utoipa::ToSchema;

use super::{
    super::{
        get,
        model::{DatePrecision, Milestone, MilestoneOwner, MilestoneState, MilestoneTask, MilestoneType},
        plan,
        policy::{self, Reader},
        queries as candidacies,
        source::FactSourceInput,
    },
    queries,
};
use crate::{
    auth::{Account, Actor},
    db::{Emitted, Event, Kind, Origin, Tx},
    directory::model::{at_most, founded},
    error::{ErrorCode, FieldCode, Language},
    http::{Answer, FieldError, Json, Line, Path, Problem, Query, query::NoParameters, text::LangInput},
    ids::{AccountId, CandidacyId, MilestoneId, Ref},
    state::State,
};

/// A candidacy has so many.
const MOST: usize = 200;

/// A milestone to be.
#[derive(Clone, Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
#[garde(allow_unvalidated)]
#[schema(example = json!({
    "type": "hearing", "title": {"fr": "Audition au ministère"}, "planned_on": "2027-02-11",
    "tasks": [{"title": "Réunir les lettres de soutien", "done": false}],
}))]
pub struct CreateMilestone {
    r#type: MilestoneType,
    #[garde(dive)]
    #[schema(inline)]
    title: LangInput<200>,
    #[garde(dive)]
    #[schema(inline)]
    detail: Option<LangInput<2000>>,
    /// One of the two days is needed.
    #[garde(custom(founded))]
    #[schema(value_type = Option<String>, format = Date, pattern = "^(1[0-9]{3}|20[0-9]{2}|2100)-", example = "2027-02-11")]
    planned_on: Option<NaiveDate>,
    /// When it happened: not in the future.
    #[garde(custom(founded))]
    #[schema(value_type = Option<String>, format = Date, pattern = "^(1[0-9]{3}|20[0-9]{2}|2100)-", example = "2015-02-11")]
    occurred_on: Option<NaiveDate>,
    /// How exactly the date is known: the day itself unless it says otherwise.
    precision: Option<DatePrecision>,
    /// The date as the sources say it, where a day alone would say too much.
    #[garde(dive)]
    #[schema(inline)]
    date_words: Option<LangInput<200>>,
    #[serde(default)]
    date_inferred: bool,
    /// The account of a pilot who sees to it, and is reminded of it.
    #[schema(example = "01920c1e-7b5a-7c3e-9d4f-2a6b8c0d1e3f")]
    owner_id: Option<AccountId>,
    /// What comes before it, of the same candidacy.
    #[serde(default)]
    #[garde(custom(at_most::<50, _>))]
    #[schema(max_items = 50)]
    depends_on: Vec<MilestoneId>,
    #[serde(default)]
    #[garde(custom(at_most::<50, _>), dive)]
    #[schema(max_items = 50)]
    tasks: Vec<MilestoneTaskInput>,
    #[serde(default)]
    #[garde(custom(at_most::<10, _>), dive)]
    #[schema(max_items = 10)]
    sources: Vec<FactSourceInput>,
}

/// Something that has to be done before a milestone.
#[derive(Clone, Debug, Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
#[garde(allow_unvalidated)]
#[schema(example = json!({"title": "Réunir les lettres de soutien", "done": false}))]
pub struct MilestoneTaskInput {
    #[garde(dive)]
    #[schema(inline)]
    title: Line<1, 200>,
    #[serde(default)]
    done: bool,
}

impl From<MilestoneTaskInput> for MilestoneTask {
    fn from(MilestoneTaskInput { title, done }: MilestoneTaskInput) -> Self {
        Self { title: title.0, done }
    }
}

#[utoipa::path(
    tag = "candidacy",
    summary = "Add a milestone to a candidacy",
    description = "By pilots. What it depends on comes before it, and no milestone waits for itself, by whatever way: the error names \
        those that would. A candidacy has 200.",
    params(("id" = String, Path, description = "Id or slug", example = "metropole-french-tech", max_length = 120)),
    responses((status = 201, description = "Added", body = Milestone)),
)]
#[post("/v1/candidacies/{id}/milestones")]
pub async fn create_milestone(
    account: Account,
    state: Data<State>,
    origin: Origin,
    id: Path<Ref<CandidacyId>>,
    _: Query<NoParameters>,
    body: Json<CreateMilestone>,
) -> Result<Answer, Problem> {
    let candidacy = get::find(&state, &Actor::Account(account.clone()), &id.0).await?.id;
    policy::require_pilot(&account)?;
    let reader = Reader::pilot(state.clock.now());
    let milestone = milestone(body.value, reader)?;
    let write = async move |tx: &mut Tx| {
        let before = candidacies::lock(tx, candidacy, reader).await?.ok_or(ErrorCode::NotFound)?;
        let position = before.milestones.iter().map(|milestone| milestone.position).max().unwrap_or(0) + 1;
        let milestone = Milestone { position, ..milestone.clone() };
        let mut planned = before.milestones;
        if planned.len() >= MOST {
            return Err(Problem::invalid(vec![
                FieldError::body("", FieldCode::ItemCount).with(["0".to_owned(), MOST.to_string()]),
            ]));
        }
        planned.push(milestone.clone());
        check(tx, &planned, &milestone).await?;
        queries::insert(tx, candidacy, &milestone).await?;
        let revision = queries::touch(tx, candidacy).await?;
        let milestone = queries::read(tx, candidacy, milestone.id, reader).await?;
        let address = format!("/v1/candidacies/{}/milestones", before.slug);
        let answer = Answer::created(address, &milestone)?.revision(milestone.revision, &reader.view());
        let created = Event::new("milestone.created", Kind::Milestone, milestone.id.0, milestone.revision);
        Ok(Emitted::new(created, answer).and([Event::new("candidacy.updated", Kind::Candidacy, candidacy.0, revision)]))
    };
    state.db.write(origin, &body.bytes, write).await
}

fn milestone(input: CreateMilestone, reader: Reader) -> Result<Milestone, Problem> {
    let CreateMilestone {
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
    } = input;
    let milestone = Milestone {
        id: MilestoneId::new(),
        position: 0,
        r#type: r#type.name().to_owned(),
        title: title.into(),
        detail: detail.map(Into::into),
        planned_on,
        occurred_on,
        precision: precision.unwrap_or(DatePrecision::Day),
        date_words: date_words.map(Into::into),
        date_inferred,
        state: MilestoneState::OnTrack,
        owner: owner_id.map(|account_id| MilestoneOwner { account_id, name: None }),
        depends_on,
        tasks: tasks.into_iter().map(Into::into).collect(),
        sources: sources.into_iter().map(Into::into).collect(),
        recorded_at: None,
        revision: 1,
    };
    dated(&milestone, reader)?;
    Ok(milestone)
}

/// It has a day, and what is told as done is not in the future.
pub fn dated(milestone: &Milestone, reader: Reader) -> Result<(), Problem> {
    if milestone.on().is_none() {
        return Err(Problem::field("/planned_on", FieldCode::Required));
    }
    match milestone.occurred_on {
        Some(on) if on > reader.today => {
            let error =
                FieldError::body("/occurred_on", FieldCode::OutOfRange).with(["1000-01-01".to_owned(), reader.today.to_string()]);
            Err(Problem::invalid(vec![error]))
        }
        _ => Ok(()),
    }
}

/// Within the transaction that holds the candidacy: a pilot sees to it, what it depends on is there, and nothing waits for
/// itself.
pub async fn check(tx: &mut Tx, planned: &[Milestone], changed: &Milestone) -> Result<(), Problem> {
    if let Some(owner) = &changed.owner
        && !queries::is_pilot(tx, owner.account_id).await?
    {
        return Err(Problem::field("/owner_id", FieldCode::UnknownReference));
    }
    let unknown = |(_, id): &(usize, &MilestoneId)| !planned.iter().any(|milestone| milestone.id == **id);
    let errors: Vec<FieldError> = changed
        .depends_on
        .iter()
        .enumerate()
        .filter(unknown)
        .map(|(place, _)| FieldError::body(format!("/depends_on/{place}"), FieldCode::UnknownReference))
        .collect();
    if !errors.is_empty() {
        return Err(Problem::invalid(errors));
    }
    if let Some(circle) = plan::circle(planned) {
        let names: Vec<&str> = circle.iter().map(|milestone| milestone.title.say(Language::Fr)).collect();
        let error = FieldError::body("/depends_on", FieldCode::DependencyCircle).with([names.join(" → ")]);
        return Err(Problem::invalid(vec![error]));
    }
    Ok(())
}
