//! All SQL of supporters.

use chrono::{DateTime, Utc};
use diesel::{
    QueryResult, QueryableByName,
    pg::Pg,
    sql_types::{BigInt, Nullable, Text, Timestamptz, Uuid as SqlUuid},
};
use diesel_async::{AsyncConnectionCore, RunQueryDsl};

use super::model::Supporter;
use crate::{
    db::{Sql, Tx, sql},
    ids::{CandidacyId, OrganizationId, SupporterId},
};

#[derive(QueryableByName)]
struct Row {
    #[diesel(sql_type = SqlUuid)]
    id: SupporterId,
    #[diesel(sql_type = SqlUuid)]
    organization_id: OrganizationId,
    #[diesel(sql_type = Text)]
    slug: String,
    #[diesel(sql_type = Text)]
    name: String,
    #[diesel(sql_type = Nullable<Text>)]
    statement: Option<String>,
    #[diesel(sql_type = Timestamptz)]
    signed_at: DateTime<Utc>,
}

impl From<Row> for Supporter {
    fn from(Row { id, organization_id, slug, name, statement, signed_at }: Row) -> Self {
        Self { id, organization_id, slug, name, statement, signed_at }
    }
}

/// Those whose record is published.
fn of(columns: &'static str, candidacy: CandidacyId) -> Sql {
    sql(columns)
        .push(" from candidacy_supporters s join organizations o on o.id = s.organization_id where o.status = 'published' and s.candidacy_id = ")
        .bind::<SqlUuid, _>(candidacy)
}

/// In the order in which they signed.
pub async fn list<C: AsyncConnectionCore<Backend = Pg>>(
    connection: &mut C,
    candidacy: CandidacyId,
    after: Option<SupporterId>,
    limit: i64,
) -> QueryResult<Vec<Supporter>> {
    let mut statement = of("select s.id, s.organization_id, o.slug, o.name, s.statement, s.signed_at", candidacy);
    if let Some(after) = after {
        statement = statement.push(" and s.id > ").bind::<SqlUuid, _>(after);
    }
    let rows: Vec<Row> = statement.push(" order by s.id limit ").bind::<BigInt, _>(limit).load(connection).await?;
    Ok(rows.into_iter().map(Into::into).collect())
}

#[derive(QueryableByName)]
struct Count {
    #[diesel(sql_type = BigInt)]
    count: i64,
}

pub async fn count<C: AsyncConnectionCore<Backend = Pg>>(connection: &mut C, candidacy: CandidacyId) -> QueryResult<i64> {
    of("select count(*) as count", candidacy).get_result::<Count>(connection).await.map(|row| row.count)
}

/// Whose signature it is.
pub async fn organization_of(tx: &mut Tx, candidacy: CandidacyId, id: SupporterId) -> QueryResult<Option<OrganizationId>> {
    #[derive(QueryableByName)]
    struct Whose {
        #[diesel(sql_type = SqlUuid)]
        organization_id: OrganizationId,
    }
    let rows: Vec<Whose> = of("select s.organization_id", candidacy).push(" and s.id = ").bind::<SqlUuid, _>(id).load(tx).await?;
    Ok(rows.into_iter().next().map(|row| row.organization_id))
}

pub async fn insert(tx: &mut Tx, candidacy: CandidacyId, supporter: &Supporter) -> QueryResult<()> {
    sql("insert into candidacy_supporters (id, candidacy_id, organization_id, statement, signed_at) values (")
        .bind::<SqlUuid, _>(supporter.id)
        .push(", ")
        .bind::<SqlUuid, _>(candidacy)
        .push(", ")
        .bind::<SqlUuid, _>(supporter.organization_id)
        .push(", ")
        .bind::<Nullable<Text>, _>(supporter.statement.clone())
        .push(", ")
        .bind::<Timestamptz, _>(supporter.signed_at)
        .push(")")
        .execute(tx)
        .await
        .map(drop)
}

pub async fn delete(tx: &mut Tx, id: SupporterId) -> QueryResult<()> {
    sql("delete from candidacy_supporters where id = ").bind::<SqlUuid, _>(id).execute(tx).await.map(drop)
}
