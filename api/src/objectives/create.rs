//! A pilot writes down what was promised.

use actix_web::{post, web::Data};
use garde::Validate;
use serde::Deserialize;
use utoipa::ToSchema;

use super::{
    model::{Announcement, Baseline, Objective, Quantity, Target, TargetType},
    queries,
};
use crate::{
    auth::Account,
    candidacies::source::FactSourceInput,
    db::{Emitted, Event, Kind, Origin, Tx},
    directory::queries::slug,
    error::{FieldCode, Language},
    http::{Answer, FieldError, Json, LangText, Problem, Query, query::NoParameters, text::LangInput},
    ids::{IndicatorId, ObjectiveId, Ref},
    indicators::{self, model::Indicator, require_pilot},
    observations::model::DateInput,
    state::State,
};

/// What was promised, where and when.
#[derive(Clone, Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({
    "name": {"fr": "Emplois du numérique en Moselle"}, "indicator_id": "emplois-numeriques",
    "announcement": {
        "words": {"fr": "Un quart d’emplois en plus en 5 ans"}, "announced": {"on": "2027-03-01", "precision": "month"},
        "source": {"title": "Feuille de route 2027", "publisher": "LORnTECH"},
    },
    "targets": [{
        "type": "percent", "value": 25, "horizon_years": 5, "words": {"fr": "un quart en plus"},
        "source": {"title": "Feuille de route 2027", "publisher": "LORnTECH"},
    }],
}))]
pub struct CreateObjective {
    #[garde(dive)]
    #[schema(inline)]
    name: LangInput<120>,
    /// Id or slug of the indicator that measures it.
    #[garde(skip)]
    #[schema(value_type = String, example = "emplois-numeriques", min_length = 1, max_length = 120, pattern = "^[a-z0-9-]+$")]
    indicator_id: Ref<IndicatorId>,
    /// Id or slug of an indicator of another perimeter, where no baseline is stated.
    #[garde(skip)]
    #[schema(value_type = Option<String>, example = "entreprises-numeriques", min_length = 1, max_length = 120, pattern = "^[a-z0-9-]+$")]
    comparison_indicator_id: Option<Ref<IndicatorId>>,
    #[garde(dive)]
    announcement: AnnouncementInput,
    /// Only where a source states it.
    #[garde(dive)]
    baseline: Option<BaselineInput>,
    /// Each way in which the target was stated, in its words.
    #[garde(length(min = 1, max = 10), dive)]
    #[schema(min_items = 1, max_items = 10)]
    targets: Vec<TargetInput>,
}

#[derive(Clone, Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
struct AnnouncementInput {
    #[garde(dive)]
    #[schema(inline)]
    words: LangInput<1000>,
    #[garde(dive)]
    announced: DateInput,
    #[garde(dive)]
    source: FactSourceInput,
}

/// A number that a source states.
#[derive(Clone, Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
pub struct BaselineInput {
    #[garde(dive)]
    #[schema(value_type = f64, minimum = -1e12, maximum = 1e12, example = 11400)]
    value: Quantity,
    #[garde(dive)]
    date: DateInput,
    #[garde(dive)]
    #[schema(inline)]
    words: LangInput<1000>,
    #[garde(dive)]
    source: FactSourceInput,
}

impl From<BaselineInput> for Baseline {
    fn from(BaselineInput { value, date, words, source }: BaselineInput) -> Self {
        Self { value, date: date.into(), words: words.into(), source: source.into() }
    }
}

#[derive(Clone, Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
struct TargetInput {
    #[garde(skip)]
    r#type: TargetType,
    /// A factor above 0, a growth in percent above −100, or the number aimed at.
    #[garde(dive)]
    #[schema(value_type = f64, minimum = -1e12, maximum = 1e12, example = 11400)]
    value: Quantity,
    /// "More than".
    #[garde(skip)]
    #[serde(default)]
    #[schema(required = false, default = false)]
    at_least: bool,
    #[garde(range(min = 1, max = 50))]
    #[schema(minimum = 1, maximum = 50, example = 5)]
    horizon_years: i32,
    #[garde(dive)]
    #[schema(inline)]
    words: LangInput<1000>,
    #[garde(dive)]
    source: FactSourceInput,
}

