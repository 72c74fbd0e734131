//! What partner regions said and what waits for a person: two contents of one revision, a record that cannot be one, a
//! number of a register that another record has.

use chrono::{DateTime, Utc};
use diesel::{
    QueryResult, QueryableByName,
    sql_types::{BigInt, Binary, Jsonb, Nullable, Text, Timestamptz, Uuid as SqlUuid},
};
use diesel_async::RunQueryDsl;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use utoipa::ToSchema;

use super::{
    apply::{Applied, Named, Offer},
    compared::LikelyMatch,
    model::SyncKind,
    records,
};
use crate::{
    auth::Authority,
    db::{Event, JsonColumn, Kind, Tx, sql},
    error::ErrorCode,
    http::Problem,
    ids::{OrganizationId, SyncConflictId},
};

/// Why something waits for a person. The list is open.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum SyncConflictReason {
    /// The same revision was said with other content before.
    RevisionConflict,
    /// What was said cannot be a record here.
    InvalidRecord,
    /// The record was taken over without numbers of registers that another record has: they may be one organization.
    NumberTaken,
}

impl SyncConflictReason {
    pub fn name(self) -> &'static str {
        match self {
            Self::RevisionConflict => "revision_conflict",
            Self::InvalidRecord => "invalid_record",
            Self::NumberTaken => "number_taken",
        }
    }

    /// The table of the database holds no other word.
    fn from_name(name: &str) -> Self {
        match name {
            "revision_conflict" => Self::RevisionConflict,
            "number_taken" => Self::NumberTaken,
            _ => Self::InvalidRecord,
        }
    }
}

/// Where a conflict stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum SyncConflictStatus {
    Open,
    /// What was put aside has been taken over.
    Taken,
    /// What stands here stays.
    Dismissed,
}

impl SyncConflictStatus {
    pub fn name(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Taken => "taken",
            Self::Dismissed => "dismissed",
        }
    }

    fn from_name(name: &str) -> Self {
        [Self::Open, Self::Taken].into_iter().find(|status| status.name() == name).unwrap_or(Self::Dismissed)
    }

    pub fn next(self, reason: SyncConflictReason) -> &'static [Self] {
        match (self, reason) {
            (Self::Open, SyncConflictReason::RevisionConflict) => &[Self::Taken, Self::Dismissed],
            (Self::Open, _) => &[Self::Dismissed],
            _ => &[],
        }
    }

    pub fn apply(self, reason: SyncConflictReason, to: Self) -> Result<Self, Problem> {
        let allowed = self.next(reason);
        if allowed.contains(&to) {
            return Ok(to);
        }
        let problem = Problem::new(ErrorCode::StateConflict).with([self.name(), to.name()]);
        Err(problem.allowed(allowed.iter().map(|status| status.name())))
    }
}

/// Something that a partner region said and that waits for a person.
#[derive(Clone, Serialize, ToSchema)]
#[schema(example = json!({
    "id": "01920c1e-7b5a-7c3e-9d4f-2a6b8c0d1e3f", "authority": "lu", "system": "guichet", "kind": "organization", "external_id": "4711",
    "reason": "revision_conflict", "source_revision": 7, "name": "Makerspace d’exemple",
    "data": {"name": "Makerspace d’exemple", "kinds": ["fablab"]},
    "current": {"name": "Makerspace d’exemple", "kinds": ["fablab", "third_place"]},
    "status": "open", "allowed_transitions": ["taken", "dismissed"],
    "revision": 1, "created_at": "2026-11-27T08:00:00Z",
}))]
pub struct SyncConflict {
    pub id: SyncConflictId,
    /// Who said it.
    pub authority: Authority,
    #[schema(example = "guichet")]
    pub system: String,
    pub kind: SyncKind,
    #[schema(example = "4711")]
    pub external_id: String,
    pub reason: SyncConflictReason,
    #[schema(minimum = 0, example = 7)]
    pub source_revision: i64,
    /// The record here, if there is one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub record_id: Option<OrganizationId>,
    #[schema(example = "Makerspace d’exemple")]
    pub name: String,
    /// What is wrong: a member, or the numbers.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(example = "LU-RCS B12345")]
    pub detail: Option<String>,
    /// As it was said.
    #[schema(value_type = Object)]
    pub data: Value,
    /// In the list: what is public here of the record, in the form in which it was said.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<Object>)]
    pub current: Option<Value>,
    /// In the list, of what waits: other records that may be of the same organization, the likeliest first. Nobody but a person
    /// says that they are.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[schema(required = false, max_items = 3)]
    pub likely_matches: Vec<LikelyMatch>,
    pub status: SyncConflictStatus,
    pub allowed_transitions: Vec<SyncConflictStatus>,
    /// Why it was settled so.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(example = "Vérifié auprès du Makerspace.")]
    pub note: Option<String>,
    #[schema(example = 1)]
    pub revision: i64,
    pub created_at: DateTime<Utc>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub settled_at: Option<DateTime<Utc>>,
}

