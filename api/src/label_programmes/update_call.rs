//! A pilot mends what is said of a call.

use actix_web::{patch, web::Data};
use garde::Validate;
use serde::Deserialize;
use utoipa::ToSchema;

use super::{
    create_call::place_of,
    model::{LabelCall, between},
    policy, queries,
};
use crate::{
    auth::Account,
    candidacies::source::FactSourceInput,
    db::{Emitted, Event, Kind, Origin, Tx},
    error::ErrorCode,
    http::{Answer, MergePatch, Patch, Path, Problem, Query, answer::IfMatch, query::NoParameters, text::LangInput},
    ids::{LabelProgrammeId, Ref},
    observations::model::DateInput,
    state::State,
};

/// What can be changed; what is absent stays, `null` clears. Criteria are set anew, as a version.
#[derive(Clone, Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"opened": {"on": "2027-01-18"}}))]
pub struct UpdateLabelCall {
    #[garde(dive)]
    #[schema(inline)]
    name: Option<LangInput<120>>,
    #[garde(dive)]
    #[serde(default)]
    #[schema(value_type = Option<DateInput>)]
    opened: Patch<DateInput>,
    #[garde(dive)]
    #[serde(default)]
    #[schema(value_type = Option<LangInput<2000>>, inline)]
    detail: Patch<LangInput<2000>>,
    /// All of them.
    #[garde(custom(some_sources), dive)]
    #[schema(min_items = 1, max_items = 10)]
    sources: Option<Vec<FactSourceInput>>,
}

#[expect(clippy::ref_option, reason = "garde hands over a reference to the member")]
fn some_sources(sources: &Option<Vec<FactSourceInput>>, context: &()) -> garde::Result {
    sources.as_ref().map_or(Ok(()), |sources| between::<1, 10, _>(sources, context))
}

impl UpdateLabelCall {
    fn change(self, before: LabelCall) -> LabelCall {
        let Self { name, opened, detail, sources } = self;
        LabelCall {
            name: name.map_or(before.name, Into::into),
            opened: patched(opened, before.opened),
            detail: patched(detail, before.detail),
            sources: sources.map_or(before.sources, |sources| sources.into_iter().map(Into::into).collect()),
            ..before
        }
    }
}

fn patched<T, U: From<T>>(patch: Patch<T>, before: Option<U>) -> Option<U> {
    match patch {
        Patch::Keep => before,
        Patch::Clear => None,
        Patch::Set(value) => Some(value.into()),
    }
}

#[utoipa::path(
    tag = "candidacy",
    summary = "Change what is said of a call",
    description = "A JSON merge patch (RFC 7396), by pilots and administrators; `If-Match` names the revision of the programme. Its slug \
        stays, and so do its criteria, of which another version is set.",
    params(
        ("id" = String, Path, description = "Id or slug", example = "capitales-french-tech", max_length = 120),
        ("call" = String, Path, description = "Slug of the call", example = "appel-2019", max_length = 120),
    ),
    request_body(content = UpdateLabelCall, content_type = "application/merge-patch+json"),
    responses((status = 200, description = "Changed", body = LabelCall)),
)]
#[patch("/v1/label-programmes/{id}/calls/{call}")]
pub async fn update_label_call(
    account: Account,
    state: Data<State>,
    origin: Origin,
    path: Path<(Ref<LabelProgrammeId>, String)>,
    read: IfMatch,
    _: Query<NoParameters>,
    body: MergePatch<UpdateLabelCall>,
) -> Result<Answer, Problem> {
    policy::require_keeper(&account)?;
    let ((id, slug), input) = (path.0, body.0.value);
    let write = async move |tx: &mut Tx| {
        let programme = queries::lock(tx, &id).await?.ok_or(ErrorCode::NotFound)?;
        let mut calls = programme.calls;
        let place = calls.iter().position(|call| call.slug == slug).ok_or(ErrorCode::NotFound)?;
        read.check(programme.revision)?;
        let call = input.clone().change(calls.remove(place));
        let place = if matches!(input.opened, Patch::Keep) { place } else { place_of(&call, &calls) };
        calls.insert(place, call.clone());
        queries::update_calls(tx, programme.id, calls).await?;
        let revision = programme.revision + 1;
        let answer = Answer::ok(&call)?.revision(revision, "public");
        let event = Event::new("label_programme.call_updated", Kind::LabelProgramme, programme.id.0, revision);
        Ok(Emitted::new(event, answer))
    };
    state.db.write(origin, &body.0.bytes, write).await
}
