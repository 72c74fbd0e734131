//! The milestones of a candidacy: told with their sources, planned by pilots.

pub mod calendar;
pub mod create;
pub mod delete;
pub mod list;
pub mod queries;
pub mod remind;
pub mod update;
