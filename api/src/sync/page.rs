//! A page of a feed, and the cursor that leads to it.

use url::form_urlencoded::Serializer;

use super::{
    model::{Change, View},
    queries::{self, Head},
};
use crate::{error::ErrorCode, http::Problem, state::State};

/// Items of a page, unless told.
pub const USUAL: i64 = 500;

/// Where a reader stands.
#[derive(Clone, Debug, Default)]
pub struct Cursor {
    pub after: i64,
    pub epoch: Option<String>,
    /// Where the head was when a full load began: what was deleted before was never loaded.
    pub loading: Option<i64>,
}

pub struct Page {
    pub items: Vec<Change>,
    pub head: Head,
    /// None on the last page.
    pub next: Option<Cursor>,
}

/// Whether a cursor can be followed: all that was deleted since is still known, and positions mean what they meant.
fn holds(cursor: &Cursor, head: &Head, may_be_ahead: bool) -> bool {
    let known = cursor.after.max(cursor.loading.unwrap_or_default());
    let same = cursor.epoch.as_ref().is_none_or(|epoch| *epoch == head.epoch());
    let missed = cursor.after > 0 && known < head.purged;
    same && !missed && (may_be_ahead || known <= head.position)
}

/// The page after a cursor, with everything that was committed before it was asked for; `start` is where to begin anew.
pub async fn read(
    state: &State,
    view: View,
    cursor: &Cursor,
    limit: i64,
    may_be_ahead: bool,
    start: &str,
) -> Result<Page, Problem> {
    state.db.assign().await?;
    let after = cursor.after;
    let load = async move |connection: &mut diesel_async::AsyncPgConnection| {
        let head = queries::head(connection, view).await?;
        Ok((head, queries::changes(connection, view, after, limit, true).await?))
    };
    let (head, (items, last)) = state.db.read_at_once(load).await?;
    if !holds(cursor, &head, may_be_ahead) {
        return Err(Problem::new(ErrorCode::SyncCursorExpired).restart(start.to_owned()));
    }
    let next = last.map(|after| {
        let loading = if cursor.after == 0 { Some(head.position) } else { cursor.loading };
        Cursor { after, epoch: Some(head.epoch()), loading: loading.filter(|loading| *loading > after) }
    });
    Ok(Page { items, head, next })
}

#[expect(clippy::ptr_arg, reason = "garde hands over the member as it is")]
pub fn an_epoch(text: &String, (): &()) -> garde::Result {
    let good = text.len() == 32 && text.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'));
    if good { Ok(()) } else { Err(garde::Error::new("invalid_format|[0-9a-f]{32}")) }
}

/// An address of this path.
pub fn address(state: &State, path: &str, parameters: &[(&str, Option<String>)]) -> String {
    let mut query = Serializer::new(String::new());
    for (name, value) in parameters {
        if let Some(value) = value {
            query.append_pair(name, value);
        }
    }
    let query = query.finish();
    let mark = if query.is_empty() { "" } else { "?" };
    format!("{}{path}{mark}{query}", state.settings.public_url)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cursor(after: i64, loading: Option<i64>) -> Cursor {
        Cursor { after, epoch: None, loading }
    }

    #[test]
    fn a_cursor_holds_as_long_as_nothing_it_missed_was_forgotten() {
        let head = Head::new(100, 40);
        assert!(holds(&cursor(0, None), &head, false), "whoever starts has nothing to delete");
        assert!(holds(&cursor(40, None), &head, false));
        assert!(!holds(&cursor(39, None), &head, false));
        assert!(holds(&cursor(39, Some(60)), &head, false), "a load under way began after what was forgotten");
        assert!(!holds(&cursor(39, Some(30)), &head, false));
    }

    #[test]
    fn a_cursor_of_the_future_or_of_another_epoch_does_not_hold() {
        let head = Head::new(100, 0);
        assert!(!holds(&cursor(101, None), &head, false));
        assert!(!holds(&cursor(50, Some(101)), &head, false));
        assert!(holds(&cursor(101, None), &head, true), "a public feed has an empty page there");
        let other = Cursor { epoch: Some("0".repeat(31) + "1"), ..cursor(50, None) };
        assert!(!holds(&other, &head, false) && !holds(&other, &head, true));
    }
}
