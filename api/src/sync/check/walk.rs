//! Reading a feed from where one stands to its last page.

use std::collections::BTreeMap;

use reqwest::header::HeaderMap;
use url::Url;

use super::{
    items::{self, Item, Page},
    report::{Check, Report},
};
use crate::sync::follow::partner::{Answer, Partner};

/// A feed that is longer is one that never ends.
const MOST_PAGES: usize = 100_000;

/// So many records are looked for again.
const MOST_ASKED: usize = 10;
pub const CHANGES: &str = "/v1/sync/changes";

/// Where a record was first seen.
#[derive(Clone)]
struct Seen {
    last: Item,
    first: i64,
    path: String,
}

/// Somebody who follows the feed, and what they hold.
pub struct Walk<'a> {
    partner: &'a Partner,
    kind: &'a str,
    name: &'static str,
    /// Where to go on.
    pub path: String,
    limit: Option<usize>,
    seen: BTreeMap<String, Seen>,
    /// Of each record that is there, its revision.
    pub copy: BTreeMap<String, i64>,
    pub last: i64,
    pub head: i64,
    pub epoch: Option<String>,
    pub items: usize,
    pub pages: usize,
    /// Records that came again on a later page, with where they were first.
    again: Vec<(String, i64, String)>,
}

/// The answer of an address, unless it is none.
pub async fn ask(partner: &Partner, path: &str, headers: HeaderMap, report: &mut Report) -> Option<Answer> {
    match partner.get(path, headers).await {
        Ok(answer) => Some(answer),
        Err(failure) => {
            report.fault(Check::Answer, format!("{path}: {failure}"));
            None
        }
    }
}

/// The page at this address, unless it is none.
pub async fn read(partner: &Partner, path: &str, kind: &str, report: &mut Report) -> Option<(Page, HeaderMap)> {
    let answer = ask(partner, path, HeaderMap::new(), report).await?;
    if answer.status != 200 {
        report.fault(Check::Answer, format!("{path}: {}", answer.status.as_u16()));
        return None;
    }
    items::page(&answer.body, path, kind, report).map(|page| (page, answer.headers))
}

/// Whether two addresses are the same, however their parameters are written.
fn same(one: &Url, other: &str) -> bool {
    let parts = |url: &Url| {
        let mut query: Vec<(String, String)> = url.query_pairs().into_owned().filter(|(name, _)| name != "wait").collect();
        query.sort();
        (url.origin(), url.path().to_owned(), query)
    };
    Url::parse(other).is_ok_and(|other| parts(one) == parts(&other))
}

impl<'a> Walk<'a> {
    pub fn new(partner: &'a Partner, kind: &'a str, name: &'static str, path: String, limit: Option<usize>) -> Self {
        Self {
            partner,
            kind,
            name,
            path,
            limit,
            seen: BTreeMap::new(),
            copy: BTreeMap::new(),
            last: 0,
            head: 0,
            epoch: None,
            items: 0,
            pages: 0,
            again: vec![],
        }
    }

    /// Begins with what a snapshot holds.
    pub fn with_snapshot(mut self, copy: BTreeMap<String, i64>, position: i64, epoch: String) -> Self {
        (self.copy, self.last, self.head, self.epoch) = (copy, position, position, Some(epoch));
        self
    }

    /// Reads on to the last page, or so many pages; whether it came to an end.
    pub async fn on(&mut self, most: usize, report: &mut Report) -> bool {
        for _ in 0..most.min(MOST_PAGES) {
            let Some((page, _)) = read(self.partner, &self.path, self.kind, report).await else { return false };
            self.pages += 1;
            let at = format!("{}, page {} ({})", self.name, self.pages, self.path);
            self.take(&page, &at, report);
            let Some(next) = self.follow(&page, &at, report) else { return false };
            if page.items.is_empty() {
                return true;
            }
            self.path = next;
        }
        report.holds(Check::Next, most < MOST_PAGES, || format!("{}: no end after {MOST_PAGES} pages", self.name));
        false
    }

    fn take(&mut self, page: &Page, at: &str, report: &mut Report) {
        let Page { items, next: _, epoch, head } = page;
        if let Some(known) = self.epoch.replace(epoch.clone()).filter(|known| known != epoch) {
            report.fault(Check::Epoch, format!("{at}: the epoch was {known} and is {epoch}"));
        }
        report.holds(Check::Head, *head >= self.head, || format!("{at}: the head fell from {} to {head}", self.head));
        self.head = *head;
        if let Some(limit) = self.limit.filter(|limit| items.len() > *limit) {
            report.fault(Check::Limit, format!("{at}: {} items instead of {limit} at most", items.len()));
        }
        for (number, item) in items.iter().enumerate() {
            self.take_item(item, &format!("{at}, item {}", number + 1), report);
        }
        self.items += items.len();
        report.holds(Check::Head, self.last <= *head, || format!("{at}: the head {head} is behind the item at {}", self.last));
    }

