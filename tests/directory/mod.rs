//! The directory: who does what and where.

mod create;
mod get;
mod list;
mod near;
mod search;
mod update;
