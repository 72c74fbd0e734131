//! A booking is cancelled, by whoever made it or by the site.

use actix_web::{post, web::Data};
use garde::Validate;
use serde::Deserialize;
use utoipa::ToSchema;

use super::{
    model::{Booking, BookingParty, BookingStatus},
    policy, queries,
};
use crate::{
    auth::Account,
    db::{Emitted, Event, Kind, Mail, Origin, Tx},
    error::{ErrorCode, FieldCode},
    http::{Answer, Json, Path, Problem, Prose, Query, answer::OptionalIfMatch, query::NoParameters},
    ids::BookingId,
    notifications::{BookingLetter, BookingOccasion, Letter},
    state::State,
};

/// A step to another state.
#[derive(Clone, Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
#[garde(allow_unvalidated)]
#[schema(example = json!({"to": "cancelled", "reason": "Fuite d’eau dans la salle."}))]
pub struct CreateBookingTransition {
    to: BookingStatus,
    /// Required of the site: said to whoever booked.
    #[garde(dive)]
    #[schema(inline)]
    reason: Option<Prose<1, 500>>,
    /// Of a series: this one and all that come after it.
    #[serde(default)]
    #[schema(required = false)]
    following: bool,
}

#[utoipa::path(
    tag = "spaces",
    summary = "Cancel a booking",
    description = "By whoever made it until `cancellable_until`, and later as `late_cancellation` says (`cancellation_over` when only the \
        site can); by the site until the booking ends, with a reason. Whoever booked is told.",
    params(("id" = BookingId, Path, description = "Id of the booking")),
    responses((status = 201, description = "Cancelled", body = Booking)),
)]
#[post("/v1/bookings/{id}/transitions")]
pub async fn create_booking_transition(
    account: Account,
    state: Data<State>,
    origin: Origin,
    id: Path<BookingId>,
    read: OptionalIfMatch,
    _: Query<NoParameters>,
    body: Json<CreateBookingTransition>,
) -> Result<Answer, Problem> {
    let (id, now) = (id.0, state.clock.now());
    let CreateBookingTransition { to, reason, following } = body.value;
    let reason = reason.map(|reason| reason.0);
    let write = async move |tx: &mut Tx| {
        let bookings = queries::lock(tx, &account, id, following).await?;
        let first = bookings.first().ok_or(ErrorCode::NotFound)?;
        let party = policy::party(&account, first).ok_or(ErrorCode::NotFound)?;
        read.check(first.revision)?;
        if to != BookingStatus::Cancelled {
            let allowed: Vec<&str> = first.cancel(party, now).map_or(vec![], |_| vec![BookingStatus::Cancelled.name()]);
            return Err(Problem::new(ErrorCode::StateConflict).with([first.status.name(), to.name()]).allowed(allowed));
        }
        let own = first.account_id == Some(account.id);
        if party == BookingParty::Site && !own && reason.is_none() {
            return Err(Problem::field("/reason", FieldCode::Required));
        }
        let by = if own { BookingParty::Member } else { party };
        let cancelled: Result<Vec<_>, Problem> =
            bookings.iter().map(|booking| Ok((booking.id, booking.cancel(party, now)?))).collect();
        queries::cancel(tx, &cancelled?, by, reason.clone(), now).await?;
        let ids: Vec<BookingId> = bookings.iter().map(|booking| booking.id).collect();
        let bookings = queries::find_all(tx, &account, ids.clone()).await?;
        let event = |booking: &Booking| Event::new("booking.cancelled", Kind::Booking, booking.id.0, booking.revision);
        let first = bookings.iter().find(|booking| booking.id == id).ok_or(ErrorCode::NotFound)?;
        let others: Vec<Event> = bookings.iter().filter(|booking| booking.id != id).map(event).collect();
        let shown = policy::shown(&account, first.clone(), now).ok_or(ErrorCode::NotFound)?;
        let answer = Answer::created(format!("/v1/bookings/{id}"), &shown)?;
        let answer = answer.revision(shown.revision, policy::view(&account, &shown));
        let letter = BookingLetter { about_booking: BookingOccasion::Cancelled, account: shown.account_id, bookings: ids };
        Ok(Emitted::new(event(first), answer).and(others).mail([Mail(Letter::Booking(letter))]))
    };
    state.db.write(origin, &body.bytes, write).await
}
