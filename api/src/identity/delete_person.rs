//! An administrator closes an account that is not used any more.

use actix_web::{delete, web::Data};

use super::{
    delete_me::{Closure, close},
    people, queries,
};
use crate::{
    auth::Account,
    db::{Origin, Tx},
    error::ErrorCode,
    http::{Answer, Path, Problem, Query, query::NoParameters},
    ids::AccountId,
    privacy,
    state::State,
};

#[utoipa::path(
    tag = "identity",
    summary = "Close an account",
    description = "For administrators. The same as its person closing it: they are told, all sessions end, and it is erased after 30 \
        days unless they sign in before. To keep somebody from what they may do, withdraw their rights. Needs a sign-in of the \
        last ten minutes.",
    params(("id" = AccountId, Path, description = "Id of the account", example = "01920c1e-7b5a-7c3e-9d4f-2a6b8c0d1e3f")),
    responses((status = 200, description = "Closed", body = Closure)),
)]
#[delete("/v1/people/{id}")]
pub async fn delete_person(
    account: Account,
    state: Data<State>,
    origin: Origin,
    id: Path<AccountId>,
    _: Query<NoParameters>,
) -> Result<Answer, Problem> {
    origin.refuse_key()?;
    people::may_look(&account)?;
    let now = state.clock.now();
    let holder = queries::holder_of(&state, id.0).await?.ok_or(ErrorCode::NotFound)?;
    let kept = privacy::kept_of(&state, holder.id).await?;
    let write = async move |tx: &mut Tx| close(tx, &holder, &kept, now).await;
    // An account is its person's alone; that this is an administrator was looked at above.
    state.db.write(origin.trusted(), &[], write).await
}
