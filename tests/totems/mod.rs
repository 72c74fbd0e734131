//! The four sites and what can be asked there.

mod charter;
mod create_service;
mod get;
mod inbox;
mod list;
mod services;
mod update_service;
