//! The end of a kind of letter, by the link in one of them (RFC 8058). Nobody has to sign in for it, so the link is our
//! signature over whose letters and which kind: it opens nothing else, and works as long as the letter is kept.

use actix_web::{HttpRequest, HttpResponse, Responder, get, http::header, post, web::Data};
use serde::Serialize;
use utoipa::ToSchema;

use super::settings::{self, NotificationChannel, NotificationKind};
use crate::{
    db::{Emitted, Event, Kind, Origin, Tx},
    error::ErrorCode,
    http::{Answer, Path, Problem, Query, query::NoParameters},
    identity,
    ids::AccountId,
    state::State,
};

/// Which letters a link ends.
#[derive(Serialize, ToSchema)]
pub struct Unsubscription {
    kind: NotificationKind,
    channel: NotificationChannel,
    /// They come still.
    #[schema(example = false)]
    enabled: bool,
}

/// Where a letter of this kind is ended: for programs.
pub fn address(state: &State, account: AccountId, kind: NotificationKind) -> String {
    format!("{}/v1/unsubscriptions/{}", state.settings.public_url, state.keys.unsubscribe_token(account, kind.name()))
}

/// The same for people.
pub fn page(state: &State, account: AccountId, kind: NotificationKind) -> String {
    format!("{}/compte/desabonnement#jeton={}", state.settings.public_url, state.keys.unsubscribe_token(account, kind.name()))
}

/// Whose letters, and which, if the token is ours.
fn read(state: &State, token: &str) -> Result<(AccountId, NotificationKind), Problem> {
    let mut kinds = NotificationKind::ALL.into_iter().filter(|kind| !kind.is_locked());
    let found = kinds.find_map(|kind| state.keys.unsubscribe_of(token, kind.name()).map(|account| (account, kind)));
    found.ok_or_else(|| ErrorCode::NotFound.into())
}

#[utoipa::path(
    tag = "identity",
    summary = "See what a link in a letter ends",
    description = "Changes nothing. A browser is led to the page where one can end it.",
    params(("token" = String, Path, description = "From `List-Unsubscribe` of a letter", max_length = 64)),
    responses(
        (status = 200, description = "Which letters", body = Unsubscription),
    ),
)]
#[get("/v1/unsubscriptions/{token}")]
pub async fn get_unsubscription(
    state: Data<State>,
    request: HttpRequest,
    token: Path<String>,
    _: Query<NoParameters>,
) -> Result<HttpResponse, Problem> {
    let (account, kind) = read(&state, &token.0)?;
    let accepts = request.headers().get(header::ACCEPT).and_then(|value| value.to_str().ok()).unwrap_or_default();
    if accepts.contains("text/html") {
        return Ok(HttpResponse::SeeOther().insert_header((header::LOCATION, page(&state, account, kind))).finish());
    }
    let channel = NotificationChannel::Mail;
    let all = settings::of(&state, account).await?;
    let enabled = all.iter().filter(|setting| setting.kind == kind).flat_map(|setting| &setting.channels).any(|way| way.enabled);
    Ok(Answer::ok(&Unsubscription { kind, channel, enabled })?.content_tag().respond_to(&request))
}

#[utoipa::path(
    tag = "identity",
    summary = "End a kind of letter",
    description = "By the link of `List-Unsubscribe`, in one step and without a sign-in (RFC 8058). It can be switched on again with \
        `PATCH /v1/me/notification-settings`.",
    params(("token" = String, Path, description = "From `List-Unsubscribe` of a letter", max_length = 64)),
    responses((status = 200, description = "Ended", body = Unsubscription)),
)]
#[post("/v1/unsubscriptions/{token}")]
pub async fn create_unsubscription(
    state: Data<State>,
    origin: Origin,
    token: Path<String>,
    _: Query<NoParameters>,
) -> Result<Answer, Problem> {
    let (account, kind) = read(&state, &token.0)?;
    let Some(holder) = identity::queries::holder_of(&state, account).await? else {
        return Err(ErrorCode::NotFound.into());
    };
    let write = async move |tx: &mut Tx| {
        settings::set(tx, holder.id, kind, NotificationChannel::Mail, false).await?;
        let answer = Answer::ok(&Unsubscription { kind, channel: NotificationChannel::Mail, enabled: false })?.content_tag();
        Ok(Emitted::new(Event::new("account.notifications_changed", Kind::Account, holder.id.0, 1), answer))
    };
    // The link in a letter has shown whose it is.
    state.db.write(origin.trusted(), &[], write).await
}
