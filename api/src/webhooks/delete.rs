//! The end of a webhook.

use actix_web::{delete, web::Data};

use super::{Owner, queries};
use crate::{
    auth::Actor,
    db::{Emitted, Event, Kind, Origin, Tx},
    http::{Answer, Path, Problem, Query, answer::IfMatch, query::NoParameters},
    ids::WebhookId,
    state::State,
};

#[utoipa::path(
    tag = "webhooks",
    summary = "Delete a webhook",
    description = "Nothing more is sent, and its deliveries are forgotten. An attempt under way is not called back.",
    params(("id" = WebhookId, Path, description = "Id", example = "01920c1e-7b5a-7c3e-9d4f-2a6b8c0d1e3f")),
    responses((status = 204, description = "Deleted")),
)]
#[delete("/v1/webhooks/{id}")]
pub async fn delete_webhook(
    actor: Actor,
    state: Data<State>,
    origin: Origin,
    id: Path<WebhookId>,
    read: IfMatch,
    _: Query<NoParameters>,
) -> Result<Answer, Problem> {
    let (owner, now, id) = (Owner::of(&actor)?, state.clock.now(), id.0);
    let write = async move |tx: &mut Tx| {
        let webhook = queries::lock(tx, owner, id, now).await?;
        read.check(webhook.revision)?;
        queries::delete(tx, id).await?;
        let event = Event::new("webhook.deleted", Kind::Webhook, id.0, webhook.revision + 1).gone();
        Ok(Emitted::new(event, Answer::no_content()))
    };
    state.db.write(origin, &[], write).await
}
