//! All SQL of evidence.

use chrono::{DateTime, NaiveDate, Utc};
use diesel::{
    QueryResult, QueryableByName,
    pg::Pg,
    sql_types::{BigInt, Bool, Date, Jsonb, Nullable, Text, Timestamptz, Uuid as SqlUuid},
};
use diesel_async::{AsyncConnectionCore, RunQueryDsl};

use super::model::{Evidence, Shown};
use crate::{
    db::{JsonColumn, Tx, sql},
    ids::{CandidacyId, EvidenceId, ObjectiveId},
};

#[derive(QueryableByName)]
struct Row {
    #[diesel(sql_type = SqlUuid)]
    id: EvidenceId,
    #[diesel(sql_type = Text)]
    criterion: String,
    #[diesel(sql_type = Text)]
    title: String,
    #[diesel(sql_type = Date)]
    frozen_on: NaiveDate,
    #[diesel(sql_type = Nullable<Date>)]
    valid_until: Option<NaiveDate>,
    #[diesel(sql_type = Nullable<Text>)]
    perimeter: Option<String>,
    #[diesel(sql_type = Nullable<BigInt>)]
    value: Option<i64>,
    #[diesel(sql_type = Jsonb)]
    shows: JsonColumn<Shown>,
    #[diesel(sql_type = Timestamptz)]
    recorded_at: DateTime<Utc>,
}

impl From<Row> for Evidence {
    fn from(row: Row) -> Self {
        let Row { id, criterion, title, frozen_on, valid_until, perimeter, value, shows, recorded_at } = row;
        Self { id, criterion, title, frozen_on, valid_until, perimeter, value, shows: shows.0, recorded_at }
    }
}

/// All of a candidacy, in the order in which it was given.
pub async fn list<C: AsyncConnectionCore<Backend = Pg>>(
    connection: &mut C,
    candidacy: CandidacyId,
) -> QueryResult<Vec<Evidence>> {
    let rows: Vec<Row> = sql("select id, criterion, title, frozen_on, valid_until, perimeter, value, shows, recorded_at \
         from candidacy_evidence where candidacy_id = ")
    .bind::<SqlUuid, _>(candidacy)
    .push(" order by id")
    .load(connection)
    .await?;
    Ok(rows.into_iter().map(Into::into).collect())
}

pub async fn insert(tx: &mut Tx, candidacy: CandidacyId, evidence: &Evidence) -> QueryResult<()> {
    sql("insert into candidacy_evidence (id, candidacy_id, criterion, title, frozen_on, valid_until, perimeter, value, shows, \
         recorded_at) values (")
    .bind::<SqlUuid, _>(evidence.id)
    .push(", ")
    .bind::<SqlUuid, _>(candidacy)
    .push(", ")
    .bind::<Text, _>(evidence.criterion.clone())
    .push(", ")
    .bind::<Text, _>(evidence.title.clone())
    .push(", ")
    .bind::<Date, _>(evidence.frozen_on)
    .push(", ")
    .bind::<Nullable<Date>, _>(evidence.valid_until)
    .push(", ")
    .bind::<Nullable<Text>, _>(evidence.perimeter.clone())
    .push(", ")
    .bind::<Nullable<BigInt>, _>(evidence.value)
    .push(", ")
    .bind::<Jsonb, _>(JsonColumn(evidence.shows.clone()))
    .push(", ")
    .bind::<Timestamptz, _>(evidence.recorded_at)
    .push(")")
    .execute(tx)
    .await
    .map(drop)
}

pub async fn knows_objective<C: AsyncConnectionCore<Backend = Pg>>(connection: &mut C, id: ObjectiveId) -> QueryResult<bool> {
    #[derive(QueryableByName)]
    struct Known {
        #[diesel(sql_type = Bool)]
        known: bool,
    }
    let statement = sql("select exists (select from objectives where id = ").bind::<SqlUuid, _>(id).push(") as known");
    statement.get_result::<Known>(connection).await.map(|row| row.known)
}

pub async fn delete(tx: &mut Tx, candidacy: CandidacyId, id: EvidenceId) -> QueryResult<usize> {
    sql("delete from candidacy_evidence where candidacy_id = ")
        .bind::<SqlUuid, _>(candidacy)
        .push(" and id = ")
        .bind::<SqlUuid, _>(id)
        .execute(tx)
        .await
}
