//! All SQL of objectives.

use chrono::{DateTime, Utc};
use diesel::{
    QueryResult, QueryableByName,
    sql_types::{BigInt, Integer, Jsonb, Nullable, Text, Timestamptz, Uuid as SqlUuid},
};
use diesel_async::{AsyncPgConnection, RunQueryDsl};

use super::model::{Announcement, Baseline, Figure, Objective, Target};
use crate::{
    db::{JsonColumn, sql},
    http::LangText,
    ids::{ObjectiveId, Ref},
};

#[derive(QueryableByName)]
struct Row {
    #[diesel(sql_type = SqlUuid)]
    id: ObjectiveId,
    #[diesel(sql_type = Text)]
    slug: String,
    #[diesel(sql_type = Integer)]
    position: i32,
    #[diesel(sql_type = Jsonb)]
    name: JsonColumn<LangText>,
    #[diesel(sql_type = Jsonb)]
    unit: JsonColumn<LangText>,
    #[diesel(sql_type = Jsonb)]
    announcement: JsonColumn<Announcement>,
    #[diesel(sql_type = Nullable<Jsonb>)]
    baseline: Option<JsonColumn<Baseline>>,
    #[diesel(sql_type = Jsonb)]
    targets: JsonColumn<Vec<Target>>,
    #[diesel(sql_type = Integer)]
    horizon_years: i32,
    #[diesel(sql_type = Jsonb)]
    context: JsonColumn<Vec<Figure>>,
    #[diesel(sql_type = BigInt)]
    revision: i64,
    #[diesel(sql_type = Timestamptz)]
    updated_at: DateTime<Utc>,
}

impl From<Row> for Objective {
    fn from(row: Row) -> Self {
        let Row { id, slug, position, name, unit, announcement, baseline, targets, horizon_years, context, revision, updated_at } =
            row;
        let (name, unit, announcement, baseline) = (name.0, unit.0, announcement.0, baseline.map(|baseline| baseline.0));
        let (targets, context) = (targets.0, context.0);
        Self { id, slug, position, name, unit, announcement, baseline, targets, horizon_years, context, revision, updated_at }
    }
}

const WHOLE: &str = "select id, slug, position, name, unit, announcement, baseline, targets, horizon_years, context, revision, \
    updated_at from objectives";

pub async fn list(connection: &mut AsyncPgConnection) -> QueryResult<Vec<Objective>> {
    let rows: Vec<Row> = sql(WHOLE).push(" order by position").load(connection).await?;
    Ok(rows.into_iter().map(Into::into).collect())
}

pub async fn find(connection: &mut AsyncPgConnection, id: &Ref<ObjectiveId>) -> QueryResult<Option<Objective>> {
    let statement = match id {
        Ref::Id(id) => sql(WHOLE).push(" where id = ").bind::<SqlUuid, _>(*id),
        Ref::Slug(slug) => sql(WHOLE).push(" where slug = ").bind::<Text, _>(slug.clone()),
    };
    let rows: Vec<Row> = statement.load(connection).await?;
    Ok(rows.into_iter().next().map(Into::into))
}
