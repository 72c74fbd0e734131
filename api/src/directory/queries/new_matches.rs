//! What has come to match a search: it was published or changed since, and did not match before.

use chrono::{DateTime, Utc};
use diesel::{
    QueryResult, QueryableByName,
    sql_types::{Array, BigInt, Nullable, Timestamptz, Uuid as SqlUuid},
};
use diesel_async::{AsyncPgConnection, RunQueryDsl};

use super::{super::filters::Asked, list::condition};
use crate::{
    db::{Sql, sql},
    ids::OrganizationId,
};

/// A change bears the time at which its transaction began, and is seen when that ends, which takes half a minute at most
/// (see `follow`): so much of what a look may have missed is looked at again.
const OVERLAP: &str = " - interval '1 minute'";

#[derive(QueryableByName)]
pub struct NewMatches {
    /// By the clock of the database: what changed before is among them, but for the overlap.
    #[diesel(sql_type = Timestamptz)]
    pub at: DateTime<Utc>,
    #[diesel(sql_type = Array<SqlUuid>)]
    pub ids: Vec<OrganizationId>,
}

/// Without `since` that of the last moments, which the next look will meet again. How long this takes depends on how
/// much has changed since, not on how much there is.
pub fn new_matches(asked: &Asked, since: Option<DateTime<Utc>>, known: Sql, limit: i64) -> Sql {
    let Asked { filters, search } = asked;
    let from = |statement: Sql| {
        statement.push("(coalesce(").bind::<Nullable<Timestamptz>, _>(since).push(", now())").push(OVERLAP).push(")")
    };
    let statement = sql("select now() as at, coalesce(array_agg(id order by updated_at desc, id desc), '{}') as ids \
        from (select o.id, o.updated_at from organizations o where ");
    let statement = from(condition(statement, filters, search.as_ref()).push(" and o.updated_at >= "));
    let statement = statement.push(" and not ").append(known);
    // The version of then takes the place of the record. Which numbers it had is not in it: if others have come or gone,
    // it had none.
    let statement = from(statement.push(
        " and not exists (select from (select v.* from organization_versions v where v.organization_id = o.id and v.since <= ",
    ));
    let statement = from(statement.push(" and v.until > "));
    let statement = from(statement.push(
        ") as v cross join lateral jsonb_populate_record(null::organizations, case when exists (\
            select from organization_history h where h.organization_id = v.organization_id \
            and h.changes @> '[{\"member\": \"identifiers\"}]' and h.at >= ",
    ));
    condition(statement.push(") then v.record - 'id' else v.record end) as o where "), filters, search.as_ref())
        .push(") order by o.updated_at desc, o.id desc limit ")
        .bind::<BigInt, _>(limit)
        .push(") as o")
}

pub async fn load_new_matches(connection: &mut AsyncPgConnection, statement: Sql) -> QueryResult<NewMatches> {
    statement.get_result(connection).await
}
