//! Our own edge: extractors that answer with problem documents, answers with ETags, pages, and what wraps them all.

pub mod answer;
pub mod cors;
pub mod events;
mod fallback;
mod file;
mod form;
pub mod json;
mod language;
pub mod outgoing;
pub mod page;
pub mod path;
mod period;
mod picture;
pub mod problem;
pub mod query;
mod serde_words;
pub mod shell;
pub mod site;
mod sound;
mod table;
pub mod text;
mod upload;

pub use answer::Answer;
pub use fallback::Fallback;
pub use file::{DOCUMENT_LIMIT, FileBody};
pub use form::Form;
pub use json::{Json, MergePatch};
pub use page::{Limit, Listing, Pages};
pub use path::Path;
pub use period::Period;
pub use picture::{PICTURE_LIMIT, PictureBody};
pub use problem::{FieldError, Problem};
pub use query::Query;
pub use table::TableBody;
pub use text::{Email, LangText, Line, Patch, Prose, WebAddress};
pub use upload::{JsonFile, ObjectLines, Upload};
