//! What comes of a file that was given to the virus scanner.

use super::queries;
use crate::{
    db::{Emitted, Event, Kind, Mail, Origin, Tx},
    documents::Verdict,
    error::ErrorCode,
    http::{Answer, Problem},
    ids::DocumentId,
    notifications::{Letter, Occasion},
    service_requests::{model::Party, queries as requests, transitions},
    state::State,
};

/// Writes down what the scanner said. A file that is infected goes with it, and whoever sent it is told.
pub async fn note(state: &State, id: DocumentId, verdict: Verdict) -> Result<(), Problem> {
    let now = state.clock.now();
    if let Verdict::Infected(name) = &verdict {
        log::warn!("document {id} is infected and deleted: {name}");
    }
    let write = async move |tx: &mut Tx| {
        let clean = verdict == Verdict::Clean;
        let scanned = queries::scanned(tx, id, clean).await?.ok_or(ErrorCode::NotFound)?;
        let action = if clean { "document.found_clean" } else { "document.found_infected" };
        let emitted = Emitted::new(Event::new(action, Kind::Document, id.0, scanned.revision), Answer::no_content());
        if clean {
            return Ok(emitted);
        }
        let found = requests::lock_for_service(tx, scanned.request_id).await?.ok_or(ErrorCode::NotFound)?;
        let (text, occasion) = (Some(scanned.name), Occasion::FileInfected);
        let letter = match scanned.author_id {
            Some(agent) if scanned.author_kind == Party::Agent.name() => {
                Some(Mail(Letter::to_agent(&found.request, occasion, text, agent)))
            }
            None if scanned.author_kind == Party::Agent.name() => None,
            _ => Some(transitions::to_requester(tx, &found.request, occasion, text, now).await?),
        };
        Ok(emitted.mail(letter))
    };
    match state.db.write(Origin::system("scan documents"), &[], write).await {
        // It was taken back while it was scanned.
        Err(problem) if problem.code == ErrorCode::NotFound => Ok(()),
        outcome => outcome.map(drop),
    }
}
