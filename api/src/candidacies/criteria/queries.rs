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
    documents::DocumentStatus,
    ids::{AccountId, CandidacyId, DocumentId, EvidenceId, ObjectiveId},
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
    #[diesel(sql_type = Nullable<Text>)]
    file_status: Option<String>,
    #[diesel(sql_type = Timestamptz)]
    recorded_at: DateTime<Utc>,
}

impl From<Row> for Evidence {
    fn from(row: Row) -> Self {
        let Row { id, criterion, title, frozen_on, valid_until, perimeter, value, shows, file_status, recorded_at } = row;
        let file_status = file_status.map(|status| DocumentStatus::of(&status, false));
        Self { id, criterion, title, frozen_on, valid_until, perimeter, value, shows: shows.0, file_status, recorded_at }
    }
}

/// All of a candidacy, in the order in which it was given.
pub async fn list<C: AsyncConnectionCore<Backend = Pg>>(
    connection: &mut C,
    candidacy: CandidacyId,
) -> QueryResult<Vec<Evidence>> {
    let rows: Vec<Row> =
        sql("select e.id, criterion, title, frozen_on, valid_until, perimeter, value, shows, f.status as file_status, \
         recorded_at from candidacy_evidence e left join evidence_files f on f.id = (shows ->> 'document_id')::uuid \
         where e.candidacy_id = ")
        .bind::<SqlUuid, _>(candidacy)
        .push(" order by e.id")
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

/// How many files a candidacy has, frozen ones among them, and their bytes.
#[derive(QueryableByName)]
pub struct Used {
    #[diesel(sql_type = BigInt)]
    pub files: i64,
    #[diesel(sql_type = BigInt)]
    pub bytes: i64,
}

/// The caller holds the candidacy, so that of uploads beside each other each sees those before it.
pub async fn used(tx: &mut Tx, candidacy: CandidacyId) -> QueryResult<Used> {
    sql("select count(*) as files, coalesce(sum(size), 0)::int8 as bytes from evidence_files where status <> 'receiving' \
         and candidacy_id = ")
    .bind::<SqlUuid, _>(candidacy)
    .get_result(tx)
    .await
}

/// A file is at its place, and waits for the virus scanner if there is one.
pub async fn arrived(tx: &mut Tx, id: DocumentId, status: DocumentStatus) -> QueryResult<usize> {
    sql("update evidence_files set status = ")
        .bind::<Text, _>(if status == DocumentStatus::Pending { "pending" } else { "unscanned" })
        .push(" where status = 'receiving' and id = ")
        .bind::<SqlUuid, _>(id)
        .execute(tx)
        .await
}

/// Whether a file can be had; nothing where it has gone.
pub async fn file_status<C: AsyncConnectionCore<Backend = Pg>>(
    connection: &mut C,
    id: DocumentId,
) -> QueryResult<Option<String>> {
    #[derive(QueryableByName)]
    struct Known {
        #[diesel(sql_type = Text)]
        status: String,
    }
    let statement = sql("select status from evidence_files where id = ").bind::<SqlUuid, _>(id);
    Ok(statement.load::<Known>(connection).await?.into_iter().next().map(|row| row.status))
}

/// Whose the file is that the virus scanner has looked at. Its evidence may have been taken away meanwhile.
#[derive(QueryableByName)]
pub struct Scanned {
    #[diesel(sql_type = SqlUuid)]
    pub candidacy_id: CandidacyId,
    #[diesel(sql_type = Text)]
    pub slug: String,
    #[diesel(sql_type = BigInt)]
    pub revision: i64,
    #[diesel(sql_type = Nullable<SqlUuid>)]
    pub author_id: Option<AccountId>,
    #[diesel(sql_type = Nullable<Text>)]
    pub name: Option<String>,
}

/// What the scanner said; nothing when the file has gone in the meantime.
pub async fn scanned(tx: &mut Tx, id: DocumentId, clean: bool) -> QueryResult<Option<Scanned>> {
    let rows: Vec<Scanned> = sql("update evidence_files f set status = ")
        .bind::<Text, _>(if clean { "clean" } else { "infected" })
        .push(" from candidacies c where c.id = f.candidacy_id and f.status in ('pending', 'unscanned') and f.id = ")
        .bind::<SqlUuid, _>(id)
        .push(
            " returning f.candidacy_id, c.slug, c.revision, f.author_id, (select shows ->> 'name' from candidacy_evidence e \
             where e.candidacy_id = c.id and e.shows ->> 'document_id' = f.id::text) as name",
        )
        .load(tx)
        .await?;
    Ok(rows.into_iter().next())
}
