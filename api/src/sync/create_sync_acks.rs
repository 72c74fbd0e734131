//! A partner region confirms that it has deleted what was erased or taken back.

use actix_web::{post, web::Data};
use garde::Validate;
use serde::Deserialize;
use utoipa::ToSchema;

use super::acks::{self, AckResults, Tombstone};
use crate::{
    auth::Client,
    db::{Emitted, Origin, Tx},
    error::ErrorCode,
    http::{Answer, Json, Problem, Query, query::NoParameters},
    state::State,
};

/// Deleted items of the feed, as they name themselves there.
#[derive(Clone, Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"items": [{"kind": "organization", "id": "01920c1e-7b5a-7c3e-9d4f-2a6b8c0d1e3f", "modified": 18424}]}))]
pub struct CreateSyncAcks {
    #[garde(length(min = 1, max = 500), dive)]
    #[schema(min_items = 1, max_items = 500)]
    items: Vec<Tombstone>,
}

#[utoipa::path(
    tag = "sync",
    summary = "Acknowledge deletions",
    description = "For clients that speak for a region, after what was `deleted` as `erased` or `consent_withdrawn` is deleted for good \
        in their copy. Each item gets its answer; it may be sent again. What is not asked of this region is `unknown`, whatever \
        there may be of others.",
    responses((status = 200, description = "What became of each", body = AckResults)),
)]
#[post("/v1/sync/acks")]
pub async fn create_sync_acks(
    client: Client,
    state: Data<State>,
    origin: Origin,
    _: Query<NoParameters>,
    body: Json<CreateSyncAcks>,
) -> Result<Answer, Problem> {
    let partner = client.authority.ok_or_else(|| Problem::new(ErrorCode::Forbidden).with(["authority"]))?;
    let (bytes, said, now) = (body.bytes, body.value.items, state.clock.now());
    let write = async move |tx: &mut Tx| {
        let (results, events) = acks::acknowledge(tx, partner, &said, now).await?;
        Ok(Emitted::all(events, Answer::ok(&results)?))
    };
    state.db.write(origin, &bytes, write).await
}
