//! What was sent, and what came back.

use actix_web::{get, web::Data};
use diesel_async::RunQueryDsl;
use garde::Validate;
use serde::Deserialize;
use utoipa::IntoParams;

use super::{
    get,
    model::Delivery,
    queries::{self, DeliveryRow},
};
use crate::{
    auth::Actor,
    http::{Answer, Limit, Listing, Pages, Path, Problem, Query},
    ids::WebhookId,
    state::State,
};

#[derive(Deserialize, IntoParams, Validate)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct ListWebhookDeliveries {
    #[serde(default)]
    #[garde(dive)]
    #[param(required = false)]
    limit: Limit,
    #[garde(skip)]
    cursor: Option<String>,
}

#[utoipa::path(
    tag = "webhooks",
    summary = "List the deliveries of a webhook",
    description = "The newest first, each with its latest answers; kept for 30 days.",
    params(
        ("id" = WebhookId, Path, description = "Id", example = "01920c1e-7b5a-7c3e-9d4f-2a6b8c0d1e3f"),
        ListWebhookDeliveries,
    ),
    responses((status = 200, description = "A page of deliveries", body = Listing<Delivery>)),
)]
#[get("/v1/webhooks/{id}/deliveries")]
pub async fn list_webhook_deliveries(
    actor: Actor,
    state: Data<State>,
    id: Path<WebhookId>,
    pages: Pages,
    query: Query<ListWebhookDeliveries>,
) -> Result<Answer, Problem> {
    let ListWebhookDeliveries { limit, cursor } = query.0;
    let after: Option<i64> = pages.after(cursor.as_deref())?;
    let webhook = get::find(&state, &actor, id.0).await?;
    let statement = queries::deliveries(webhook.id, after, limit.0 + 1);
    let rows: Vec<DeliveryRow> = state.db.read_as(&actor, async |connection| statement.load(connection).await).await?;
    pages.answer(rows, limit, |row| row.seq, None, Delivery::from)
}
