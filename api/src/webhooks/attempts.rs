//! One delivery, once more.

use actix_web::{post, web::Data};

use super::{Owner, model::Delivery, queries};
use crate::{
    auth::Actor,
    db::{Emitted, Event, Kind, Origin, Tx},
    error::ErrorCode,
    http::{Answer, Path, Problem, Query, query::NoParameters},
    ids::{DeliveryId, WebhookId},
    state::State,
};

#[utoipa::path(
    tag = "webhooks",
    summary = "Deliver again",
    description = "With the same `webhook-id`, now, and with all further attempts if this one fails; also what had arrived. To a paused \
        or disabled webhook it is sent when that goes on.",
    params(
        ("id" = WebhookId, Path, description = "Id of the webhook", example = "01920c1e-7b5a-7c3e-9d4f-2a6b8c0d1e3f"),
        ("delivery_id" = DeliveryId, Path, description = "Id of the delivery", example = "01920c1e-7b5a-7c3e-9d4f-2a6b8c0d1e3f"),
    ),
    responses((status = 201, description = "On its way", body = Delivery)),
)]
#[post("/v1/webhooks/{id}/deliveries/{delivery_id}/attempts")]
pub async fn create_webhook_attempt(
    actor: Actor,
    state: Data<State>,
    origin: Origin,
    ids: Path<(WebhookId, DeliveryId)>,
    _: Query<NoParameters>,
) -> Result<Answer, Problem> {
    let (owner, now, (id, delivery)) = (Owner::of(&actor)?, state.clock.now(), ids.0);
    let write = async move |tx: &mut Tx| {
        let webhook = queries::lock(tx, owner, id, now).await?;
        let delivery = queries::try_again(tx, id, delivery, now).await?.ok_or(ErrorCode::NotFound)?;
        let answer = Answer::created(format!("/v1/webhooks/{id}/deliveries"), &delivery)?.content_tag();
        Ok(Emitted::new(Event::new("webhook.redelivered", Kind::Webhook, id.0, webhook.revision), answer))
    };
    state.db.write(origin, &[], write).await
}
