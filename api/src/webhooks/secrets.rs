//! Another secret.

use actix_web::{post, web::Data};
use chrono::Duration;

use super::{Owner, model::Webhook, queries, signature};
use crate::{
    auth::Actor,
    db::{Emitted, Event, Kind, Origin, Tx},
    error::ErrorCode,
    http::{Answer, Path, Problem, Query, answer::OptionalIfMatch, query::NoParameters},
    ids::WebhookId,
    state::State,
};

/// Receivers have so long to take the new one.
const BOTH: Duration = Duration::hours(24);

#[utoipa::path(
    tag = "webhooks",
    summary = "Replace the secret of a webhook",
    description = "`secret` is shown by this answer and never again. For 24 hours (`former_secret_until`) what is sent carries a \
        signature of each, so that the receiver misses nothing.",
    params(("id" = WebhookId, Path, description = "Id", example = "01920c1e-7b5a-7c3e-9d4f-2a6b8c0d1e3f")),
    responses((status = 201, description = "The webhook with its new secret", body = Webhook)),
)]
#[post("/v1/webhooks/{id}/secrets")]
pub async fn create_webhook_secret(
    actor: Actor,
    state: Data<State>,
    origin: Origin,
    id: Path<WebhookId>,
    read: OptionalIfMatch,
    _: Query<NoParameters>,
) -> Result<Answer, Problem> {
    origin.refuse_key()?;
    let (owner, now, id) = (Owner::of(&actor)?, state.clock.now(), id.0);
    let secret = signature::new_secret();
    let stored = state.keys.encrypt_webhook(id, &secret).ok_or(ErrorCode::InternalError)?;
    let write = async move |tx: &mut Tx| {
        read.check(queries::lock(tx, owner, id, now).await?.revision)?;
        queries::replace_secret(tx, id, stored.clone(), now + BOTH).await?;
        let webhook = Webhook { secret: Some(signature::shown(&secret)), ..queries::lock(tx, owner, id, now).await? };
        let answer = Answer::created(format!("/v1/webhooks/{id}"), &webhook)?.revision(webhook.revision, "owner").secret();
        Ok(Emitted::new(Event::new("webhook.secret_changed", Kind::Webhook, id.0, webhook.revision), answer))
    };
    state.db.write(origin, &[], write).await
}
