//! All SQL of saved searches.

use chrono::{DateTime, Utc};
use diesel::{
    QueryResult, QueryableByName,
    pg::Pg,
    sql_types::{Array, BigInt, Bool, Jsonb, Nullable, Text, Timestamptz, Uuid as SqlUuid},
};
use diesel_async::{AsyncConnectionCore, RunQueryDsl};
use serde::Deserialize;

use super::model::{self, SavedSearch};
use crate::{
    db::{JsonColumn, Sight, Sql, Tx, maintain::SearchLooked, sql},
    directory::OrganizationFilters,
    error::Language,
    http::Problem,
    ids::{AccountId, OrganizationId, SavedSearchId},
    state::State,
};

#[derive(QueryableByName)]
pub struct Row {
    #[diesel(sql_type = SqlUuid)]
    id: SavedSearchId,
    #[diesel(sql_type = Text)]
    name: String,
    #[diesel(sql_type = Jsonb)]
    pub query: serde_json::Value,
    #[diesel(sql_type = Bool)]
    pub paused: bool,
    #[diesel(sql_type = Timestamptz)]
    created_at: DateTime<Utc>,
    #[diesel(sql_type = Nullable<Timestamptz>)]
    told_at: Option<DateTime<Utc>>,
}

impl Row {
    pub fn shown(self, language: Language) -> SavedSearch {
        let Self { id, name, query, paused, created_at, told_at } = self;
        let (query, errors) = model::shown(&query, language);
        SavedSearch { id, name, query, errors, paused, created_at, told_at }
    }
}

fn own(account: AccountId) -> Sql {
    sql("select id, name, query, paused, created_at, told_at from saved_searches where account_id = ").bind::<SqlUuid, _>(account)
}

/// The newest first.
pub async fn list<C>(connection: &mut C, account: AccountId) -> QueryResult<Vec<Row>>
where
    C: AsyncConnectionCore<Backend = Pg>,
{
    own(account).push(" order by id desc").load(connection).await
}

pub async fn find<C>(connection: &mut C, account: AccountId, id: SavedSearchId) -> QueryResult<Option<Row>>
where
    C: AsyncConnectionCore<Backend = Pg>,
{
    let rows: Vec<Row> = own(account).push(" and id = ").bind::<SqlUuid, _>(id).load(connection).await?;
    Ok(rows.into_iter().next())
}

/// How many somebody has; another one of theirs waits until the transaction ends.
pub async fn count(tx: &mut Tx, account: AccountId) -> QueryResult<i64> {
    #[derive(QueryableByName)]
    struct Count {
        #[diesel(sql_type = BigInt)]
        count: i64,
    }
    sql("select from accounts where id = ").bind::<SqlUuid, _>(account).push(" for update").execute(tx).await?;
    let count = sql("select count(*) as count from saved_searches where account_id = ").bind::<SqlUuid, _>(account);
    Ok(count.get_result::<Count>(tx).await?.count)
}

/// A search to be.
pub struct New {
    pub id: SavedSearchId,
    pub account: AccountId,
    pub name: String,
    pub query: OrganizationFilters,
    pub paused: bool,
    pub known_until: DateTime<Utc>,
    pub next_look_at: DateTime<Utc>,
    pub created_at: DateTime<Utc>,
}

pub async fn insert(tx: &mut Tx, new: New) -> QueryResult<usize> {
    let New { id, account, name, query, paused, known_until, next_look_at, created_at } = new;
    sql("insert into saved_searches (id, account_id, name, query, paused, known_until, next_look_at, created_at) values (")
        .bind::<SqlUuid, _>(id)
        .push(", ")
        .bind::<SqlUuid, _>(account)
        .push(", ")
        .bind::<Text, _>(name)
        .push(", ")
        .bind::<Jsonb, _>(JsonColumn(query))
        .push(", ")
        .bind::<Bool, _>(paused)
        .push(", ")
        .bind::<Timestamptz, _>(known_until)
        .push(", ")
        .bind::<Timestamptz, _>(next_look_at)
        .push(", ")
        .bind::<Timestamptz, _>(created_at)
        .push(")")
        .execute(tx)
        .await
}

/// What is to change of a search; what is absent stays.
#[derive(Clone, Default)]
pub struct Change {
    pub name: Option<String>,
    pub paused: Option<bool>,
    /// One that goes on begins anew: what is known by then, and the next look.
    pub begins: Option<(DateTime<Utc>, DateTime<Utc>)>,
}

