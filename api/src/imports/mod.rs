//! Imports: files of others become records of the directory, line by line, each with what became of it.
//!
//! A file is read whatever its encoding and format (`reading`), its cells are understood as people and spreadsheets write
//! them (`values`), and a mapping says which of them becomes what (`mapping`); all of this is pure. The lines are then
//! written in chunks, each one transaction with its checkpoint (`chunk`, `run`), by the worker or by the command line.

mod chunk;
pub mod command;
mod create;
mod decision;
mod get;
mod judge;
mod list;
mod mapping;
mod mappings;
mod model;
#[cfg(feature = "planted-faults")]
mod planted;
mod policy;
mod preview;
mod queries;
mod reading;
mod results;
mod results_file;
mod run;
mod transition;
mod values;
pub mod worker;

use crate::{
    error::{ErrorCode, FieldCode},
    http::{FieldError, Problem},
    openapi::ServiceConfig,
};

pub use reading::{Content, Line};

/// The records of a small table, whatever its encoding and separator.
pub fn table(bytes: &[u8]) -> Result<Vec<Line>, Problem> {
    let unreadable = || Problem::invalid(vec![FieldError::body("", FieldCode::InvalidFormat).with(["CSV"])]);
    let format = create::detect(bytes).ok().filter(|format| format.shape == reading::Shape::Csv).ok_or_else(unreadable)?;
    let file = reading::spooled(bytes).map_err(|_| Problem::new(ErrorCode::Unavailable).retry_after(5))?;
    reading::lines(file, &format).and_then(Iterator::collect).map_err(|_| unreadable())
}

pub fn routes(config: &mut ServiceConfig<'_>) {
    config
        .service(list::list_imports)
        .service(create::create_import)
        .service(get::get_import)
        .service(results::list_import_results)
        .service(results_file::get_import_results_csv)
        .service(results_file::get_import_results_ndjson)
        .service(transition::create_import_transition)
        .service(decision::create_import_decision)
        .service(preview::create_import_preview)
        .service(mappings::list_import_mappings)
        .service(mappings::create_import_mapping);
}
