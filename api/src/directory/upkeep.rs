//! What happens to records by the passing of time: those who keep one are asked once a year whether it is still right.

use chrono::Duration;

use super::queries::{self, Asked, Keeper};
use crate::{
    db::{Emitted, Event, Kind, Mail, Origin, Tx},
    error::ErrorCode,
    http::{Answer, Problem},
    notifications::{Letter, RecordLetter, RecordOccasion, RecordReaders},
    state::State,
};

/// How long the link in a mail works. Until then nobody is asked again.
const LIFETIME: Duration = Duration::days(30);

/// Asks about the records that are due, each in a write of its own.
pub async fn ask_to_confirm(state: &State) -> Result<(), Problem> {
    let now = state.clock.now();
    for id in state.db.read_everything(async |connection| queries::due(connection, now).await).await? {
        let ask = async move |tx: &mut Tx| {
            // Asked about, or confirmed, in the meantime: nothing to do, and the write is undone.
            let Asked { slug, name } = queries::lock_due(tx, id, now).await?.ok_or(ErrorCode::NotFound)?;
            let keepers = queries::ask(tx, id, now + LIFETIME).await?;
            let letter = |keeper: &Keeper| RecordLetter {
                about_record: RecordOccasion::Confirm,
                organization: id,
                slug: slug.clone(),
                name: name.clone(),
                to: RecordReaders::Asked { account: keeper.account_id, confirmation: keeper.id },
                reason: None,
                note: None,
            };
            let event = |keeper: &Keeper| Event::new("confirmation.created", Kind::Confirmation, keeper.id.0, 1);
            let mut events = keepers.iter().map(event);
            let first = events.next().ok_or(ErrorCode::NotFound)?;
            let mails = keepers.iter().map(|keeper| Mail(Letter::Record(letter(keeper))));
            Ok(Emitted::new(first, Answer::no_content()).and(events).mail(mails))
        };
        if let Err(problem) = state.db.write(Origin::system("ask to confirm records"), &[], ask).await {
            log::info!("nobody was asked about a record: {problem}");
        }
    }
    Ok(())
}
