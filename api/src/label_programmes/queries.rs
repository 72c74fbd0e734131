//! All SQL of programmes and waves.

use chrono::{DateTime, Utc};
use diesel::{
    QueryResult, QueryableByName,
    pg::Pg,
    sql_types::{BigInt, Jsonb, Nullable, Text, Timestamptz, Uuid as SqlUuid},
};
use diesel_async::{AsyncConnectionCore, AsyncPgConnection, RunQueryDsl};

use super::{
    board::Wave,
    model::{LabelCall, LabelProgramme, ProgrammeEnd, WaveFact, WaveRef},
};
use crate::{
    db::{JsonColumn, Sql, Tx, sql},
    http::LangText,
    ids::{LabelProgrammeId, Ref, WaveFactId, WaveId},
    totems::model::FactSource,
};

#[derive(QueryableByName)]
struct Row {
    #[diesel(sql_type = SqlUuid)]
    id: LabelProgrammeId,
    #[diesel(sql_type = Text)]
    slug: String,
    #[diesel(sql_type = Text)]
    name: String,
    #[diesel(sql_type = Jsonb)]
    description: JsonColumn<LangText>,
    #[diesel(sql_type = Nullable<Jsonb>)]
    ended: Option<JsonColumn<ProgrammeEnd>>,
    #[diesel(sql_type = Nullable<Text>)]
    succeeded_by: Option<String>,
    #[diesel(sql_type = Jsonb)]
    calls: JsonColumn<Vec<LabelCall>>,
    #[diesel(sql_type = Jsonb)]
    waves: JsonColumn<Vec<WaveRef>>,
    #[diesel(sql_type = Jsonb)]
    sources: JsonColumn<Vec<FactSource>>,
    #[diesel(sql_type = Timestamptz)]
    updated_at: DateTime<Utc>,
    #[diesel(sql_type = BigInt)]
    revision: i64,
}

impl From<Row> for LabelProgramme {
    fn from(row: Row) -> Self {
        let Row { id, slug, name, description, ended, succeeded_by, calls, waves, sources, updated_at, revision } = row;
        let (description, ended, calls) = (description.0, ended.map(|ended| ended.0), calls.0);
        let (waves, sources) = (waves.0, sources.0);
        Self { id, slug, name, description, ended, succeeded_by, calls, waves, sources, updated_at, revision }
    }
}

const WHOLE: &str = "select p.id, p.slug, p.name, p.description, p.ended, p.succeeded_by, p.calls, p.sources, p.updated_at, \
    p.revision, coalesce((select jsonb_agg(jsonb_build_object('id', w.id, 'slug', w.slug, 'name', w.name) order by (select min(f -> 'date' ->> 'on') from jsonb_array_elements(w.facts) f \
            where f ->> 'kind' = 'date' and f -> 'withdrawn' is null) nulls last, w.position) from label_waves w where w.programme_id = p.id), '[]') as waves from label_programmes p";

pub async fn list(connection: &mut AsyncPgConnection) -> QueryResult<Vec<LabelProgramme>> {
    let rows: Vec<Row> = sql(WHOLE).push(" order by p.created_at, p.slug").load(connection).await?;
    Ok(rows.into_iter().map(Into::into).collect())
}

fn by(id: &Ref<LabelProgrammeId>) -> Sql {
    match id {
        Ref::Id(id) => sql(WHOLE).push(" where p.id = ").bind::<SqlUuid, _>(*id),
        Ref::Slug(slug) => sql(WHOLE).push(" where p.slug = ").bind::<Text, _>(slug.clone()),
    }
}

pub async fn find<C: AsyncConnectionCore<Backend = Pg>>(
    connection: &mut C,
    id: &Ref<LabelProgrammeId>,
) -> QueryResult<Option<LabelProgramme>> {
    let rows: Vec<Row> = by(id).load(connection).await?;
    Ok(rows.into_iter().next().map(Into::into))
}

/// The same, held until the transaction ends.
pub async fn lock(tx: &mut Tx, id: &Ref<LabelProgrammeId>) -> QueryResult<Option<LabelProgramme>> {
    let rows: Vec<Row> = by(id).push(" for update of p").load(tx).await?;
    Ok(rows.into_iter().next().map(Into::into))
}

/// Its calls as they are from now on.
pub async fn update_calls(tx: &mut Tx, id: LabelProgrammeId, calls: Vec<LabelCall>) -> QueryResult<()> {
    sql("update label_programmes set calls = ")
        .bind::<Jsonb, _>(JsonColumn(calls))
        .push(" where id = ")
        .bind::<SqlUuid, _>(id)
        .execute(tx)
        .await
        .map(drop)
}

#[derive(QueryableByName)]
struct Revision {
    #[diesel(sql_type = BigInt)]
    revision: i64,
}

