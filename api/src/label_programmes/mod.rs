//! The labels that territories apply for: programmes with their calls, the criteria of each in their versions, and the
//! waves in which labels were given. A fact stands as its source tells it, and sources that differ are all kept; what was told
//! wrongly is withdrawn, and stays readable.

pub mod board;
mod create_call;
mod create_criteria_version;
mod create_fact;
mod create_fact_transition;
mod create_wave;
mod get;
mod get_board;
mod list;
pub mod model;
mod policy;
pub mod queries;
mod update_call;
mod update_wave;

use crate::openapi::ServiceConfig;

pub fn routes(config: &mut ServiceConfig<'_>) {
    config
        .service(list::list_label_programmes)
        .service(get::get_label_programme)
        .service(create_call::create_label_call)
        .service(update_call::update_label_call)
        .service(create_criteria_version::create_criteria_version)
        .service(create_wave::create_wave)
        .service(update_wave::update_wave)
        .service(create_fact::create_wave_fact)
        .service(create_fact_transition::create_wave_fact_transition)
        .service(get_board::get_wave_board)
        .service(get_board::get_wave_board_csv);
}
