//! What partners have to take over.

use std::time::{Duration, Instant};

use actix_web::{HttpRequest, get, web::Data};
use garde::Validate;
use serde::Deserialize;
use utoipa::IntoParams;

use super::{
    model::{LICENSE, SyncChanges, SyncKind, View},
    page::{self, Cursor, Page, USUAL, an_epoch},
    queries::but,
};
use crate::{
    auth::Client,
    error::{ErrorCode, FieldCode},
    http::{Answer, FieldError, Problem, Query},
    state::State,
};

const PATH: &str = "/v1/sync/changes";
/// How often somebody who waits is looked after.
const PAUSE: Duration = Duration::from_millis(250);

#[derive(Deserialize, IntoParams, Validate)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct ListSyncChanges {
    /// What is listed.
    #[garde(skip)]
    kind: SyncKind,
    /// The last position that was taken over; 0 to begin.
    #[garde(range(min = 0, max = 9_007_199_254_740_991))]
    #[param(minimum = 0, maximum = 9_007_199_254_740_991_i64, example = 0)]
    after: Option<i64>,
    /// Of the page that gave `after`; needed with it.
    #[garde(inner(custom(an_epoch)))]
    #[param(min_length = 32, max_length = 32, pattern = "^[0-9a-f]{32}$", example = "7f3a0c1e7b5a4c3e9d4f2a6b8c0d1e3f")]
    epoch: Option<String>,
    /// Where the head was when a full load began; `next` carries it until then.
    #[garde(range(min = 0, max = 9_007_199_254_740_991))]
    #[param(minimum = 0, maximum = 9_007_199_254_740_991_i64, example = 0)]
    loading: Option<i64>,
    /// Items of a page, 500 unless told.
    #[garde(range(min = 1, max = 1000))]
    #[param(minimum = 1, maximum = 1000, example = 500)]
    limit: Option<i64>,
    /// Seconds to wait for the next change if there is none.
    #[garde(range(min = 0, max = 25))]
    #[param(minimum = 0, maximum = 25, example = 0)]
    wait: Option<u64>,
    /// Also the records of which the caller's region is the authority.
    #[garde(skip)]
    #[param(example = false)]
    include_own: Option<bool>,
}

#[utoipa::path(
    tag = "sync",
    summary = "List the changes of a kind of record",
    description = "Each record appears once, at its latest position: begin without `after` for everything there is, follow `next` \
        as it is, and go on from there. What is no longer public is `deleted` and stays so for 90 days. The last page has no items, \
        and its `next` is its own address; with `wait` it comes as soon as it is no longer the last one. A cursor from before what \
        was forgotten, of another epoch or ahead of the head gets 410 with the address to begin anew (`Link`, `rel=\"restart\"`): \
        take over everything, then remove what did not come. A client has four such requests waiting at most. Of a record's data \
        `contacts` are left out.",
    params(ListSyncChanges),
    responses((status = 200, description = "A page of changes", body = SyncChanges)),
)]
#[get("/v1/sync/changes")]
pub async fn list_sync_changes(
    client: Client,
    req: HttpRequest,
    state: Data<State>,
    query: Query<ListSyncChanges>,
) -> Result<Answer, Problem> {
    let ListSyncChanges { kind, after, epoch, loading, limit, wait, include_own } = query.0;
    let cursor = Cursor { after: after.unwrap_or_default(), epoch, loading };
    if cursor.after > 0 && cursor.epoch.is_none() {
        let missing = FieldError::parameter("epoch", FieldCode::Required);
        return Err(Problem::parameter(ErrorCode::InvalidParameter, missing));
    }
    let include_own = include_own.unwrap_or_default();
    let view = View { kind, but: but(client.authority, include_own) };
    let to = |cursor: Cursor| {
        let Cursor { after, epoch, loading } = cursor;
        let number = |number: Option<i64>| number.map(|number| number.to_string());
        let parameters = [
            ("kind", Some(kind.name().to_owned())),
            ("after", Some(after).filter(|after| *after > 0).map(|after| after.to_string())),
            ("epoch", epoch),
            ("loading", number(loading)),
            ("limit", number(limit)),
            ("wait", wait.map(|wait| wait.to_string())),
            ("include_own", include_own.then(|| "true".to_owned())),
        ];
        page::address(&state, PATH, &parameters)
    };
    let start = to(Cursor::default());
    let read = async || page::read(&state, view, &cursor, limit.unwrap_or(USUAL), false, &start).await;
    let mut page = read().await?;
    if let Some(wait) = wait.filter(|wait| *wait > 0 && page.next.is_none()) {
        let _place = state.streams.wait(client.id)?;
        let until = Instant::now() + Duration::from_secs(wait);
        while page.next.is_none() && Instant::now() < until && !state.streams.is_closed() {
            actix_web::rt::time::sleep(PAUSE).await;
            page = read().await?;
        }
    }
    let Page { items, head, next } = page;
    let own = format!("{}{}", state.settings.public_url, req.uri());
    let answer = SyncChanges { items, next: next.map_or(own, to), epoch: head.epoch(), head: head.position, license: LICENSE };
    Ok(Answer::ok(&answer)?.content_tag())
}
