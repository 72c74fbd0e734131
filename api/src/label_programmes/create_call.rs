//! A pilot opens a call of a programme.

use actix_web::{post, web::Data};
use garde::Validate;
use serde::Deserialize;
use utoipa::ToSchema;

use super::{
    create_criteria_version::{CreateCriteriaVersion, next_version},
    model::{LabelCall, between},
    policy, queries,
};
use crate::{
    auth::Account,
    candidacies::source::FactSourceInput,
    db::{Emitted, Event, Kind, Origin, Tx},
    directory::queries::slug,
    error::{ErrorCode, FieldCode, Language},
    http::{Answer, FieldError, Json, LangText, Path, Problem, Query, query::NoParameters, text::LangInput},
    ids::{LabelProgrammeId, Ref},
    observations::model::DateInput,
    state::State,
};

/// A programme has so many.
const MOST: usize = 50;

/// A call to be.
#[derive(Clone, Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({
    "name": {"fr": "Appel de 2027"}, "opened": {"on": "2027-01-11"},
    "sources": [{"title": "Appel à candidatures", "publisher": "Exemple Presse", "url": "https://presse.example/appel"}],
}))]
pub struct CreateLabelCall {
    #[garde(dive)]
    #[schema(inline)]
    name: LangInput<120>,
    #[garde(dive)]
    opened: Option<DateInput>,
    #[garde(dive)]
    #[schema(inline)]
    detail: Option<LangInput<2000>>,
    /// What it asks for; absent where no source states it.
    #[garde(dive)]
    criteria: Option<CreateCriteriaVersion>,
    /// Where it was read.
    #[garde(custom(between::<1, 10, _>), dive)]
    #[schema(min_items = 1, max_items = 10)]
    sources: Vec<FactSourceInput>,
}

#[utoipa::path(
    tag = "candidacy",
    summary = "Open a call of a label programme",
    description = "By pilots and administrators; its name makes its slug, which stays. The call that opened last is the one that a new \
        candidacy answers, unless it names another.",
    params(("id" = String, Path, description = "Id or slug", example = "capitales-french-tech", max_length = 120)),
    responses((status = 201, description = "Opened", body = LabelCall)),
)]
#[post("/v1/label-programmes/{id}/calls")]
pub async fn create_label_call(
    account: Account,
    state: Data<State>,
    origin: Origin,
    id: Path<Ref<LabelProgrammeId>>,
    _: Query<NoParameters>,
    body: Json<CreateLabelCall>,
) -> Result<Answer, Problem> {
    policy::require_keeper(&account)?;
    let CreateLabelCall { name, opened, detail, criteria, sources } = body.value;
    let now = state.clock.now();
    let first = criteria.map(|criteria| next_version(criteria, &[], now).map_err(|problem| problem.within("/criteria")));
    let call = LabelCall {
        slug: String::new(),
        name: LangText::from(name),
        opened: opened.map(Into::into),
        detail: detail.map(Into::into),
        criteria_versions: first.transpose()?.into_iter().collect(),
        sources: sources.into_iter().map(Into::into).collect(),
    };
    let write = async move |tx: &mut Tx| {
        let programme = queries::lock(tx, &id.0).await?.ok_or(ErrorCode::NotFound)?;
        let mut calls = programme.calls;
        if calls.len() >= MOST {
            return Err(Problem::invalid(vec![
                FieldError::body("", FieldCode::ItemCount).with(["0".to_owned(), MOST.to_string()]),
            ]));
        }
        let slug = queries::free(&slug(call.name.say(Language::Fr)), |slug| calls.iter().any(|call| call.slug == slug));
        let call = LabelCall { slug, ..call.clone() };
        calls.insert(place_of(&call, &calls), call.clone());
        queries::update_calls(tx, programme.id, calls).await?;
        let answer = Answer::created(format!("/v1/label-programmes/{}", programme.slug), &call)?.content_tag();
        let event = Event::new("label_programme.call_opened", Kind::LabelProgramme, programme.id.0, programme.revision + 1);
        Ok(Emitted::new(event, answer))
    };
    state.db.write(origin, &body.bytes, write).await
}

/// Before those that opened later, by what their sources were published where that is not known; else it comes last.
pub fn place_of(call: &LabelCall, calls: &[LabelCall]) -> usize {
    let published = |call: &LabelCall| call.sources.iter().filter_map(|source| source.published_on).min();
    let opened = |call: &LabelCall| call.opened.as_ref().map(|opened| opened.on).or_else(|| published(call));
    let later = |other: &LabelCall| opened(call).zip(opened(other)).is_some_and(|(on, other)| other > on);
    calls.iter().position(later).unwrap_or(calls.len())
}
