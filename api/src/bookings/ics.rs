//! Bookings, and days of other slices, as iCalendar (RFC 5545).

use actix_web::{HttpResponse, http::header};
use chrono::{DateTime, NaiveDate, Utc};
use icalendar::{Calendar, Component, Event, EventLike, EventStatus, Property};
use utoipa::ToSchema;

use super::model::{Booking, BookingStatus};
use crate::{error::Language, http::Period};

const MEDIA_TYPE: &str = "text/calendar; charset=utf-8";

/// An iCalendar file.
#[derive(ToSchema)]
#[schema(value_type = String, example = "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//LORnTECH//LORnTECH//FR\r\nEND:VCALENDAR\r\n")]
#[expect(dead_code, reason = "it is the shape of an answer that is no JSON")]
pub struct CalendarFile(String);

/// What stands in a calendar.
pub struct Entry {
    pub uid: String,
    pub period: Period,
    pub summary: String,
    pub location: String,
    pub url: Option<String>,
    pub revision: i64,
    pub cancelled: bool,
}

impl Entry {
    /// `site` is our address.
    pub fn of(booking: &Booking, language: Language, site: &str) -> Self {
        let space = booking.space.name.say(language);
        Self {
            uid: booking.id.to_string(),
            period: booking.period(),
            summary: format!("{space} (n° {})", booking.unit),
            location: format!("{space}, {}, {}", booking.totem.name, booking.totem.city),
            url: Some(format!("{site}/compte/reservations")),
            revision: booking.revision,
            cancelled: booking.status == BookingStatus::Cancelled,
        }
    }
}

/// The library leaves a carriage return as it is, which some readers take for the end of a line.
fn one_line(text: &str) -> String {
    text.replace(char::is_control, " ")
}

/// A whole day of a calendar.
pub struct Day {
    pub uid: String,
    pub on: NaiveDate,
    pub summary: String,
    pub description: Option<String>,
    pub revision: i64,
    /// Not certain yet.
    pub tentative: bool,
}

fn calendar(name: &str) -> Calendar {
    let mut calendar = Calendar::empty();
    calendar.append_property(Property::new("VERSION", "2.0"));
    calendar.append_property(Property::new("PRODID", "-//LORnTECH//LORnTECH//FR"));
    calendar.append_property(Property::new("METHOD", "PUBLISH"));
    calendar.name(&one_line(name));
    calendar
}

pub fn write(name: &str, entries: impl IntoIterator<Item = Entry>, now: DateTime<Utc>) -> String {
    let mut calendar = calendar(name);
    for Entry { uid, period, summary, location, url, revision, cancelled } in entries {
        let mut event = Event::new();
        event
            .uid(&format!("{uid}@lorntech"))
            .timestamp(now)
            .starts(period.starts_at)
            .ends(period.ends_at)
            .summary(&one_line(&summary))
            .location(&one_line(&location))
            .sequence(u32::try_from(revision).unwrap_or(0))
            .status(if cancelled { EventStatus::Cancelled } else { EventStatus::Confirmed });
        if let Some(url) = url {
            event.url(&url);
        }
        calendar.push(event.done());
    }
    calendar.to_string()
}

pub fn write_days(name: &str, days: impl IntoIterator<Item = Day>, now: DateTime<Utc>) -> String {
    let mut calendar = calendar(name);
    for Day { uid, on, summary, description, revision, tentative } in days {
        let mut event = Event::new();
        event
            .uid(&format!("{uid}@lorntech"))
            .timestamp(now)
            .all_day(on)
            .summary(&one_line(&summary))
            .sequence(u32::try_from(revision).unwrap_or(0))
            .status(if tentative { EventStatus::Tentative } else { EventStatus::Confirmed });
        if let Some(description) = description {
            event.description(&one_line(&description));
        }
        calendar.push(event.done());
    }
    calendar.to_string()
}

pub fn answer(calendar: &str) -> HttpResponse {
    HttpResponse::Ok().insert_header((header::CONTENT_TYPE, MEDIA_TYPE)).body(calendar.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_break_in_a_name_makes_no_line_of_the_calendar() {
        let at = |text: &str| text.parse::<DateTime<Utc>>().expect("an instant");
        for broken in ["\r\n", "\n", "\r", "\u{85}", "\u{2028}"] {
            let planted = format!("Salle{broken}ATTENDEE:mailto:proie@exemple.fr");
            let entry = Entry {
                uid: "essai".to_owned(),
                period: Period { starts_at: at("2026-12-07T09:00:00Z"), ends_at: at("2026-12-07T10:00:00Z") },
                summary: planted.clone(),
                location: planted.clone(),
                url: None,
                revision: 1,
                cancelled: false,
            };
            let written = write(&planted, [entry], at("2026-12-01T09:00:00Z"));
            assert!(written.lines().all(|line| !line.starts_with("ATTENDEE")), "{written}");
            assert!(written.replace("\r\n", "").chars().all(|c| !c.is_control()), "{written:?}");
        }
    }
}
