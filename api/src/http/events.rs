//! Server-sent events: who listens, and what waits for each of them. Only that something changed is told, never what.
//!
//! Everything is bounded: the listeners of an account, of the process, and what waits for one of them. Whoever reads
//! too slowly is told to read everything anew, which is always right, for an event holds nothing that cannot be read.

use std::{
    fmt::Write,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use actix_web::{
    HttpResponse,
    http::header::{CACHE_CONTROL, CONTENT_ENCODING, CONTENT_TYPE},
};
use bytes::Bytes;
use chrono::{DateTime, Utc};
use futures_util::{StreamExt, stream};
use tokio::sync::{Notify, watch};
use uuid::Uuid;

use super::Problem;
use crate::{
    auth::Account,
    error::ErrorCode,
    ids::{AccountId, ApiClientId, SessionId, TotemId},
};

/// Streams of one account: a few devices with a few pages each.
const PER_ACCOUNT: usize = 8;
/// Answers of one client that wait for something to tell.
const PER_CLIENT: usize = 4;
/// Streams of this process.
const IN_ALL: usize = 1000;
/// Changes that wait for one listener.
const WAITING: usize = 64;
/// Keeps proxies from closing a silent stream, and tells that the other side is gone.
const HEARTBEAT: Duration = Duration::from_secs(5);
/// Changes are followed by then, or the database does not answer.
const PATIENCE: Duration = Duration::from_secs(5);
/// When to come back, in seconds, for whoever finds no place.
const COME_BACK: u32 = 30;

/// What a stream begins with: when a browser may try again, in milliseconds, should it break.
const BEGINNING: &str = "retry: 3000\n\n";
const SILENCE: &str = ":\n\n";
const RELOAD: &str = "event: reload\ndata: {}\n\n";

/// A request or a site that changed, and who may hear of it.
#[derive(Clone, Debug)]
pub struct Change {
    pub collection: &'static str,
    pub id: Uuid,
    pub revision: i64,
    /// The account whose it is.
    pub owner: Option<AccountId>,
    /// The site whose agents see it.
    pub site: Option<TotemId>,
}

/// A stream as the document describes it.
#[derive(utoipa::ToSchema)]
#[schema(
    value_type = String,
    description = "Server-sent events (WHATWG HTML): `changed` with `data` as JSON `{\"collection\", \"id\", \"revision\"}`, where \
        `collection` is `service_requests`, or `totems` where something of a site changed that its agents see (more may be added), and `reload` with empty data.",
    example = "retry: 3000\n\nevent: changed\ndata: {\"collection\":\"service_requests\",\"id\":\"01920c1e-7b5a-7c3e-9d4f-2a6b8c0d1e3f\",\"revision\":4}\n\nevent: reload\ndata: {}\n\n",
)]
pub struct EventStream(#[expect(dead_code, reason = "only its schema is used")] String);

/// The listeners of this process.
#[derive(Default)]
pub struct Streams {
    open: Mutex<Open>,
    arrived: Notify,
    /// From now on every change is told.
    followed: watch::Sender<bool>,
}

#[derive(Default)]
struct Open {
    listeners: Vec<Arc<Listener>>,
    /// Whose answers wait, once for each.
    waiting: Vec<ApiClientId>,
    closed: bool,
}

/// Somebody who listens, with the rights they had when they began.
pub struct Listener {
    pub session: SessionId,
    account: AccountId,
    sites: Vec<TotemId>,
    until: Option<DateTime<Utc>>,
    waiting: Mutex<Waiting>,
    news: Notify,
}

#[derive(Default)]
struct Waiting {
    changes: Vec<Change>,
    reload: bool,
    over: bool,
}

/// A place among those whose answer waits, given back when it is dropped.
pub struct Wait {
    streams: Arc<Streams>,
    client: ApiClientId,
}

/// A place among the listeners, given back when the answer is dropped.
struct Place {
    streams: Arc<Streams>,
    listener: Arc<Listener>,
}

impl Streams {
    /// Begins the answer that lasts; at most `until`, where the credential does not last longer. It begins when changes
    /// are followed, so that whoever reads after its beginning misses none.
    pub async fn answer(self: &Arc<Self>, account: &Account, until: Option<DateTime<Utc>>) -> Result<HttpResponse, Problem> {
        let place = Place { streams: self.clone(), listener: self.enter(account, until)? };
        let mut followed = self.followed.subscribe();
        tokio::select! {
            _ = followed.wait_for(|followed| *followed) => {}
            () = actix_web::rt::time::sleep(PATIENCE) => return Err(Problem::new(ErrorCode::Unavailable).retry_after(COME_BACK)),
        }
        let news = stream::unfold(place, async |place| Some((place.next().await?, place)));
        let body = stream::once(std::future::ready(Bytes::from_static(BEGINNING.as_bytes()))).chain(news);
        Ok(HttpResponse::Ok()
            .insert_header((CONTENT_TYPE, "text/event-stream"))
            .insert_header((CACHE_CONTROL, "no-store"))
            // Compressed, an event would wait for those after it; and nginx is asked to pass each one on.
            .insert_header((CONTENT_ENCODING, "identity"))
            .insert_header(("x-accel-buffering", "no"))
            .streaming(body.map(Ok::<_, actix_web::Error>)))
    }

    fn enter(&self, account: &Account, until: Option<DateTime<Utc>>) -> Result<Arc<Listener>, Problem> {
        let mut open = lock(&self.open);
        if open.closed || open.listeners.len() >= IN_ALL {
            return Err(Problem::new(ErrorCode::Unavailable).retry_after(COME_BACK));
        }
        if open.listeners.iter().filter(|listener| listener.account == account.id).count() >= PER_ACCOUNT {
            return Err(Problem::new(ErrorCode::TooManyRequests).retry_after(COME_BACK));
        }
        let mut sites: Vec<TotemId> = account.totems().into_iter().map(TotemId).collect();
        sites.sort_unstable();
        sites.dedup();
        let listener = Arc::new(Listener {
            session: account.session,
            account: account.id,
            sites,
            until,
            waiting: Mutex::default(),
            news: Notify::new(),
        });
        open.listeners.push(listener.clone());
        metrics::gauge!("streams_open").set(open.listeners.len() as f64);
        self.arrived.notify_one();
        Ok(listener)
    }

    /// A place to wait in, for an answer that has nothing to tell yet.
    pub fn wait(self: &Arc<Self>, client: ApiClientId) -> Result<Wait, Problem> {
        let mut open = lock(&self.open);
        if open.waiting.iter().filter(|waiting| **waiting == client).count() >= PER_CLIENT {
            return Err(Problem::new(ErrorCode::TooManyRequests).retry_after(COME_BACK));
        }
        open.waiting.push(client);
        Ok(Wait { streams: self.clone(), client })
    }

    /// Whether the service stops, so that nobody may wait any longer.
    pub fn is_closed(&self) -> bool {
        lock(&self.open).closed
    }

    /// Everybody who listens now.
    pub fn listeners(&self) -> Vec<Arc<Listener>> {
        lock(&self.open).listeners.clone()
    }

    /// Waits until somebody listens.
    pub async fn someone(&self) {
        while lock(&self.open).listeners.is_empty() {
            self.arrived.notified().await;
        }
    }

    /// Whether nobody listens, so that following can end.
    pub fn is_quiet(&self) -> bool {
        let open = lock(&self.open);
        let quiet = open.listeners.is_empty();
        if quiet {
            // Under the lock: whoever comes next waits until following has begun again.
            self.followed.send_replace(false);
        }
        quiet
    }

    /// Every change from now on is told.
    pub fn begin(&self) {
        self.followed.send_replace(true);
    }

    /// Ends every stream and takes no more of them: the service stops.
    pub fn close(&self) {
        let mut open = lock(&self.open);
        open.closed = true;
        for listener in &open.listeners {
            listener.end();
        }
    }
}

impl Listener {
    /// Whether time and rights are still those that the stream began with.
    pub fn may_go_on(&self, sites: &[TotemId], now: DateTime<Utc>) -> bool {
        self.sites == sites && self.until.is_none_or(|until| until > now)
    }

    /// Passes a change on, to whoever may read what changed.
    pub fn tell(&self, change: &Change) {
        if change.owner != Some(self.account) && !change.site.is_some_and(|site| self.sites.contains(&site)) {
            return;
        }
        let mut waiting = lock(&self.waiting);
        if let Some(known) = waiting.changes.iter_mut().find(|known| known.id == change.id) {
            known.revision = known.revision.max(change.revision);
        } else if waiting.changes.len() >= WAITING {
            (waiting.changes, waiting.reload) = (vec![], true);
        } else if !waiting.reload {
            waiting.changes.push(change.clone());
        }
        self.news.notify_one();
    }

    /// Says that changes were missed, whichever.
    pub fn reload(&self) {
        let mut waiting = lock(&self.waiting);
        (waiting.changes, waiting.reload) = (vec![], true);
        self.news.notify_one();
    }

    pub fn end(&self) {
        lock(&self.waiting).over = true;
        self.news.notify_one();
    }

    /// What waits, as it is sent: empty when nothing does, nothing when the stream is over.
    fn take(&self) -> Option<String> {
        let mut waiting = lock(&self.waiting);
        if waiting.over {
            return None;
        }
        let mut text = String::new();
        if std::mem::take(&mut waiting.reload) {
            text.push_str(RELOAD);
        }
        for Change { collection, id, revision, .. } in std::mem::take(&mut waiting.changes) {
            let data = serde_json::json!({ "collection": collection, "id": id, "revision": revision });
            let _ = write!(text, "event: changed\ndata: {data}\n\n");
        }
        Some(text)
    }
}

impl Place {
    async fn next(&self) -> Option<Bytes> {
        loop {
            let text = self.listener.take()?;
            if !text.is_empty() {
                return Some(text.into());
            }
            tokio::select! {
                () = self.listener.news.notified() => {}
                () = actix_web::rt::time::sleep(HEARTBEAT) => return Some(Bytes::from_static(SILENCE.as_bytes())),
            }
        }
    }
}

impl Drop for Wait {
    fn drop(&mut self) {
        let mut open = lock(&self.streams.open);
        if let Some(place) = open.waiting.iter().position(|waiting| *waiting == self.client) {
            open.waiting.swap_remove(place);
        }
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        let mut open = lock(&self.streams.open);
        open.listeners.retain(|listener| !Arc::ptr_eq(listener, &self.listener));
        metrics::gauge!("streams_open").set(open.listeners.len() as f64);
    }
}

/// Nothing is left half done under these locks, so what a panic left is good.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::auth::{Grant, Role};

    fn member(sites: &[TotemId]) -> Account {
        Account {
            id: AccountId::new(),
            session: SessionId::new(),
            by_cookie: false,
            verified_at: chrono::DateTime::UNIX_EPOCH,
            has_second_factor: false,
            must_enrol: false,
            email: String::new(),
            name: String::new(),
            language: String::new(),
            grants: sites.iter().map(|site| Grant { role: Role::Agent, totem_id: Some(*site), organization_id: None }).collect(),
        }
    }

    fn change(revision: i64, owner: Option<AccountId>, site: Option<TotemId>) -> Change {
        Change { collection: "service_requests", id: Uuid::from_u128(revision.unsigned_abs().into()), revision, owner, site }
    }

    #[test]
    fn a_change_is_told_to_whose_it_is_and_to_the_site_and_to_nobody_else() {
        let streams = Streams::default();
        let (site, other) = (TotemId::new(), TotemId::new());
        let (asker, agent, stranger) = (member(&[]), member(&[site]), member(&[other]));
        let listeners = [&asker, &agent, &stranger].map(|account| streams.enter(account, None).expect("a place"));
        for listener in streams.listeners() {
            listener.tell(&change(1, Some(asker.id), Some(site)));
            listener.tell(&change(2, Some(asker.id), None));
            listener.tell(&change(3, None, None));
        }
        let [asker, agent, stranger] = listeners.map(|listener| listener.take().expect("open").matches("changed").count());
        assert_eq!((asker, agent, stranger), (2, 1, 0));
    }

    #[test]
    fn an_event_is_a_collection_an_id_and_its_latest_revision_and_nothing_more() {
        let (streams, asker) = (Streams::default(), member(&[]));
        let listener = streams.enter(&asker, None).expect("a place");
        for revision in [6, 7, 5] {
            listener.tell(&Change { id: Uuid::nil(), ..change(revision, Some(asker.id), None) });
        }
        let text = listener.take().expect("open");
        let data = "{\"collection\":\"service_requests\",\"id\":\"00000000-0000-0000-0000-000000000000\",\"revision\":7}";
        assert_eq!(text, format!("event: changed\ndata: {data}\n\n"));
        assert_eq!(listener.take(), Some(String::new()));
    }

    #[test]
    fn a_slow_reader_is_told_to_reload_and_holds_no_more_than_a_few_changes() {
        let (streams, asker) = (Streams::default(), member(&[]));
        let listener = streams.enter(&asker, None).expect("a place");
        for revision in 0..10_000 {
            listener.tell(&change(revision, Some(asker.id), None));
            assert!(lock(&listener.waiting).changes.len() <= WAITING);
        }
        assert_eq!(listener.take().as_deref(), Some(RELOAD));
        listener.tell(&change(1, Some(asker.id), None));
        assert!(listener.take().expect("open").starts_with("event: changed"));
    }

    #[test]
    fn places_are_bounded_for_an_account_and_in_all_and_given_back() {
        let streams = Arc::new(Streams::default());
        let place = |account: &Account| {
            let listener = streams.enter(account, None).map_err(|problem| problem.code)?;
            Ok::<_, ErrorCode>(Place { streams: streams.clone(), listener })
        };
        let one = member(&[]);
        let mut places: Vec<Place> = (0..PER_ACCOUNT).map(|_| place(&one).expect("a place")).collect();
        assert_eq!(place(&one).err(), Some(ErrorCode::TooManyRequests));
        places.pop();
        places.push(place(&one).expect("the place given back"));
        places.extend((places.len()..IN_ALL).map(|_| place(&member(&[])).expect("a place")));
        assert_eq!(place(&member(&[])).err(), Some(ErrorCode::Unavailable));
        drop(places);
        assert!(place(&one).is_ok() && streams.listeners().is_empty());
    }
}
