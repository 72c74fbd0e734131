//! Going on with a draft.

use actix_web::{get, web::Data};

use super::{
    model::{Draft, DraftForm},
    queries,
};
use crate::{
    auth::Account,
    error::ErrorCode,
    http::{Answer, Path, Problem, Query, query::NoParameters},
    state::State,
};

#[utoipa::path(
    tag = "identity",
    summary = "Read one's draft of a form",
    description = "What was last written in it, on whichever device. Without one the answer is 404.",
    params(("form" = DraftForm, Path, description = "Which form", example = "service_request")),
    responses((status = 200, description = "The draft", body = Draft)),
)]
#[get("/v1/me/drafts/{form}")]
pub async fn get_my_draft(
    account: Account,
    state: Data<State>,
    form: Path<DraftForm>,
    _: Query<NoParameters>,
) -> Result<Answer, Problem> {
    let found = state.db.read_as(&account, async |connection| queries::find(connection, account.id, form.0).await).await?;
    let draft = found.ok_or(ErrorCode::NotFound)?.shown(form.0);
    Ok(Answer::ok(&draft)?.revision(draft.revision, "own"))
}
