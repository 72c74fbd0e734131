//! Throwing a draft away, or having sent what it became.

use actix_web::{delete, web::Data};

use super::{model::DraftForm, queries};
use crate::{
    auth::Account,
    db::{Emitted, Event, Kind, Origin, Tx},
    error::ErrorCode,
    http::{Answer, Path, Problem, Query, query::NoParameters},
    state::State,
};

#[utoipa::path(
    tag = "identity",
    summary = "Delete one's draft of a form",
    description = "When it was sent, or is not wanted any more.",
    params(("form" = DraftForm, Path, description = "Which form", example = "service_request")),
    responses((status = 204, description = "Deleted")),
)]
#[delete("/v1/me/drafts/{form}")]
pub async fn delete_my_draft(
    account: Account,
    state: Data<State>,
    origin: Origin,
    form: Path<DraftForm>,
    _: Query<NoParameters>,
) -> Result<Answer, Problem> {
    origin.refuse_key()?;
    let (owner, form) = (account.id, form.0);
    let write = async move |tx: &mut Tx| {
        let gone = queries::delete(tx, owner, form).await?.ok_or(ErrorCode::NotFound)?;
        let event = Event::new("draft.deleted", Kind::Draft, gone.id.0, gone.revision + 1).gone();
        Ok(Emitted::new(event, Answer::no_content()))
    };
    state.db.write(origin, &[], write).await
}
