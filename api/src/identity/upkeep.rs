//! What happens to accounts by the passing of time: one that was closed is deleted when the time to come back is over.

use super::queries;
use crate::{
    db::{Emitted, Event, Kind, Origin, Tx},
    error::ErrorCode,
    http::{Answer, Problem},
    state::State,
};

/// Deletes closed accounts, each in a write of its own. Sessions, roles, assignments and links go with it; what it wrote
/// in requests and records stays, without a reference to it.
pub async fn delete_closed(state: &State) -> Result<(), Problem> {
    let now = state.clock.now();
    for id in queries::due_accounts(state, now).await? {
        let delete = async move |tx: &mut Tx| {
            // Signed in again in the meantime: nothing to do, and the write is undone.
            if !queries::delete_account(tx, id, now).await? {
                return Err(ErrorCode::NotFound.into());
            }
            Ok(Emitted::new(Event::new("account.deleted", Kind::Account, id.0, 1), Answer::no_content()))
        };
        if let Err(problem) = state.db.write(Origin::system("delete closed accounts"), &[], delete).await {
            log::info!("an account was not deleted: {problem}");
        }
    }
    Ok(())
}