impl From<TargetInput> for Target {
    fn from(TargetInput { r#type, value, at_least, horizon_years, words, source }: TargetInput) -> Self {
        Self { r#type, value, at_least, horizon_years, words: words.into(), source: source.into() }
    }
}

/// A growth that leaves something.
fn in_range(targets: &[TargetInput]) -> Result<(), Problem> {
    let wrong = |target: &TargetInput| match target.r#type {
        TargetType::Multiplier => (!(0.001..=1000.0).contains(&target.value.0)).then_some(["0.001", "1000"]),
        TargetType::Percent => (!(-99.9..=100_000.0).contains(&target.value.0)).then_some(["-99.9", "100000"]),
        TargetType::Absolute => None,
    };
    let place = |(place, target)| Some((place, wrong(target)?));
    let errors: Vec<FieldError> = targets
        .iter()
        .enumerate()
        .filter_map(place)
        .map(|(place, bounds): (usize, _)| {
            FieldError::body(format!("/targets/{place}/value"), FieldCode::OutOfRange).with(bounds)
        })
        .collect();
    if errors.is_empty() { Ok(()) } else { Err(Problem::invalid(errors)) }
}

#[utoipa::path(
    tag = "objectives",
    summary = "Create an objective",
    description = "By a pilot; the name makes the slug, which stays. What was announced stays as it is stated here; where a later source states the target otherwise, that is \
        another objective.",
    responses((status = 201, description = "Created", body = Objective)),
)]
#[post("/v1/objectives")]
pub async fn create_objective(
    account: Account,
    state: Data<State>,
    origin: Origin,
    _: Query<NoParameters>,
    body: Json<CreateObjective>,
) -> Result<Answer, Problem> {
    require_pilot(&account)?;
    let CreateObjective { name, indicator_id, comparison_indicator_id, announcement, baseline, targets } = body.value;
    in_range(&targets)?;
    let (id, now, name) = (ObjectiveId::new(), state.clock.now(), LangText::from(name));
    let AnnouncementInput { words, announced, source } = announcement;
    let announcement = Announcement { words: words.into(), announced: announced.into(), source: source.into() };
    let targets: Vec<Target> = targets.into_iter().map(Into::into).collect();
    let baseline: Option<Baseline> = baseline.map(Into::into);
    let write = async move |tx: &mut Tx| {
        let indicator = named(tx, "/indicator_id", &indicator_id).await?;
        let comparison = match &comparison_indicator_id {
            None => None,
            Some(id) => Some(named(tx, "/comparison_indicator_id", id).await?.id),
        };
        let objective = Objective {
            id,
            slug: slug(name.say(Language::Fr)),
            position: queries::next_position(tx).await?,
            name: name.clone(),
            unit: indicator.definition.unit,
            indicator_id: Some(indicator.id),
            comparison_indicator_id: comparison,
            announcement: announcement.clone(),
            baseline: baseline.clone(),
            horizon_years: targets.first().map_or(1, |target| target.horizon_years),
            targets: targets.clone(),
            context: vec![],
            revision: 1,
            updated_at: now,
        };
        queries::insert(tx, &objective).await?;
        let answer = Answer::created(format!("/v1/objectives/{}", objective.slug), &objective)?.revision(1, "public");
        Ok(Emitted::new(Event::new("objective.created", Kind::Objective, id.0, 1), answer))
    };
    state.db.write(origin, &body.bytes, write).await
}

/// An indicator that a body names.
pub async fn named(tx: &mut Tx, pointer: &'static str, id: &Ref<IndicatorId>) -> Result<Indicator, Problem> {
    let found = indicators::queries::find(tx, id).await?;
    found.ok_or_else(|| Problem::field(pointer, FieldCode::UnknownReference))
}
