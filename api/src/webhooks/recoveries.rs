//! Whatever did not arrive, once more.

use actix_web::{post, web::Data};
use chrono::{DateTime, Utc};
use garde::Validate;
use serde::Deserialize;
use utoipa::ToSchema;

use super::{Owner, model::Webhook, queries};
use crate::{
    auth::Actor,
    db::{Emitted, Event, Kind, Origin, Tx},
    http::{Answer, Json, Path, Problem, Query, answer::OptionalIfMatch, query::NoParameters},
    ids::WebhookId,
    state::State,
};

/// From when on.
#[derive(Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"since": "2026-11-20T08:00:00Z"}))]
pub struct CreateWebhookRecovery {
    #[garde(skip)]
    since: DateTime<Utc>,
}

#[utoipa::path(
    tag = "webhooks",
    summary = "Recover what did not arrive",
    description = "Sends what happened since then and was given up, or was not sent because the webhook was paused, disabled or not \
        there yet. Events are known for 30 days. What has arrived is not sent again.",
    params(("id" = WebhookId, Path, description = "Id", example = "01920c1e-7b5a-7c3e-9d4f-2a6b8c0d1e3f")),
    responses((status = 201, description = "It begins in a moment", body = Webhook)),
)]
#[post("/v1/webhooks/{id}/recoveries")]
pub async fn create_webhook_recovery(
    actor: Actor,
    state: Data<State>,
    origin: Origin,
    id: Path<WebhookId>,
    read: OptionalIfMatch,
    _: Query<NoParameters>,
    body: Json<CreateWebhookRecovery>,
) -> Result<Answer, Problem> {
    let (owner, now, id, since) = (Owner::of(&actor)?, state.clock.now(), id.0, body.value.since);
    let write = async move |tx: &mut Tx| {
        let webhook = queries::lock(tx, owner, id, now).await?;
        read.check(webhook.revision)?;
        queries::recover_since(tx, id, since).await?;
        let location = format!("/v1/webhooks/{id}/deliveries");
        let answer = Answer::created(location, &webhook)?.revision(webhook.revision, "owner");
        Ok(Emitted::new(Event::new("webhook.recovered", Kind::Webhook, id.0, webhook.revision), answer))
    };
    state.db.write(origin, &body.bytes, write).await
}
