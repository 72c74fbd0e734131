//! A site writes it better.

use actix_web::{patch, web::Data};
use garde::Validate;
use serde::Deserialize;
use utoipa::ToSchema;

use super::{
    model::{AnswerTemplate, check},
    own_site, queries,
};
use crate::{
    auth::Account,
    db::{Emitted, Event, Kind, Origin, Tx},
    error::{ErrorCode, Language},
    http::{Answer, Line, MergePatch, Path, Problem, Prose, Query, answer::IfMatch, query::NoParameters},
    ids::{AnswerTemplateId, Ref, TotemId},
    state::State,
};

/// What can be changed; what is absent stays, and nothing can be cleared.
#[derive(Clone, Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
#[garde(allow_unvalidated)]
#[schema(example = json!({"name": "Premier rendez-vous à Metz"}))]
pub struct UpdateAnswerTemplate {
    #[garde(dive)]
    #[schema(inline)]
    name: Option<Line<1, 80>>,
    #[garde(dive)]
    #[schema(inline)]
    body: Option<Prose<1, 10_000>>,
    language: Option<Language>,
}

#[utoipa::path(
    tag = "totems",
    summary = "Change an answer template",
    description = "A JSON merge patch (RFC 7396), by anybody who works at the site. What was sent stays as it was.",
    params(
        ("id" = String, Path, description = "Id or slug of the Totem", example = "metz", max_length = 120),
        ("template_id" = AnswerTemplateId, Path, description = "Id of the template", example = "01920c1e-7b5a-7c3e-9d4f-2a6b8c0d1e3f"),
    ),
    request_body(content = UpdateAnswerTemplate, content_type = "application/merge-patch+json"),
    responses((status = 200, description = "Changed", body = AnswerTemplate)),
)]
#[patch("/v1/totems/{id}/answer-templates/{template_id}")]
pub async fn update_answer_template(
    account: Account,
    state: Data<State>,
    origin: Origin,
    ids: Path<(Ref<TotemId>, AnswerTemplateId)>,
    read: IfMatch,
    _: Query<NoParameters>,
    body: MergePatch<UpdateAnswerTemplate>,
) -> Result<Answer, Problem> {
    let (totem, id) = ids.0;
    let totem = own_site(&state, &account, &totem).await?;
    let UpdateAnswerTemplate { name, body: text, language } = body.0.value;
    if let Some(text) = &text {
        check(&text.0)?;
    }
    let now = state.clock.now();
    let write = async move |tx: &mut Tx| {
        let before = queries::lock(tx, totem, id).await?.ok_or(ErrorCode::NotFound)?;
        read.check(before.revision)?;
        let template = AnswerTemplate {
            name: name.clone().map_or(before.name, |name| name.0),
            body: text.clone().map_or(before.body, |text| text.0),
            language: language.unwrap_or(before.language),
            updated_at: now,
            revision: before.revision + 1,
            ..before
        };
        queries::update(tx, &template).await?;
        let answer = Answer::ok(&template)?.revision(template.revision, "agent");
        Ok(Emitted::new(Event::new("answer_template.updated", Kind::AnswerTemplate, id.0, template.revision), answer))
    };
    state.db.write(origin, &body.0.bytes, write).await
}
