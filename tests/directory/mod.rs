//! The directory: who does what and where.

mod confirmations;
mod create;
mod details;
pub mod export;
mod geojson;
mod get;
mod history;
mod list;
mod logo;
mod merges;
mod near;
mod relations;
mod reviews;
mod search;
mod transitions;
mod update;
