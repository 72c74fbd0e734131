//! The sequencer: gives the rows of the change log their positions, after their commits and without gaps, and keeps the
//! feed (docs/sync.md).
//!
//! A position that is taken by the write itself becomes visible late when its transaction ends late, and whoever reads has
//! passed it by then. So whoever reads numbers first, under a lock; no daemon must live for it.

#[cfg(feature = "planted-faults")]
mod planted;

use diesel::{QueryResult, QueryableByName, sql_types::Bool};
use diesel_async::{AsyncPgConnection, RunQueryDsl};

use super::{Db, sql};
use crate::{error::ErrorCode, http::Problem};

/// Rows numbered in one transaction.
const MOST: usize = 2000;

/// Why a record `o` that was public is so no longer. One that has gone altogether was erased.
pub const REASON: &str = "case when o.id is null then 'erased' when o.merged_into is not null then 'merged' \
    when o.review_reason = 'withdrawn' then 'consent_withdrawn' when o.status = 'deleted' then 'removed' else 'unpublished' end";

impl Db {
    /// Numbers what has been committed until now. Who numbers at the same moment is waited for briefly; after that, what is
    /// numbered is what there is.
    pub async fn assign(&self) -> Result<(), Problem> {
        while self.is_behind().await? {
            match self.upkeep(number).await {
                Ok(MOST) => {}
                Ok(_) => break,
                Err(problem) if problem.code == ErrorCode::Unavailable && !problem.transient => {
                    log::info!("the change log is being numbered by somebody else");
                    break;
                }
                Err(problem) => return Err(problem),
            }
        }
        Ok(())
    }

    /// Most looks find nothing to number: they write nothing and wait for nobody.
    async fn is_behind(&self) -> Result<bool, Problem> {
        #[derive(QueryableByName)]
        struct Behind {
            #[diesel(sql_type = Bool)]
            behind: bool,
        }
        let statement = sql("select exists(select from change_log where position is null) as behind");
        let found: Behind = self.read_everything(async |connection| statement.get_result(connection).await).await?;
        Ok(found.behind)
    }
}

/// Three statements: the lock, then the numbering, which must see what whoever held the lock has committed, then the feed.
async fn number(connection: &mut AsyncPgConnection) -> QueryResult<usize> {
    #[cfg(feature = "planted-faults")]
    if let Some(fault) = planted::fault() {
        return planted::number(fault, connection).await;
    }
    lock(connection).await?;
    let numbered = sql("with waiting as (select seq, row_number() over (order by seq) as place from (select seq from change_log where position is null order by seq limit 2000) w) update change_log c set position = h.position + w.place from waiting w, feed_head h where c.seq = w.seq")
        .execute(connection)
        .await?;
    keep_feed(connection).await?;
    Ok(numbered)
}

async fn lock(connection: &mut AsyncPgConnection) -> QueryResult<usize> {
    sql("select h.position from set_config('lock_timeout', '300ms', true), feed_head h for update of h").execute(connection).await
}

/// Moves the record of each new position there; a record of another region with the revision and the reason that it gave. What is not public (any more) is told of only if it was.
/// Of what was erased or taken back each region that could see it owes a word, unless it has become public again.
async fn keep_feed(connection: &mut AsyncPgConnection) -> QueryResult<usize> {
    sql("with numbered as (select distinct on (c.record_id) c.record_id, c.position, c.revision, c.at from change_log c, feed_head h where c.kind = 'organization' and c.position > h.position order by c.record_id, c.position desc), moved as (select n.record_id, n.position, n.at, coalesce(p.source_revision, n.revision) as revision, o.authority, coalesce(o.status = 'published', false) as visible, coalesce(p.reason, ")
        .push(REASON)
        .push(") as reason, o.merged_into from numbered n left join organizations o on o.id = n.record_id left join partner_records p on p.kind = 'organization' and p.record_id = n.record_id and p.authority = coalesce(o.authority, p.authority)), shown as (insert into feed (kind, record_id, position, revision, authority, state) select 'organization', record_id, position, revision, authority, 'updated' from moved where visible on conflict (kind, record_id) do update set position = excluded.position, revision = excluded.revision, authority = excluded.authority, state = 'updated', reason = null, merged_into = null, at = now()), hidden as (update feed f set position = m.position, revision = m.revision, state = 'deleted', reason = m.reason, merged_into = case when m.reason = 'merged' then m.merged_into end, at = now() from moved m where not m.visible and f.kind = 'organization' and f.record_id = m.record_id and f.state = 'updated' returning f.kind, f.record_id, f.position, f.authority, f.reason, m.at), owed as (insert into sync_acks (position, partner, kind, record_id, authority, reason) select distinct h.position, c.authority, h.kind, h.record_id, h.authority, h.reason from hidden h join api_clients c on c.authority <> h.authority and 'sync:read' = any(c.scopes) and c.created_at < h.at where h.reason in ('consent_withdrawn', 'erased')), over as (delete from sync_acks a using moved m where m.visible and a.kind = 'organization' and a.record_id = m.record_id and a.acknowledged_at is null) update feed_head set position = (select max(position) from change_log)")
        .execute(connection)
        .await
}
