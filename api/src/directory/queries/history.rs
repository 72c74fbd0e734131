//! What the database noted of each change of a record.

use chrono::{DateTime, Utc};
use diesel::{
    QueryResult, QueryableByName,
    sql_types::{BigInt, Bool, Jsonb, Nullable, Text, Timestamptz, Uuid as SqlUuid},
};
use diesel_async::{AsyncPgConnection, RunQueryDsl};

use super::super::{list_history::MemberChange, model::Party};
use crate::{
    db::{JsonColumn, Sql, sql},
    ids::OrganizationId,
};

#[derive(QueryableByName)]
pub struct HistoryRow {
    #[diesel(sql_type = BigInt)]
    pub id: i64,
    #[diesel(sql_type = Timestamptz)]
    pub at: DateTime<Utc>,
    #[diesel(sql_type = Text)]
    pub actor_kind: String,
    #[diesel(sql_type = Nullable<Text>)]
    pub name: Option<String>,
    #[diesel(sql_type = Bool)]
    pub public_before: bool,
    #[diesel(sql_type = Jsonb)]
    pub changes: JsonColumn<Vec<MemberChange>>,
}

/// The changes that this reader may see, the newest first, each with a name if they may know it: moderators know all,
/// those who keep a record each other.
pub fn history(id: OrganizationId, party: Option<Party>, before: Option<i64>, limit: i64) -> Sql {
    let name = match party {
        Some(Party::Moderator) => "account_name(h.account_id)",
        Some(Party::Keeper | Party::Proposer) => {
            "case when h.account_id = own_account() or exists (select from grants g where g.account_id = h.account_id and g.organization_id = h.organization_id) then account_name(h.account_id) end"
        }
        None => "null::text",
    };
    let mut statement = sql("select h.id, h.at, h.actor_kind, ")
        .push(name)
        .push(" as name, h.public_before, h.changes from organization_history h where h.organization_id = ")
        .bind::<SqlUuid, _>(id);
    if party.is_none() {
        statement = statement.push(" and h.public_after");
    }
    if let Some(id) = before {
        statement = statement.push(" and h.id < ").bind::<BigInt, _>(id);
    }
    statement.push(" order by h.id desc limit ").bind::<BigInt, _>(limit)
}

pub async fn load_history(connection: &mut AsyncPgConnection, statement: Sql) -> QueryResult<Vec<HistoryRow>> {
    statement.load(connection).await
}
