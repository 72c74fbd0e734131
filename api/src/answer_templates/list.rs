//! What a site writes often.

use actix_web::{get, web::Data};

use super::{model::AnswerTemplate, own_site, queries};
use crate::{
    auth::Account,
    http::{Answer, Listing, Path, Problem, Query, query::NoParameters},
    ids::{Ref, TotemId},
    state::State,
};

#[utoipa::path(
    tag = "totems",
    summary = "List the answer templates of a Totem",
    description = "For its agents and managers: by name, all on one page.",
    params(("id" = String, Path, description = "Id or slug of the Totem", example = "metz", max_length = 120)),
    responses((status = 200, description = "All its templates", body = Listing<AnswerTemplate>)),
)]
#[get("/v1/totems/{id}/answer-templates")]
pub async fn list_answer_templates(
    account: Account,
    state: Data<State>,
    id: Path<Ref<TotemId>>,
    _: Query<NoParameters>,
) -> Result<Answer, Problem> {
    let totem = own_site(&state, &account, &id.0).await?;
    Listing::whole(state.db.read(async |connection| queries::list(connection, totem).await).await?).answer()
}
