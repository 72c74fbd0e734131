//! Who has signed.

use actix_web::{get, web::Data};
use garde::Validate;
use serde::Deserialize;
use utoipa::IntoParams;

use super::{super::get, model::Supporter, queries};
use crate::{
    auth::Actor,
    http::{Answer, Limit, Listing, Pages, Path, Problem, Query},
    ids::{CandidacyId, Ref, SupporterId},
    state::State,
};

#[derive(Deserialize, IntoParams, Validate)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct ListSupporters {
    #[serde(default)]
    #[garde(dive)]
    #[param(required = false)]
    limit: Limit,
    #[garde(skip)]
    cursor: Option<String>,
}

#[utoipa::path(
    tag = "candidacy",
    summary = "List the supporters of a candidacy",
    description = "The actors that have signed, in their order.",
    params(("id" = String, Path, description = "Id or slug", example = "french-tech-east", max_length = 120), ListSupporters),
    responses((status = 200, description = "A page of supporters", body = Listing<Supporter>)),
)]
#[get("/v1/candidacies/{id}/supporters")]
pub async fn list_candidacy_supporters(
    actor: Actor,
    state: Data<State>,
    pages: Pages,
    id: Path<Ref<CandidacyId>>,
    query: Query<ListSupporters>,
) -> Result<Answer, Problem> {
    let ListSupporters { limit, cursor } = query.0;
    let after: Option<SupporterId> = pages.after(cursor.as_deref())?;
    let candidacy = get::find(&state, &actor, &id.0).await?.id;
    let rows = state.db.read(async |connection| queries::list(connection, candidacy, after, limit.0 + 1).await).await?;
    pages.answer(rows, limit, |row| row.id, None, |row| row)
}
