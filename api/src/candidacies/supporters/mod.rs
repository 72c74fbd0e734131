//! The actors who sign in support of a candidacy.

pub mod create;
pub mod delete;
pub mod list;
pub mod model;
pub mod queries;
