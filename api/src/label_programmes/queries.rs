//! All SQL of programmes and waves.

use chrono::{DateTime, Utc};
use diesel::{
    QueryResult, QueryableByName,
    pg::Pg,
    sql_types::{BigInt, Jsonb, Nullable, Text, Timestamptz, Uuid as SqlUuid},
};
use diesel_async::{AsyncConnectionCore, AsyncPgConnection, RunQueryDsl};

use super::{
    board::WaveBoard,
    model::{LabelCall, LabelProgramme, ProgrammeEnd, WaveFact, WaveRef},
};
use crate::{
    db::{JsonColumn, sql},
    http::LangText,
    ids::{LabelProgrammeId, Ref, WaveId},
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
    p.revision, coalesce((select jsonb_agg(jsonb_build_object('id', w.id, 'slug', w.slug, 'name', w.name) order by w.position) \
        from label_waves w where w.programme_id = p.id), '[]') as waves from label_programmes p";

pub async fn list(connection: &mut AsyncPgConnection) -> QueryResult<Vec<LabelProgramme>> {
    let rows: Vec<Row> = sql(WHOLE).push(" order by p.created_at, p.slug").load(connection).await?;
    Ok(rows.into_iter().map(Into::into).collect())
}

pub async fn find<C: AsyncConnectionCore<Backend = Pg>>(
    connection: &mut C,
    id: &Ref<LabelProgrammeId>,
) -> QueryResult<Option<LabelProgramme>> {
    let statement = match id {
        Ref::Id(id) => sql(WHOLE).push(" where p.id = ").bind::<SqlUuid, _>(*id),
        Ref::Slug(slug) => sql(WHOLE).push(" where p.slug = ").bind::<Text, _>(slug.clone()),
    };
    let rows: Vec<Row> = statement.load(connection).await?;
    Ok(rows.into_iter().next().map(Into::into))
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

pub async fn board(connection: &mut AsyncPgConnection, id: &Ref<WaveId>) -> QueryResult<Option<WaveBoard>> {
    let whole = sql("select id, slug, programme_id, name, facts, revision from label_waves where ");
    let statement = match id {
        Ref::Id(id) => whole.push("id = ").bind::<SqlUuid, _>(*id),
        Ref::Slug(slug) => whole.push("slug = ").bind::<Text, _>(slug.clone()),
    };
    let rows: Vec<WaveRow> = statement.load(connection).await?;
    let board = |row| {
        let WaveRow { id, slug, programme_id, name, facts, revision } = row;
        WaveBoard::of((id, slug, programme_id), name.0, facts.0, revision)
    };
    Ok(rows.into_iter().next().map(board))
}
