//! The directory: who does what and where.

mod create;
mod details;
mod get;
mod history;
mod list;
mod merges;
mod near;
mod reviews;
mod search;
mod transitions;
mod update;
