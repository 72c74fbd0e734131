//! The directory: who does what and where.

mod create;
pub mod export;
mod geojson;
mod get;
mod list;
mod logo;
mod near;
mod search;
mod update;
