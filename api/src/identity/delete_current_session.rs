//! Sign-out.

use actix_web::{delete, web::Data};

use super::{cookie, queries};
use crate::{
    auth::Account,
    db::{Emitted, Event, Kind, Origin, Tx},
    http::{Answer, Problem, Query, query::NoParameters},
    state::State,
};

#[utoipa::path(
    tag = "identity",
    summary = "Sign out",
    description = "Ends the session: its cookie or token is worth nothing from the next request on.",
    responses((status = 204, description = "Signed out")),
)]
#[delete("/v1/sessions/current")]
pub async fn delete_current_session(
    account: Account,
    state: Data<State>,
    origin: Origin,
    _: Query<NoParameters>,
) -> Result<Answer, Problem> {
    origin.refuse_key()?;
    let id = account.session;
    let write = async move |tx: &mut Tx| {
        queries::delete_session(tx, id).await?;
        Ok(Emitted::new(Event::new("session.deleted", Kind::Session, id.0, 1), Answer::no_content()))
    };
    let answer = state.db.write(origin, &[], write).await?;
    Ok(answer.cookie(cookie(&state.settings, None)))
}
