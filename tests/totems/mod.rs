//! The four sites and what can be asked there.

mod get;
mod inbox;
mod list;
mod services;
