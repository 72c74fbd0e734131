//! What changes, as it changes.

use actix_web::{HttpRequest, HttpResponse, get, http::header::AUTHORIZATION, web::Data};

use crate::{
    auth::{Account, token},
    http::{Problem, Query, events::EventStream, query::NoParameters},
    state::State,
};

#[utoipa::path(
    tag = "identity",
    summary = "Hear what changes",
    description = "Server-sent events about what the account may read: its own requests, and those of the Totems where it works. \
        `changed` names a record and its revision and holds nothing of it, so read it; `reload` says that changes were missed, \
        so read everything anew. A comment comes every 5 seconds. What changed while no stream was open is not told \
        afterwards: after a break, read everything anew. The stream ends when the session ends, when the account's sites \
        change, and, with an access token, after ten minutes. An account has at most 8 streams.",
    responses((status = 200, description = "Events, until either side ends it", body = EventStream, content_type = "text/event-stream")),
)]
#[get("/v1/me/stream")]
pub async fn get_me_stream(
    account: Account,
    state: Data<State>,
    request: HttpRequest,
    _: Query<NoParameters>,
) -> Result<HttpResponse, Problem> {
    // A token may be about to end: then the stream outlives it by less than its lifetime.
    let by_token = request.headers().contains_key(AUTHORIZATION);
    let until = by_token.then(|| state.clock.now() + token::LIFETIME);
    state.streams.answer(&account, until).await
}
