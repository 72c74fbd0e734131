//! Everything at once, as it stood at one position.

use std::{io, pin::Pin};

use actix_web::{HttpResponse, get, http::header, web::Data};
use bytes::Bytes;
use futures_util::{Stream, StreamExt, stream};
use garde::Validate;
use serde::{Deserialize, Serialize};
use serde_json::json;
use sha2::{Digest, Sha256};
use utoipa::IntoParams;

use super::{
    model::{SyncKind, View},
    queries::{self, Head, but},
};
use crate::{
    auth::Client,
    db::Snapshot,
    error::ErrorCode,
    http::{Path, Problem, Query},
    state::State,
};

/// Records read at once.
const BATCH: i64 = 500;

#[derive(Deserialize, IntoParams, Validate)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct GetSyncSnapshot {
    /// Also the records of which the caller's region is the authority.
    #[garde(skip)]
    #[param(example = false)]
    include_own: Option<bool>,
}

/// A snapshot on its way.
struct Sending {
    /// None when all has been read.
    snapshot: Option<Snapshot>,
    view: View,
    after: i64,
    count: u64,
    sum: Sha256,
}

#[utoipa::path(
    tag = "sync",
    summary = "Get all records of a kind at one position",
    description = "NDJSON. The first line is `{\"kind\", \"epoch\", \"position\", \"schema\"}`; then one line for each record, as an \
        item of `GET /v1/sync/changes`; the last is `{\"end\": true, \"count\", \"sha256\"}` with the number of records and the digest \
        over all bytes before it: a download without it was cut. Read on with `after` = `position`, `epoch` and the same \
        `include_own`. It shows one moment; whoever does not take 500 records within ten seconds is cut off.",
    params(("kind" = SyncKind, Path, description = "What is read", example = "organization"), GetSyncSnapshot),
    responses((status = 200, description = "The snapshot", body = String, content_type = "application/x-ndjson",
        example = json!("{\"kind\":\"organization\",\"epoch\":\"7f3a0c1e7b5a4c3e9d4f2a6b8c0d1e3f\",\"position\":18424,…}\n"))),
)]
#[get("/v1/sync/snapshot/{kind}")]
pub async fn get_sync_snapshot(
    client: Client,
    state: Data<State>,
    kind: Path<SyncKind>,
    query: Query<GetSyncSnapshot>,
) -> Result<HttpResponse, Problem> {
    let view = View { kind: kind.0, but: but(client.authority, query.0.include_own.unwrap_or_default()) };
    state.db.assign().await?;
    let mut snapshot = state.db.snapshot().await?;
    let head = snapshot.read(async |connection| queries::head(connection, view).await).await?;
    let mut sending = Sending { snapshot: Some(snapshot), view, after: 0, count: 0, sum: Sha256::new() };
    let mut begun = sending.begin(&state, &head)?;
    begun.extend(sending.next().await?.unwrap_or_default());
    let first = stream::iter([Ok::<_, io::Error>(Bytes::from(begun))]);
    // What fails now ends the answer before its last line, which whoever reads notices: its status is long said.
    let rest = stream::try_unfold(sending, async |mut sending: Sending| {
        let chunk = sending.next().await.map_err(|problem| io::Error::other(problem.to_string()))?;
        Ok(chunk.map(|chunk| (Bytes::from(chunk), sending)))
    });
    let body: Pin<Box<dyn Stream<Item = io::Result<Bytes>>>> = Box::pin(first.chain(rest));
    let name = format!("attachment; filename=\"{}.ndjson\"", view.kind.name());
    Ok(HttpResponse::Ok()
        .insert_header((header::CONTENT_TYPE, "application/x-ndjson"))
        .insert_header((header::CONTENT_DISPOSITION, name))
        .streaming(body))
}

impl Sending {
    fn begin(&mut self, state: &State, head: &Head) -> Result<Vec<u8>, Problem> {
        let schema = format!("{}/openapi.json#/components/schemas/Change", state.settings.public_url);
        let meta = json!({
            "kind": self.view.kind, "epoch": head.epoch(), "position": head.position, "schema": schema,
        });
        let mut bytes = vec![];
        line(&meta, &mut bytes)?;
        self.sum.update(&bytes);
        Ok(bytes)
    }

    /// The next lines; nothing after the last one.
    async fn next(&mut self) -> Result<Option<Vec<u8>>, Problem> {
        let Some(mut snapshot) = self.snapshot.take() else { return Ok(None) };
        let (view, after) = (self.view, self.after);
        let read = async |connection: &mut diesel_async::AsyncPgConnection| {
            queries::changes(connection, view, after, BATCH, false).await
        };
        let (items, last) = snapshot.read(read).await?;
        let mut bytes = vec![];
        for item in &items {
            line(item, &mut bytes)?;
        }
        self.sum.update(&bytes);
        self.count += items.len() as u64;
        if let Some(last) = last {
            (self.after, self.snapshot) = (last, Some(snapshot));
            return Ok(Some(bytes));
        }
        snapshot.end().await?;
        let sum: String = self.sum.finalize_reset().iter().map(|byte| format!("{byte:02x}")).collect();
        line(&json!({ "end": true, "count": self.count, "sha256": sum }), &mut bytes)?;
        Ok(Some(bytes))
    }
}

fn line(value: &impl Serialize, into: &mut Vec<u8>) -> Result<(), Problem> {
    serde_json::to_writer(&mut *into, value).map_err(|error| {
        log::error!("a record cannot be written: {error}");
        Problem::from(ErrorCode::InternalError)
    })?;
    into.push(b'\n');
    Ok(())
}
