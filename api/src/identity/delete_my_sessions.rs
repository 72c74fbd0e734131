//! Somebody ends a session elsewhere, or all of them.

use actix_web::{delete, web::Data};

use super::queries;
use crate::{
    auth::Account,
    db::{Emitted, Event, Kind, Origin, Tx},
    error::ErrorCode,
    http::{Answer, Path, Problem, Query, query::NoParameters},
    ids::{AccountId, SessionId},
    state::State,
};

#[utoipa::path(
    tag = "identity",
    summary = "End one of one's sessions",
    params(("id" = SessionId, Path, description = "Id of the session", example = "01920c1e-7b5a-7c3e-9d4f-2a6b8c0d1e3f")),
    description = "It may be the one that asks. Its cookie or token is worth nothing from the next request on.",
    responses((status = 204, description = "Ended")),
)]
#[delete("/v1/me/sessions/{id}")]
pub async fn delete_my_session(
    account: Account,
    state: Data<State>,
    origin: Origin,
    path: Path<SessionId>,
    _: Query<NoParameters>,
) -> Result<Answer, Problem> {
    origin.refuse_key()?;
    let (owner, id) = (account.id, path.0);
    let write = async move |tx: &mut Tx| {
        if !queries::delete_session_of(tx, owner, id).await? {
            return Err(ErrorCode::NotFound.into());
        }
        Ok(Emitted::new(Event::new("session.deleted", Kind::Session, id.0, 1), Answer::no_content()))
    };
    state.db.write(origin, &[], write).await
}

#[utoipa::path(
    tag = "identity",
    summary = "End all one's other sessions",
    description = "All but the one that asks.",
    responses((status = 204, description = "Ended")),
)]
#[delete("/v1/me/sessions")]
pub async fn delete_my_sessions(
    account: Account,
    state: Data<State>,
    origin: Origin,
    _: Query<NoParameters>,
) -> Result<Answer, Problem> {
    origin.refuse_key()?;
    let (owner, AccountId(subject)) = (account.id, account.id);
    let write = async move |tx: &mut Tx| {
        queries::delete_sessions(tx, owner, Some(account.session)).await?;
        Ok(Emitted::new(Event::new("account.sessions_ended", Kind::Account, subject, 1), Answer::no_content()))
    };
    state.db.write(origin, &[], write).await
}
