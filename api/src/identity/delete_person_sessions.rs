//! An administrator ends somebody's sessions: a lost telephone, a password in other hands.

use actix_web::{delete, web::Data};

use super::{people, queries};
use crate::{
    auth::Account,
    db::{Emitted, Event, Kind, Origin, Tx},
    error::ErrorCode,
    http::{Answer, Path, Problem, Query, query::NoParameters},
    ids::AccountId,
    state::State,
};

#[utoipa::path(
    tag = "identity",
    summary = "End the sessions of an account",
    description = "For administrators. All of them, with their tokens, from the next request on.",
    params(("id" = AccountId, Path, description = "Id of the account", example = "01920c1e-7b5a-7c3e-9d4f-2a6b8c0d1e3f")),
    responses((status = 204, description = "Ended")),
)]
#[delete("/v1/people/{id}/sessions")]
pub async fn delete_person_sessions(
    account: Account,
    state: Data<State>,
    origin: Origin,
    id: Path<AccountId>,
    _: Query<NoParameters>,
) -> Result<Answer, Problem> {
    origin.refuse_key()?;
    people::may_look(&account)?;
    let holder = queries::holder_of(&state, id.0).await?.ok_or(ErrorCode::NotFound)?;
    let write = async move |tx: &mut Tx| {
        queries::delete_sessions(tx, holder.id, None).await?;
        let event = Event::new("account.sessions_ended", Kind::Account, holder.id.0, 1);
        Ok(Emitted::new(event, Answer::no_content()))
    };
    // Sessions are their account's alone; that this is an administrator was looked at above.
    state.db.write(origin.trusted(), &[], write).await
}
