//! All SQL of observations.

use chrono::{DateTime, NaiveDate, Utc};
use diesel::{
    QueryResult, QueryableByName,
    pg::Pg,
    sql_types::{Array, BigInt, Bool, Date, Double, Integer, Jsonb, Nullable, Text, Timestamptz, Uuid as SqlUuid},
};
use diesel_async::{AsyncConnectionCore, RunQueryDsl};
use uuid::Uuid;

use super::model::{Computation, Observation, ObservationOrigin, ObservationStatus};
use crate::{
    candidacies::model::DatePrecision,
    db::{JsonColumn, Sql, Tx, sql},
    ids::{IndicatorId, ObservationId},
    objectives::model::{KnownDate, Quantity},
    totems::model::FactSource,
};

#[derive(QueryableByName)]
struct Row {
    #[diesel(sql_type = SqlUuid)]
    id: ObservationId,
    #[diesel(sql_type = SqlUuid)]
    indicator_id: IndicatorId,
    #[diesel(sql_type = Date)]
    observed_on: NaiveDate,
    #[diesel(sql_type = Text)]
    date_precision: String,
    #[diesel(sql_type = Bool)]
    date_inferred: bool,
    #[diesel(sql_type = Double)]
    value: f64,
    #[diesel(sql_type = Text)]
    origin: String,
    #[diesel(sql_type = Jsonb)]
    source: JsonColumn<FactSource>,
    #[diesel(sql_type = Nullable<Jsonb>)]
    computation: Option<JsonColumn<Computation>>,
    #[diesel(sql_type = Nullable<Text>)]
    note: Option<String>,
    #[diesel(sql_type = Integer)]
    definition_version: i32,
    #[diesel(sql_type = Integer)]
    version: i32,
    #[diesel(sql_type = Text)]
    status: String,
    #[diesel(sql_type = Nullable<Timestamptz>)]
    approved_at: Option<DateTime<Utc>>,
    #[diesel(sql_type = Nullable<Timestamptz>)]
    ended_at: Option<DateTime<Utc>>,
    #[diesel(sql_type = BigInt)]
    revision: i64,
    #[diesel(sql_type = Timestamptz)]
    updated_at: DateTime<Utc>,
}

impl From<Row> for Observation {
    fn from(row: Row) -> Self {
        let Row {
            id,
            indicator_id,
            observed_on,
            date_precision,
            date_inferred,
            value,
            origin,
            source,
            computation,
            note,
            definition_version,
            version,
            status,
            approved_at,
            ended_at,
            revision,
            updated_at,
        } = row;
        let status = ObservationStatus::of(&status);
        Self {
            id,
            indicator_id,
            date: KnownDate { on: observed_on, precision: DatePrecision::from_name(&date_precision), inferred: date_inferred },
            value: Quantity(value),
            origin: ObservationOrigin::of(&origin),
            source: source.0,
            computation: computation.map(|computation| computation.0),
            note,
            definition_version,
            version,
            status,
            approved_at,
            ended_at,
            allowed_transitions: status.next().to_vec(),
            revision,
            updated_at,
        }
    }
}

const WHOLE: &str = "select id, indicator_id, observed_on, date_precision, date_inferred, value, origin, source, computation, note, \
    definition_version, version, status, approved_at, ended_at, revision, updated_at from observations where ";

/// As which time a reader looks: what held by a day, as it was known at an instant; without them, now.
#[derive(Clone, Copy, Debug, Default)]
pub struct Moment {
    pub as_of: Option<NaiveDate>,
    pub known_at: Option<DateTime<Utc>>,
}

impl Moment {
    /// What counts then.
    fn counts(self, statement: Sql) -> Sql {
        let statement = match self.known_at {
            None => statement.push(" and status = 'approved'"),
            Some(at) => statement
                .push(" and approved_at <= ")
                .bind::<Timestamptz, _>(at)
                .push(" and (ended_at is null or ended_at > ")
                .bind::<Timestamptz, _>(at)
                .push(")"),
        };
        self.until(statement)
    }

    fn until(self, statement: Sql) -> Sql {
        match self.as_of {
            None => statement,
            Some(day) => statement.push(" and observed_on <= ").bind::<Date, _>(day),
        }
    }
}

/// What a list shows.
#[derive(Clone, Copy)]
pub enum Shown {
    /// What counts.
    Counting,
    /// With what counted once.
    Ended,
    /// With that and drafts.
    All,
}

/// The day and the version where the last page ended.
pub type After = (NaiveDate, i32);

/// A page of an indicator, the latest day first, and one more.
pub async fn list<C: AsyncConnectionCore<Backend = Pg>>(
    connection: &mut C,
    indicator: IndicatorId,
    moment: Moment,
    shown: Shown,
    after: Option<After>,
    limit: i64,
) -> QueryResult<Vec<Observation>> {
    let statement = sql(WHOLE).push("indicator_id = ").bind::<SqlUuid, _>(indicator);
    let statement = match shown {
        Shown::Counting => moment.counts(statement),
        Shown::Ended => moment.until(statement).push(" and status <> 'draft'"),
        Shown::All => moment.until(statement),
    };
    let statement = match after {
        None => statement,
        Some((day, version)) => statement
            .push(" and (observed_on, version) < (")
            .bind::<Date, _>(day)
            .push(", ")
            .bind::<Integer, _>(version)
            .push(")"),
    };
    let statement = statement.push(" order by observed_on desc, version desc limit ").bind::<BigInt, _>(limit);
    let rows: Vec<Row> = statement.load(connection).await?;
    Ok(rows.into_iter().map(Into::into).collect())
}

