//! What one is to score.

use actix_web::{get, web::Data};
use garde::Validate;
use serde::Deserialize;
use utoipa::IntoParams;

use super::{model::DossierReview, queries};
use crate::{
    auth::Account,
    http::{Answer, Limit, Listing, Pages, Problem, Query},
    state::State,
};

#[derive(Deserialize, IntoParams, Validate)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct ListMyDossierReviews {
    #[serde(default)]
    #[garde(dive)]
    #[param(required = false)]
    limit: Limit,
    #[garde(skip)]
    cursor: Option<String>,
}

#[utoipa::path(
    tag = "candidacy",
    summary = "List one's reviews of dossiers",
    description = "What one was asked to score, whatever became of it, the latest first.",
    params(ListMyDossierReviews),
    responses((status = 200, description = "A page of one's reviews", body = Listing<DossierReview>)),
)]
#[get("/v1/me/dossier-reviews")]
pub async fn list_my_dossier_reviews(
    account: Account,
    state: Data<State>,
    pages: Pages,
    query: Query<ListMyDossierReviews>,
) -> Result<Answer, Problem> {
    let ListMyDossierReviews { limit, cursor } = query.0;
    let before = pages.after(cursor.as_deref())?;
    let read = async |connection: &mut _| queries::list_own(connection, &account, before, limit.0 + 1).await;
    let reviews = state.db.read_as(&account, read).await?;
    pages.answer(reviews, limit, |review| review.id, None, |review| review)
}
