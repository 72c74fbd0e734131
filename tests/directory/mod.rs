//! The directory: who does what and where.

mod create;
mod details;
mod get;
mod list;
mod transitions;
mod update;
