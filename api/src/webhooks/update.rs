//! Changing a webhook.

use actix_web::{patch, web::Data};
use garde::Validate;
use serde::Deserialize;
use utoipa::ToSchema;

use super::{
    Owner, create,
    model::{CHALLENGE, EventType, Webhook, WebhookStatus, some_types, subscribed},
    queries,
};
use crate::{
    auth::Actor,
    db::{Emitted, Event, Kind, Origin, Tx},
    http::{Answer, Line, MergePatch, Path, Problem, Query, answer::IfMatch, query::NoParameters},
    ids::WebhookId,
    state::State,
};

/// What can be changed; what is absent stays, and nothing can be cleared.
#[derive(Clone, Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"status": "paused"}))]
pub struct UpdateWebhook {
    #[garde(dive)]
    #[schema(inline)]
    url: Option<Line<1, 500>>,
    #[garde(inner(custom(types_given)))]
    #[schema(min_items = 1, max_items = 4)]
    types: Option<Vec<EventType>>,
    #[garde(skip)]
    status: Option<WantedStatus>,
}

/// What its owner wants.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum WantedStatus {
    Active,
    Paused,
}

#[expect(clippy::ptr_arg, reason = "garde hands over the member as it is")]
fn types_given(types: &Vec<EventType>, context: &()) -> garde::Result {
    some_types(types, context)
}

#[utoipa::path(
    tag = "webhooks",
    summary = "Change a webhook",
    description = "A JSON merge patch (RFC 7396). `paused` sends nothing; `active` goes on. Another address, or one that was \
        disabled, is `pending` until it has answered a challenge. What happened meanwhile is sent by \
        `POST /v1/webhooks/{id}/recoveries`.",
    params(("id" = WebhookId, Path, description = "Id", example = "01920c1e-7b5a-7c3e-9d4f-2a6b8c0d1e3f")),
    request_body(content = UpdateWebhook, content_type = "application/merge-patch+json"),
    responses((status = 200, description = "Changed", body = Webhook)),
)]
#[patch("/v1/webhooks/{id}")]
pub async fn update_webhook(
    actor: Actor,
    state: Data<State>,
    origin: Origin,
    id: Path<WebhookId>,
    read: IfMatch,
    _: Query<NoParameters>,
    body: MergePatch<UpdateWebhook>,
) -> Result<Answer, Problem> {
    let (owner, now, id) = (Owner::of(&actor)?, state.clock.now(), id.0);
    let UpdateWebhook { url, types, status } = body.0.value;
    let url = url.map(|url| create::target(&state, &url.0)).transpose()?;
    let write = async move |tx: &mut Tx| {
        let before = queries::lock(tx, owner, id, now).await?;
        read.check(before.revision)?;
        // What a machine client registered stays what a machine client may hear of.
        let by_client = before.api_client_id.is_some();
        let moved = url.as_ref().is_some_and(|url| *url != before.url);
        let (status, challenged) = stands(before.status, status, moved);
        let again = status == WebhookStatus::Pending;
        let changed = Webhook {
            url: url.clone().unwrap_or(before.url),
            types: types.as_ref().map_or(Ok(before.types), |types| subscribed(types, by_client))?,
            status,
            disabled_reason: before.disabled_reason.filter(|_| status == WebhookStatus::Disabled),
            failing_since: before.failing_since.filter(|_| !again),
            ..before
        };
        queries::update(tx, &changed).await?;
        let webhook = queries::lock(tx, owner, id, now).await?;
        if challenged {
            queries::say(tx, id, CHALLENGE, webhook.revision, now).await?;
        }
        let answer = Answer::ok(&webhook)?.revision(webhook.revision, "owner");
        Ok(Emitted::new(Event::new("webhook.updated", Kind::Webhook, id.0, webhook.revision), answer))
    };
    state.db.write(origin, &body.0.bytes, write).await
}

/// Where it stands by then, and whether its address is to prove itself.
fn stands(before: WebhookStatus, wanted: Option<WantedStatus>, moved: bool) -> (WebhookStatus, bool) {
    use WebhookStatus::{Active, Disabled, Paused, Pending};
    match (before, wanted) {
        (Pending | Disabled, Some(WantedStatus::Active)) => (Pending, true),
        (_, _) if moved => (Pending, true),
        (Paused, Some(WantedStatus::Active)) => (Active, false),
        (Active, Some(WantedStatus::Paused)) => (Paused, false),
        (before, _) => (before, false),
    }
}

#[cfg(test)]
mod tests {
    use super::{
        WantedStatus as Wanted,
        WebhookStatus::{Active, Disabled, Paused, Pending},
        *,
    };

    #[test]
    fn an_address_that_is_new_or_was_disabled_proves_itself() {
        for (before, wanted, moved, after) in [
            (Active, None, false, (Active, false)),
            (Active, Some(Wanted::Paused), false, (Paused, false)),
            (Paused, Some(Wanted::Active), false, (Active, false)),
            (Paused, Some(Wanted::Active), true, (Pending, true)),
            (Active, None, true, (Pending, true)),
            (Pending, None, true, (Pending, true)),
            (Disabled, Some(Wanted::Active), false, (Pending, true)),
            (Disabled, Some(Wanted::Paused), false, (Disabled, false)),
            (Pending, Some(Wanted::Active), false, (Pending, true)),
            (Pending, Some(Wanted::Paused), false, (Pending, false)),
            (Pending, Some(Wanted::Paused), true, (Pending, true)),
        ] {
            assert_eq!(stands(before, wanted, moved), after, "{before:?} {wanted:?} {moved}");
        }
    }
}
