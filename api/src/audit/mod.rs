//! Who did what: every change, every sign-in refused, every right that was missing. The log only grows, and is sealed
//! into a chain of hashes, so that a row that somebody changed or removed beneath the service is found.

mod list;
mod model;
mod queries;
pub mod seal;

pub use queries::Seal;
use tokio::sync::Semaphore;
use uuid::Uuid;

use crate::{
    db::{Origin, Upkeep, maintain::Noted},
    http::Problem,
    openapi::ServiceConfig,
    state::State,
};

pub fn routes(config: &mut ServiceConfig<'_>) {
    config.service(list::list_audit_log);
}

/// Writes down what was read, before it is told.
pub async fn write(
    state: &State,
    origin: &Origin,
    action: &'static str,
    (subject_kind, subject_id): (&'static str, Option<Uuid>),
) -> Result<(), Problem> {
    let Origin { actor_kind, actor_id, ref request_id, .. } = *origin;
    let request_id = request_id.clone();
    let noted = Noted { actor_kind, actor_id, action, subject_kind, subject_id, request_id, detail: None };
    state.db.maintain(Upkeep::Noted(noted)).await.map(drop)
}

/// Notes under way in one worker: whoever is refused a thousand times a second is not written down a thousand times.
const NOTES: usize = 16;
thread_local!(static NOTING: std::rc::Rc<Semaphore> = std::rc::Rc::new(Semaphore::new(NOTES)));

/// Writes down what changed nothing, without making the caller wait for it.
pub fn note(state: &State, origin: &Origin, action: &'static str, subject: (&'static str, Option<Uuid>), detail: Option<String>) {
    let Origin { actor_kind, actor_id, ref request_id, .. } = *origin;
    let (subject_kind, subject_id) = subject;
    let noted = Noted { actor_kind, actor_id, action, subject_kind, subject_id, request_id: request_id.clone(), detail };
    let noting = NOTING.with(std::rc::Rc::clone);
    let db = state.db.clone();
    actix_web::rt::spawn(async move {
        let Ok(_place) = noting.try_acquire() else {
            metrics::counter!("audit_notes_dropped_total").increment(1);
            return;
        };
        if let Err(problem) = db.maintain(Upkeep::Noted(noted)).await {
            log::error!("a refusal was not written into the audit log: {problem}");
        }
    });
}
