//! One account, as administrators see it.

use actix_web::{get, web::Data};

use super::people::{self, AccountDetail};
use crate::{
    audit,
    auth::Account,
    db::Origin,
    http::{Answer, Path, Problem, Query, query::NoParameters},
    ids::AccountId,
    state::State,
};

#[utoipa::path(
    tag = "identity",
    summary = "Get an account",
    description = "For administrators, with the address. Each look is in the audit log.",
    params(("id" = AccountId, Path, description = "Id of the account", example = "01920c1e-7b5a-7c3e-9d4f-2a6b8c0d1e3f")),
    responses((status = 200, description = "The account", body = AccountDetail)),
)]
#[get("/v1/people/{id}")]
pub async fn get_person(
    account: Account,
    state: Data<State>,
    origin: Origin,
    id: Path<AccountId>,
    _: Query<NoParameters>,
) -> Result<Answer, Problem> {
    people::may_look(&account)?;
    let found = people::find(&state, &account, id.0).await?;
    audit::write(&state, &origin, "account.viewed", ("account", Some(id.0.0))).await?;
    Ok(Answer::ok(&found)?.content_tag())
}
