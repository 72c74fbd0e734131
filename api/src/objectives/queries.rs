//! All SQL of objectives.

use chrono::{DateTime, Utc};
use diesel::{
    QueryResult, QueryableByName,
    pg::Pg,
    sql_types::{BigInt, Date, Integer, Jsonb, Nullable, Text, Timestamptz, Uuid as SqlUuid},
};
use diesel_async::{AsyncConnectionCore, RunQueryDsl};

use super::model::{Announcement, Baseline, Figure, Objective, Target};
use crate::{
    db::{JsonColumn, Sql, Tx, sql},
    http::LangText,
    ids::{IndicatorId, ObjectiveId, Ref},
    observations::queries::Moment,
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
    #[diesel(sql_type = Nullable<SqlUuid>)]
    indicator_id: Option<IndicatorId>,
    #[diesel(sql_type = Nullable<SqlUuid>)]
    comparison_indicator_id: Option<IndicatorId>,
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
        let Row {
            id,
            slug,
            position,
            name,
            unit,
            indicator_id,
            comparison_indicator_id,
            announcement,
            baseline,
            targets,
            horizon_years,
            context,
            revision,
            updated_at,
        } = row;
        let (name, unit, announcement, baseline) = (name.0, unit.0, announcement.0, baseline.map(|baseline| baseline.0));
        let (targets, context) = (targets.0, context.0);
        Self {
            id,
            slug,
            position,
            name,
            unit,
            indicator_id,
            comparison_indicator_id,
            announcement,
            baseline,
            targets,
            horizon_years,
            context,
            revision,
            updated_at,
        }
    }
}

const COLUMNS: &str = "select id, slug, position, name, unit, indicator_id, comparison_indicator_id, announcement, baseline, targets, \
    horizon_years, context, revision, updated_at from ";

/// As they were known at this instant; without one, now.
fn known(at: Option<DateTime<Utc>>) -> Sql {
    match at {
        None => sql(COLUMNS).push("objectives o"),
        Some(at) => sql(COLUMNS)
            .push(
                "(select (jsonb_populate_record(null::objectives, v.record)).* from (select distinct on (objective_id) record \
                from objective_versions where known_from <= ",
            )
            .bind::<Timestamptz, _>(at)
            .push(" order by objective_id, revision desc) v) o"),
    }
}

/// A page of those that were announced by then, in their order, and one more.
pub async fn list<C: AsyncConnectionCore<Backend = Pg>>(
    connection: &mut C,
    moment: Moment,
    after: Option<i32>,
    limit: i64,
) -> QueryResult<Vec<Objective>> {
    let statement = known(moment.known_at).push(" where position > ").bind::<Integer, _>(after.unwrap_or(0));
    let statement = match moment.as_of {
        None => statement,
        Some(day) => statement.push(" and (announcement #>> '{announced,on}')::date <= ").bind::<Date, _>(day),
    };
    let statement = statement.push(" order by position limit ").bind::<BigInt, _>(limit);
    let rows: Vec<Row> = statement.load(connection).await?;
    Ok(rows.into_iter().filter_map(|row| Objective::from(row).held_on(moment.as_of)).collect())
}

fn by(statement: Sql, id: &Ref<ObjectiveId>) -> Sql {
    match id {
        Ref::Id(id) => statement.push(" where id = ").bind::<SqlUuid, _>(*id),
        Ref::Slug(slug) => statement.push(" where slug = ").bind::<Text, _>(slug.clone()),
    }
}

pub async fn find<C: AsyncConnectionCore<Backend = Pg>>(
    connection: &mut C,
    id: &Ref<ObjectiveId>,
    known_at: Option<DateTime<Utc>>,
) -> QueryResult<Option<Objective>> {
    let rows: Vec<Row> = by(known(known_at), id).load(connection).await?;
    Ok(rows.into_iter().next().map(Into::into))
}

/// One, held until the transaction ends.
pub async fn lock(tx: &mut Tx, id: &Ref<ObjectiveId>) -> QueryResult<Option<Objective>> {
    let rows: Vec<Row> = by(known(None), id).push(" for update").load(tx).await?;
    Ok(rows.into_iter().next().map(Into::into))
}

#[derive(QueryableByName)]
struct Last {
    #[diesel(sql_type = Integer)]
    position: i32,
}

/// The place after the last one; creating another one waits until the transaction ends.
pub async fn next_position(tx: &mut Tx) -> QueryResult<i32> {
    sql("lock table objectives in share row exclusive mode").execute(tx).await?;
    let last: Last = sql("select coalesce(max(position), 0) as position from objectives").get_result(tx).await?;
    Ok(last.position + 1)
}

pub async fn insert(tx: &mut Tx, objective: &Objective) -> QueryResult<()> {
    sql("insert into objectives (id, slug, position, name, unit, indicator_id, comparison_indicator_id, announcement, baseline, targets, \
        horizon_years, context) values (")
        .bind::<SqlUuid, _>(objective.id)
        .push(", ")
        .bind::<Text, _>(objective.slug.clone())
        .push(", ")
        .bind::<Integer, _>(objective.position)
        .push(", ")
        .bind::<Jsonb, _>(JsonColumn(objective.name.clone()))
        .push(", ")
        .bind::<Jsonb, _>(JsonColumn(objective.unit.clone()))
        .push(", ")
        .bind::<Nullable<SqlUuid>, _>(objective.indicator_id)
        .push(", ")
        .bind::<Nullable<SqlUuid>, _>(objective.comparison_indicator_id)
        .push(", ")
        .bind::<Jsonb, _>(JsonColumn(objective.announcement.clone()))
        .push(", ")
        .bind::<Nullable<Jsonb>, _>(objective.baseline.clone().map(JsonColumn))
        .push(", ")
        .bind::<Jsonb, _>(JsonColumn(objective.targets.clone()))
        .push(", ")
        .bind::<Integer, _>(objective.horizon_years)
        .push(", ")
        .bind::<Jsonb, _>(JsonColumn(objective.context.clone()))
        .push(")")
        .execute(tx)
        .await
        .map(drop)
}

/// What a pilot may change: what was announced stays.
pub async fn update(tx: &mut Tx, objective: &Objective) -> QueryResult<()> {
    sql("update objectives set name = ")
        .bind::<Jsonb, _>(JsonColumn(objective.name.clone()))
        .push(", indicator_id = ")
        .bind::<Nullable<SqlUuid>, _>(objective.indicator_id)
        .push(", comparison_indicator_id = ")
        .bind::<Nullable<SqlUuid>, _>(objective.comparison_indicator_id)
        .push(", baseline = ")
        .bind::<Nullable<Jsonb>, _>(objective.baseline.clone().map(JsonColumn))
        .push(" where id = ")
        .bind::<SqlUuid, _>(objective.id)
        .execute(tx)
        .await
        .map(drop)
}