/// A programme tells its waves: another name or another order of them is another revision of it.
pub async fn touch(tx: &mut Tx, id: LabelProgrammeId) -> QueryResult<i64> {
    let statement = sql("update label_programmes set slug = slug where id = ").bind::<SqlUuid, _>(id).push(" returning revision");
    statement.get_result::<Revision>(tx).await.map(|row| row.revision)
}

#[derive(QueryableByName)]
struct WaveRow {
    #[diesel(sql_type = SqlUuid)]
    id: WaveId,
    #[diesel(sql_type = Text)]
    slug: String,
    #[diesel(sql_type = SqlUuid)]
    programme_id: LabelProgrammeId,
    #[diesel(sql_type = Jsonb)]
    name: JsonColumn<LangText>,
    #[diesel(sql_type = Jsonb)]
    facts: JsonColumn<Vec<WaveFact>>,
    #[diesel(sql_type = BigInt)]
    revision: i64,
}

impl From<WaveRow> for Wave {
    fn from(WaveRow { id, slug, programme_id, name, facts, revision }: WaveRow) -> Self {
        Self { id, slug, programme_id, name: name.0, facts: facts.0, revision }
    }
}

const WAVE: &str = "select id, slug, programme_id, name, facts, revision from label_waves where ";

fn wave_by(id: &Ref<WaveId>) -> Sql {
    match id {
        Ref::Id(id) => sql(WAVE).push("id = ").bind::<SqlUuid, _>(*id),
        Ref::Slug(slug) => sql(WAVE).push("slug = ").bind::<Text, _>(slug.clone()),
    }
}

pub async fn wave(connection: &mut AsyncPgConnection, id: &Ref<WaveId>) -> QueryResult<Option<Wave>> {
    let rows: Vec<WaveRow> = wave_by(id).load(connection).await?;
    Ok(rows.into_iter().next().map(Into::into))
}

/// The same, held until the transaction ends.
pub async fn lock_wave(tx: &mut Tx, id: &Ref<WaveId>) -> QueryResult<Option<Wave>> {
    let rows: Vec<WaveRow> = wave_by(id).push(" for update").load(tx).await?;
    Ok(rows.into_iter().next().map(Into::into))
}

/// The wave of which a fact is told.
pub async fn lock_wave_of(tx: &mut Tx, fact: WaveFactId) -> QueryResult<Option<Wave>> {
    let told = JsonColumn(serde_json::json!([{ "id": fact }]));
    let rows: Vec<WaveRow> = sql(WAVE).push("facts @> ").bind::<Jsonb, _>(told).push(" for update").load(tx).await?;
    Ok(rows.into_iter().next().map(Into::into))
}

/// The last of its programme, which orders waves by what is told of their dates.
pub async fn insert_wave(tx: &mut Tx, wave: &Wave) -> QueryResult<()> {
    sql("insert into label_waves (id, programme_id, slug, position, name, facts) select ")
        .bind::<SqlUuid, _>(wave.id)
        .push(", ")
        .bind::<SqlUuid, _>(wave.programme_id)
        .push(", ")
        .bind::<Text, _>(wave.slug.clone())
        .push(", 1 + coalesce(max(position), 0), ")
        .bind::<Jsonb, _>(JsonColumn(wave.name.clone()))
        .push(", ")
        .bind::<Jsonb, _>(JsonColumn(wave.facts.clone()))
        .push(" from label_waves where programme_id = ")
        .bind::<SqlUuid, _>(wave.programme_id)
        .execute(tx)
        .await
        .map(drop)
}

pub async fn update_wave(tx: &mut Tx, wave: &Wave) -> QueryResult<()> {
    sql("update label_waves set name = ")
        .bind::<Jsonb, _>(JsonColumn(wave.name.clone()))
        .push(", facts = ")
        .bind::<Jsonb, _>(JsonColumn(wave.facts.clone()))
        .push(" where id = ")
        .bind::<SqlUuid, _>(wave.id)
        .execute(tx)
        .await
        .map(drop)
}

#[derive(QueryableByName)]
struct Slug {
    #[diesel(sql_type = Text)]
    slug: String,
}

/// A slug that no wave has.
pub async fn free_wave_slug(tx: &mut Tx, wanted: &str) -> QueryResult<String> {
    let taken: Vec<Slug> = sql("select slug from label_waves where slug = ")
        .bind::<Text, _>(wanted.to_owned())
        .push(" or slug like ")
        .bind::<Text, _>(format!("{wanted}-%"))
        .load(tx)
        .await?;
    Ok(free(wanted, |slug| taken.iter().any(|row| row.slug == slug)))
}

/// The name itself, or with the first number with which it is free.
pub fn free(wanted: &str, is_taken: impl Fn(&str) -> bool) -> String {
    let numbered = (2..).map(|number| format!("{wanted}-{number}"));
    std::iter::once(wanted.to_owned()).chain(numbered).find(|slug| !is_taken(slug)).unwrap_or_default()
}
