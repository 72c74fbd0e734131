//! Somebody books a unit.

use actix_web::{post, web::Data};
use chrono::{DateTime, Timelike, Utc};
use garde::Validate;
use serde::Deserialize;
use utoipa::ToSchema;

use super::{
    free,
    model::{Booking, BookingContact, Conflict, ConflictReason, Terms},
    policy,
    queries::{self, New},
};
use crate::{
    auth::Account,
    db::{Emitted, Event, Kind, Mail, Origin, Tx},
    error::{ErrorCode, FieldCode, Language},
    http::{Answer, Email, FieldError, Json, Line, Period, Problem, Query, query::NoParameters, shell::Spoken},
    ids::{BookingId, SeriesId, SpaceId},
    notifications::{BookingLetter, BookingOccasion, Letter},
    spaces::{
        self,
        model::{LONGEST, STEP, SpaceStatus, maybe_within},
        queries::Found,
    },
    state::State,
};

/// What is booked, and when.
#[derive(Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
#[garde(allow_unvalidated)]
#[schema(example = json!({
    "space_id": "01920c1e-7b5a-7c3e-9d4f-2a6b8c0d1e3f", "starts_at": "2026-12-07T09:00:00Z", "ends_at": "2026-12-07T11:00:00Z",
}))]
pub struct CreateBooking {
    pub(super) space_id: SpaceId,
    /// Which of its units; without one, one that is free.
    #[garde(custom(maybe_within::<1, 200>))]
    #[schema(minimum = 1, maximum = 200, example = 1)]
    pub(super) unit: Option<i32>,
    /// On a quarter of an hour.
    pub(super) starts_at: DateTime<Utc>,
    /// On a quarter of an hour.
    pub(super) ends_at: DateTime<Utc>,
    /// By an agent of the site: for whom it is.
    #[garde(dive)]
    pub(super) contact: Option<BookingContactInput>,
}

/// For whom an agent books.
#[derive(Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
#[garde(allow_unvalidated)]
pub struct BookingContactInput {
    #[garde(dive)]
    #[schema(inline, example = "Camille Exemple")]
    name: Line<1, 120>,
    #[garde(dive)]
    #[schema(inline)]
    email: Email,
    /// The language to be written to in; by default that of the request.
    language: Option<Language>,
}

/// What is asked for, when it has turned out to be possible.
#[derive(Clone)]
pub(super) struct Asked {
    pub found: Found,
    pub period: Period,
    pub new: New,
    /// By an agent of the site, whom its rules do not bind.
    pub by_site: bool,
}

#[utoipa::path(
    tag = "spaces",
    summary = "Book a unit of a space",
    description = "For oneself by the rules of the space, or, by an agent of the site, for somebody. Without `unit` the service picks \
        one that is free. When none is, the answer is 409 `space_taken` with the nearest times that are free (`free`).",
    responses((status = 201, description = "Booked", body = Booking)),
)]
#[post("/v1/bookings")]
pub async fn create_booking(
    account: Account,
    state: Data<State>,
    origin: Origin,
    Spoken(language): Spoken,
    _: Query<NoParameters>,
    body: Json<CreateBooking>,
) -> Result<Answer, Problem> {
    let now = state.clock.now();
    let Asked { found, period, new, by_site } = asked(&state, &account, language, body.value, None, now).await?;
    if !by_site && let Some(refused) = found.space.refusal(&found.days, period, now) {
        return Err(Problem::invalid(vec![refused]));
    }
    let (units, reader) = (new.units, account.clone());
    let write = async move |tx: &mut Tx| {
        unchanged(tx, &new, by_site).await?;
        let id = BookingId::new();
        if queries::book(tx, &new, vec![(id, period)]).await?.made.is_empty() {
            return Err(ErrorCode::SpaceTaken.into());
        }
        let booking = queries::find(tx, &reader, id).await?.ok_or(ErrorCode::InternalError)?;
        let booking = policy::shown(&reader, booking, now).ok_or(ErrorCode::InternalError)?;
        let answer = Answer::created(format!("/v1/bookings/{id}"), &booking)?;
        let answer = answer.revision(booking.revision, policy::view(&reader, &booking));
        let event = Event::new("booking.created", Kind::Booking, id.0, booking.revision);
        Ok(Emitted::new(event, answer).mail([letter(&new, vec![id])]))
    };
    match state.db.write(origin, &body.bytes, write).await {
        Err(problem) if problem.code == ErrorCode::SpaceTaken => {
            let free = free::nearest(&state, &found, units, period, now).await?;
            Err(problem.taken(vec![Conflict::of(period, ConflictReason::Taken)]).free(free))
        }
        answer => answer,
    }
}