#[derive(QueryableByName)]
pub struct Row {
    #[diesel(sql_type = SqlUuid)]
    pub id: SyncConflictId,
    #[diesel(sql_type = Text)]
    authority: String,
    #[diesel(sql_type = Text)]
    system: String,
    #[diesel(sql_type = Text)]
    external_id: String,
    #[diesel(sql_type = Text)]
    reason: String,
    #[diesel(sql_type = BigInt)]
    source_revision: i64,
    #[diesel(sql_type = Nullable<SqlUuid>)]
    pub record_id: Option<OrganizationId>,
    #[diesel(sql_type = Text)]
    name: String,
    #[diesel(sql_type = Nullable<Text>)]
    detail: Option<String>,
    #[diesel(sql_type = Jsonb)]
    data: JsonColumn<Value>,
    #[diesel(sql_type = Text)]
    status: String,
    #[diesel(sql_type = Nullable<Text>)]
    note: Option<String>,
    #[diesel(sql_type = BigInt)]
    revision: i64,
    #[diesel(sql_type = Timestamptz)]
    created_at: DateTime<Utc>,
    #[diesel(sql_type = Timestamptz)]
    updated_at: DateTime<Utc>,
}

impl From<Row> for SyncConflict {
    fn from(row: Row) -> Self {
        let Row {
            id,
            authority,
            system,
            external_id,
            reason,
            source_revision,
            record_id,
            name,
            detail,
            data,
            status,
            note,
            revision,
            created_at,
            updated_at,
        } = row;
        let (reason, status) = (SyncConflictReason::from_name(&reason), SyncConflictStatus::from_name(&status));
        Self {
            id,
            authority: Authority::from_name(&authority).unwrap_or(Authority::FrLorraine),
            system,
            kind: SyncKind::Organization,
            external_id,
            reason,
            source_revision,
            record_id,
            name,
            detail,
            data: data.0,
            current: None,
            likely_matches: vec![],
            status,
            allowed_transitions: status.next(reason).to_vec(),
            note,
            revision,
            created_at,
            settled_at: (status != SyncConflictStatus::Open).then_some(updated_at),
        }
    }
}

pub const WHOLE: &str = "select id, authority, system, external_id, reason, source_revision, record_id, name, detail, data, status, note, \
    revision, created_at, updated_at from sync_conflicts where ";

/// Held until the transaction ends.
pub async fn lock(tx: &mut Tx, id: SyncConflictId) -> QueryResult<Option<SyncConflict>> {
    let rows: Vec<Row> = sql(WHOLE).push("id = ").bind::<SqlUuid, _>(id).push(" for update").load(tx).await?;
    Ok(rows.into_iter().next().map(Into::into))
}

pub async fn move_to(tx: &mut Tx, id: SyncConflictId, status: SyncConflictStatus, note: String) -> QueryResult<SyncConflict> {
    let statement = sql("update sync_conflicts set status = ").bind::<Text, _>(status.name()).push(", note = ");
    let statement = statement.bind::<Text, _>(note).push(" where id = ").bind::<SqlUuid, _>(id).push(
        " returning id, authority, system, external_id, reason, source_revision, record_id, name, detail, data, status, note, revision, created_at, updated_at",
    );
    Ok(statement.get_result::<Row>(tx).await?.into())
}

/// What is put aside.
#[derive(Clone)]
pub struct Aside {
    pub named: Named,
    pub source_revision: i64,
    pub digest: Vec<u8>,
    pub name: String,
    /// As it was said.
    pub data: Value,
}

impl From<&Offer> for Aside {
    fn from(offer: &Offer) -> Self {
        let Offer { named, source_revision, said: _, data } = offer.clone();
        Self { named, source_revision, digest: offer.digest(), name: offer.name(), data }
    }
}

/// Puts it aside; the event if it was not there yet.
pub async fn insert(
    tx: &mut Tx,
    aside: &Aside,
    reason: SyncConflictReason,
    detail: Option<String>,
) -> QueryResult<Option<Event>> {
    #[derive(QueryableByName)]
    struct Id {
        #[diesel(sql_type = SqlUuid)]
        id: SyncConflictId,
    }
    let Aside { named: Named { authority, system, kind, external_id }, source_revision, digest, name, data } = aside.clone();
    let statement = sql("insert into sync_conflicts (id, authority, system, kind, external_id, reason, source_revision, digest, name, detail, data, record_id) select ")
        .bind::<SqlUuid, _>(SyncConflictId::new())
        .push(", ")
        .bind::<Text, _>(authority.name())
        .push(", ")
        .bind::<Text, _>(system)
        .push(", ")
        .bind::<Text, _>(kind.name())
        .push(", ")
        .bind::<Text, _>(external_id)
        .push(", ")
        .bind::<Text, _>(reason.name())
        .push(", ")
        .bind::<BigInt, _>(source_revision)
        .push(", ")
        .bind::<Binary, _>(digest)
        .push(", ")
        .bind::<Text, _>(name)
        .push(", ")
        .bind::<Nullable<Text>, _>(detail)
        .push(", ")
        .bind::<Jsonb, _>(data)
        .push(", (select record_id");
    let rows: Vec<Id> = records::of(statement, &aside.named)
        .push(") on conflict on constraint sync_conflicts_key do nothing returning id")
        .load(tx)
        .await?;
    Ok(rows.into_iter().next().map(|row| Event::new("sync_conflict.found", Kind::SyncConflict, row.id.0, 1)))
}

/// Numbers that the record had to be taken over without.
pub async fn of_numbers(tx: &mut Tx, offer: &Offer, applied: &Applied) -> QueryResult<Option<Event>> {
    if applied.taken.is_empty() {
        return Ok(None);
    }
    insert(tx, &offer.into(), SyncConflictReason::NumberTaken, Some(applied.taken.join(", "))).await
}
