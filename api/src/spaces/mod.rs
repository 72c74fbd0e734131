//! Spaces of the Totem sites: desks, offices, meeting rooms and machines, each with numbered units that are booked one by
//! one. Managers of the site describe them; when they are free is for everybody to see, by whom they are held for nobody.

mod availability;
mod calendar;
mod create;
mod get;
mod list;
pub mod model;
pub mod queries;
mod update;

use crate::openapi::ServiceConfig;

pub fn routes(config: &mut ServiceConfig<'_>) {
    config
        .service(list::list_totem_spaces)
        .service(create::create_totem_space)
        .service(get::get_totem_space)
        .service(update::update_totem_space)
        .service(availability::get_totem_space_availability)
        .service(calendar::get_totem_space_calendar);
}
