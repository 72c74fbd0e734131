//! Somebody wants to be told.

use actix_web::{post, web::Data};
use garde::Validate;
use serde::Deserialize;
use utoipa::ToSchema;

use super::{
    MOST, Owner,
    model::{CHALLENGE, EventType, Webhook, some_types, subscribed},
    queries, signature,
    target::Targets,
};
use crate::{
    auth::Actor,
    db::{Emitted, Event, Kind, Origin, Tx},
    error::{ErrorCode, FieldCode},
    http::{Answer, Json, Line, Problem, Query, query::NoParameters},
    ids::WebhookId,
    state::State,
};

/// A webhook to be.
#[derive(Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({
    "url": "https://annuaire.example/evenements", "types": ["organization.updated", "organization.removed"],
}))]
pub struct CreateWebhook {
    /// `https`, of a public host, at port 443 or 8443, without credentials and fragment.
    #[garde(dive)]
    #[schema(inline, example = "https://annuaire.example/evenements")]
    url: Line<1, 500>,
    #[garde(custom(some_types))]
    #[schema(min_items = 1, max_items = 4)]
    types: Vec<EventType>,
}

#[utoipa::path(
    tag = "webhooks",
    summary = "Register a webhook",
    description = "By [Standard Webhooks](https://www.standardwebhooks.com/) 1.0.0: `POST` with `webhook-id`, the same over all \
        attempts, `webhook-timestamp` and `webhook-signature`. What is sent says only what to fetch: `type`, `timestamp`, `data` \
        with `id`, `kind`, `revision` and `url`. At least once, and in no promised order.\n\nFirst a `webhook.challenge` is sent: \
        the receiver answers with `data.challenge`, alone or as `{\"challenge\": …}`, and is `active` from then on. \
        Only 2xx within 15 seconds is a success; a redirect is none, 410 disables. Tried again after 5 s, 5 min, 30 min, 2 h, 5 h, \
        10 h, 14 h, 20 h and 24 h (± 20 %), not before `Retry-After`; after five days without a success it is disabled, and whoever \
        answers for it is told by mail.\n\nEverybody hears of the public records of the directory, an account also of its own requests \
        and saved searches. `secret` is shown by this answer and never again. 20 to an account or a machine client \
        (`too_many_webhooks`).",
    responses((status = 201, description = "Registered", body = Webhook)),
)]
#[post("/v1/webhooks")]
pub async fn create_webhook(
    actor: Actor,
    state: Data<State>,
    origin: Origin,
    _: Query<NoParameters>,
    body: Json<CreateWebhook>,
) -> Result<Answer, Problem> {
    origin.refuse_key()?;
    let (owner, now, id) = (Owner::of(&actor)?, state.clock.now(), WebhookId::new());
    let CreateWebhook { url, types } = body.value;
    let (url, types) = (target(&state, &url.0)?, subscribed(&types, matches!(owner, Owner::Client { .. }))?);
    let secret = signature::new_secret();
    let stored = state.keys.encrypt_webhook(id, &secret).ok_or(ErrorCode::InternalError)?;
    let write = async move |tx: &mut Tx| {
        if queries::count(tx, owner).await? >= MOST {
            return Err(Problem::new(ErrorCode::TooManyWebhooks).with([MOST.to_string()]));
        }
        queries::insert(tx, owner, id, &url, &types, stored.clone()).await?;
        queries::say(tx, id, CHALLENGE, 1, now).await?;
        let webhook = Webhook { secret: Some(signature::shown(&secret)), ..queries::lock(tx, owner, id, now).await? };
        let answer = Answer::created(format!("/v1/webhooks/{id}"), &webhook)?.revision(webhook.revision, "owner").secret();
        Ok(Emitted::new(Event::new("webhook.created", Kind::Webhook, id.0, webhook.revision), answer))
    };
    state.db.write(origin, &[], write).await
}

/// The address as it is stored.
pub fn target(state: &State, url: &str) -> Result<String, Problem> {
    let url = Targets::of(&state.settings).parse(url).ok_or_else(|| Problem::field("/url", FieldCode::TargetNotAllowed))?;
    Ok(url.into())
}
