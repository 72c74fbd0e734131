//! A pilot sets what a call asks for from now on.

use actix_web::{post, web::Data};
use chrono::{DateTime, Utc};
use garde::Validate;
use serde::Deserialize;
use utoipa::ToSchema;

use super::{
    model::{CriteriaVersion, Criterion, between, in_range},
    policy, queries,
};
use crate::{
    auth::Account,
    candidacies::source::FactSourceInput,
    db::{Emitted, Event, Kind, Origin, Tx},
    directory::queries::slug,
    error::{ErrorCode, FieldCode, Language},
    http::{
        Answer, FieldError, Json, LangText, Line, Path, Problem, Query, answer::OptionalIfMatch, query::NoParameters,
        text::LangInput,
    },
    ids::{LabelProgrammeId, Ref},
    state::State,
};

/// A call has so many.
const MOST: usize = 50;

/// All that is asked for.
#[derive(Clone, Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({
    "criteria": [
        {"code": "pass-french-tech", "title": {"fr": "Entreprises au Pass French Tech"}, "minimum": 5, "unit": {"fr": "entreprises"}},
        {"title": {"fr": "Une gouvernance d’entrepreneurs"}},
    ],
    "sources": [{"title": "Cahier des charges", "publisher": "Exemple Presse"}],
}))]
pub struct CreateCriteriaVersion {
    #[garde(custom(between::<1, 50, _>), dive)]
    #[schema(min_items = 1, max_items = 50)]
    criteria: Vec<CriterionInput>,
    /// Where they were read.
    #[garde(custom(between::<1, 10, _>), dive)]
    #[schema(min_items = 1, max_items = 10)]
    sources: Vec<FactSourceInput>,
}

/// What is asked for.
#[derive(Clone, Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
struct CriterionInput {
    /// That of a criterion of an earlier version, which it goes on: what candidacies show for it stays with it. Of a new
    /// one its title makes it.
    #[garde(dive)]
    #[schema(inline, example = "pass-french-tech")]
    code: Option<Line<1, 120>>,
    #[garde(dive)]
    #[schema(inline)]
    title: LangInput<200>,
    #[garde(dive)]
    #[schema(inline)]
    detail: Option<LangInput<2000>>,
    /// At least so many; absent where nothing is counted.
    #[garde(custom(in_range::<1, 1_000_000_000>))]
    #[schema(minimum = 1, maximum = 1_000_000_000, example = 5)]
    minimum: Option<i64>,
    /// What is counted; only with `minimum`.
    #[garde(dive)]
    #[schema(inline)]
    unit: Option<LangInput<60>>,
}

#[utoipa::path(
    tag = "candidacy",
    summary = "Set the criteria of a call",
    description = "By pilots and administrators, all of them together, as the next version. The versions before stay as they were, and so does \
        what frozen dossiers hold; candidacies that answer the call are held to the new version. `If-Match` names the revision of the \
        programme.",
    params(
        ("id" = String, Path, description = "Id or slug", example = "capitales-french-tech", max_length = 120),
        ("call" = String, Path, description = "Slug of the call", example = "appel-2019", max_length = 120),
    ),
    responses((status = 201, description = "Set", body = CriteriaVersion)),
)]
#[post("/v1/label-programmes/{id}/calls/{call}/criteria-versions")]
pub async fn create_criteria_version(
    account: Account,
    state: Data<State>,
    origin: Origin,
    path: Path<(Ref<LabelProgrammeId>, String)>,
    read: OptionalIfMatch,
    _: Query<NoParameters>,
    body: Json<CreateCriteriaVersion>,
) -> Result<Answer, Problem> {
    policy::require_keeper(&account)?;
    let ((id, slug), input, now) = (path.0, body.value, state.clock.now());
    let write = async move |tx: &mut Tx| {
        let programme = queries::lock(tx, &id).await?.ok_or(ErrorCode::NotFound)?;
        let mut calls = programme.calls;
        let call = calls.iter_mut().find(|call| call.slug == slug).ok_or(ErrorCode::NotFound)?;
        read.check(programme.revision)?;
        if call.criteria_versions.len() >= MOST {
            return Err(Problem::invalid(vec![
                FieldError::body("", FieldCode::ItemCount).with(["0".to_owned(), MOST.to_string()]),
            ]));
        }
        let version = next_version(input.clone(), &call.criteria_versions, now)?;
        call.criteria_versions.push(version.clone());
        queries::update_calls(tx, programme.id, calls).await?;
        let answer = Answer::created(format!("/v1/label-programmes/{}", programme.slug), &version)?.content_tag();
        let event = Event::new("label_programme.criteria_set", Kind::LabelProgramme, programme.id.0, programme.revision + 1);
        Ok(Emitted::new(event, answer))
    };
    state.db.write(origin, &body.bytes, write).await
}

/// What comes after the versions of a call. A code is never given anew: evidence refers to it.
pub fn next_version(
    input: CreateCriteriaVersion,
    before: &[CriteriaVersion],
    now: DateTime<Utc>,
) -> Result<CriteriaVersion, Problem> {
    let CreateCriteriaVersion { criteria, sources } = input;
    let known: Vec<&str> = before.iter().flat_map(|version| &version.criteria).map(|one| one.code.as_str()).collect();
    let mut set: Vec<Criterion> = vec![];
    let mut errors = vec![];
    for (place, CriterionInput { code, title, detail, minimum, unit }) in criteria.into_iter().enumerate() {
        let wrong = |member: &str, code| FieldError::body(format!("/criteria/{place}/{member}"), code);
        let title = LangText::from(title);
        let code = match code {
            Some(code) if !known.contains(&&*code.0) => {
                errors.push(wrong("code", FieldCode::UnknownReference));
                continue;
            }
            Some(code) if set.iter().any(|one| one.code == code.0) => {
                errors.push(wrong("code", FieldCode::Repeated));
                continue;
            }
            Some(code) => code.0,
            None => queries::free(&slug(title.say(Language::Fr)), |code| {
                known.contains(&code) || set.iter().any(|one| one.code == code)
            }),
        };
        if unit.is_some() && minimum.is_none() {
            errors.push(wrong("unit", FieldCode::NotAllowed));
        }
        set.push(Criterion { code, title, detail: detail.map(Into::into), minimum, unit: unit.map(Into::into) });
    }
    if !errors.is_empty() {
        return Err(Problem::invalid(errors));
    }
    let version = before.last().map_or(1, |last| last.version + 1);
    let sources = sources.into_iter().map(Into::into).collect();
    Ok(CriteriaVersion { version, criteria: set, sources, recorded_at: Some(now) })
}
