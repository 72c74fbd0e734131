//! All SQL that changes milestones.

use chrono::NaiveDate;
use diesel::{
    QueryResult, QueryableByName,
    sql_types::{Array, BigInt, Bool, Date, Integer, Jsonb, Nullable, Text, Uuid as SqlUuid},
};
use diesel_async::RunQueryDsl;

use super::super::{model::Milestone, policy::Reader, queries as candidacies};
use crate::{
    db::{JsonColumn, Tx, sql},
    error::ErrorCode,
    http::Problem,
    ids::{AccountId, CandidacyId, MilestoneId, Ref},
};

/// A milestone as it is now, judged within its plan.
pub async fn read(tx: &mut Tx, candidacy: CandidacyId, id: MilestoneId, reader: Reader) -> Result<Milestone, Problem> {
    let candidacy = candidacies::find(tx, &Ref::Id(candidacy), reader).await?.ok_or(ErrorCode::InternalError)?;
    let milestone = candidacy.milestones.into_iter().find(|milestone| milestone.id == id);
    Ok(milestone.ok_or(ErrorCode::InternalError)?)
}

pub async fn insert(tx: &mut Tx, candidacy: CandidacyId, milestone: &Milestone) -> QueryResult<()> {
    sql("insert into milestones (id, candidacy_id, position, type, title, detail, planned_on, occurred_on, precision, date_words, \
         date_inferred, owner_id, tasks, sources) values (")
        .bind::<SqlUuid, _>(milestone.id)
        .push(", ")
        .bind::<SqlUuid, _>(candidacy)
        .push(", ")
        .bind::<Integer, _>(milestone.position)
        .push(", ")
        .bind::<Text, _>(milestone.r#type.clone())
        .push(", ")
        .bind::<Jsonb, _>(JsonColumn(milestone.title.clone()))
        .push(", ")
        .bind::<Nullable<Jsonb>, _>(milestone.detail.clone().map(JsonColumn))
        .push(", ")
        .bind::<Nullable<Date>, _>(milestone.planned_on)
        .push(", ")
        .bind::<Nullable<Date>, _>(milestone.occurred_on)
        .push(", ")
        .bind::<Text, _>(milestone.precision.name())
        .push(", ")
        .bind::<Nullable<Jsonb>, _>(milestone.date_words.clone().map(JsonColumn))
        .push(", ")
        .bind::<Bool, _>(milestone.date_inferred)
        .push(", ")
        .bind::<Nullable<SqlUuid>, _>(milestone.owner.as_ref().map(|owner| owner.account_id))
        .push(", ")
        .bind::<Jsonb, _>(JsonColumn(milestone.tasks.clone()))
        .push(", ")
        .bind::<Jsonb, _>(JsonColumn(milestone.sources.clone()))
        .push(")")
        .execute(tx)
        .await?;
    depend(tx, milestone).await
}

pub async fn update(tx: &mut Tx, milestone: &Milestone) -> QueryResult<()> {
    sql("update milestones set type = ")
        .bind::<Text, _>(milestone.r#type.clone())
        .push(", title = ")
        .bind::<Jsonb, _>(JsonColumn(milestone.title.clone()))
        .push(", detail = ")
        .bind::<Nullable<Jsonb>, _>(milestone.detail.clone().map(JsonColumn))
        .push(", planned_on = ")
        .bind::<Nullable<Date>, _>(milestone.planned_on)
        .push(", occurred_on = ")
        .bind::<Nullable<Date>, _>(milestone.occurred_on)
        .push(", precision = ")
        .bind::<Text, _>(milestone.precision.name())
        .push(", date_words = ")
        .bind::<Nullable<Jsonb>, _>(milestone.date_words.clone().map(JsonColumn))
        .push(", date_inferred = ")
        .bind::<Bool, _>(milestone.date_inferred)
        .push(", owner_id = ")
        .bind::<Nullable<SqlUuid>, _>(milestone.owner.as_ref().map(|owner| owner.account_id))
        .push(", tasks = ")
        .bind::<Jsonb, _>(JsonColumn(milestone.tasks.clone()))
        .push(", sources = ")
        .bind::<Jsonb, _>(JsonColumn(milestone.sources.clone()))
        .push(" where id = ")
        .bind::<SqlUuid, _>(milestone.id)
        .execute(tx)
        .await?;
    sql("delete from milestone_dependencies where milestone_id = ").bind::<SqlUuid, _>(milestone.id).execute(tx).await?;
    depend(tx, milestone).await
}

/// What it depends on, each once.
async fn depend(tx: &mut Tx, milestone: &Milestone) -> QueryResult<()> {
    sql("insert into milestone_dependencies (milestone_id, depends_on_id) select distinct ")
        .bind::<SqlUuid, _>(milestone.id)
        .push("::uuid, d from unnest(")
        .bind::<Array<SqlUuid>, _>(milestone.depends_on.clone())
        .push("::uuid[]) d")
        .execute(tx)
        .await
        .map(drop)
}

/// Others that move with it.
pub async fn shift(tx: &mut Tx, moves: &[(MilestoneId, NaiveDate)]) -> QueryResult<()> {
    let (ids, days): (Vec<MilestoneId>, Vec<NaiveDate>) = moves.iter().copied().unzip();
    sql("update milestones m set planned_on = s.day from unnest(")
        .bind::<Array<SqlUuid>, _>(ids)
        .push("::uuid[], ")
        .bind::<Array<Date>, _>(days)
        .push("::date[]) s(id, day) where m.id = s.id")
        .execute(tx)
        .await
        .map(drop)
}

pub async fn delete(tx: &mut Tx, id: MilestoneId) -> QueryResult<()> {
    sql("delete from milestones where id = ").bind::<SqlUuid, _>(id).execute(tx).await.map(drop)
}

#[derive(QueryableByName)]
struct Revision {
    #[diesel(sql_type = BigInt)]
    revision: i64,
}

/// The candidacy is told with its milestones, so that it is another one when they change.
pub async fn touch(tx: &mut Tx, candidacy: CandidacyId) -> QueryResult<i64> {
    let statement =
        sql("update candidacies set state = state where id = ").bind::<SqlUuid, _>(candidacy).push(" returning revision");
    statement.get_result::<Revision>(tx).await.map(|row| row.revision)
}

#[derive(QueryableByName)]
struct Known {
    #[diesel(sql_type = Bool)]
    known: bool,
}

pub async fn is_pilot(tx: &mut Tx, account: AccountId) -> QueryResult<bool> {
    let statement = sql("select exists (select from accounts a where a.id = ").bind::<SqlUuid, _>(account).push(
        " and a.closes_at is null and exists (select from grants g where g.account_id = a.id and g.role = 'pilot')) as known",
    );
    statement.get_result::<Known>(tx).await.map(|row| row.known)
}
