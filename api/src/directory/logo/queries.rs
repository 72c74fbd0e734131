//! The SQL of logos.

use diesel::{
    QueryResult, QueryableByName,
    sql_types::{Array, Binary, Integer, Nullable, Text, Uuid as SqlUuid},
};
use diesel_async::{AsyncPgConnection, RunQueryDsl};

use super::picture::Drawn;
use crate::{
    db::{Tx, sql},
    ids::OrganizationId,
};

/// A picture by its content and its size.
pub async fn find(connection: &mut AsyncPgConnection, digest: &str, size: i32) -> QueryResult<Option<Vec<u8>>> {
    #[derive(QueryableByName)]
    struct Row {
        #[diesel(sql_type = Binary)]
        image: Vec<u8>,
    }
    let statement = sql("select image from organization_logos where digest = ")
        .bind::<Text, _>(digest.to_owned())
        .push(" and size = ")
        .bind::<Integer, _>(size)
        .push(" limit 1");
    let rows: Vec<Row> = statement.load(connection).await?;
    Ok(rows.into_iter().next().map(|row| row.image))
}

/// In place of the one there was.
pub async fn replace(tx: &mut Tx, id: OrganizationId, drawn: &Drawn) -> QueryResult<()> {
    let (sizes, images): (Vec<i32>, Vec<Vec<u8>>) = drawn.images.iter().cloned().unzip();
    sql("insert into organization_logos (organization_id, size, digest, image) select ")
        .bind::<SqlUuid, _>(id)
        .push(", size, ")
        .bind::<Text, _>(drawn.digest.clone())
        .push(", image from unnest(")
        .bind::<Array<Integer>, _>(sizes)
        .push(", ")
        .bind::<Array<Binary>, _>(images)
        .push(") as drawn(size, image) on conflict (organization_id, size) do update set digest = excluded.digest, image = excluded.image")
        .execute(tx)
        .await?;
    name(tx, id, Some(drawn.digest.clone())).await
}

pub async fn remove(tx: &mut Tx, id: OrganizationId) -> QueryResult<()> {
    sql("delete from organization_logos where organization_id = ").bind::<SqlUuid, _>(id).execute(tx).await?;
    name(tx, id, None).await
}

/// Which picture the record shows; its revision rises.
async fn name(tx: &mut Tx, id: OrganizationId, digest: Option<String>) -> QueryResult<()> {
    let statement = sql("update organizations set logo = ").bind::<Nullable<Text>, _>(digest);
    statement.push(" where id = ").bind::<SqlUuid, _>(id).execute(tx).await.map(|_| ())
}
