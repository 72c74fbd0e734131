//! Bookings: somebody holds a unit of a space for a while. That no two hold the same is decided by the database, whoever
//! asks first; the program only picks a unit and says what is free instead.

mod create;
mod create_series;
mod feed;
mod free;
mod get;
pub mod ics;
mod list;
pub mod model;
mod policy;
mod queries;
mod transition;

use crate::openapi::ServiceConfig;

pub use queries::{Written, figures, written};

pub fn routes(config: &mut ServiceConfig<'_>) {
    config
        .service(list::list_bookings)
        .service(create::create_booking)
        .service(create_series::create_booking_series)
        .service(get::get_booking)
        .service(transition::create_booking_transition)
        .service(feed::get_my_calendar_feed)
        .service(feed::create_my_calendar_feed)
        .service(feed::delete_my_calendar_feed)
        .service(feed::get_calendar_feed);
}
