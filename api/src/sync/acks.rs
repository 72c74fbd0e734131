//! What partner regions have to confirm. Whoever could see a record that was erased or taken back owes a word that their copy
//! is gone, too; the sequencer notes who owes it together with the tombstone.

use chrono::{DateTime, Duration, Utc};
use diesel::{
    QueryResult, QueryableByName,
    sql_types::{Array, BigInt, Bool, Nullable, Text, Timestamptz, Uuid as SqlUuid},
};
use diesel_async::RunQueryDsl;
use garde::Validate;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use super::model::{SyncKind, TombstoneReason};
use crate::{
    auth::Authority,
    db::{Event, Kind, Sql, Tx, sql},
};

/// After this time an erasure that is not confirmed is overdue.
fn overdue_since(now: DateTime<Utc>) -> DateTime<Utc> {
    now - Duration::days(30)
}

/// A deleted item of the feed, as it names itself there.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
pub struct Tombstone {
    #[garde(skip)]
    pub kind: SyncKind,
    #[garde(skip)]
    pub id: Uuid,
    /// Its position.
    #[garde(range(min = 1, max = 9_007_199_254_740_991))]
    #[schema(minimum = 1, maximum = 9_007_199_254_740_991_i64, example = 18424)]
    pub modified: i64,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum AckOutcome {
    Acknowledged,
    /// It was acknowledged before.
    Unchanged,
    /// Nothing of the kind is asked of this region: no such tombstone, another position, or none that needs a word.
    Unknown,
}

/// What became of a word.
#[derive(Serialize, ToSchema)]
pub struct AckResult {
    pub kind: SyncKind,
    pub id: Uuid,
    #[schema(minimum = 1, example = 18424)]
    pub modified: i64,
    pub outcome: AckOutcome,
}

/// In the order in which they came.
#[derive(Serialize, ToSchema)]
pub struct AckResults {
    pub items: Vec<AckResult>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum AckStatus {
    Open,
    Acknowledged,
}

/// A deletion that a partner region has to confirm.
#[derive(Serialize, ToSchema)]
pub struct SyncAck {
    /// Who has to.
    pub partner: Authority,
    pub kind: SyncKind,
    /// Of the record that is gone.
    pub id: Uuid,
    /// The position of its tombstone in the feed.
    #[schema(minimum = 1, example = 18424)]
    pub modified: i64,
    pub reason: TombstoneReason,
    /// Whose record it was.
    pub authority: Authority,
    pub status: AckStatus,
    /// Open for more than 30 days.
    #[schema(example = false)]
    pub overdue: bool,
    /// When the record left the feed.
    pub since: DateTime<Utc>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub acknowledged_at: Option<DateTime<Utc>>,
}

#[derive(QueryableByName)]
pub struct Row {
    #[diesel(sql_type = BigInt)]
    pub position: i64,
    #[diesel(sql_type = Text)]
    pub partner: String,
    #[diesel(sql_type = SqlUuid)]
    record_id: Uuid,
    #[diesel(sql_type = Text)]
    authority: String,
    #[diesel(sql_type = Text)]
    reason: String,
    #[diesel(sql_type = Timestamptz)]
    since: DateTime<Utc>,
    #[diesel(sql_type = Nullable<Timestamptz>)]
    acknowledged_at: Option<DateTime<Utc>>,
}

impl Row {
    pub fn at(self, now: DateTime<Utc>) -> SyncAck {
        let Self { position, partner, record_id, authority, reason, since, acknowledged_at } = self;
        let named = |name: &str| Authority::from_name(name).unwrap_or(Authority::FrLorraine);
        let open = acknowledged_at.is_none();
        SyncAck {
            partner: named(&partner),
            kind: SyncKind::Organization,
            id: record_id,
            modified: position,
            reason: TombstoneReason::from_name(&reason),
            authority: named(&authority),
            status: if open { AckStatus::Open } else { AckStatus::Acknowledged },
            overdue: open && since < overdue_since(now),
            since,
            acknowledged_at,
        }
    }
}

/// Where a page ended.
#[derive(Serialize, Deserialize)]
pub struct Place(pub i64, pub String);

/// What is listed.
pub struct Filter {
    /// Of everybody without it.
    pub partner: Option<Authority>,
    pub status: Option<AckStatus>,
    pub overdue: bool,
}

/// The oldest first.
pub fn page(filter: Filter, now: DateTime<Utc>, after: Option<Place>, limit: i64) -> Sql {
    let Filter { partner, status, overdue } = filter;
    let mut statement =
        sql("select position, partner, record_id, authority, reason, since, acknowledged_at from sync_acks where true");
    if let Some(partner) = partner {
        statement = statement.push(" and partner = ").bind::<Text, _>(partner.name());
    }
    statement = match status {
        None => statement,
        Some(AckStatus::Open) => statement.push(" and acknowledged_at is null"),
        Some(AckStatus::Acknowledged) => statement.push(" and acknowledged_at is not null"),
    };
    if overdue {
        statement = statement.push(" and acknowledged_at is null and since < ").bind::<Timestamptz, _>(overdue_since(now));
    }
    if let Some(Place(position, partner)) = after {
        statement = statement.push(" and (position, partner) > (").bind::<BigInt, _>(position);
        statement = statement.push(", ").bind::<Text, _>(partner).push(")");
    }
    statement.push(" order by position, partner limit ").bind::<BigInt, _>(limit)
}

#[derive(QueryableByName)]
struct Given {
    #[diesel(sql_type = BigInt)]
    place: i64,
    #[diesel(sql_type = Bool)]
    anew: bool,
}

/// Takes a region's word for what it says that it has deleted; the events of what was not known before.
pub async fn acknowledge(
    tx: &mut Tx,
    partner: Authority,
    said: &[Tombstone],
    now: DateTime<Utc>,
) -> QueryResult<(AckResults, Vec<Event>)> {
    let kinds = said.iter().map(|one| one.kind.name()).collect::<Vec<_>>();
    let ids = said.iter().map(|one| one.id).collect::<Vec<_>>();
    let positions = said.iter().map(|one| one.modified).collect::<Vec<_>>();
    let given: Vec<Given> = sql("with said as (select min(place) as place, kind, record_id, position from unnest(")
        .bind::<Array<Text>, _>(kinds)
        .push(", ")
        .bind::<Array<SqlUuid>, _>(ids)
        .push(", ")
        .bind::<Array<BigInt>, _>(positions)
        .push(") with ordinality as s (kind, record_id, position, place) group by kind, record_id, position), asked as (select s.place, a.position, a.partner from said s join sync_acks a using (kind, record_id, position) where a.partner = ")
        .bind::<Text, _>(partner.name())
        .push("), given as (update sync_acks a set acknowledged_at = ")
        .bind::<Timestamptz, _>(now)
        .push(" from asked k where a.position = k.position and a.partner = k.partner and a.acknowledged_at is null returning k.place) select k.place, g.place is not null as anew from asked k left join given g using (place)")
        .load(tx)
        .await?;
    let mut events = vec![];
    let result = |(place, one): (i64, &Tombstone)| {
        let Tombstone { kind, id, modified } = *one;
        // What is said twice at once is known by its first place.
        let first = said.iter().zip(1..).find_map(|(other, place)| (other == one).then_some(place)).unwrap_or(place);
        let outcome = match given.iter().find(|given| given.place == first) {
            Some(given) if given.anew && place == first => {
                events.push(Event::new("sync_ack.given", Kind::SyncAck, id, modified));
                AckOutcome::Acknowledged
            }
            Some(_) => AckOutcome::Unchanged,
            None => AckOutcome::Unknown,
        };
        AckResult { kind, id, modified, outcome }
    };
    let items = (1..).zip(said).map(result).collect();
    Ok((AckResults { items }, events))
}
