//! The dossier as it is handed in: all that a candidacy holds, frozen at a moment as canonical JSON with its SHA-256. Work
//! goes on beside it, in what will be the next version; two versions can be held against each other, and each be had as the
//! JSON itself and as a PDF.

pub mod comparison;
pub mod content;
pub mod create;
pub mod get;
pub mod get_evidence_file;
pub mod get_json;
pub mod get_pdf;
pub mod list;
pub mod model;
mod pdf;
pub mod queries;
