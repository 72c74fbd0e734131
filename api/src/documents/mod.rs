//! Files that people send, whatever they belong to: what is taken, where the bytes are (decision 0024), the virus scanner,
//! and how they are handed out. Whose they are and who may have them, each slice says of its own.

mod arrival;
mod clamd;
mod content;
mod hand_out;
mod model;
mod office;
mod picture;
pub mod storage;

pub use arrival::{Announced, Arrived, UNFINISHED, announced, arrive, keep};
pub use clamd::{Scanner, Verdict};
pub use content::media_type_by_name;
pub use hand_out::hand_out;
pub use model::{DocumentFile, DocumentStatus};
