//! A page is taken over together with where to go on, in one transaction: a kill loses neither or both.

use serde_json::Value;
use sha2::{Digest, Sha256};

use super::{
    partner::{Item, Page},
    queries::{self, Followed},
};
use crate::{
    auth::Authority,
    clock::Clock,
    db::{Db, Emitted, Event, Origin, Tx},
    error::{ErrorCode, Language},
    http::{Answer, Problem, json},
    sync::{
        apply::{self, Named, Offer, Rule, Said, SourceOutcome},
        conflicts::{self, Aside, SyncConflictReason},
        model::{SYSTEM, SyncKind, TombstoneReason},
        records,
        source::{self, Record},
    },
};

/// So many records go without anybody being asked, and such a part of all.
const FEW: i64 = 10;
const PART: i64 = 5;
/// Records removed in one transaction.
const BATCH: i64 = 100;

/// What a page did.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    pub created: i64,
    pub updated: i64,
    pub withdrawn: i64,
    pub unchanged: i64,
    pub conflicts: i64,
}

impl Counts {
    pub fn add(&mut self, other: Self) {
        self.created += other.created;
        self.updated += other.updated;
        self.withdrawn += other.withdrawn;
        self.unchanged += other.unchanged;
        self.conflicts += other.conflicts;
    }

    pub fn note(&mut self, outcome: SourceOutcome) {
        *match outcome {
            SourceOutcome::Created => &mut self.created,
            SourceOutcome::Updated => &mut self.updated,
            SourceOutcome::Withdrawn => &mut self.withdrawn,
            SourceOutcome::Unchanged => &mut self.unchanged,
        } += 1;
    }

    fn changes(self) -> i64 {
        self.created + self.updated + self.withdrawn
    }
}

/// What an item offers; None where it is not the partner's own to say.
pub fn offer(authority: Authority, item: &Item) -> Option<Result<Offer, (Aside, Problem)>> {
    let own = item.authority.as_deref() == Some(authority.name()) && item.kind == SyncKind::Organization.name();
    #[cfg(feature = "planted-faults")]
    let own = own || super::planted::is("echo_filter_off");
    if !own {
        return None;
    }
    let named = Named { authority, system: SYSTEM.to_owned(), kind: SyncKind::Organization, external_id: item.id.clone() };
    let gone = |reason: TombstoneReason| {
        let data = serde_json::json!({ "reason": reason, "merged_into": item.merged_into });
        let said = Said::Gone { reason, merged_into: item.merged_into.clone() };
        Offer { named: named.clone(), source_revision: item.revision, said, data }
    };
    let Some(data) = item.data.as_ref().filter(|_| item.state == "updated") else {
        let reason = item.reason.clone().and_then(|reason| serde_json::from_value(reason).ok());
        return Some(Ok(gone(reason.unwrap_or(TombstoneReason::Removed))));
    };
    // The data may be newer than the item that it came with: it has its own revision.
    let source_revision = data.get("revision").and_then(Value::as_i64).unwrap_or(item.revision).max(item.revision);
    let record = source::from_feed(data);
    let said = json::parse(record.to_string().as_bytes()).and_then(|said| Record::of(authority, said));
    Some(match said {
        Ok(said) => Ok(Offer { named, source_revision, said: Said::Is(Box::new(said)), data: record }),
        Err(problem) => {
            let name = data.get("name").and_then(Value::as_str).unwrap_or(&item.id).to_owned();
            let digest = Sha256::digest(record.to_string()).to_vec();
            Err((Aside { named, source_revision, digest, name, data: record }, problem))
        }
    })
}

