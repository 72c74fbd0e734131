//! What was written, for whoever follows it: each number of the change log, and who may hear of a request behind it.

use diesel::{
    QueryableByName,
    sql_types::{Array, BigInt, Nullable, Uuid as SqlUuid},
};
use diesel_async::RunQueryDsl;

use crate::{
    db::sql,
    http::{Problem, events::Change},
    ids::{AccountId, RequestId, TotemId},
    state::State,
};

/// A row of the change log.
pub struct Written {
    pub seq: i64,
    change: Option<Change>,
}

impl Written {
    /// The change of a request, or of something at a site; nothing when it was of something else.
    pub fn change(&self) -> Option<&Change> {
        self.change.as_ref()
    }
}

#[derive(QueryableByName)]
struct Row {
    #[diesel(sql_type = BigInt)]
    seq: i64,
    #[diesel(sql_type = BigInt)]
    revision: i64,
    #[diesel(sql_type = Nullable<SqlUuid>)]
    left: Option<TotemId>,
    #[diesel(sql_type = Nullable<SqlUuid>)]
    id: Option<RequestId>,
    #[diesel(sql_type = Nullable<SqlUuid>)]
    owner: Option<AccountId>,
    #[diesel(sql_type = Nullable<SqlUuid>)]
    site: Option<TotemId>,
}

/// Up to so many rows after this number, and those of the numbers left out that have come since; in their order.
pub async fn written(state: &State, after: i64, left_out: &[i64], most: i64) -> Result<Vec<Written>, Problem> {
    let rows = sql("with news as ((select seq, kind, record_id, revision from change_log where seq > ")
        .bind::<BigInt, _>(after)
        .push(" order by seq limit ")
        .bind::<BigInt, _>(most)
        .push(") union all (select seq, kind, record_id, revision from change_log where seq = any(")
        .bind::<Array<BigInt>, _>(left_out.to_vec())
        // A site's agents see a request once it was sent.
        .push("))) select n.seq, n.revision, case when n.kind = 'totem' then n.record_id end as left, r.id, r.requester_id as owner, case when r.submitted_at is not null then r.totem_id end as site from news n left join service_requests r on n.kind = 'service_request' and r.id = n.record_id order by n.seq");
    let rows: Vec<Row> = state.db.read_everything(async |connection| rows.load(connection).await).await?;
    let written = |Row { seq, revision, left, id, owner, site }| {
        let request = id.map(|id| Change { collection: "service_requests", id: id.0, revision, owner, site });
        let totem = left.map(|id| Change { collection: "totems", id: id.0, revision, owner: None, site: Some(id) });
        Written { seq, change: request.or(totem) }
    };
    Ok(rows.into_iter().map(written).collect())
}

/// The highest number there is.
pub async fn last_written(state: &State) -> Result<i64, Problem> {
    #[derive(QueryableByName)]
    struct Last {
        #[diesel(sql_type = BigInt)]
        seq: i64,
    }
    let last = sql("select coalesce(max(seq), 0) as seq from change_log");
    let last: Last = state.db.read_everything(async |connection| last.get_result(connection).await).await?;
    Ok(last.seq)
}