/// A series is read whole; no indicator is observed more often.
pub const LONGEST: i64 = 2000;

/// What counts of these indicators, the earliest first.
pub async fn series<C: AsyncConnectionCore<Backend = Pg>>(
    connection: &mut C,
    indicators: Vec<IndicatorId>,
    moment: Moment,
) -> QueryResult<Vec<Observation>> {
    let ids: Vec<Uuid> = indicators.into_iter().map(|id| id.0).collect();
    let longest = i64::try_from(ids.len()).unwrap_or(i64::MAX).saturating_mul(LONGEST);
    let statement = sql(WHOLE).push("indicator_id = any(").bind::<Array<SqlUuid>, _>(ids).push(")");
    let statement = moment.counts(statement).push(" order by observed_on, indicator_id limit ").bind::<BigInt, _>(longest);
    let rows: Vec<Row> = statement.load(connection).await?;
    Ok(rows.into_iter().map(Into::into).collect())
}

/// One, held until the transaction ends.
pub async fn lock(tx: &mut Tx, id: ObservationId) -> QueryResult<Option<Observation>> {
    let rows: Vec<Row> = sql(WHOLE).push("id = ").bind::<SqlUuid, _>(id).push(" for update").load(tx).await?;
    Ok(rows.into_iter().next().map(Into::into))
}

/// Those of a day, held until the transaction ends, the latest version first.
pub async fn lock_day(tx: &mut Tx, indicator: IndicatorId, day: NaiveDate) -> QueryResult<Vec<Observation>> {
    let statement = sql(WHOLE).push("indicator_id = ").bind::<SqlUuid, _>(indicator).push(" and observed_on = ");
    let rows: Vec<Row> = statement.bind::<Date, _>(day).push(" order by version desc for update").load(tx).await?;
    Ok(rows.into_iter().map(Into::into).collect())
}

pub async fn insert(tx: &mut Tx, observation: &Observation) -> QueryResult<()> {
    let Observation { id, indicator_id, date, value, origin, source, computation, note, definition_version, version, .. } =
        observation;
    sql("insert into observations (id, indicator_id, observed_on, date_precision, date_inferred, value, origin, source, computation, note, \
        definition_version, version, status) values (")
        .bind::<SqlUuid, _>(*id)
        .push(", ")
        .bind::<SqlUuid, _>(*indicator_id)
        .push(", ")
        .bind::<Date, _>(date.on)
        .push(", ")
        .bind::<Text, _>(date.precision.name())
        .push(", ")
        .bind::<Bool, _>(date.inferred)
        .push(", ")
        .bind::<Double, _>(value.0)
        .push(", ")
        .bind::<Text, _>(origin.name())
        .push(", ")
        .bind::<Jsonb, _>(JsonColumn(source.clone()))
        .push(", ")
        .bind::<Nullable<Jsonb>, _>(computation.clone().map(JsonColumn))
        .push(", ")
        .bind::<Nullable<Text>, _>(note.clone())
        .push(", ")
        .bind::<Integer, _>(*definition_version)
        .push(", ")
        .bind::<Integer, _>(*version)
        .push(", 'draft')")
        .execute(tx)
        .await
        .map(drop)
}

/// Of a draft.
pub async fn update(tx: &mut Tx, observation: &Observation) -> QueryResult<()> {
    sql("update observations set value = ")
        .bind::<Double, _>(observation.value.0)
        .push(", source = ")
        .bind::<Jsonb, _>(JsonColumn(observation.source.clone()))
        .push(", note = ")
        .bind::<Nullable<Text>, _>(observation.note.clone())
        .push(", origin = ")
        .bind::<Text, _>(observation.origin.name())
        .push(", computation = ")
        .bind::<Nullable<Jsonb>, _>(observation.computation.clone().map(JsonColumn))
        .push(", definition_version = ")
        .bind::<Integer, _>(observation.definition_version)
        .push(" where id = ")
        .bind::<SqlUuid, _>(observation.id)
        .execute(tx)
        .await
        .map(drop)
}

/// Both times are those of the transaction, so that nothing lies between the end of one version and the next one.
pub async fn step(tx: &mut Tx, id: ObservationId, to: ObservationStatus) -> QueryResult<()> {
    let statement = sql("update observations set status = ").bind::<Text, _>(to.name());
    let statement = match to {
        ObservationStatus::Draft => statement,
        ObservationStatus::Approved => statement.push(", approved_at = now()"),
        ObservationStatus::Superseded | ObservationStatus::Withdrawn => statement.push(", ended_at = now()"),
    };
    statement.push(" where id = ").bind::<SqlUuid, _>(id).execute(tx).await.map(drop)
}

pub async fn delete(tx: &mut Tx, id: ObservationId) -> QueryResult<()> {
    sql("delete from observations where id = ").bind::<SqlUuid, _>(id).execute(tx).await.map(drop)
}