/// Takes over a page, unless somebody else has been quicker; what it did.
pub async fn page(
    db: &Db,
    followed: &Followed,
    authority: Authority,
    path: &str,
    page: Page,
    next: String,
) -> Result<Option<Counts>, Problem> {
    let (before, url, outcome) = (followed.next.clone(), followed.url.clone(), std::rc::Rc::<std::cell::Cell<_>>::default());
    let told = outcome.clone();
    let Page { items, next: _, epoch, head } = page;
    let (last, path) = (items.is_empty(), path.to_owned());
    let write = async move |tx: &mut Tx| {
        let mut followed = queries::lock(tx, authority, &url).await?;
        let raced = followed.next != before;
        #[cfg(feature = "planted-faults")]
        let raced = raced && !super::planted::is("follow_checkpoint_apart");
        if raced || followed.halted.is_some() {
            told.set(None);
            return Ok(Emitted::all([], Answer::no_content()));
        }
        followed.anew |= followed.loading && followed.epoch.as_ref().is_some_and(|known| *known != epoch);
        let (mut counts, mut events, mut came) = (Counts::default(), vec![], vec![]);
        let rule = if followed.anew { Rule::Different } else { Rule::Read };
        for item in &items {
            let Some(offered) = offer(authority, item) else { continue };
            came.push(item.id.clone());
            events.extend(take(tx, offered, rule, &mut counts).await?);
        }
        if followed.loading {
            queries::mark(tx, authority, came, followed.mark).await?;
        }
        #[cfg(feature = "planted-faults")]
        if super::planted::is("follow_checkpoint_apart") {
            told.set(Some(counts));
            return Ok(Emitted::all(events, Answer::no_content()));
        }
        let now = Clock::from_environment().now();
        followed.position = items.last().map_or(followed.position, |item| item.modified);
        followed.taken_over += counts.changes();
        (followed.epoch, followed.head, followed.read_at) = (Some(epoch.clone()), head, Some(now));
        (followed.failing_since, followed.last_error) = (None, None);
        if last {
            (followed.position, followed.caught_up_at) = (head, Some(now));
        }
        followed.next = Some(if last { path.clone() } else { next.clone() });
        queries::keep(tx, &followed).await?;
        told.set(Some(counts));
        Ok(Emitted::all(events, Answer::no_content()))
    };
    db.write(Origin::system("sync"), &[], write).await?;
    Ok(outcome.take())
}

/// One item. What cannot be taken over is put aside, and the rest of the page goes on.
async fn take(
    tx: &mut Tx,
    offered: Result<Offer, (Aside, Problem)>,
    rule: Rule,
    counts: &mut Counts,
) -> Result<Vec<Event>, Problem> {
    let (aside, problem) = match offered {
        Ok(offer) => {
            queries::save(tx).await?;
            match apply::apply(tx, &offer, rule).await {
                Ok(applied) => {
                    queries::done(tx).await?;
                    counts.note(applied.outcome);
                    let conflict = conflicts::of_numbers(tx, &offer, &applied).await?;
                    counts.conflicts += i64::from(conflict.is_some());
                    return Ok(applied.events.into_iter().chain(conflict).collect());
                }
                // It would go no better: the whole page is tried again.
                Err(problem) if problem.transient || problem.code == ErrorCode::Unavailable => return Err(problem),
                Err(problem) => {
                    queries::undo(tx).await?;
                    (Aside::from(&offer), problem)
                }
            }
        }
        Err(unfit) => unfit,
    };
    let reason = match problem.code {
        ErrorCode::StaleRevision => {
            counts.unchanged += 1;
            return Ok(vec![]);
        }
        ErrorCode::RevisionConflict => SyncConflictReason::RevisionConflict,
        _ => SyncConflictReason::InvalidRecord,
    };
    let found = conflicts::insert(tx, &aside, reason, Some(wrong(&problem))).await?;
    counts.conflicts += i64::from(found.is_some());
    Ok(found.into_iter().collect())
}

/// The members that are wrong, or else the code of what is.
pub fn wrong(problem: &Problem) -> String {
    let member = |error| {
        let error = serde_json::to_value(error).unwrap_or_default();
        format!("{} {}", error["pointer"].as_str().unwrap_or_default(), error["code"].as_str().unwrap_or_default())
    };
    let members: Vec<String> = problem.errors(Language::En).into_iter().map(member).collect();
    if members.is_empty() { problem.code.code().to_owned() } else { members.join(", ") }
}

