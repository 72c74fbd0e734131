//! One's saved searches.

use actix_web::{get, web::Data};

use super::{model::SavedSearch, queries};
use crate::{
    auth::Account,
    error::Language,
    http::{Answer, Listing, Problem, Query, query::NoParameters},
    state::State,
};

#[utoipa::path(
    tag = "directory",
    summary = "List one's saved searches",
    description = "The newest first; there are 20 at most, so all of them come at once.",
    responses((status = 200, description = "The searches", body = Listing<SavedSearch>)),
)]
#[get("/v1/me/saved-searches")]
pub async fn list_my_saved_searches(
    account: Account,
    state: Data<State>,
    language: Language,
    _: Query<NoParameters>,
) -> Result<Answer, Problem> {
    let rows = state.db.read_as(&account, async |connection| queries::list(connection, account.id).await).await?;
    Listing::whole(rows.into_iter().map(|row| row.shown(language)).collect()).answer()
}
