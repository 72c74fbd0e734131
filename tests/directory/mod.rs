//! The directory: who does what and where.

mod create;
pub mod export;
mod get;
mod list;
mod near;
mod search;
mod update;
