//! What those who decide recommended, each followed to its answer.

pub mod create;
pub mod list;
pub mod model;
pub mod queries;
pub mod update;
