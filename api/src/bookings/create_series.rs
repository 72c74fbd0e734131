//! Somebody books the same time week by week.

use actix_web::{post, web::Data};
use chrono::NaiveDate;
use garde::Validate;
use serde::Deserialize;
use utoipa::ToSchema;

use super::{
    create::{Asked, BookingContactInput, CreateBooking, asked, letter, unchanged},
    free,
    model::{Booking, BookingSeries, Conflict, ConflictReason},
    policy,
    queries::{self, Outcome},
};
use crate::{
    auth::Account,
    clock,
    db::{Emitted, Event, Kind, Origin, Tx},
    error::{ErrorCode, FieldCode},
    http::{Answer, FieldError, Json, Period, Problem, Query, query::NoParameters, shell::Spoken},
    ids::{BookingId, SeriesId, SpaceId},
    spaces::model::{days_later, maybe_within},
    state::State,
};

/// So many weeks at most.
const MOST: usize = 53;

/// What is booked week by week.
#[derive(Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
#[garde(allow_unvalidated)]
#[schema(example = json!({
    "space_id": "01920c1e-7b5a-7c3e-9d4f-2a6b8c0d1e3f", "starts_at": "2026-12-07T09:00:00Z", "ends_at": "2026-12-07T11:00:00Z",
    "until": "2027-01-31",
}))]
pub struct CreateBookingSeries {
    space_id: SpaceId,
    /// Which of its units; without one, each week one that is free.
    #[garde(custom(maybe_within::<1, 200>))]
    #[schema(minimum = 1, maximum = 200, example = 1)]
    unit: Option<i32>,
    /// Of the first; the others are at the same time of the day in Europe/Paris.
    starts_at: chrono::DateTime<chrono::Utc>,
    ends_at: chrono::DateTime<chrono::Utc>,
    /// The last day on which one may begin, at most a year later.
    until: NaiveDate,
    /// What becomes of the others when a week is taken or closed.
    #[serde(default)]
    #[schema(required = false)]
    on_conflict: OnConflict,
    /// By an agent of the site: for whom it is.
    #[garde(dive)]
    contact: Option<BookingContactInput>,
}

#[derive(Clone, Copy, Default, PartialEq, Eq, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
enum OnConflict {
    /// None is booked, and each conflict is named.
    #[default]
    Refuse,
    /// What is free is booked.
    Skip,
}

#[utoipa::path(
    tag = "spaces",
    summary = "Book a unit week by week",
    description = "All or nothing: when a week is taken or closed, the answer is 409 `space_taken` that names each (`taken`). With \
        `on_conflict: skip` the rest is booked, and `skipped` names what was left out. Each is then a booking of its own.",
    responses((status = 201, description = "Booked", body = BookingSeries)),
)]
#[post("/v1/booking-series")]
pub async fn create_booking_series(
    account: Account,
    state: Data<State>,
    origin: Origin,
    Spoken(language): Spoken,
    _: Query<NoParameters>,
    body: Json<CreateBookingSeries>,
) -> Result<Answer, Problem> {
    let CreateBookingSeries { space_id, unit, starts_at, ends_at, until, on_conflict, contact } = body.value;
    let (id, now) = (SeriesId::new(), state.clock.now());
    let single = CreateBooking { space_id, unit, starts_at, ends_at, contact };
    let asked = asked(&state, &account, language, single, Some(id), now).await?;
    let periods = weeks(asked.period, until)?;
    let (open, closed) = sorted(&asked, periods, now)?;
    let Asked { found, period, new, by_site } = asked;
    let (units, reader, shut) = (new.units, account.clone(), closed.clone());
    if open.is_empty() || on_conflict == OnConflict::Refuse && !closed.is_empty() {
        return Err(Problem::new(ErrorCode::SpaceTaken).taken(closed));
    }
    let write = async move |tx: &mut Tx| {
        unchanged(tx, &new, by_site).await?;
        let wanted = open.iter().map(|period| (BookingId::new(), *period)).collect();
        let Outcome { made, taken } = queries::book(tx, &new, wanted).await?;
        let taken = taken.into_iter().map(|period| Conflict::of(period, ConflictReason::Taken));
        let mut skipped: Vec<Conflict> = shut.iter().cloned().chain(taken).collect();
        skipped.sort_by_key(|conflict| conflict.starts_at);
        if made.is_empty() || on_conflict == OnConflict::Refuse && !skipped.is_empty() {
            return Err(Problem::new(ErrorCode::SpaceTaken).taken(skipped));
        }
        let bookings = queries::find_all(tx, &reader, made.clone()).await?;
        let items: Vec<_> =
            bookings.into_iter().filter_map(|booking| policy::shown(&reader, booking, now).map(Booking::listed)).collect();
        let mut events = items.iter().map(|item| Event::new("booking.created", Kind::Booking, item.id.0, item.revision));
        let first = events.next().ok_or(ErrorCode::InternalError)?;
        let events: Vec<Event> = events.collect();
        let answer = Answer::created(format!("/v1/bookings?series_id={id}"), &BookingSeries { id, items, skipped })?;
        Ok(Emitted::new(first, answer.content_tag()).and(events).mail([letter(&new, made)]))
    };
    match state.db.write(origin, &body.bytes, write).await {
        Err(problem) if problem.code == ErrorCode::SpaceTaken => {
            let free = free::nearest(&state, &found, units, period, now).await?;
            Err(problem.free(free))
        }
        answer => answer,
    }
}

/// One each week, at the same time of the day.
fn weeks(first: Period, until: NaiveDate) -> Result<Vec<Period>, Problem> {
    if first.length() > chrono::Duration::days(7) {
        let error = FieldError::body("/ends_at", FieldCode::BookingLength).with(["15", "10080"]);
        return Err(Problem::invalid(vec![error]));
    }
    let week = |week: usize| {
        let days = 7 * week as u64;
        Period { starts_at: days_later(first.starts_at, days), ends_at: days_later(first.ends_at, days) }
    };
    let begins = clock::day(first.starts_at);
    let last = begins + chrono::Days::new(7 * (MOST as u64 - 1));
    if until < begins || until > last {
        let error = FieldError::body("/until", FieldCode::OutOfRange).with([begins.to_string(), last.to_string()]);
        return Err(Problem::invalid(vec![error]));
    }
    Ok((0..MOST).map(week).take_while(|period| clock::day(period.starts_at) <= until).collect())
}

/// Those on which the space is open, and the others; what breaks another rule is refused.
fn sorted(
    asked: &Asked,
    periods: Vec<Period>,
    now: chrono::DateTime<chrono::Utc>,
) -> Result<(Vec<Period>, Vec<Conflict>), Problem> {
    let (mut open, mut closed) = (vec![], vec![]);
    let Asked { found, by_site, .. } = asked;
    for period in periods {
        let refused = if *by_site { None } else { found.space.refusal(&found.days, period, now) };
        match refused {
            None => open.push(period),
            Some(_) if !found.space.is_open(&found.days, period) => closed.push(Conflict::of(period, ConflictReason::Closed)),
            Some(error) if period.starts_at == asked.period.starts_at => return Err(Problem::invalid(vec![error])),
            Some(_) => {
                let error = FieldError::body("/until", FieldCode::TooFarAhead);
                return Err(Problem::invalid(vec![error.with([found.space.rules.horizon_days.to_string()])]));
            }
        }
    }
    Ok((open, closed))
}
