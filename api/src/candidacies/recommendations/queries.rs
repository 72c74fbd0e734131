//! All SQL of recommendations.

use chrono::{DateTime, NaiveDate, Utc};
use diesel::{
    QueryResult, QueryableByName,
    pg::Pg,
    sql_types::{BigInt, Date, Jsonb, Nullable, Text, Timestamptz, Uuid as SqlUuid},
};
use diesel_async::{AsyncConnectionCore, RunQueryDsl};

use super::model::Recommendation;
use crate::{
    db::{JsonColumn, Tx, sql},
    ids::{CandidacyId, RecommendationId},
    totems::model::FactSource,
};

#[derive(QueryableByName)]
struct Row {
    #[diesel(sql_type = SqlUuid)]
    id: RecommendationId,
    #[diesel(sql_type = Text)]
    text: String,
    #[diesel(sql_type = Date)]
    given_on: NaiveDate,
    #[diesel(sql_type = Jsonb)]
    source: JsonColumn<FactSource>,
    #[diesel(sql_type = Nullable<Text>)]
    criterion: Option<String>,
    #[diesel(sql_type = Nullable<Text>)]
    answer: Option<String>,
    #[diesel(sql_type = Nullable<Timestamptz>)]
    answered_at: Option<DateTime<Utc>>,
    #[diesel(sql_type = BigInt)]
    revision: i64,
}

impl From<Row> for Recommendation {
    fn from(Row { id, text, given_on, source, criterion, answer, answered_at, revision }: Row) -> Self {
        Self { id, text, given_on, source: source.0, criterion, answer, answered_at, revision }
    }
}

/// All of a candidacy, in the order in which they were given.
pub async fn list<C: AsyncConnectionCore<Backend = Pg>>(
    connection: &mut C,
    candidacy: CandidacyId,
) -> QueryResult<Vec<Recommendation>> {
    let rows: Vec<Row> = sql("select id, text, given_on, source, criterion, answer, answered_at, revision \
         from candidacy_recommendations where candidacy_id = ")
    .bind::<SqlUuid, _>(candidacy)
    .push(" order by given_on, id")
    .load(connection)
    .await?;
    Ok(rows.into_iter().map(Into::into).collect())
}

pub async fn insert(tx: &mut Tx, candidacy: CandidacyId, recommendation: &Recommendation) -> QueryResult<()> {
    sql("insert into candidacy_recommendations (id, candidacy_id, text, given_on, source, criterion) values (")
        .bind::<SqlUuid, _>(recommendation.id)
        .push(", ")
        .bind::<SqlUuid, _>(candidacy)
        .push(", ")
        .bind::<Text, _>(recommendation.text.clone())
        .push(", ")
        .bind::<Date, _>(recommendation.given_on)
        .push(", ")
        .bind::<Jsonb, _>(JsonColumn(recommendation.source.clone()))
        .push(", ")
        .bind::<Nullable<Text>, _>(recommendation.criterion.clone())
        .push(")")
        .execute(tx)
        .await
        .map(drop)
}

pub async fn answer(tx: &mut Tx, id: RecommendationId, answer: Option<String>, now: DateTime<Utc>) -> QueryResult<()> {
    let at = answer.as_ref().map(|_| now);
    sql("update candidacy_recommendations set answer = ")
        .bind::<Nullable<Text>, _>(answer)
        .push(", answered_at = ")
        .bind::<Nullable<Timestamptz>, _>(at)
        .push(" where id = ")
        .bind::<SqlUuid, _>(id)
        .execute(tx)
        .await
        .map(drop)
}
