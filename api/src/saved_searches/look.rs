//! The worker looks for what has come to match.

use chrono::{DateTime, Duration, Utc};

use super::{
    COUNTED, model,
    queries::{self, Due, is_told},
};
use crate::{
    db::{Emitted, Event, Kind, Mail, Origin, Sight, Tx, Upkeep, maintain::SearchLooked},
    directory::{self, NewMatches, OrganizationFilters},
    error::ErrorCode,
    http::{Answer, Problem},
    ids::{AccountId, OrganizationId, SavedSearchId},
    notifications::{Letter, SavedSearchLetter},
    state::State,
};

/// How often each search is looked for.
pub const EVERY: Duration = Duration::days(1);
/// When it is tried again.
const AGAIN: Duration = Duration::hours(1);
/// So many are looked for at a time, for letters wait meanwhile.
const AT_ONCE: i64 = 20;
/// So many matches stand in a letter.
const SHOWN: usize = 10;

/// What has come to match since then; without it what a first look would find again.
pub async fn new_matches(
    state: &State,
    account: AccountId,
    id: SavedSearchId,
    query: &OrganizationFilters,
    since: Option<DateTime<Utc>>,
) -> Result<NewMatches, Problem> {
    directory::new_matches(state, Sight::own(account), query, since, is_told(id), COUNTED as i64).await
}

/// Looks for the searches whose time has come; one that fails keeps none of the others.
pub async fn look(state: &State) -> Result<(), Problem> {
    let now = state.clock.now();
    for due in queries::due(state, now, AT_ONCE).await? {
        let id = due.id;
        if let Err(problem) = look_for(state, due, now).await {
            log::warn!("a saved search was not looked for, again in an hour: {problem}");
            state.db.maintain(Upkeep::SearchPostponed { id, until: now + AGAIN }).await?;
        }
    }
    Ok(())
}

async fn look_for(state: &State, due: Due, now: DateTime<Utc>) -> Result<(), Problem> {
    let Due { id, account_id: account, query, known_until: from } = due;
    // Its holder is told so where they see it.
    let Ok(query) = model::read(&query) else {
        return state.db.maintain(Upkeep::SearchPostponed { id, until: now + EVERY }).await.map(drop);
    };
    let NewMatches { at, ids } = new_matches(state, account, id, &query, Some(from)).await?;
    let looked = SearchLooked { id, from, to: at, next: now + EVERY };
    if ids.is_empty() {
        return state.db.maintain(Upkeep::SearchLooked(looked)).await.map(drop);
    }
    let tell = async move |tx: &mut Tx| {
        // Paused, deleted or looked for in the meantime: nothing to do, and the write is undone.
        if !queries::advance(tx, looked, now).await? {
            return Err(ErrorCode::NotFound.into());
        }
        queries::tell(tx, id, ids.clone()).await?;
        let event = Event::new("saved_search.told", Kind::SavedSearch, id.0, 1);
        Ok(Emitted::new(event, Answer::no_content()).mail([Mail(letter(id, account, &ids))]))
    };
    match state.db.write(Origin::system("look for saved searches"), &[], tell).await {
        Err(problem) if problem.code != ErrorCode::NotFound => Err(problem),
        _ => Ok(()),
    }
}

fn letter(saved_search: SavedSearchId, account: AccountId, ids: &[OrganizationId]) -> Letter {
    let matches = ids.iter().take(SHOWN).copied().collect();
    Letter::SavedSearch(SavedSearchLetter { saved_search, account, matches, found: ids.len() })
}