/// What somebody asks for: the space, and whether they may book it at all.
pub(super) async fn asked(
    state: &State,
    account: &Account,
    language: Language,
    body: CreateBooking,
    series: Option<SeriesId>,
    now: DateTime<Utc>,
) -> Result<Asked, Problem> {
    let CreateBooking { space_id, unit, starts_at, ends_at, contact } = body;
    let found = state.db.read(async |connection| spaces::queries::find_by_id(connection, space_id).await).await?;
    let found = found.ok_or_else(|| Problem::field("/space_id", FieldCode::UnknownReference))?;
    let by_site = account.serves(found.space.totem.id);
    let period = whole(Period { starts_at, ends_at }, now)?;
    if found.space.status == SpaceStatus::Paused && !by_site {
        return Err(Problem::field("/space_id", FieldCode::NotAvailable));
    }
    if unit.is_some_and(|unit| unit > found.space.units) {
        let error = FieldError::body("/unit", FieldCode::OutOfRange).with(["1".to_owned(), found.space.units.to_string()]);
        return Err(Problem::invalid(vec![error]));
    }
    let (account, contact) = match contact {
        None => {
            let (name, email, language) = (account.name.clone(), Some(account.email.clone()), account.language.clone());
            (Some(account.id), BookingContact { name, email, language })
        }
        Some(BookingContactInput { name, email, language: chosen }) => {
            policy::require_agent(account, found.space.totem.id)?;
            let language = chosen.unwrap_or(language).tag();
            (None, BookingContact { name: name.0, email: Some(email.0), language: language.to_owned() })
        }
    };
    let rules = &found.space.rules;
    let new = New {
        space: found.space.id,
        totem: found.space.totem.id,
        units: unit.map_or((1, found.space.units), |unit| (unit, unit)),
        account,
        contact,
        terms: Terms {
            price: found.space.price.clone(),
            cancel_minutes: rules.cancel_minutes,
            late_cancellation: rules.late_cancellation,
        },
        series,
        created_at: now,
    };
    Ok(Asked { found, period, new, by_site })
}

/// What holds for everybody: an end after its beginning, both on a quarter of an hour, and not all in the past.
fn whole(period: Period, now: DateTime<Utc>) -> Result<Period, Problem> {
    let on_step = |at: DateTime<Utc>| at.minute().is_multiple_of(STEP) && at.second() == 0 && at.nanosecond() == 0;
    let quarters = FieldCode::InvalidFormat;
    let refused = if !on_step(period.starts_at) {
        FieldError::body("/starts_at", quarters).with(["HH:00, HH:15, HH:30, HH:45"])
    } else if !on_step(period.ends_at) {
        FieldError::body("/ends_at", quarters).with(["HH:00, HH:15, HH:30, HH:45"])
    } else if period.ends_at <= period.starts_at {
        FieldError::body("/ends_at", FieldCode::EndsBefore)
    } else if period.ends_at <= now {
        FieldError::body("/starts_at", FieldCode::TooSoon).with(["0"])
    } else if period.length() > LONGEST {
        FieldError::body("/ends_at", FieldCode::BookingLength).with([STEP.to_string(), LONGEST.num_minutes().to_string()])
    } else {
        return Ok(period);
    };
    Err(Problem::invalid(vec![refused]))
}

/// Holds the space until the booking is made; it may have been paused, or have lost units, since it was looked at.
pub(super) async fn unchanged(tx: &mut Tx, new: &New, by_site: bool) -> Result<(), Problem> {
    let kept = spaces::queries::keep(tx, new.space).await?.ok_or(ErrorCode::NotFound)?;
    if kept.space.units < new.units.1 || kept.space.status == SpaceStatus::Paused && !by_site {
        return Err(Problem::field("/space_id", FieldCode::NotAvailable));
    }
    Ok(())
}

pub(super) fn letter(new: &New, bookings: Vec<BookingId>) -> Mail {
    Mail(Letter::Booking(BookingLetter { about_booking: BookingOccasion::Booked, account: new.account, bookings }))
}
