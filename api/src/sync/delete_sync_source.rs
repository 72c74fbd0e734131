//! A partner region withdraws a record of its own.

use actix_web::{delete, web::Data};
use garde::Validate;
use serde::Deserialize;
use utoipa::IntoParams;

use super::{
    apply::{Offer, Rule, Said},
    model::{SyncSource, TombstoneReason},
    offers::{self, SourcePath},
};
use crate::{
    auth::Client,
    db::Origin,
    http::{Answer, Path, Problem, Query},
    state::State,
};

#[derive(Deserialize, IntoParams, Validate)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct DeleteSyncSource {
    /// The revision that the authority gives to the withdrawal.
    #[garde(range(min = 1, max = 9_007_199_254_740_991))]
    #[param(minimum = 1, maximum = 9_007_199_254_740_991_i64, example = 8)]
    source_revision: i64,
    /// Why. What was `erased` is erased here, too, with its history.
    #[garde(skip)]
    #[param(example = "removed")]
    reason: TombstoneReason,
    /// Of what was `merged`: what the region calls the record that took it in.
    #[garde(inner(length(min = 1, max = 200)))]
    #[param(min_length = 1, max_length = 200, example = "4711")]
    merged_into: Option<String>,
}

#[utoipa::path(
    tag = "sync",
    summary = "Withdraw a record of one’s own region",
    description = "By the same rules as it is written: the greater `source_revision` counts, also against what is sent later.",
    params(SourcePath, DeleteSyncSource),
    responses((status = 200, description = "Withdrawn", body = SyncSource)),
)]
#[delete("/v1/sync/sources/{system}/{kind}/{external_id}")]
pub async fn delete_sync_source(
    client: Client,
    state: Data<State>,
    origin: Origin,
    path: Path<SourcePath>,
    query: Query<DeleteSyncSource>,
) -> Result<Answer, Problem> {
    let named = path.0.named(&client)?;
    let DeleteSyncSource { source_revision, reason, merged_into } = query.0;
    let data = serde_json::json!({ "reason": reason, "merged_into": merged_into });
    let offer = Offer { named, source_revision, said: Said::Gone { reason, merged_into }, data };
    offers::answer(&state.db, origin, offer, Rule::Greater).await
}
