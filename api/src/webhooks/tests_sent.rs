//! Whether the receiver hears.

use actix_web::{post, web::Data};

use super::{
    Owner,
    model::{CHALLENGE, Delivery, TEST, WebhookStatus},
    queries,
};
use crate::{
    auth::Actor,
    db::{Emitted, Event, Kind, Origin, Tx},
    error::ErrorCode,
    http::{Answer, Path, Problem, Query, answer::OptionalIfMatch, query::NoParameters},
    ids::WebhookId,
    state::State,
};

#[utoipa::path(
    tag = "webhooks",
    summary = "Send a test to a webhook",
    description = "A `webhook.test`, signed like every event; to one that is `pending`, the challenge again. What came of it is among \
        its deliveries. A paused or disabled one is sent nothing (`state_conflict`).",
    params(("id" = WebhookId, Path, description = "Id", example = "01920c1e-7b5a-7c3e-9d4f-2a6b8c0d1e3f")),
    responses((status = 201, description = "On its way", body = Delivery)),
)]
#[post("/v1/webhooks/{id}/tests")]
pub async fn create_webhook_test(
    actor: Actor,
    state: Data<State>,
    origin: Origin,
    id: Path<WebhookId>,
    read: OptionalIfMatch,
    _: Query<NoParameters>,
) -> Result<Answer, Problem> {
    let (owner, now, id) = (Owner::of(&actor)?, state.clock.now(), id.0);
    let write = async move |tx: &mut Tx| {
        let webhook = queries::lock(tx, owner, id, now).await?;
        read.check(webhook.revision)?;
        let what = match webhook.status {
            WebhookStatus::Active => TEST,
            WebhookStatus::Pending => CHALLENGE,
            status @ (WebhookStatus::Paused | WebhookStatus::Disabled) => {
                return Err(Problem::new(ErrorCode::StateConflict).with([status.name(), "test"]).allowed(["active"]));
            }
        };
        let delivery = queries::say(tx, id, what, webhook.revision, now).await?;
        let answer = Answer::created(format!("/v1/webhooks/{id}/deliveries"), &delivery)?.content_tag();
        Ok(Emitted::new(Event::new("webhook.tested", Kind::Webhook, id.0, webhook.revision), answer))
    };
    state.db.write(origin, &[], write).await
}
