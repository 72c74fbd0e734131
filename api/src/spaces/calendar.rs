//! When the units of a space are held, as a calendar that other programs subscribe to: busy times, and nobody's name.

use actix_web::{HttpResponse, get, web::Data};
use chrono::Duration;

use super::queries;
use crate::{
    bookings::ics::{self, CalendarFile, Entry},
    error::{ErrorCode, Language, Words},
    http::{Path, Period, Problem, Query, query::NoParameters},
    ids::{Ref, SpaceId, TotemId},
    state::State,
};

const BEFORE: Duration = Duration::days(7);
const AHEAD: Duration = Duration::days(180);

const BUSY: Words = Words { fr: "Occupé (n° {0})", de: "Belegt (Nr. {0})", en: "Busy (no. {0})" };

#[utoipa::path(
    tag = "spaces",
    summary = "Subscribe to when a space is held",
    description = "iCalendar (RFC 5545), from a week ago to half a year ahead: each held unit as an event without a name. The words \
        follow `Accept-Language`.",
    params(
        ("id" = String, Path, description = "Id or slug of the Totem", example = "metz", max_length = 120),
        ("space_id" = String, Path, description = "Id or slug of the space", example = "salle-de-demonstration", max_length = 120),
    ),
    responses((status = 200, description = "The calendar", body = CalendarFile, content_type = "text/calendar")),
)]
#[get("/v1/totems/{id}/spaces/{space_id}/calendar.ics")]
pub async fn get_totem_space_calendar(
    state: Data<State>,
    language: Language,
    ids: Path<(Ref<TotemId>, Ref<SpaceId>)>,
    _: Query<NoParameters>,
) -> Result<HttpResponse, Problem> {
    let ((totem, space), now) = (ids.0, state.clock.now());
    let found = state.db.read(async |connection| queries::find(connection, &totem, &space).await).await?;
    let space = found.ok_or(ErrorCode::NotFound)?.space;
    let within = Period { starts_at: now - BEFORE, ends_at: now + AHEAD };
    let held = state.db.read(async |connection| queries::held(connection, space.id, within).await).await?;
    let name = format!("{} · {}", space.name.say(language), space.totem.name);
    let entries = held.iter().map(|held| {
        let period = held.period();
        Entry {
            uid: format!("{}-{}-{}", space.id, held.unit, period.starts_at.timestamp()),
            period,
            summary: BUSY.say(language, &[held.unit.to_string()]),
            location: name.clone(),
            url: None,
            revision: 0,
            cancelled: false,
        }
    });
    Ok(ics::answer(&ics::write(&name, entries, now)))
}
