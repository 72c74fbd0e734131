//! A member's own bookings in their own calendar: at an address that only they know, and can take back.

use actix_web::{HttpResponse, delete, get, http::header, post, web::Data};
use chrono::Duration;
use serde::Serialize;
use utoipa::ToSchema;

use super::{
    ics::{self, CalendarFile, Entry},
    queries,
};
use crate::{
    auth::Account,
    db::{Emitted, Event, Kind, Origin, Tx},
    error::{ErrorCode, Language, Words},
    http::{Answer, Path, Problem, Query, query::NoParameters},
    ids::CalendarFeedId,
    state::State,
};

/// What is over stays in the calendar for so long.
const BEFORE: Duration = Duration::days(30);

const NAME: Words = Words { fr: "Mes réservations LORnTECH", de: "Meine Buchungen bei LORnTECH", en: "My LORnTECH bookings" };

/// Where one's calendar is.
#[derive(Serialize, ToSchema)]
pub struct CalendarFeed {
    /// Whoever knows it reads the bookings. Absent when there is none.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(example = "https://exemple.fr/v1/calendar-feeds/AZIMHntafD6dTyprjA0ePyq7T5n0bqKkYd6J8Q2m1oE")]
    pub url: Option<String>,
}

fn shown(state: &State, id: Option<CalendarFeedId>) -> CalendarFeed {
    let address = |id| format!("{}/v1/calendar-feeds/{}", state.settings.public_url, state.keys.feed_token(id));
    CalendarFeed { url: id.map(address) }
}

#[utoipa::path(
    tag = "spaces",
    summary = "Read where one's calendar is",
    description = "The secret address of one's bookings as iCalendar, if there is one.",
    responses((status = 200, description = "The address", body = CalendarFeed)),
)]
#[get("/v1/me/calendar-feed")]
pub async fn get_my_calendar_feed(account: Account, state: Data<State>, _: Query<NoParameters>) -> Result<Answer, Problem> {
    let id = queries::feed(&state, &account).await?;
    Ok(Answer::ok(&shown(&state, id))?.content_tag().secret())
}

#[utoipa::path(
    tag = "spaces",
    summary = "Make a new address for one's calendar",
    description = "The one before leads nowhere from then on.",
    responses((status = 201, description = "Made", body = CalendarFeed)),
)]
#[post("/v1/me/calendar-feed")]
pub async fn create_my_calendar_feed(
    account: Account,
    state: Data<State>,
    origin: Origin,
    _: Query<NoParameters>,
) -> Result<Answer, Problem> {
    origin.refuse_key()?;
    let (id, now) = (CalendarFeedId::new(), state.clock.now());
    let feed = shown(&state, Some(id));
    let write = async move |tx: &mut Tx| {
        queries::renew_feed(tx, account.id, id, now).await?;
        let answer = Answer::created("/v1/me/calendar-feed".to_owned(), &feed)?.secret();
        Ok(Emitted::new(Event::new("account.calendar_shared", Kind::Account, account.id.0, 1), answer))
    };
    state.db.write(origin, &[], write).await
}

#[utoipa::path(
    tag = "spaces",
    summary = "Take back the address of one's calendar",
    description = "It leads nowhere from then on.",
    responses((status = 204, description = "Taken back")),
)]
#[delete("/v1/me/calendar-feed")]
pub async fn delete_my_calendar_feed(
    account: Account,
    state: Data<State>,
    origin: Origin,
    _: Query<NoParameters>,
) -> Result<Answer, Problem> {
    origin.refuse_key()?;
    let write = async move |tx: &mut Tx| {
        queries::delete_feed(tx, account.id).await?;
        let event = Event::new("account.calendar_withdrawn", Kind::Account, account.id.0, 1);
        Ok(Emitted::new(event, Answer::no_content()))
    };
    state.db.write(origin, &[], write).await
}

#[utoipa::path(
    tag = "spaces",
    summary = "Read somebody's calendar by its address",
    description = "iCalendar (RFC 5545): one's bookings from a month ago on, also those that were cancelled.",
    params(("token" = String, Path, description = "The end of the secret address", max_length = 60)),
    responses((status = 200, description = "The calendar", body = CalendarFile, content_type = "text/calendar")),
)]
#[get("/v1/calendar-feeds/{token}")]
pub async fn get_calendar_feed(state: Data<State>, token: Path<String>, _: Query<NoParameters>) -> Result<HttpResponse, Problem> {
    let (id, now) = (state.keys.feed_of(&token.0).ok_or(ErrorCode::NotFound)?, state.clock.now());
    let holder = queries::holder_of_feed(&state, id).await?.ok_or(ErrorCode::NotFound)?;
    let language = Language::negotiate(Some(&holder.language));
    let bookings = queries::of_account(&state, holder.account, now - BEFORE).await?;
    let entries = bookings.iter().map(|booking| Entry::of(booking, language, &state.settings.public_url));
    let mut answer = ics::answer(&ics::write(&NAME.say(language, &[]), entries, now));
    answer.headers_mut().insert(header::CACHE_CONTROL, header::HeaderValue::from_static("private, no-cache"));
    Ok(answer)
}
