//! The SQL of what partners read. What stands in the feed is public by itself; the directory gives the records.

use std::collections::HashMap;

use diesel::{
    QueryResult, QueryableByName,
    sql_types::{BigInt, Bool, Integer, Nullable, Text, Uuid as SqlUuid},
};
use diesel_async::{AsyncPgConnection, RunQueryDsl};
use uuid::Uuid;

use super::model::{Change, ChangeSource, ChangeState, SYSTEM, TombstoneReason, View};
use crate::{
    auth::Authority,
    db::{REASON, Sql, sql},
    directory,
    ids::OrganizationId,
};

#[derive(QueryableByName)]
pub struct Head {
    #[diesel(sql_type = SqlUuid)]
    epoch: Uuid,
    #[diesel(sql_type = BigInt)]
    pub position: i64,
    /// The last tombstone that this reader would have seen and that has been forgotten.
    #[diesel(sql_type = BigInt)]
    pub purged: i64,
}

impl Head {
    pub fn epoch(&self) -> String {
        self.epoch.simple().to_string()
    }
}

/// Without the reader's own records.
fn without_own(statement: Sql, view: View) -> Sql {
    match view.but {
        None => statement,
        Some(own) => statement.push(" and authority <> ").bind::<Text, _>(own.name()),
    }
}

pub async fn head(connection: &mut AsyncPgConnection, view: View) -> QueryResult<Head> {
    let statement = sql("select epoch, position, coalesce((select max(position) from feed_purges where kind = ")
        .bind::<Text, _>(view.kind.name());
    without_own(statement, view).push("), 0) as purged from feed_head").get_result(connection).await
}

#[derive(QueryableByName)]
struct Entry {
    #[diesel(sql_type = SqlUuid)]
    id: Uuid,
    #[diesel(sql_type = BigInt)]
    position: i64,
    #[diesel(sql_type = BigInt)]
    revision: i64,
    #[diesel(sql_type = Text)]
    authority: String,
    /// Still public at this moment: what is no longer is not given away until its own position comes.
    #[diesel(sql_type = Bool)]
    visible: bool,
    #[diesel(sql_type = Text)]
    reason: String,
    #[diesel(sql_type = Nullable<SqlUuid>)]
    merged_into: Option<Uuid>,
    #[diesel(sql_type = Text)]
    system: String,
    #[diesel(sql_type = Text)]
    external_id: String,
}

/// The next items after a position, and the position of the last one looked at. It reads twice, so it needs one moment.
pub async fn changes(
    connection: &mut AsyncPgConnection,
    view: View,
    after: i64,
    limit: i64,
    tombstones: bool,
) -> QueryResult<(Vec<Change>, Option<i64>)> {
    let statement = sql("select f.id, f.position, f.revision, f.authority, f.state = 'updated' and coalesce(o.status = 'published', false) as visible, coalesce(f.reason, ")
        .push(REASON)
        .push(") as reason, coalesce(f.merged_into, o.merged_into) as merged_into, coalesce(p.system, ")
        .bind::<Text, _>(SYSTEM)
        .push(") as system, coalesce(p.external_id, f.id::text) as external_id from (select record_id as id, position, revision, authority, state, reason, merged_into from feed where kind = ")
        .bind::<Text, _>(view.kind.name())
        .push(" and position > ")
        .bind::<BigInt, _>(after);
    let statement = if tombstones { statement } else { statement.push(" and state = 'updated'") };
    let entries: Vec<Entry> = without_own(statement, view)
        .push(" order by position limit ")
        .bind::<BigInt, _>(limit)
        .push(") f left join organizations o on o.id = f.id left join partner_records p on p.kind = 'organization' and p.record_id = f.id and p.authority = f.authority order by f.position")
        .load(connection)
        .await?;
    let last = entries.last().map(|entry| entry.position);
    let shown: Vec<Uuid> = entries.iter().filter(|entry| entry.visible).map(|entry| entry.id).collect();
    let records = directory::shared(connection, shown).await?;
    let mut records: HashMap<OrganizationId, _> = records.into_iter().map(|record| (record.id, record)).collect();
    let change = |entry: Entry| {
        let Entry { id, position: modified, revision, authority, visible: _, reason, merged_into, system, external_id } = entry;
        let kind = view.kind;
        let (authority, source) = (Some(authority), Some(ChangeSource { system, external_id }));
        match records.remove(&OrganizationId(id)) {
            Some(record) => {
                let (state, data) = (ChangeState::Updated, Some(record));
                Change { state, kind, id, modified, revision, authority, source, reason: None, merged_into: None, data }
            }
            None => {
                let reason = TombstoneReason::from_name(&reason);
                let merged_into = merged_into.filter(|_| reason == TombstoneReason::Merged);
                let (state, reason) = (ChangeState::Deleted, Some(reason));
                Change { state, kind, id, modified, revision, authority, source, reason, merged_into, data: None }
            }
        }
    };
    let changes = entries.into_iter().map(change).filter(|change| tombstones || change.data.is_some());
    Ok((changes.collect(), last))
}

#[derive(QueryableByName)]
pub struct Bucket {
    #[diesel(sql_type = Integer)]
    pub bucket: i32,
    #[diesel(sql_type = BigInt)]
    pub count: i64,
    /// Its 256 bits, each a digit.
    #[diesel(sql_type = Text)]
    pub digest: String,
}

/// What stands in the feed, by the last byte of the ids.
pub async fn buckets(connection: &mut AsyncPgConnection, view: View) -> QueryResult<Vec<Bucket>> {
    let statement = sql("select get_byte(uuid_send(record_id), 15) as bucket, count(*) as count, bit_xor(('x' || encode(sha256(convert_to(record_id::text || ':' || revision, 'UTF8')), 'hex'))::bit(256))::text as digest from feed where state = 'updated' and kind = ")
        .bind::<Text, _>(view.kind.name());
    without_own(statement, view).push(" group by 1 order by 1").load(connection).await
}

/// A reader that has no records of its own here sees all.
pub fn but(own: Option<Authority>, include_own: bool) -> Option<Authority> {
    own.filter(|_| !include_own)
}

#[cfg(test)]
impl Head {
    pub fn new(position: i64, purged: i64) -> Self {
        Self { epoch: Uuid::nil(), position, purged }
    }
}
