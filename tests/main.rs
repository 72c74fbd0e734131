//! Tests that speak HTTP to the real service on a real PostgreSQL. The modules mirror the slices of `api/src`, the tests
//! are sentences. `cargo build -p lorntech` first: what is tested is the program itself.

#![expect(clippy::unwrap_used, clippy::expect_used, reason = "a test that cannot go on fails")]

mod answer_templates;
mod api_clients;
mod bookings;
mod candidacies;
mod catalog;
mod claims;
mod cli;
mod db;
mod directory;
mod drafts;
mod fixtures;
mod harness;
mod hsds;
mod identity;
mod imports;
mod indicators;
mod invitations;
mod label_programmes;
mod mail;
mod members;
mod notifications;
mod objectives;
mod observations;
mod operation;
mod pages;
mod policy;
mod projects;
mod proposals;
mod reference;
mod replies;
mod saved_searches;
mod security;
mod service_requests;
mod spaces;
mod statistics;
mod sync;
mod totems;
mod webhooks;
