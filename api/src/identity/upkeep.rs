//! What happens to accounts by the passing of time: one that was closed is deleted when the time to come back is over.

use super::queries;
use crate::{
    db::{Emitted, Event, Kind, Mail, Origin, Tx},
    error::ErrorCode,
    http::{Answer, Problem},
    notifications::{AccountLetter, AccountOccasion, Letter},
    privacy,
    state::State,
};

/// Erases closed accounts with all that is about their people, each in a write of its own, and tells them that it is done
/// and what had to stay. That letter is the last thing to leave.
pub async fn delete_closed(state: &State) -> Result<(), Problem> {
    let now = state.clock.now();
    for id in queries::due_accounts(state, now).await? {
        let delete = async move |tx: &mut Tx| {
            // Signed in again in the meantime: nothing to do, and the write is undone.
            let holder = queries::lock_closed(tx, id, now).await?.ok_or(ErrorCode::NotFound)?;
            let erased = privacy::erase(tx, &holder, now).await?;
            let letter = AccountLetter { kept: erased.kept, ..holder.letter(AccountOccasion::Erased, None) };
            let event = Event::new("account.deleted", Kind::Account, id.0, 1).gone();
            Ok(Emitted::new(event, Answer::no_content()).and(erased.events).mail([Mail(Letter::Account(letter))]))
        };
        if let Err(problem) = state.db.write(Origin::system("delete closed accounts"), &[], delete).await {
            log::info!("an account was not deleted: {problem}");
        }
    }
    Ok(())
}
