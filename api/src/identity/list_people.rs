//! Who has an account.

use actix_web::{get, web::Data};
use diesel_async::RunQueryDsl;
use garde::Validate;
use serde::Deserialize;
use utoipa::IntoParams;

use super::people::{self, AccountState, AccountSummary, Filters, SummaryRow};
use crate::{
    audit,
    auth::{Account, Role},
    db::Origin,
    http::{Answer, Limit, Line, Listing, Pages, Problem, Query},
    ids::AccountId,
    state::State,
};

#[derive(Deserialize, IntoParams, Validate)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct ListPeople {
    /// Part of a name, or a whole address.
    #[garde(dive)]
    #[param(inline)]
    q: Option<Line<1, 120>>,
    /// Those who hold this role somewhere.
    #[garde(skip)]
    #[param(inline)]
    role: Option<Role>,
    /// Those in this state.
    #[garde(skip)]
    #[param(inline)]
    state: Option<AccountState>,
    #[serde(default)]
    #[garde(dive)]
    #[param(required = false)]
    limit: Limit,
    #[garde(skip)]
    cursor: Option<String>,
}

#[utoipa::path(
    tag = "identity",
    summary = "List accounts",
    description = "For administrators: names, roles and whether an account is closing, the newest first. Addresses are shown for \
        one account at a time. Each look is in the audit log.",
    params(ListPeople),
    responses((status = 200, description = "A page of accounts", body = Listing<AccountSummary>)),
)]
#[get("/v1/people")]
pub async fn list_people(
    account: Account,
    state: Data<State>,
    origin: Origin,
    pages: Pages,
    query: Query<ListPeople>,
) -> Result<Answer, Problem> {
    people::may_look(&account)?;
    let ListPeople { q, role, state: in_state, limit, cursor } = query.0;
    let after: Option<AccountId> = pages.after(cursor.as_deref())?;
    let statement = people::page(Filters { q: q.map(|q| q.0), role, state: in_state }, after, limit.0 + 1);
    audit::write(&state, &origin, "account.listed", ("account", None)).await?;
    let rows: Vec<SummaryRow> = state.db.search_as(&account, async |connection| statement.load(connection).await).await?;
    pages.answer(rows, limit, |row| row.id, None, AccountSummary::from)
}
