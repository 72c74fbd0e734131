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
    auth::{Account, Role},
    candidacies::model::Stage,
    db::{Sql, Tx, sql},
    ids::{CandidacyId, DossierVersionId, Ref},
};

/// A version, with which candidacy it is of.
pub struct Dossier {
    pub version: DossierVersion,
    pub candidacy: CandidacyId,
    pub slug: String,
}

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
    #[diesel(sql_type = SqlUuid)]
    candidacy_id: CandidacyId,
    #[diesel(sql_type = Text)]
    slug: String,
}

impl From<Row> for Dossier {
    fn from(row: Row) -> Self {
        let Row { id, number, note, state, gaps, sha256, intact, frozen_at, candidacy_id, slug } = row;
        let version = DossierVersion { id, number, note, state: Stage::from_name(&state), gaps, sha256, intact, frozen_at };
        Self { version, candidacy: candidacy_id, slug }
    }
}

/// Those that an account reads: a reviewer the version that they score, a pilot all, and nobody one where they have a
/// conflict of interest.
fn seen(account: &Account) -> Sql {
    sql("select v.id, v.number, v.note, v.state, v.gaps, v.sha256, \
         v.sha256 = encode(sha256(convert_to(v.content, 'UTF8')), 'hex') as intact, v.frozen_at, v.candidacy_id, c.slug \
         from dossier_versions v join candidacies c on c.id = v.candidacy_id where coalesce((select r.status <> 'recused' \
         from dossier_reviews r where r.version_id = v.id and r.reviewer_id = ")
    .bind::<SqlUuid, _>(account.id)
    .push("), ")
    .bind::<Bool, _>(account.has(Role::Pilot))
    .push(")")
}

/// All of a candidacy, the latest first.
pub async fn list<C: AsyncConnectionCore<Backend = Pg>>(
    connection: &mut C,
    candidacy: CandidacyId,
    account: &Account,
) -> QueryResult<Vec<DossierVersion>> {
    let statement = seen(account).push(" and v.candidacy_id = ").bind::<SqlUuid, _>(candidacy);
    let rows: Vec<Row> = statement.push(" order by v.number desc").load(connection).await?;
    Ok(rows.into_iter().map(|row| Dossier::from(row).version).collect())
}

pub async fn find<C: AsyncConnectionCore<Backend = Pg>>(
    connection: &mut C,
    candidacy: &Ref<CandidacyId>,
    id: DossierVersionId,
    account: &Account,
) -> QueryResult<Option<Dossier>> {
    let statement = seen(account).push(" and v.id = ").bind::<SqlUuid, _>(id);
    let statement = match candidacy {
        Ref::Id(id) => statement.push(" and c.id = ").bind::<SqlUuid, _>(*id),
        Ref::Slug(slug) => statement.push(" and c.slug = ").bind::<Text, _>(slug.clone()),
    };
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

/// The number of the next one. A version that a conflict of interest hides is told by its review.
pub async fn next_number(tx: &mut Tx, candidacy: CandidacyId) -> QueryResult<i32> {
    #[derive(QueryableByName)]
    struct Next {
        #[diesel(sql_type = Integer)]
        number: i32,
    }
    sql("select coalesce(greatest((select max(number) from dossier_versions where candidacy_id = ")
        .bind::<SqlUuid, _>(candidacy)
        .push("), (select max(version_number) from dossier_reviews where candidacy_id = ")
        .bind::<SqlUuid, _>(candidacy)
        .push(")), 0) + 1 as number")
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
