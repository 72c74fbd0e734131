//! Somebody asks for a copy of their data.

use actix_web::{post, web::Data};

use super::{model::Export, queries};
use crate::{
    auth::Account,
    db::{Emitted, Event, Kind, Origin, Tx},
    http::{Answer, Problem, Query, query::NoParameters},
    state::State,
};

#[utoipa::path(
    tag = "identity",
    summary = "Ask for a copy of one's data",
    description = "All that is kept about the account (articles 15 and 20 of the GDPR), as JSON and CSV in a ZIP file. It is made \
        in the background, a letter says when it is ready, and it is deleted after 7 days. While one is being made, it is that \
        one which is answered. Needs a sign-in of the last ten minutes.",
    responses((status = 201, description = "It is being made", body = Export)),
)]
#[post("/v1/me/exports")]
pub async fn create_my_export(
    account: Account,
    state: Data<State>,
    origin: Origin,
    _: Query<NoParameters>,
) -> Result<Answer, Problem> {
    let now = state.clock.now();
    // The one place where a copy is asked for: whatever else an account must show for that is asked here.
    let write = async move |tx: &mut Tx| {
        let (export, new) = queries::insert_export(tx, account.id, now).await?;
        let action = if new { "export.requested" } else { "export.requested_again" };
        let answer = Answer::created(format!("/v1/me/exports/{}", export.id), &export)?.content_tag();
        Ok(Emitted::new(Event::new(action, Kind::Export, export.id.0, 1), answer))
    };
    state.db.write(origin, &[], write).await
}
