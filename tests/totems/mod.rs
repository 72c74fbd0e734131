//! The four sites and what can be asked there.

mod charter;
mod create_service;
mod get;
mod get_statistics;
mod inbox;
mod list;
mod list_agents;
mod list_statistics;
mod services;
mod update;
mod update_service;
