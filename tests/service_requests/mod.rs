//! Service requests: asked, answered, followed.

mod assignments;
mod create;
mod deadlines;
mod documents;
mod hand_over;
mod if_match;
mod life;
mod messages;
mod transitions;
mod upkeep;
mod visibility;