pub async fn update(tx: &mut Tx, account: AccountId, id: SavedSearchId, change: Change) -> QueryResult<Option<Row>> {
    let Change { name, paused, begins } = change;
    let (known_until, next_look_at) = begins.unzip();
    let rows: Vec<Row> = sql("update saved_searches set name = coalesce(")
        .bind::<Nullable<Text>, _>(name)
        .push(", name), paused = coalesce(")
        .bind::<Nullable<Bool>, _>(paused)
        .push(", paused), known_until = coalesce(")
        .bind::<Nullable<Timestamptz>, _>(known_until)
        .push(", known_until), next_look_at = coalesce(")
        .bind::<Nullable<Timestamptz>, _>(next_look_at)
        .push(", next_look_at) where account_id = ")
        .bind::<SqlUuid, _>(account)
        .push(" and id = ")
        .bind::<SqlUuid, _>(id)
        .push(" returning id, name, query, paused, created_at, told_at")
        .load(tx)
        .await?;
    Ok(rows.into_iter().next())
}

/// Whether there was one.
pub async fn delete(tx: &mut Tx, account: AccountId, id: SavedSearchId) -> QueryResult<bool> {
    let gone = sql("delete from saved_searches where account_id = ").bind::<SqlUuid, _>(account).push(" and id = ");
    Ok(gone.bind::<SqlUuid, _>(id).execute(tx).await? == 1)
}

/// A search whose time has come.
#[derive(QueryableByName)]
pub struct Due {
    #[diesel(sql_type = SqlUuid)]
    pub id: SavedSearchId,
    #[diesel(sql_type = SqlUuid)]
    pub account_id: AccountId,
    #[diesel(sql_type = Jsonb)]
    pub query: serde_json::Value,
    #[diesel(sql_type = Timestamptz)]
    pub known_until: DateTime<Utc>,
}

/// Those that wait longest, of accounts that go on.
pub async fn due(state: &State, now: DateTime<Utc>, most: i64) -> Result<Vec<Due>, Problem> {
    let due =
        sql("select s.id, s.account_id, s.query, s.known_until from saved_searches s join accounts a on a.id = s.account_id \
        where not s.paused and a.closes_at is null and s.next_look_at <= ")
        .bind::<Timestamptz, _>(now)
        .push(" order by s.next_look_at limit ")
        .bind::<BigInt, _>(most);
    state.db.read_everything(async |connection| due.load(connection).await).await
}

/// The condition on a record `o` that this search has told of it.
pub fn is_told(id: SavedSearchId) -> Sql {
    sql("exists (select from saved_search_matches m where m.organization_id = o.id and m.saved_search_id = ")
        .bind::<SqlUuid, _>(id)
        .push(")")
}

/// That these are told, or known.
pub async fn tell(tx: &mut Tx, id: SavedSearchId, matches: Vec<OrganizationId>) -> QueryResult<usize> {
    sql("insert into saved_search_matches (saved_search_id, organization_id) select ")
        .bind::<SqlUuid, _>(id)
        .push(", o.id from organizations o where o.id = any(")
        .bind::<Array<SqlUuid>, _>(matches)
        .push(") on conflict do nothing")
        .execute(tx)
        .await
}

/// Moves a search on, unless it has been paused or somebody else has looked for it.
pub async fn advance(tx: &mut Tx, looked: SearchLooked, told_at: DateTime<Utc>) -> QueryResult<bool> {
    if looked.statement().execute(tx).await? == 0 {
        return Ok(false);
    }
    sql("update saved_searches set told_at = ")
        .bind::<Timestamptz, _>(told_at)
        .push(" where id = ")
        .bind::<SqlUuid, _>(looked.id)
        .execute(tx)
        .await?;
    Ok(true)
}

/// What a letter tells: of the records those that are public when it leaves.
pub struct Told {
    pub name: String,
    pub query: OrganizationFilters,
    pub matches: Vec<Match>,
}

#[derive(Debug, Deserialize)]
pub struct Match {
    pub slug: String,
    pub name: String,
    pub locality: Option<String>,
}

/// Nothing if the search is no more, or paused.
pub async fn told(
    state: &State,
    account: AccountId,
    id: SavedSearchId,
    matches: &[OrganizationId],
) -> Result<Option<Told>, Problem> {
    #[derive(QueryableByName)]
    struct Row {
        #[diesel(sql_type = Text)]
        name: String,
        #[diesel(sql_type = Jsonb)]
        query: serde_json::Value,
        #[diesel(sql_type = Jsonb)]
        matches: JsonColumn<Vec<Match>>,
    }
    let statement = sql("select s.name, s.query, (select coalesce(jsonb_agg(jsonb_build_object('slug', o.slug, 'name', o.name, \
        'locality', o.locality) order by w.place), '[]') from unnest(")
    .bind::<Array<SqlUuid>, _>(matches.to_vec())
    .push(
        ") with ordinality as w(id, place) join organizations o on o.id = w.id where o.status = 'published') as matches \
            from saved_searches s where not s.paused and s.id = ",
    )
    .bind::<SqlUuid, _>(id);
    let rows: Vec<Row> = state.db.read_as(Sight::own(account), async |connection| statement.load(connection).await).await?;
    let Some(Row { name, query, matches }) = rows.into_iter().next() else { return Ok(None) };
    Ok(Some(Told { name, query: model::read(&query)?, matches: matches.0 }))
}
