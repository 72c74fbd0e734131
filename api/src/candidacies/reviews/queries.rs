//! All SQL of reviews.

use chrono::{DateTime, Utc};
use diesel::{
    QueryResult, QueryableByName,
    pg::Pg,
    sql_types::{BigInt, Bool, Integer, Jsonb, Nullable, Text, Timestamptz, Uuid as SqlUuid},
};
use diesel_async::{AsyncConnectionCore, RunQueryDsl};

use super::{
    model::{DossierReview, DossierReviewStatus, DossierReviewer, DossierScore, ReviewedCandidacy},
    policy,
};
use crate::{
    auth::{Account, Role},
    candidacies::dossiers::queries::Dossier,
    db::{JsonColumn, Sql, Tx, sql},
    http::LangText,
    ids::{AccountId, CandidacyId, DossierReviewId, DossierVersionId},
};

#[derive(QueryableByName)]
struct Row {
    #[diesel(sql_type = SqlUuid)]
    id: DossierReviewId,
    #[diesel(sql_type = SqlUuid)]
    version_id: DossierVersionId,
    #[diesel(sql_type = Integer)]
    version_number: i32,
    #[diesel(sql_type = SqlUuid)]
    candidacy_id: CandidacyId,
    #[diesel(sql_type = Text)]
    slug: String,
    #[diesel(sql_type = Jsonb)]
    name: JsonColumn<LangText>,
    #[diesel(sql_type = Nullable<SqlUuid>)]
    reviewer_id: Option<AccountId>,
    #[diesel(sql_type = Nullable<Text>)]
    reviewer_name: Option<String>,
    #[diesel(sql_type = Text)]
    status: String,
    #[diesel(sql_type = Jsonb)]
    scores: JsonColumn<Vec<DossierScore>>,
    #[diesel(sql_type = Nullable<Text>)]
    conflict: Option<String>,
    #[diesel(sql_type = Timestamptz)]
    assigned_at: DateTime<Utc>,
    #[diesel(sql_type = Nullable<Timestamptz>)]
    ended_at: Option<DateTime<Utc>>,
    #[diesel(sql_type = BigInt)]
    revision: i64,
}

impl Row {
    fn seen_by(self, account: &Account) -> DossierReview {
        let Self {
            id,
            version_id,
            version_number,
            candidacy_id,
            slug,
            name,
            reviewer_id,
            reviewer_name,
            status,
            scores,
            conflict,
            assigned_at,
            ended_at,
            revision,
        } = self;
        let review = DossierReview {
            id,
            candidacy: ReviewedCandidacy { id: candidacy_id, slug, name: name.0 },
            version_id,
            version_number,
            reviewer: reviewer_id.map(|account_id| DossierReviewer { account_id, name: reviewer_name }),
            status: DossierReviewStatus::from_name(&status),
            allowed_transitions: vec![],
            scores: scores.0,
            conflict,
            assigned_at,
            ended_at,
            revision,
        };
        policy::shown(account, review)
    }
}

/// Those that an account sees: its own; all of them as a pilot who does not score this version, or is done; and what was
/// submitted, once its own is.
fn seen(account: &Account) -> Sql {
    let pilot = account.has(Role::Pilot);
    sql("select r.id, r.version_id, r.version_number, r.candidacy_id, c.slug, c.name, r.reviewer_id, \
         account_name(r.reviewer_id) as reviewer_name, r.status, r.scores, r.conflict, r.assigned_at, r.ended_at, r.revision \
         from dossier_reviews r join candidacies c on c.id = r.candidacy_id \
         left join dossier_reviews own on own.version_id = r.version_id and own.reviewer_id = ")
    .bind::<SqlUuid, _>(account.id)
    .push(" where (r.reviewer_id = ")
    .bind::<SqlUuid, _>(account.id)
    .push(" or coalesce(own.status = 'submitted', ")
    .bind::<Bool, _>(pilot)
    .push(") and (r.status = 'submitted' or ")
    .bind::<Bool, _>(pilot)
    .push("))")
}

/// Of one version, in the order in which the reviewers were named.
pub async fn list<C: AsyncConnectionCore<Backend = Pg>>(
    connection: &mut C,
    version: DossierVersionId,
    account: &Account,
) -> QueryResult<Vec<DossierReview>> {
    let statement = seen(account).push(" and r.version_id = ").bind::<SqlUuid, _>(version).push(" order by r.id");
    let rows: Vec<Row> = statement.load(connection).await?;
    Ok(rows.into_iter().map(|row| row.seen_by(account)).collect())
}

