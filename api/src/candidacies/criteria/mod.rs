//! What the call asks for, what a candidacy shows for it, and what is still missing.

pub mod create_evidence;
pub mod create_evidence_file;
pub mod delete_evidence;
pub mod get_evidence_file;
pub mod get_readiness;
pub mod list;
pub mod model;
pub mod queries;
pub mod scan;