/// The cursor has expired: everything is read anew, and what does not come goes at the end.
pub async fn restart(db: &Db, followed: &Followed, authority: Authority) -> Result<(), Problem> {
    change(db, followed, authority, |followed| {
        followed.next = None;
        followed.loading = true;
        followed.mark += 1;
    })
    .await
}

/// Nothing came, and why.
pub async fn failed(db: &Db, followed: &Followed, authority: Authority, what: String) -> Result<(), Problem> {
    let now = Clock::from_environment().now();
    change(db, followed, authority, move |followed| {
        followed.failing_since = followed.failing_since.or(Some(now));
        followed.last_error = Some(what.clone());
    })
    .await
}

/// It is followed from now on, or at another address; a region does not follow itself.
pub async fn begin(db: &Db, authority: Authority, url: String) -> Result<(), Problem> {
    let write = async move |tx: &mut Tx| {
        if records::own_authority(tx).await? == authority.name() {
            return Err(Problem::new(ErrorCode::ForeignAuthority).with([authority.name()]));
        }
        let followed = queries::lock(tx, authority, &url).await?;
        if followed.url != url {
            queries::keep(tx, &Followed { url: url.clone(), ..followed }).await?;
        }
        Ok(Emitted::all([], Answer::no_content()))
    };
    db.write(Origin::system("sync"), &[], write).await.map(drop)
}

async fn change(
    db: &Db,
    followed: &Followed,
    authority: Authority,
    change: impl Fn(&mut Followed) + 'static,
) -> Result<(), Problem> {
    let (before, url) = (followed.next.clone(), followed.url.clone());
    let write = async move |tx: &mut Tx| {
        let mut followed = queries::lock(tx, authority, &url).await?;
        if followed.next == before {
            change(&mut followed);
            queries::keep(tx, &followed).await?;
        }
        Ok(Emitted::all([], Answer::no_content()))
    };
    db.write(Origin::system("sync"), &[], write).await.map(drop)
}

/// After everything was read anew: removes what did not come, unless that is so much that a person has to look first.
pub async fn sweep(db: &Db, followed: &Followed, authority: Authority, allowed: bool) -> Result<Counts, Problem> {
    let mark = followed.mark;
    let mut counts = Counts::default();
    let first = queries::missing(authority, mark);
    let queries::Missing { missing, held } =
        db.read(async |connection| diesel_async::RunQueryDsl::get_result(first, connection).await).await?;
    if !allowed && missing > FEW && missing * PART > held {
        change(db, followed, authority, move |followed| {
            followed.halted = Some(format!("{missing} of {held} records did not come when everything was read anew"));
        })
        .await?;
        return Ok(counts);
    }
    loop {
        let (url, before) = (followed.url.clone(), followed.next.clone());
        let removed = std::rc::Rc::<std::cell::Cell<i64>>::default();
        let told = removed.clone();
        let write = async move |tx: &mut Tx| {
            let mut followed = queries::lock(tx, authority, &url).await?;
            let mut events = vec![];
            if followed.next != before || followed.mark != mark {
                return Ok(Emitted::all(events, Answer::no_content()));
            }
            let gone = queries::some_missing(tx, authority, mark, BATCH).await?;
            told.set(i64::try_from(gone.len()).unwrap_or(0));
            for queries::Gone { external_id, source_revision } in gone {
                let named = Named { authority, system: SYSTEM.to_owned(), kind: SyncKind::Organization, external_id };
                let said = Said::Gone { reason: TombstoneReason::Removed, merged_into: None };
                let offer = Offer { named, source_revision, said, data: Value::Null };
                events.extend(apply::apply(tx, &offer, Rule::Read).await?.events);
            }
            if told.get() == 0 {
                (followed.loading, followed.anew, followed.halted) = (false, false, None);
                queries::keep(tx, &followed).await?;
            }
            Ok(Emitted::all(events, Answer::no_content()))
        };
        db.write(Origin::system("sync"), &[], write).await?;
        if removed.get() == 0 {
            return Ok(counts);
        }
        counts.withdrawn += removed.get();
    }
}
