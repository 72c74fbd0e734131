//! Service requests: asked, answered, followed.

mod answers;
mod assignments;
mod create;
mod deadlines;
mod documents;
mod hand_over;
mod if_match;
mod life;
mod merges;
mod messages;
mod reminders;
mod transitions;
mod upkeep;
mod visibility;
