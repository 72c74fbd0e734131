//! The webhooks that somebody has.

use actix_web::{get, web::Data};
use diesel_async::RunQueryDsl;
use garde::Validate;
use serde::Deserialize;
use utoipa::IntoParams;

use super::{
    Owner,
    model::Webhook,
    queries::{self, Row},
};
use crate::{
    auth::Actor,
    http::{Answer, Limit, Listing, Pages, Problem, Query},
    ids::WebhookId,
    state::State,
};

#[derive(Deserialize, IntoParams, Validate)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct ListWebhooks {
    #[serde(default)]
    #[garde(dive)]
    #[param(required = false)]
    limit: Limit,
    #[garde(skip)]
    cursor: Option<String>,
}

#[utoipa::path(
    tag = "webhooks",
    summary = "List webhooks",
    description = "The newest first: a machine client's own; of an account, its own and those of the machine clients that it has \
        registered.",
    params(ListWebhooks),
    responses((status = 200, description = "A page of webhooks", body = Listing<Webhook>)),
)]
#[get("/v1/webhooks")]
pub async fn list_webhooks(
    actor: Actor,
    state: Data<State>,
    pages: Pages,
    query: Query<ListWebhooks>,
) -> Result<Answer, Problem> {
    let ListWebhooks { limit, cursor } = query.0;
    let after: Option<WebhookId> = pages.after(cursor.as_deref())?;
    let (statement, now) = (queries::page(Owner::of(&actor)?, after, limit.0 + 1), state.clock.now());
    let rows: Vec<Row> = state.db.read_as(&actor, async |connection| statement.load(connection).await).await?;
    pages.answer(rows, limit, |row| row.id, None, |row| row.shown(now))
}
