//! What the database noted of each change of a record.

use chrono::{DateTime, Utc};
use diesel::{
    QueryResult, QueryableByName,
    sql_types::{Array, BigInt, Bool, Jsonb, Nullable, Text, Timestamptz, Uuid as SqlUuid},
};
use diesel_async::{AsyncPgConnection, RunQueryDsl};

use super::super::{list_history::MemberChange, model::Party};
use crate::{
    auth::Authority,
    db::{JsonColumn, Sql, Tx, sql},
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
    #[diesel(sql_type = Nullable<Text>)]
    pub proposed_by: Option<String>,
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
        .push(" as name, h.public_before, h.changes, h.proposed_by from organization_history h where h.organization_id = ")
        .bind::<SqlUuid, _>(id);
    if party.is_none() {
        statement = statement.push(" and h.public_after");
    }
    if let Some(id) = before {
        statement = statement.push(" and h.id < ").bind::<BigInt, _>(id);
    }
    statement.push(" order by h.id desc limit ").bind::<BigInt, _>(limit)
}

/// Which of these members have changed since a revision.
pub async fn changed_since(tx: &mut Tx, id: OrganizationId, revision: i64, members: Vec<String>) -> QueryResult<Vec<String>> {
    #[derive(QueryableByName)]
    struct Member {
        #[diesel(sql_type = Text)]
        member: String,
    }
    let rows: Vec<Member> = sql("select distinct c ->> 'member' as member from organization_history h, jsonb_array_elements(h.changes) c where h.organization_id = ")
        .bind::<SqlUuid, _>(id)
        .push(" and h.revision > ")
        .bind::<BigInt, _>(revision)
        .push(" and c ->> 'member' = any(")
        .bind::<Array<Text>, _>(members)
        .push(") order by 1")
        .load(tx)
        .await?;
    Ok(rows.into_iter().map(|row| row.member).collect())
}

/// What is changed from now on in this transaction was proposed by this region.
pub async fn note_proposer(tx: &mut Tx, authority: Authority) -> QueryResult<usize> {
    sql("select set_config('lorntech.proposed_by', ").bind::<Text, _>(authority.name()).push(", true)").execute(tx).await
}

pub async fn load_history(connection: &mut AsyncPgConnection, statement: Sql) -> QueryResult<Vec<HistoryRow>> {
    statement.load(connection).await
}
