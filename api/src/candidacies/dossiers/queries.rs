//! All SQL of dossier versions.

use chrono::{DateTime, Utc};
use diesel::{
    QueryResult, QueryableByName,
    pg::Pg,
    sql_types::{Bool, Integer, Nullable, Text, Timestamptz, Uuid as SqlUuid},
};
use diesel_async::{AsyncConnectionCore, RunQueryDsl};

use super::model::DossierVersion;
use crate::{
    candidacies::model::Stage,
    db::{Tx, sql},
    ids::{CandidacyId, DossierVersionId},
};

#[derive(QueryableByName)]
struct Row {
    #[diesel(sql_type = SqlUuid)]
    id: DossierVersionId,
    #[diesel(sql_type = Integer)]
    number: i32,
    #[diesel(sql_type = Nullable<Text>)]
    note: Option<String>,
    #[diesel(sql_type = Text)]
    state: String,
    #[diesel(sql_type = Integer)]
    gaps: i32,
    #[diesel(sql_type = Text)]
    sha256: String,
    #[diesel(sql_type = Bool)]
    intact: bool,
    #[diesel(sql_type = Timestamptz)]
    frozen_at: DateTime<Utc>,
}

impl From<Row> for DossierVersion {
    fn from(Row { id, number, note, state, gaps, sha256, intact, frozen_at }: Row) -> Self {
        Self { id, number, note, state: Stage::from_name(&state), gaps, sha256, intact, frozen_at }
    }
}

const WHOLE: &str = "select id, number, note, state, gaps, sha256, sha256 = encode(sha256(convert_to(content, 'UTF8')), 'hex') as intact, \
    frozen_at from dossier_versions where candidacy_id = ";

/// All of a candidacy, the latest first.
pub async fn list<C: AsyncConnectionCore<Backend = Pg>>(
    connection: &mut C,
    candidacy: CandidacyId,
) -> QueryResult<Vec<DossierVersion>> {
    let rows: Vec<Row> = sql(WHOLE).bind::<SqlUuid, _>(candidacy).push(" order by number desc").load(connection).await?;
    Ok(rows.into_iter().map(Into::into).collect())
}

pub async fn find<C: AsyncConnectionCore<Backend = Pg>>(
    connection: &mut C,
    candidacy: CandidacyId,
    id: DossierVersionId,
) -> QueryResult<Option<DossierVersion>> {
    let statement = sql(WHOLE).bind::<SqlUuid, _>(candidacy).push(" and id = ").bind::<SqlUuid, _>(id);
    let rows: Vec<Row> = statement.load(connection).await?;
    Ok(rows.into_iter().next().map(Into::into))
}

/// Its canonical JSON.
pub async fn content<C: AsyncConnectionCore<Backend = Pg>>(connection: &mut C, id: DossierVersionId) -> QueryResult<String> {
    #[derive(QueryableByName)]
    struct Content {
        #[diesel(sql_type = Text)]
        content: String,
    }
    let statement = sql("select content from dossier_versions where id = ").bind::<SqlUuid, _>(id);
    statement.get_result::<Content>(connection).await.map(|row| row.content)
}

/// The number of the next one.
pub async fn next_number(tx: &mut Tx, candidacy: CandidacyId) -> QueryResult<i32> {
    #[derive(QueryableByName)]
    struct Next {
        #[diesel(sql_type = Integer)]
        number: i32,
    }
    sql("select coalesce(max(number), 0) + 1 as number from dossier_versions where candidacy_id = ")
        .bind::<SqlUuid, _>(candidacy)
        .get_result::<Next>(tx)
        .await
        .map(|row| row.number)
}

pub async fn insert(tx: &mut Tx, candidacy: CandidacyId, version: &DossierVersion, content: String) -> QueryResult<()> {
    sql("insert into dossier_versions (id, candidacy_id, number, note, state, gaps, content, sha256, frozen_at) values (")
        .bind::<SqlUuid, _>(version.id)
        .push(", ")
        .bind::<SqlUuid, _>(candidacy)
        .push(", ")
        .bind::<Integer, _>(version.number)
        .push(", ")
        .bind::<Nullable<Text>, _>(version.note.clone())
        .push(", ")
        .bind::<Text, _>(version.state.name())
        .push(", ")
        .bind::<Integer, _>(version.gaps)
        .push(", ")
        .bind::<Text, _>(content)
        .push(", ")
        .bind::<Text, _>(version.sha256.clone())
        .push(", ")
        .bind::<Timestamptz, _>(version.frozen_at)
        .push(")")
        .execute(tx)
        .await
        .map(drop)
}
