//! What comes of a file that was given to the virus scanner.

use super::queries;
use crate::{
    db::{Emitted, Event, Kind, Mail, Origin, Tx},
    documents::Verdict,
    error::ErrorCode,
    http::{Answer, Problem},
    ids::DocumentId,
    notifications::{EvidenceLetter, Letter},
    state::State,
};

/// Writes down what the scanner said. A file that is infected goes with it, what is shown by it counts no more, and whoever
/// sent it is told.
pub async fn note_scan(state: &State, id: DocumentId, verdict: Verdict) -> Result<(), Problem> {
    if let Verdict::Infected(name) = &verdict {
        log::warn!("document {id} is infected and deleted: {name}");
    }
    let write = async move |tx: &mut Tx| {
        let clean = verdict == Verdict::Clean;
        let scanned = queries::scanned(tx, id, clean).await?.ok_or(ErrorCode::NotFound)?;
        let queries::Scanned { candidacy_id, slug, revision, author_id, name } = scanned;
        let action = if clean { "document.found_clean" } else { "document.found_infected" };
        let emitted = Emitted::new(Event::new(action, Kind::Candidacy, candidacy_id.0, revision), Answer::no_content());
        let letter = author_id.filter(|_| !clean).map(|sender| EvidenceLetter {
            document: id,
            sender,
            file: name.unwrap_or_default(),
            candidacy: slug,
        });
        Ok(emitted.mail(letter.map(|letter| Mail(Letter::Evidence(letter)))))
    };
    match state.db.write(Origin::system("scan documents"), &[], write).await {
        // It was taken away while it was scanned.
        Err(problem) if problem.code == ErrorCode::NotFound => Ok(()),
        outcome => outcome.map(drop),
    }
}
