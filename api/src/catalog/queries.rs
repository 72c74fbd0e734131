//! All SQL of the catalogue.

use chrono::{DateTime, NaiveDate, Utc};
use diesel::{
    QueryResult, QueryableByName,
    sql_types::{Array, BigInt, Date, Nullable, Text, Timestamptz},
};
use diesel_async::{AsyncPgConnection, RunQueryDsl};

use crate::db::sql;

/// Where records come from, with what its licence asks for.
#[derive(QueryableByName)]
pub struct Source {
    #[diesel(sql_type = Text)]
    pub system: String,
    #[diesel(sql_type = Text)]
    pub name: String,
    #[diesel(sql_type = Text)]
    pub publisher: String,
    #[diesel(sql_type = Text)]
    pub licence: String,
    #[diesel(sql_type = Nullable<Text>)]
    pub licence_url: Option<String>,
    #[diesel(sql_type = Text)]
    pub attribution: String,
    #[diesel(sql_type = Nullable<Text>)]
    pub url: Option<String>,
}

/// What the published records of a source cover; of those that were entered here, without a source.
#[derive(Clone, Default, QueryableByName)]
pub struct Coverage {
    #[diesel(sql_type = Nullable<Text>)]
    pub system: Option<String>,
    #[diesel(sql_type = BigInt)]
    pub records: i64,
    /// When the first of them was read at its source, or entered here, and the last.
    #[diesel(sql_type = Nullable<Date>)]
    pub first_on: Option<NaiveDate>,
    #[diesel(sql_type = Nullable<Date>)]
    pub last_on: Option<NaiveDate>,
    #[diesel(sql_type = Nullable<Timestamptz>)]
    pub modified_at: Option<DateTime<Utc>>,
    #[diesel(sql_type = Array<Text>)]
    pub nuts3: Vec<String>,
}

pub async fn sources(connection: &mut AsyncPgConnection) -> QueryResult<Vec<Source>> {
    sql("select system, name, publisher, licence, licence_url, attribution, url from sources order by name, system")
        .load(connection)
        .await
}

pub async fn coverage(connection: &mut AsyncPgConnection) -> QueryResult<Vec<Coverage>> {
    sql("select source_system as system, count(*) as records, min(coalesce(source_retrieved_on, created_at::date)) as first_on, \
         max(coalesce(source_retrieved_on, created_at::date)) as last_on, max(updated_at) as modified_at, \
         coalesce(array_agg(distinct nuts3) filter (where nuts3 is not null), '{}') as nuts3 \
         from organizations where status = 'published' group by source_system order by source_system")
    .load(connection)
    .await
}
