//! A site writes it no more.

use actix_web::{delete, web::Data};

use super::{own_site, queries};
use crate::{
    auth::Account,
    db::{Emitted, Event, Kind, Origin, Tx},
    error::ErrorCode,
    http::{Answer, Path, Problem, Query, answer::IfMatch, query::NoParameters},
    ids::{AnswerTemplateId, Ref, TotemId},
    state::State,
};

#[utoipa::path(
    tag = "totems",
    summary = "Delete an answer template",
    description = "By anybody who works at the site. What was sent stays as it was.",
    params(
        ("id" = String, Path, description = "Id or slug of the Totem", example = "metz", max_length = 120),
        ("template_id" = AnswerTemplateId, Path, description = "Id of the template", example = "01920c1e-7b5a-7c3e-9d4f-2a6b8c0d1e3f"),
    ),
    responses((status = 204, description = "Deleted")),
)]
#[delete("/v1/totems/{id}/answer-templates/{template_id}")]
pub async fn delete_answer_template(
    account: Account,
    state: Data<State>,
    origin: Origin,
    ids: Path<(Ref<TotemId>, AnswerTemplateId)>,
    read: IfMatch,
    _: Query<NoParameters>,
) -> Result<Answer, Problem> {
    origin.refuse_key()?;
    let (totem, id) = ids.0;
    let totem = own_site(&state, &account, &totem).await?;
    let write = async move |tx: &mut Tx| {
        let template = queries::lock(tx, totem, id).await?.ok_or(ErrorCode::NotFound)?;
        read.check(template.revision)?;
        queries::delete(tx, id).await?;
        let event = Event::new("answer_template.deleted", Kind::AnswerTemplate, id.0, template.revision).gone();
        Ok(Emitted::new(event, Answer::no_content()))
    };
    state.db.write(origin, &[], write).await
}
