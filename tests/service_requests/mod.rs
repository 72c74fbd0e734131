//! Service requests: asked, answered, followed.

mod assignments;
mod create;
mod deadlines;
mod life;
mod messages;
mod transitions;
mod visibility;
