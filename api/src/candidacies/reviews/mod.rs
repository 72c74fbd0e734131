//! How those who are asked judge a frozen dossier: a score from 0 to 5 for each criterion, with a comment. A conflict of
//! interest shuts the dossier to whoever declares it; what others think is shown to a reviewer once they have said what
//! they think themselves.

pub mod create;
pub mod delete;
pub mod get;
pub mod get_summary;
pub mod list;
pub mod list_mine;
pub mod model;
pub mod policy;
pub mod queries;
pub mod transition;
pub mod update;