    fn take_item(&mut self, item: &Item, at: &str, report: &mut Report) {
        let Item { id, position, revision, gone } = item;
        let last = self.last;
        report.holds(Check::Order, *position > last, || match position.cmp(&last) {
            std::cmp::Ordering::Equal => format!("{at}: the position {position} comes twice"),
            _ => format!("{at}: the position {position} comes after {last}"),
        });
        self.last = last.max(*position);
        if let Some(Seen { last: before, first, path }) = self.seen.get(id).cloned() {
            let same_page = path == self.path;
            if before.revision >= *revision {
                report.fault(Check::Once, format!("{at}: {id} has the revision {revision} here and {} before", before.revision));
            } else if same_page {
                report.fault(Check::Once, format!("{at}: {id} stands on this page twice"));
            } else {
                self.again.push((id.clone(), first, path));
            }
        }
        let seen = Seen { last: item.clone(), first: *position, path: self.path.clone() };
        self.seen.insert(id.clone(), seen);
        if *gone {
            self.copy.remove(id);
        } else {
            self.copy.insert(id.clone(), *revision);
        }
    }

    /// The path of the next page.
    fn follow(&self, page: &Page, at: &str, report: &mut Report) -> Option<String> {
        let next = &page.next;
        let path = self.partner.path_of(next).filter(|_| self.partner.is_own(next));
        let Some(path) = path else {
            report.fault(Check::Next, format!("{at}: next is not an absolute address of this feed: {next}"));
            return None;
        };
        let own = self.partner.address(&self.path).ok()?;
        match (page.items.is_empty(), same(&own, next)) {
            (true, true) => Some(path),
            (true, false) => {
                report.fault(Check::LastPage, format!("{at}: it has no items, and its next is {next}"));
                None
            }
            (false, false) => Some(path),
            (false, true) => {
                report.fault(Check::Next, format!("{at}: it has items, and its next leads to itself"));
                None
            }
        }
    }

    /// A record that changed while it was read moved on; one that still stands where it was stands there twice.
    pub async fn look_again(&self, report: &mut Report) {
        for (id, first, path) in self.again.iter().take(MOST_ASKED) {
            let Some((page, _)) = read(self.partner, path, self.kind, report).await else { return };
            if page.items.iter().any(|item| item.id == *id && item.position == *first) {
                report.fault(Check::Once, format!("{path}: {id} stands here at {first}, and later again"));
            }
        }
    }

    /// Holds a second reading, with pages of another size, against this one.
    pub async fn compare(&self, other: &Self, report: &mut Report) {
        let end = if other.items == 0 { 0 } else { other.last.min(self.last) };
        for (id, Seen { last: item, .. }) in other.seen.iter().filter(|(_, seen)| seen.last.position <= end) {
            report.holds(Check::Skipped, self.seen.contains_key(id), || {
                format!("{id} at {} came with pages of {} and not with pages of {}", item.position, size(other), size(self))
            });
        }
        let missing = self.seen.iter().filter(|(id, seen)| seen.last.position <= end && !other.seen.contains_key(*id));
        for (id, Seen { last: item, .. }) in missing.take(MOST_ASKED) {
            let there = self.stands_at(id, item.position, report).await;
            report.holds(Check::Skipped, !there, || {
                format!("{id} at {} came with pages of {} and not with pages of {}", item.position, size(self), size(other))
            });
        }
    }

    /// Whether it still is where it was: what has changed meanwhile has moved on.
    async fn stands_at(&self, id: &str, position: i64, report: &mut Report) -> bool {
        let from = match (position - 1, &self.epoch) {
            (after @ 1.., Some(epoch)) => format!("&after={after}&epoch={epoch}"),
            _ => String::new(),
        };
        let path = format!("{CHANGES}?kind={}&limit=1{from}", self.kind);
        let page = read(self.partner, &path, self.kind, report).await;
        page.is_some_and(|(page, _)| page.items.iter().any(|item| item.id == id && item.position == position))
    }

    /// Whether the feed ever told of it.
    pub fn told_of(&self, id: &str) -> bool {
        self.seen.contains_key(id)
    }
}

fn size(walk: &Walk<'_>) -> usize {
    walk.limit.unwrap_or_default()
}
