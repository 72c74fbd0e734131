//! All SQL of indicators.

use chrono::{DateTime, Utc};
use diesel::{
    QueryResult, QueryableByName,
    pg::Pg,
    sql_types::{BigInt, Jsonb, Text, Timestamptz, Uuid as SqlUuid},
};
use diesel_async::{AsyncConnectionCore, RunQueryDsl};

use super::model::{Definition, Indicator, Measure};
use crate::{
    db::{JsonColumn, Sql, Tx, sql},
    ids::{IndicatorId, Ref},
};

#[derive(QueryableByName)]
struct Row {
    #[diesel(sql_type = SqlUuid)]
    id: IndicatorId,
    #[diesel(sql_type = Text)]
    slug: String,
    #[diesel(sql_type = Text)]
    measure: String,
    #[diesel(sql_type = Jsonb)]
    definitions: JsonColumn<Vec<Definition>>,
    #[diesel(sql_type = Jsonb)]
    definition: JsonColumn<Definition>,
    #[diesel(sql_type = BigInt)]
    revision: i64,
    #[diesel(sql_type = Timestamptz)]
    updated_at: DateTime<Utc>,
}

impl From<Row> for Indicator {
    fn from(Row { id, slug, measure, definitions, definition, revision, updated_at }: Row) -> Self {
        let measure = Measure::of(&measure);
        Self { id, slug, measure, definition: definition.0, definitions: definitions.0, revision, updated_at }
    }
}

const WHOLE: &str =
    "select id, slug, measure, definitions, definitions -> -1 as definition, revision, updated_at from indicators";

/// A page of them by slug, and one more.
pub async fn list<C: AsyncConnectionCore<Backend = Pg>>(
    connection: &mut C,
    after: Option<String>,
    limit: i64,
) -> QueryResult<Vec<Indicator>> {
    let statement = sql(WHOLE).push(" where slug > ").bind::<Text, _>(after.unwrap_or_default());
    let statement = statement.push(" order by slug limit ").bind::<BigInt, _>(limit);
    let rows: Vec<Row> = statement.load(connection).await?;
    Ok(rows.into_iter().map(Into::into).collect())
}

fn by(id: &Ref<IndicatorId>) -> Sql {
    match id {
        Ref::Id(id) => sql(WHOLE).push(" where id = ").bind::<SqlUuid, _>(*id),
        Ref::Slug(slug) => sql(WHOLE).push(" where slug = ").bind::<Text, _>(slug.clone()),
    }
}

pub async fn find<C: AsyncConnectionCore<Backend = Pg>>(
    connection: &mut C,
    id: &Ref<IndicatorId>,
) -> QueryResult<Option<Indicator>> {
    let rows: Vec<Row> = by(id).load(connection).await?;
    Ok(rows.into_iter().next().map(Into::into))
}

/// The same, held until the transaction ends.
pub async fn lock(tx: &mut Tx, id: &Ref<IndicatorId>) -> QueryResult<Option<Indicator>> {
    let rows: Vec<Row> = by(id).push(" for update").load(tx).await?;
    Ok(rows.into_iter().next().map(Into::into))
}

pub async fn insert(tx: &mut Tx, indicator: &Indicator) -> QueryResult<()> {
    sql("insert into indicators (id, slug, measure, definitions) values (")
        .bind::<SqlUuid, _>(indicator.id)
        .push(", ")
        .bind::<Text, _>(indicator.slug.clone())
        .push(", ")
        .bind::<Text, _>(indicator.measure.name())
        .push(", ")
        .bind::<Jsonb, _>(JsonColumn(indicator.definitions.clone()))
        .push(")")
        .execute(tx)
        .await
        .map(drop)
}

pub async fn update(tx: &mut Tx, indicator: &Indicator) -> QueryResult<()> {
    sql("update indicators set definitions = ")
        .bind::<Jsonb, _>(JsonColumn(indicator.definitions.clone()))
        .push(" where id = ")
        .bind::<SqlUuid, _>(indicator.id)
        .execute(tx)
        .await
        .map(drop)
}
