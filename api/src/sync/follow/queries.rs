//! The SQL of following: how far each partner has been read.

use chrono::{DateTime, Utc};
use diesel::{
    QueryResult, QueryableByName,
    sql_types::{BigInt, Bool, Nullable, Text, Timestamptz},
};
use diesel_async::RunQueryDsl;

use crate::{
    auth::Authority,
    db::{Sql, Tx, sql},
};

/// How far a partner has been read.
#[derive(Clone, Debug, QueryableByName)]
pub struct Followed {
    #[diesel(sql_type = Text)]
    pub authority: String,
    #[diesel(sql_type = Text)]
    pub url: String,
    /// Where to go on; from the beginning without it.
    #[diesel(sql_type = Nullable<Text>)]
    pub next: Option<String>,
    #[diesel(sql_type = Nullable<Text>)]
    pub epoch: Option<String>,
    #[diesel(sql_type = BigInt)]
    pub mark: i64,
    /// Everything is being read anew, and what does not come goes at the end.
    #[diesel(sql_type = Bool)]
    pub loading: bool,
    /// In another epoch than before.
    #[diesel(sql_type = Bool)]
    pub anew: bool,
    #[diesel(sql_type = BigInt)]
    pub position: i64,
    #[diesel(sql_type = BigInt)]
    pub head: i64,
    #[diesel(sql_type = BigInt)]
    pub taken_over: i64,
    #[diesel(sql_type = Nullable<Timestamptz>)]
    pub read_at: Option<DateTime<Utc>>,
    #[diesel(sql_type = Nullable<Timestamptz>)]
    pub caught_up_at: Option<DateTime<Utc>>,
    #[diesel(sql_type = Nullable<Timestamptz>)]
    pub failing_since: Option<DateTime<Utc>>,
    #[diesel(sql_type = Nullable<Text>)]
    pub last_error: Option<String>,
    /// What a person has to allow first.
    #[diesel(sql_type = Nullable<Text>)]
    pub halted: Option<String>,
}

const WHOLE: &str = "select authority, url, next, epoch, mark, loading, anew, position, head, taken_over, read_at, caught_up_at, failing_since, \
    last_error, halted from sync_partners";

pub fn all() -> Sql {
    sql(WHOLE).push(" order by authority")
}

pub fn one(authority: Authority) -> Sql {
    sql(WHOLE).push(" where authority = ").bind::<Text, _>(authority.name())
}

/// Held until the transaction ends; from now on known, if it was not.
pub async fn lock(tx: &mut Tx, authority: Authority, url: &str) -> QueryResult<Followed> {
    sql("insert into sync_partners (authority, url) values (")
        .bind::<Text, _>(authority.name())
        .push(", ")
        .bind::<Text, _>(url.to_owned())
        .push(") on conflict (authority) do nothing")
        .execute(tx)
        .await?;
    one(authority).push(" for update").get_result(tx).await
}

/// Stores where the reading stands.
pub async fn keep(tx: &mut Tx, followed: &Followed) -> QueryResult<usize> {
    let Followed { authority, url, next, epoch, mark, loading, anew, position, head, taken_over, read_at, caught_up_at, .. } =
        followed.clone();
    sql("update sync_partners set url = ")
        .bind::<Text, _>(url)
        .push(", next = ")
        .bind::<Nullable<Text>, _>(next)
        .push(", epoch = ")
        .bind::<Nullable<Text>, _>(epoch)
        .push(", mark = ")
        .bind::<BigInt, _>(mark)
        .push(", loading = ")
        .bind::<Bool, _>(loading)
        .push(", anew = ")
        .bind::<Bool, _>(anew)
        .push(", position = ")
        .bind::<BigInt, _>(position)
        .push(", head = ")
        .bind::<BigInt, _>(head)
        .push(", taken_over = ")
        .bind::<BigInt, _>(taken_over)
        .push(", read_at = ")
        .bind::<Nullable<Timestamptz>, _>(read_at)
        .push(", caught_up_at = ")
        .bind::<Nullable<Timestamptz>, _>(caught_up_at)
        .push(", failing_since = ")
        .bind::<Nullable<Timestamptz>, _>(followed.failing_since)
        .push(", last_error = ")
        .bind::<Nullable<Text>, _>(followed.last_error.clone())
        .push(", halted = ")
        .bind::<Nullable<Text>, _>(followed.halted.clone())
        .push(" where authority = ")
        .bind::<Text, _>(authority)
        .execute(tx)
        .await
}

#[derive(QueryableByName)]
pub struct Missing {
    #[diesel(sql_type = BigInt)]
    pub missing: i64,
    #[diesel(sql_type = BigInt)]
    pub held: i64,
}

/// How many of a partner's records did not come when everything was read anew, of how many.
pub fn missing(authority: Authority, mark: i64) -> Sql {
    sql("select count(*) filter (where mark < ")
        .bind::<BigInt, _>(mark)
        .push(") as missing, count(*) as held from partner_records where state = 'updated' and system = 'lorntech' and authority = ")
        .bind::<Text, _>(authority.name())
}

#[derive(QueryableByName)]
pub struct Gone {
    #[diesel(sql_type = Text)]
    pub external_id: String,
    #[diesel(sql_type = BigInt)]
    pub source_revision: i64,
}

/// Some of those.
pub async fn some_missing(tx: &mut Tx, authority: Authority, mark: i64, most: i64) -> QueryResult<Vec<Gone>> {
    sql("select external_id, source_revision from partner_records where state = 'updated' and system = 'lorntech' and authority = ")
        .bind::<Text, _>(authority.name())
        .push(" and mark < ")
        .bind::<BigInt, _>(mark)
        .push(" order by external_id limit ")
        .bind::<BigInt, _>(most)
        .load(tx)
        .await
}

/// It came, whether anything about it was new or not.
pub async fn mark(tx: &mut Tx, authority: Authority, ids: Vec<String>, mark: i64) -> QueryResult<usize> {
    sql("update partner_records set mark = ")
        .bind::<BigInt, _>(mark)
        .push(" where kind = 'organization' and system = 'lorntech' and authority = ")
        .bind::<Text, _>(authority.name())
        .push(" and external_id = any(")
        .bind::<diesel::sql_types::Array<Text>, _>(ids)
        .push(")")
        .execute(tx)
        .await
}

/// Begins something that may be undone by itself.
pub async fn save(tx: &mut Tx) -> QueryResult<usize> {
    sql("savepoint item").execute(tx).await
}

pub async fn undo(tx: &mut Tx) -> QueryResult<usize> {
    sql("rollback to savepoint item").execute(tx).await
}

pub async fn done(tx: &mut Tx) -> QueryResult<usize> {
    sql("release savepoint item").execute(tx).await
}

#[derive(QueryableByName)]
pub struct Said {
    #[diesel(sql_type = BigInt)]
    pub source_revision: i64,
}

/// What a partner said last of a record.
pub fn known(authority: Authority, external_id: &str) -> Sql {
    sql("select source_revision from partner_records where kind = 'organization' and system = 'lorntech' and authority = ")
        .bind::<Text, _>(authority.name())
        .push(" and external_id = ")
        .bind::<Text, _>(external_id.to_owned())
}
