//! A partner region says what a record of its own is.

use actix_web::{put, web::Data};
use garde::Validate;
use serde::Deserialize;
use utoipa::ToSchema;

use super::{
    apply::{Offer, Rule, Said},
    model::SyncSource,
    offers::{self, SourcePath},
    source::{Record, SourceOrganization},
};
use crate::{
    auth::Client,
    db::Origin,
    http::{Answer, Json, Path, Problem, Query, query::NoParameters},
    state::State,
};

/// A record with the revision that its authority gives it.
#[derive(Clone, Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"source_revision": 7, "data": {"name": "Makerspace d’exemple", "kinds": ["fablab"]}}))]
pub struct UpdateSyncSource {
    /// A number that rises with every change.
    #[garde(range(min = 1, max = 9_007_199_254_740_991))]
    #[schema(minimum = 1, maximum = 9_007_199_254_740_991_i64, example = 7)]
    source_revision: i64,
    #[garde(dive)]
    data: SourceOrganization,
}

#[utoipa::path(
    tag = "sync",
    summary = "Write a record of one’s own region",
    description = "For clients that speak for a region, by the name that the region has for the record. A greater `source_revision` \
        replaces the record as a whole; the same one with the same content is `unchanged`; the same one with other content is \
        refused (`revision_conflict`) and shown to a person here; a smaller one is refused (`stale_revision`). It needs no \
        `If-Match`, and may be sent again. Numbers of registers that another record has are left out and shown to a person.",
    params(SourcePath),
    responses(
        (status = 200, description = "Taken over, or known already", body = SyncSource),
        (status = 201, description = "A new record", body = SyncSource),
    ),
)]
#[put("/v1/sync/sources/{system}/{kind}/{external_id}")]
pub async fn update_sync_source(
    client: Client,
    state: Data<State>,
    origin: Origin,
    path: Path<SourcePath>,
    _: Query<NoParameters>,
    body: Json<UpdateSyncSource>,
) -> Result<Answer, Problem> {
    let named = path.0.named(&client)?;
    let UpdateSyncSource { source_revision, data } = body.value;
    let record = Record::of(named.authority, data).map_err(|problem| problem.within("/data"))?;
    let said = serde_json::from_slice::<serde_json::Value>(&body.bytes).unwrap_or_default();
    let data = said.get("data").cloned().unwrap_or_default();
    let offer = Offer { named, source_revision, said: Said::Is(Box::new(record)), data };
    offers::answer(&state.db, origin, offer, Rule::Greater).await
}
