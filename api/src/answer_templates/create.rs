//! A site keeps what it writes often.

use actix_web::{post, web::Data};
use garde::Validate;
use serde::Deserialize;
use utoipa::ToSchema;

use super::{
    MOST,
    model::{AnswerTemplate, check},
    own_site, queries,
};
use crate::{
    auth::Account,
    db::{Emitted, Event, Kind, Origin, Tx},
    error::{ErrorCode, Language},
    http::{Answer, Json, Line, Path, Problem, Prose, Query, query::NoParameters},
    ids::{AnswerTemplateId, Ref, TotemId},
    state::State,
};

/// A template to be kept.
#[derive(Clone, Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
#[garde(allow_unvalidated)]
#[schema(example = json!({
    "name": "Premier rendez-vous", "language": "fr",
    "body": "Bonjour {{contact_name}}, pouvons-nous nous voir mardi au {{totem}} ?",
}))]
pub struct CreateAnswerTemplate {
    #[garde(dive)]
    #[schema(inline)]
    name: Line<1, 80>,
    #[garde(dive)]
    #[schema(inline)]
    body: Prose<1, 10_000>,
    language: Language,
}

#[utoipa::path(
    tag = "totems",
    summary = "Keep an answer template",
    description = "By anybody who works at the site, for all who do. A field that is not known is refused. A site keeps 200 \
        (`too_many_answer_templates`).",
    params(("id" = String, Path, description = "Id or slug of the Totem", example = "metz", max_length = 120)),
    responses((status = 201, description = "Kept", body = AnswerTemplate)),
)]
#[post("/v1/totems/{id}/answer-templates")]
pub async fn create_answer_template(
    account: Account,
    state: Data<State>,
    origin: Origin,
    id: Path<Ref<TotemId>>,
    _: Query<NoParameters>,
    body: Json<CreateAnswerTemplate>,
) -> Result<Answer, Problem> {
    let totem = own_site(&state, &account, &id.0).await?;
    let CreateAnswerTemplate { name, body: text, language } = body.value;
    check(&text.0)?;
    let (id, now) = (AnswerTemplateId::new(), state.clock.now());
    let template = AnswerTemplate { id, totem_id: totem, name: name.0, body: text.0, language, updated_at: now, revision: 1 };
    let write = async move |tx: &mut Tx| {
        if queries::count(tx, totem).await? >= MOST {
            return Err(Problem::new(ErrorCode::TooManyAnswerTemplates).with([MOST.to_string()]));
        }
        queries::insert(tx, &template).await?;
        let answer = Answer::created(format!("/v1/totems/{totem}/answer-templates"), &template)?.revision(1, "agent");
        Ok(Emitted::new(Event::new("answer_template.created", Kind::AnswerTemplate, id.0, 1), answer))
    };
    state.db.write(origin, &body.bytes, write).await
}
