//! The labels that territories apply for: programmes with their calls, the criteria of each in their versions, and the
//! waves in which labels were given. A fact stands as its source tells it, and sources that differ are all kept.

pub mod board;
mod get;
mod get_board;
mod list;
pub mod model;
pub mod queries;

use crate::openapi::ServiceConfig;

pub fn routes(config: &mut ServiceConfig<'_>) {
    config
        .service(list::list_label_programmes)
        .service(get::get_label_programme)
        .service(get_board::get_wave_board)
        .service(get_board::get_wave_board_csv);
}
