//! Lists of records for those who have something to do with them.

use chrono::{DateTime, NaiveDate, Utc};
use diesel::{
    QueryResult, QueryableByName,
    sql_types::{Array, BigInt, Date, Jsonb, Nullable, Text, Timestamptz, Uuid as SqlUuid},
};
use diesel_async::{AsyncPgConnection, RunQueryDsl};

use super::super::model::{OrganizationStatus, Party, RecordEntry, Review};
use crate::{
    auth::Account,
    db::{JsonColumn, Sql, sql},
    http::LangText,
    ids::OrganizationId,
};

#[derive(QueryableByName)]
pub struct EntryRow {
    #[diesel(sql_type = SqlUuid)]
    pub id: OrganizationId,
    #[diesel(sql_type = Text)]
    slug: String,
    #[diesel(sql_type = Text)]
    name: String,
    #[diesel(sql_type = Array<Text>)]
    kinds: Vec<String>,
    #[diesel(sql_type = Nullable<Jsonb>)]
    summary: Option<JsonColumn<LangText>>,
    #[diesel(sql_type = Nullable<Text>)]
    website: Option<String>,
    #[diesel(sql_type = Nullable<Text>)]
    locality: Option<String>,
    #[diesel(sql_type = Text)]
    status: String,
    #[diesel(sql_type = Nullable<Text>)]
    review_reason: Option<String>,
    #[diesel(sql_type = Nullable<Text>)]
    review_note: Option<String>,
    #[diesel(sql_type = Nullable<Text>)]
    proposed_by: Option<String>,
    #[diesel(sql_type = Nullable<Date>)]
    confirmed_on: Option<NaiveDate>,
    #[diesel(sql_type = Timestamptz)]
    created_at: DateTime<Utc>,
    #[diesel(sql_type = Timestamptz)]
    updated_at: DateTime<Utc>,
    #[diesel(sql_type = BigInt)]
    revision: i64,
}

impl EntryRow {
    /// As somebody on this side sees it.
    pub fn seen(self, party: impl FnOnce(OrganizationId) -> Party) -> RecordEntry {
        let Self {
            id,
            slug,
            name,
            kinds,
            summary,
            website,
            locality,
            status,
            review_reason,
            review_note,
            proposed_by,
            confirmed_on,
            created_at,
            updated_at,
            revision,
        } = self;
        let status = OrganizationStatus::from_name(&status);
        RecordEntry {
            id,
            slug,
            name,
            kinds,
            summary: summary.map(|text| text.0),
            website,
            locality,
            status,
            review: review_reason.map(|reason| Review { reason, note: review_note }),
            allowed_transitions: status.next(party(id)).to_vec(),
            proposed_by,
            confirmed_on,
            created_at,
            updated_at,
            revision,
        }
    }
}

const ENTRY: &str = "o.id, o.slug, o.name, o.kinds, o.summary, o.website, o.locality, o.status, o.review_reason, o.review_note, \
    o.confirmed_on, o.created_at, o.updated_at, o.revision";

/// Records in this state, those that came first at the top.
pub fn reviews(status: OrganizationStatus, after: Option<OrganizationId>, limit: i64) -> Sql {
    let mut statement = sql("select ")
        .push(ENTRY)
        .push(", account_name(o.created_by) as proposed_by from organizations o where o.status <> 'published' and o.status = ")
        .bind::<Text, _>(status.name());
    if let Some(id) = after {
        statement = statement.push(" and o.id > ").bind::<SqlUuid, _>(id);
    }
    statement.push(" order by o.id limit ").bind::<BigInt, _>(limit)
}

/// Records that somebody keeps, and those that they proposed and nobody has published; the newest first.
pub fn mine(account: &Account, before: Option<OrganizationId>, limit: i64) -> Sql {
    let mut statement = sql("select ")
        .push(ENTRY)
        .push(", null::text as proposed_by from organizations o where o.status <> 'deleted' and (o.id = any(")
        .bind::<Array<SqlUuid>, _>(account.organizations())
        .push(") or o.created_by = ")
        .bind::<SqlUuid, _>(account.id)
        .push(" and o.status in ('pending_review', 'sent_back', 'refused'))");
    if let Some(id) = before {
        statement = statement.push(" and o.id < ").bind::<SqlUuid, _>(id);
    }
    statement.push(" order by o.id desc limit ").bind::<BigInt, _>(limit)
}

pub async fn load_entries(connection: &mut AsyncPgConnection, statement: Sql) -> QueryResult<Vec<EntryRow>> {
    statement.load(connection).await
}
