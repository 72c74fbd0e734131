//! One booking.

use actix_web::{get, web::Data};

use super::{model::Booking, policy, queries};
use crate::{
    auth::Account,
    error::ErrorCode,
    http::{Answer, Path, Problem, Query, query::NoParameters},
    ids::BookingId,
    state::State,
};

#[utoipa::path(
    tag = "spaces",
    summary = "Get a booking",
    description = "For whoever made it and the agents of its site; to others it does not exist.",
    params(("id" = BookingId, Path, description = "Id of the booking")),
    responses((status = 200, description = "The booking", body = Booking)),
)]
#[get("/v1/bookings/{id}")]
pub async fn get_booking(
    account: Account,
    state: Data<State>,
    id: Path<BookingId>,
    _: Query<NoParameters>,
) -> Result<Answer, Problem> {
    let found = state.db.read_as(&account, async |connection| queries::find(connection, &account, id.0).await).await?;
    let booking = found.and_then(|booking| policy::shown(&account, booking, state.clock.now())).ok_or(ErrorCode::NotFound)?;
    Ok(Answer::ok(&booking)?.revision(booking.revision, policy::view(&account, &booking)))
}
