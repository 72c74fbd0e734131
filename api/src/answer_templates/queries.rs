//! All SQL of templates.

use chrono::{DateTime, Utc};
use diesel::{
    QueryResult, QueryableByName,
    pg::Pg,
    sql_types::{BigInt, Text, Timestamptz, Uuid as SqlUuid},
};
use diesel_async::{AsyncConnectionCore, RunQueryDsl};

use super::model::AnswerTemplate;
use crate::{
    db::{Tx, sql},
    error::Language,
    ids::{AnswerTemplateId, TotemId},
};

#[derive(QueryableByName)]
struct Row {
    #[diesel(sql_type = SqlUuid)]
    id: AnswerTemplateId,
    #[diesel(sql_type = SqlUuid)]
    totem_id: TotemId,
    #[diesel(sql_type = Text)]
    name: String,
    #[diesel(sql_type = Text)]
    body: String,
    #[diesel(sql_type = Text)]
    language: String,
    #[diesel(sql_type = Timestamptz)]
    updated_at: DateTime<Utc>,
    #[diesel(sql_type = BigInt)]
    revision: i64,
}

impl From<Row> for AnswerTemplate {
    fn from(Row { id, totem_id, name, body, language, updated_at, revision }: Row) -> Self {
        let language = Language::negotiate(Some(&language));
        Self { id, totem_id, name, body, language, updated_at, revision }
    }
}

const WHOLE: &str = "select id, totem_id, name, body, language, updated_at, revision from answer_templates where totem_id = ";

/// All of a site, by name.
pub async fn list<C: AsyncConnectionCore<Backend = Pg>>(connection: &mut C, totem: TotemId) -> QueryResult<Vec<AnswerTemplate>> {
    let rows: Vec<Row> = sql(WHOLE).bind::<SqlUuid, _>(totem).push(" order by name, id").load(connection).await?;
    Ok(rows.into_iter().map(Into::into).collect())
}

/// One of a site, held until the transaction ends.
pub async fn lock(tx: &mut Tx, totem: TotemId, id: AnswerTemplateId) -> QueryResult<Option<AnswerTemplate>> {
    let statement = sql(WHOLE).bind::<SqlUuid, _>(totem).push(" and id = ").bind::<SqlUuid, _>(id).push(" for update");
    let rows: Vec<Row> = statement.load(tx).await?;
    Ok(rows.into_iter().next().map(Into::into))
}

#[derive(QueryableByName)]
struct Count {
    #[diesel(sql_type = BigInt)]
    count: i64,
}

pub async fn count(tx: &mut Tx, totem: TotemId) -> QueryResult<i64> {
    let statement = sql("select count(*) as count from answer_templates where totem_id = ").bind::<SqlUuid, _>(totem);
    statement.get_result::<Count>(tx).await.map(|row| row.count)
}

pub async fn insert(tx: &mut Tx, template: &AnswerTemplate) -> QueryResult<()> {
    sql("insert into answer_templates (id, totem_id, name, body, language) values (")
        .bind::<SqlUuid, _>(template.id)
        .push(", ")
        .bind::<SqlUuid, _>(template.totem_id)
        .push(", ")
        .bind::<Text, _>(template.name.clone())
        .push(", ")
        .bind::<Text, _>(template.body.clone())
        .push(", ")
        .bind::<Text, _>(template.language.tag())
        .push(")")
        .execute(tx)
        .await
        .map(drop)
}

pub async fn update(tx: &mut Tx, template: &AnswerTemplate) -> QueryResult<()> {
    sql("update answer_templates set name = ")
        .bind::<Text, _>(template.name.clone())
        .push(", body = ")
        .bind::<Text, _>(template.body.clone())
        .push(", language = ")
        .bind::<Text, _>(template.language.tag())
        .push(" where id = ")
        .bind::<SqlUuid, _>(template.id)
        .execute(tx)
        .await
        .map(drop)
}

pub async fn delete(tx: &mut Tx, id: AnswerTemplateId) -> QueryResult<()> {
    sql("delete from answer_templates where id = ").bind::<SqlUuid, _>(id).execute(tx).await.map(drop)
}
