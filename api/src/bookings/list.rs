//! What somebody, or a site, has booked.

use actix_web::{get, web::Data};
use chrono::{DateTime, Utc};
use garde::Validate;
use serde::Deserialize;
use utoipa::{IntoParams, ToSchema};

use super::{
    model::{Booking, BookingStatus},
    policy,
    queries::{self, Filter},
};
use crate::{
    auth::Account,
    error::{ErrorCode, FieldCode},
    http::{Answer, FieldError, Limit, Listing, Pages, Problem, Query},
    ids::{Ref, SeriesId, SpaceId, TotemId},
    state::State,
    totems,
};

#[derive(Deserialize, IntoParams, Validate)]
#[serde(deny_unknown_fields)]
#[garde(allow_unvalidated)]
#[into_params(parameter_in = Query)]
pub struct ListBookings {
    /// Id or slug of a Totem where one works: all bookings there, instead of one's own.
    #[param(value_type = Option<String>, example = "metz", min_length = 1, max_length = 120, pattern = "^[a-z0-9-]+$")]
    totem_id: Option<Ref<TotemId>>,
    /// Those of this space.
    #[param(value_type = Option<Uuid>)]
    space_id: Option<SpaceId>,
    /// Those that were made together.
    #[param(value_type = Option<Uuid>)]
    series_id: Option<SeriesId>,
    /// In this state.
    #[param(inline)]
    status: Option<BookingStatus>,
    /// Those that end after this instant.
    from: Option<DateTime<Utc>>,
    /// Those that begin before this instant.
    to: Option<DateTime<Utc>>,
    /// By their beginning; the earliest first unless told.
    #[param(inline)]
    sort: Option<BookingSort>,
    #[serde(default)]
    #[garde(dive)]
    #[param(required = false)]
    limit: Limit,
    cursor: Option<String>,
}

#[derive(Clone, Copy, Deserialize, ToSchema)]
enum BookingSort {
    #[serde(rename = "starts_at")]
    EarliestFirst,
    #[serde(rename = "-starts_at")]
    LatestFirst,
}

#[utoipa::path(
    tag = "spaces",
    summary = "List bookings",
    description = "One's own, by their beginning; with `totem_id`, for its agents, all of a site.",
    params(ListBookings),
    responses((status = 200, description = "A page of bookings", body = Listing<Booking>)),
)]
#[get("/v1/bookings")]
pub async fn list_bookings(
    account: Account,
    state: Data<State>,
    pages: Pages,
    query: Query<ListBookings>,
) -> Result<Answer, Problem> {
    let ListBookings { totem_id, space_id, series_id, status, from, to, sort, limit, cursor } = query.0;
    let after = pages.after(cursor.as_deref())?;
    let totem = match totem_id {
        None => None,
        Some(id) => {
            let totem = totems::queries::find(&state, &id).await?;
            let unknown = || FieldError::parameter("totem_id", FieldCode::UnknownReference);
            let totem = totem.ok_or_else(|| Problem::parameter(ErrorCode::InvalidParameter, unknown()))?;
            policy::require_agent(&account, totem.id)?;
            Some(totem.id)
        }
    };
    let latest_first = matches!(sort, Some(BookingSort::LatestFirst));
    let filter = Filter { totem, space: space_id, series: series_id, status, from, to, latest_first };
    let read = async |connection: &mut diesel_async::AsyncPgConnection| {
        queries::list(connection, &account, filter, after, limit.0 + 1).await
    };
    let bookings = state.db.read_as(&account, read).await?;
    let now = state.clock.now();
    let shown = bookings.into_iter().filter_map(|booking| policy::shown(&account, booking, now).map(Booking::listed)).collect();
    pages.answer(shown, limit, |booking: &Booking| (booking.starts_at, booking.id), None, |booking| booking)
}
