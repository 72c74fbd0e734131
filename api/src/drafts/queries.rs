//! All SQL of drafts.

use chrono::{DateTime, Utc};
use diesel::{
    QueryResult, QueryableByName,
    pg::Pg,
    sql_types::{BigInt, Text, Timestamptz, Uuid as SqlUuid},
};
use diesel_async::{AsyncConnectionCore, RunQueryDsl};

use super::{
    KEPT,
    model::{Draft, DraftForm},
};
use crate::{
    db::{Sql, Tx, sql},
    ids::{AccountId, DraftId},
};

#[derive(QueryableByName)]
pub struct Row {
    #[diesel(sql_type = SqlUuid)]
    pub id: DraftId,
    #[diesel(sql_type = Text)]
    content: String,
    #[diesel(sql_type = Timestamptz)]
    updated_at: DateTime<Utc>,
    #[diesel(sql_type = BigInt)]
    pub revision: i64,
}

impl Row {
    pub fn shown(self, form: DraftForm) -> Draft {
        let Self { id: _, content, updated_at, revision } = self;
        Draft { form, content, updated_at, expires_at: updated_at + KEPT, revision }
    }
}

fn own(statement: Sql, account: AccountId, form: DraftForm) -> Sql {
    statement.push(" where account_id = ").bind::<SqlUuid, _>(account).push(" and form = ").bind::<Text, _>(form.name())
}

pub async fn find<C>(connection: &mut C, account: AccountId, form: DraftForm) -> QueryResult<Option<Row>>
where
    C: AsyncConnectionCore<Backend = Pg>,
{
    let statement = own(sql("select id, content, updated_at, revision from drafts"), account, form);
    Ok(statement.load(connection).await?.into_iter().next())
}

/// The revision of the draft, held until the transaction ends; 0 as long as there is none.
pub async fn revision(tx: &mut Tx, account: AccountId, form: DraftForm) -> QueryResult<i64> {
    let statement = own(sql("select id, content, updated_at, revision from drafts"), account, form).push(" for update");
    let rows: Vec<Row> = statement.load(tx).await?;
    Ok(rows.into_iter().next().map_or(0, |row| row.revision))
}

/// Writes it, over the one that is there.
pub async fn keep(tx: &mut Tx, account: AccountId, form: DraftForm, content: String, now: DateTime<Utc>) -> QueryResult<Row> {
    sql("insert into drafts (id, account_id, form, content, created_at, updated_at) values (")
        .bind::<SqlUuid, _>(DraftId::new())
        .push(", ")
        .bind::<SqlUuid, _>(account)
        .push(", ")
        .bind::<Text, _>(form.name())
        .push(", ")
        .bind::<Text, _>(content)
        .push(", ")
        .bind::<Timestamptz, _>(now)
        .push(", ")
        .bind::<Timestamptz, _>(now)
        .push(
            ") on conflict on constraint drafts_key do update set content = excluded.content, updated_at = excluded.updated_at, \
             revision = drafts.revision + 1 returning id, content, updated_at, revision",
        )
        .get_result(tx)
        .await
}

/// The draft that is gone, if there was one.
pub async fn delete(tx: &mut Tx, account: AccountId, form: DraftForm) -> QueryResult<Option<Row>> {
    let gone = own(sql("delete from drafts"), account, form).push(" returning id, content, updated_at, revision");
    Ok(gone.load(tx).await?.into_iter().next())
}
