//! The same for everybody, in the shape of a standard.

use actix_web::{HttpRequest, get, web::Data};
use garde::Validate;
use serde::Deserialize;
use utoipa::IntoParams;

use super::{
    model::{FeedPage, LICENSE, SyncKind, View},
    page::{self, Cursor, Page, USUAL, an_epoch},
};
use crate::{
    auth::Actor,
    http::{Answer, Path, Problem, Query},
    state::State,
};

/// As the standard asks: what follows on a page does not change it, but for the last one.
const PAGE: &str = "public, max-age=3600";
const LAST_PAGE: &str = "public, max-age=8";

#[derive(Deserialize, IntoParams, Validate)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
#[expect(non_snake_case, reason = "a standard names one of them")]
pub struct ListFeedItems {
    /// The last position that was read, by the name that the standard gives it.
    #[garde(range(min = 0, max = 9_007_199_254_740_991))]
    #[param(minimum = 0, maximum = 9_007_199_254_740_991_i64, example = 0)]
    afterChangeNumber: Option<i64>,
    /// Of the page that gave it.
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
}

#[utoipa::path(
    tag = "sync",
    summary = "List the items of a public feed",
    description = "OpenActive's Realtime Paged Data Exchange 1.0, ordered by change number: begin without parameters and follow \
        `next` as it is; the last page has no items, and its `next` is its own address. A record that is no longer public is \
        `deleted` for 90 days. Where the cursor no longer leads anywhere the answer is 410 with the address to begin anew (`Link`, \
        `rel=\"restart\"`). `data` is the record as `GET /v1/organizations/{id}` gives it, without `contacts`.",
    params(("kind" = SyncKind, Path, description = "What is listed", example = "organization"), ListFeedItems),
    responses((status = 200, description = "A page of the feed", body = FeedPage)),
)]
#[get("/v1/feeds/{kind}")]
pub async fn list_feed_items(
    actor: Actor,
    req: HttpRequest,
    state: Data<State>,
    kind: Path<SyncKind>,
    query: Query<ListFeedItems>,
) -> Result<Answer, Problem> {
    let ListFeedItems { afterChangeNumber: after, epoch, loading, limit } = query.0;
    let cursor = Cursor { after: after.unwrap_or_default(), epoch, loading };
    let to = |cursor: Cursor| {
        let Cursor { after, epoch, loading } = cursor;
        let number = |number: Option<i64>| number.map(|number| number.to_string());
        let after = number(Some(after).filter(|after| *after > 0));
        let parameters = [("afterChangeNumber", after), ("epoch", epoch), ("loading", number(loading)), ("limit", number(limit))];
        page::address(&state, req.path(), &parameters)
    };
    let view = View { kind: kind.0, but: None };
    let start = to(Cursor::default());
    let Page { items, head: _, next } = page::read(&state, view, &cursor, limit.unwrap_or(USUAL), true, &start).await?;
    let keep = if next.is_some() { PAGE } else { LAST_PAGE };
    let own = format!("{}{}", state.settings.public_url, req.uri());
    let page = FeedPage { items: items.into_iter().map(Into::into).collect(), next: next.map_or(own, to), license: LICENSE };
    Ok(Answer::ok(&page)?.content_tag().keep(matches!(actor, Actor::Anonymous).then_some(keep)))
}
