//! One webhook.

use actix_web::{get, web::Data};
use diesel_async::RunQueryDsl;

use super::{
    Owner,
    model::Webhook,
    queries::{self, Row},
};
use crate::{
    auth::Actor,
    error::ErrorCode,
    http::{Answer, Path, Problem, Query, query::NoParameters},
    ids::WebhookId,
    state::State,
};

#[utoipa::path(
    tag = "webhooks",
    summary = "Get a webhook",
    description = "Where it stands. Its secret is not shown again.",
    params(("id" = WebhookId, Path, description = "Id", example = "01920c1e-7b5a-7c3e-9d4f-2a6b8c0d1e3f")),
    responses((status = 200, description = "The webhook", body = Webhook)),
)]
#[get("/v1/webhooks/{id}")]
pub async fn get_webhook(
    actor: Actor,
    state: Data<State>,
    id: Path<WebhookId>,
    _: Query<NoParameters>,
) -> Result<Answer, Problem> {
    let webhook = find(&state, &actor, id.0).await?;
    Ok(Answer::ok(&webhook)?.revision(webhook.revision, "owner"))
}

/// One's own; there are no others.
pub async fn find(state: &State, actor: &Actor, id: WebhookId) -> Result<Webhook, Problem> {
    let statement = queries::one(Owner::of(actor)?, id);
    let rows: Vec<Row> = state.db.read_as(actor, async |connection| statement.load(connection).await).await?;
    let row = rows.into_iter().next().ok_or(ErrorCode::NotFound)?;
    Ok(row.shown(state.clock.now()))
}
