//! The four sites and what can be asked there.

mod get;
mod get_statistics;
mod inbox;
mod list;
mod list_agents;
mod services;
