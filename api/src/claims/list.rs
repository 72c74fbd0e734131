//! Claims that wait for a moderator, or one's own.

use actix_web::{get, web::Data};
use garde::Validate;
use serde::Deserialize;
use utoipa::IntoParams;

use super::{
    model::{Claim, Side},
    queries::{self, Which},
};
use crate::{
    auth::Account,
    directory,
    http::{Answer, Limit, Listing, Pages, Problem, Query},
    state::State,
};

#[derive(Deserialize, IntoParams, Validate)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct ListClaims {
    /// Only the caller's own, in every state.
    #[garde(skip)]
    mine: Option<bool>,
    #[serde(default)]
    #[garde(dive)]
    #[param(required = false)]
    limit: Limit,
    #[garde(skip)]
    cursor: Option<String>,
}

#[utoipa::path(
    tag = "directory",
    summary = "List claims",
    description = "For moderators those that wait for a decision, the oldest first; with `mine=true` the caller's own in every state, \
        the newest first. An address is told one claim at a time.",
    params(ListClaims),
    responses((status = 200, description = "A page of claims", body = Listing<Claim>)),
)]
#[get("/v1/claims")]
pub async fn list_claims(
    account: Account,
    state: Data<State>,
    pages: Pages,
    query: Query<ListClaims>,
) -> Result<Answer, Problem> {
    let ListClaims { mine, limit, cursor } = query.0;
    let (which, side) = if mine.unwrap_or_default() {
        (Which::Of(account.id), Side::Claimant)
    } else {
        directory::require_moderator(&account)?;
        (Which::Waiting, Side::Moderator)
    };
    let (after, now) = (pages.after(cursor.as_deref())?, state.clock.now());
    let rows = state.db.read_as(&account, async |connection| queries::list(connection, which, after, limit.0 + 1).await).await?;
    pages.answer(
        rows,
        limit,
        |row| row.id,
        None,
        |row| {
            let claim = row.at(now).claim.seen(side);
            let email = claim.email.filter(|_| side == Side::Claimant);
            Claim { email, ..claim }
        },
    )
}
