//! The directory: who does what and where.

mod create;
mod geojson;
mod get;
mod list;
mod logo;
mod near;
mod search;
mod update;