/// An account's own, the latest first.
pub async fn list_own<C: AsyncConnectionCore<Backend = Pg>>(
    connection: &mut C,
    account: &Account,
    before: Option<DossierReviewId>,
    limit: i64,
) -> QueryResult<Vec<DossierReview>> {
    let mut statement = seen(account).push(" and r.reviewer_id = ").bind::<SqlUuid, _>(account.id);
    if let Some(id) = before {
        statement = statement.push(" and r.id < ").bind::<SqlUuid, _>(id);
    }
    let rows: Vec<Row> = statement.push(" order by r.id desc limit ").bind::<BigInt, _>(limit).load(connection).await?;
    Ok(rows.into_iter().map(|row| row.seen_by(account)).collect())
}

pub async fn find<C: AsyncConnectionCore<Backend = Pg>>(
    connection: &mut C,
    id: DossierReviewId,
    account: &Account,
) -> QueryResult<Option<DossierReview>> {
    let rows: Vec<Row> = seen(account).push(" and r.id = ").bind::<SqlUuid, _>(id).load(connection).await?;
    Ok(rows.into_iter().next().map(|row| row.seen_by(account)))
}

/// The same, held until the transaction ends.
pub async fn lock(tx: &mut Tx, id: DossierReviewId, account: &Account) -> QueryResult<Option<DossierReview>> {
    sql("select from dossier_reviews where id = ").bind::<SqlUuid, _>(id).push(" for update").execute(tx).await?;
    find(tx, id, account).await
}

/// Somebody with an account, as a pilot who names them may know.
#[derive(QueryableByName)]
pub struct Known {
    #[diesel(sql_type = SqlUuid)]
    pub id: AccountId,
    /// Whether they run candidacies.
    #[diesel(sql_type = Bool)]
    pub steers: bool,
}

/// The account of an address.
pub async fn account_of(tx: &mut Tx, address: &str) -> QueryResult<Option<Known>> {
    let statement = sql("select id, steers from account_of(").bind::<Text, _>(address.to_owned()).push(")");
    Ok(statement.load(tx).await?.into_iter().next())
}

/// How many score a version.
pub async fn count(tx: &mut Tx, version: DossierVersionId) -> QueryResult<i64> {
    #[derive(QueryableByName)]
    struct Count {
        #[diesel(sql_type = BigInt)]
        count: i64,
    }
    let statement = sql("select count(*) from dossier_reviews where version_id = ").bind::<SqlUuid, _>(version);
    statement.get_result::<Count>(tx).await.map(|row| row.count)
}

pub async fn insert(
    tx: &mut Tx,
    id: DossierReviewId,
    dossier: &Dossier,
    reviewer: AccountId,
    now: DateTime<Utc>,
) -> QueryResult<()> {
    sql("insert into dossier_reviews (id, version_id, candidacy_id, version_number, reviewer_id, assigned_at) values (")
        .bind::<SqlUuid, _>(id)
        .push(", ")
        .bind::<SqlUuid, _>(dossier.version.id)
        .push(", ")
        .bind::<SqlUuid, _>(dossier.candidacy)
        .push(", ")
        .bind::<Integer, _>(dossier.version.number)
        .push(", ")
        .bind::<SqlUuid, _>(reviewer)
        .push(", ")
        .bind::<Timestamptz, _>(now)
        .push(")")
        .execute(tx)
        .await
        .map(drop)
}

pub async fn score(tx: &mut Tx, id: DossierReviewId, scores: Vec<DossierScore>) -> QueryResult<()> {
    sql("update dossier_reviews set scores = ")
        .bind::<Jsonb, _>(JsonColumn(scores))
        .push(" where id = ")
        .bind::<SqlUuid, _>(id)
        .execute(tx)
        .await
        .map(drop)
}

/// What was thought before a conflict of interest was seen counts for nothing.
pub async fn end(
    tx: &mut Tx,
    id: DossierReviewId,
    status: DossierReviewStatus,
    conflict: Option<String>,
    now: DateTime<Utc>,
) -> QueryResult<()> {
    sql("update dossier_reviews set status = ")
        .bind::<Text, _>(status.name())
        .push(", conflict = ")
        .bind::<Nullable<Text>, _>(conflict)
        .push(", ended_at = ")
        .bind::<Timestamptz, _>(now)
        .push(", scores = case when ")
        .bind::<Bool, _>(status == DossierReviewStatus::Recused)
        .push(" then '[]' else scores end where id = ")
        .bind::<SqlUuid, _>(id)
        .execute(tx)
        .await
        .map(drop)
}

pub async fn delete(tx: &mut Tx, id: DossierReviewId) -> QueryResult<()> {
    sql("delete from dossier_reviews where id = ").bind::<SqlUuid, _>(id).execute(tx).await.map(drop)
}
