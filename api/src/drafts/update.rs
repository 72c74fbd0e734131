//! Keeping what was written so far.

use actix_web::{put, web::Data};
use garde::Validate;
use serde::Deserialize;
use utoipa::ToSchema;

use super::{
    model::{Draft, DraftForm},
    queries,
};
use crate::{
    auth::Account,
    db::{Emitted, Event, Kind, Origin, Tx},
    http::{Answer, Json, Path, Problem, Prose, Query, answer::OptionalIfMatch, query::NoParameters},
    state::State,
};

/// What was written so far: any text, for whoever shows the form knows how to read it. The site writes its fields as JSON.
#[derive(Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"content": "{\"subject\":\"Préparer une première levée\"}"}))]
pub struct UpdateMyDraft {
    #[garde(dive)]
    #[schema(inline)]
    content: Prose<1, 100_000>,
}

#[utoipa::path(
    tag = "identity",
    summary = "Keep one's draft of a form",
    description = "In the place of the one that there is. With `If-Match` only if nobody has written in it since it was read, so that \
        what was written on another device is not lost. It is kept for 30 days after it was last written.",
    params(("form" = DraftForm, Path, description = "Which form", example = "service_request")),
    request_body(content = UpdateMyDraft),
    responses((status = 200, description = "Kept", body = Draft)),
)]
#[put("/v1/me/drafts/{form}")]
pub async fn update_my_draft(
    account: Account,
    state: Data<State>,
    origin: Origin,
    form: Path<DraftForm>,
    read: OptionalIfMatch,
    _: Query<NoParameters>,
    body: Json<UpdateMyDraft>,
) -> Result<Answer, Problem> {
    let (owner, form, now, UpdateMyDraft { content }) = (account.id, form.0, state.clock.now(), body.value);
    let write = async move |tx: &mut Tx| {
        read.check(queries::revision(tx, owner, form).await?)?;
        let row = queries::keep(tx, owner, form, content.0.clone(), now).await?;
        let event = Event::new("draft.kept", Kind::Draft, row.id.0, row.revision);
        let draft = row.shown(form);
        Ok(Emitted::new(event, Answer::ok(&draft)?.revision(draft.revision, "own")))
    };
    state.db.write(origin, &body.bytes, write).await
}
