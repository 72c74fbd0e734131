//! Everything at once, as it stood at one position.

use std::{io, pin::Pin};

use actix_web::{HttpResponse, get, http::header, web::Data};
use bytes::Bytes;
use futures_util::{Stream, StreamExt, stream};
use garde::Validate;
use serde::{Deserialize, Serialize};
use serde_json::json;
use sha2::{Digest, Sha256};
use tokio::{
    join,
    task::{JoinError, spawn_blocking},
};
use utoipa::IntoParams;

use super::{
    model::{Change, SyncKind, View},
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

/// Records, and the position after which others come; none after the last.
type Batch = (Vec<Change>, Option<i64>);

/// A snapshot on its way.
struct Sending {
    snapshot: Snapshot,
    view: View,
    /// What is sent next.
    batch: Batch,
    written: Written,
}

/// What is sent, as far as it goes.
#[derive(Default)]
struct Written {
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
    let batch = snapshot.read(async |connection| queries::changes(connection, view, 0, BATCH, false).await).await?;
    let mut written = Written::default();
    let meta = written.begin(&state, view, &head)?;
    let first = stream::iter([Ok::<_, io::Error>(Bytes::from(meta))]);
    // What fails now ends the answer before its last line, which whoever reads notices: its status is long said.
    let rest = stream::try_unfold(Some(Sending { snapshot, view, batch, written }), async |sending| {
        let Some(sending) = sending else { return Ok(None) };
        let (lines, sending) = sending.next().await.map_err(|problem| io::Error::other(problem.to_string()))?;
        Ok(Some((Bytes::from(lines), sending)))
    });
    let body: Pin<Box<dyn Stream<Item = io::Result<Bytes>>>> = Box::pin(first.chain(rest));
    let name = format!("attachment; filename=\"{}.ndjson\"", view.kind.name());
    Ok(HttpResponse::Ok()
        .insert_header((header::CONTENT_TYPE, "application/x-ndjson"))
        .insert_header((header::CONTENT_DISPOSITION, name))
        .streaming(body))
}

impl Sending {
    /// The next lines, and what follows them. While they are written PostgreSQL looks for those after them.
    async fn next(self) -> Result<(Vec<u8>, Option<Self>), Problem> {
        let Self { mut snapshot, view, batch: (items, last), written } = self;
        let write = spawn_blocking(move || written.records(&items));
        let done = |written: Result<_, JoinError>| written.map_err(|error| Problem::from(failed(&error)))?;
        let Some(after) = last else {
            let (mut lines, written) = done(write.await)?;
            written.end(&mut lines)?;
            snapshot.end().await?;
            return Ok((lines, None));
        };
        let read = async |connection: &mut diesel_async::AsyncPgConnection| {
            queries::changes(connection, view, after, BATCH, false).await
        };
        let (batch, written) = join!(snapshot.read(read), write);
        let (lines, written) = done(written)?;
        Ok((lines, Some(Self { snapshot, view, batch: batch?, written })))
    }
}

impl Written {
    fn begin(&mut self, state: &State, view: View, head: &Head) -> Result<Vec<u8>, Problem> {
        let schema = format!("{}/openapi.json#/components/schemas/Change", state.settings.public_url);
        let mut bytes = vec![];
        line(&json!({ "kind": view.kind, "epoch": head.epoch(), "position": head.position, "schema": schema }), &mut bytes)?;
        self.sum.update(&bytes);
        Ok(bytes)
    }

    fn records(mut self, items: &[Change]) -> Result<(Vec<u8>, Self), Problem> {
        let mut bytes = vec![];
        for item in items {
            line(item, &mut bytes)?;
        }
        self.sum.update(&bytes);
        self.count += items.len() as u64;
        Ok((bytes, self))
    }

    fn end(self, bytes: &mut Vec<u8>) -> Result<(), Problem> {
        let sum: String = self.sum.finalize().iter().map(|byte| format!("{byte:02x}")).collect();
        line(&json!({ "end": true, "count": self.count, "sha256": sum }), bytes)
    }
}

fn line(value: &impl Serialize, into: &mut Vec<u8>) -> Result<(), Problem> {
    serde_json::to_writer(&mut *into, value).map_err(|error| failed(&error))?;
    into.push(b'\n');
    Ok(())
}

fn failed(error: &dyn std::error::Error) -> ErrorCode {
    log::error!("a record cannot be written: {error}");
    ErrorCode::InternalError
}
