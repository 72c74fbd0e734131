//! Accounts as administrators see them: a list names people, and one account alone shows an address.

use chrono::{DateTime, Utc};
use diesel::{
    QueryableByName,
    sql_types::{BigInt, Jsonb, Nullable, Text, Timestamptz, Uuid as SqlUuid},
};
use diesel_async::RunQueryDsl;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{RoleView, TotemRef};
use crate::{
    auth::{Account, Role, middleware::IDLE},
    db::{JsonColumn, Sql, sql},
    error::ErrorCode,
    http::Problem,
    ids::AccountId,
    members::model::OrganizationRef,
    state::State,
};

/// Whether an account is in use.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum AccountState {
    Open,
    /// Closed, and erased at `closes_at` unless its person signs in before.
    Closing,
}

/// Somebody with an account.
#[derive(Serialize, ToSchema)]
pub struct AccountSummary {
    pub id: AccountId,
    #[schema(example = "Camille Exemple")]
    pub name: String,
    pub state: AccountState,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub closes_at: Option<DateTime<Utc>>,
    pub roles: Vec<RoleView>,
    pub created_at: DateTime<Utc>,
}

/// The same with what identifies them.
#[derive(Serialize, ToSchema)]
pub struct AccountDetail {
    #[serde(flatten)]
    pub summary: AccountSummary,
    #[schema(example = "camille@exemple.fr")]
    pub email: String,
    /// The language they are written to in.
    #[schema(example = "fr")]
    pub language: String,
    /// Sessions that open something now.
    #[schema(minimum = 0, example = 2)]
    pub sessions: i64,
}

#[derive(QueryableByName)]
pub struct SummaryRow {
    #[diesel(sql_type = SqlUuid)]
    pub id: AccountId,
    #[diesel(sql_type = Text)]
    name: String,
    #[diesel(sql_type = Nullable<Timestamptz>)]
    closes_at: Option<DateTime<Utc>>,
    #[diesel(sql_type = Jsonb)]
    roles: JsonColumn<Vec<Held>>,
    #[diesel(sql_type = Timestamptz)]
    created_at: DateTime<Utc>,
}

#[derive(Clone, Debug, Deserialize)]
struct Held {
    role: Role,
    totem: Option<TotemRef>,
    organization: Option<OrganizationRef>,
}

#[derive(QueryableByName)]
struct DetailRow {
    #[diesel(embed)]
    summary: SummaryRow,
    #[diesel(sql_type = Text)]
    email: String,
    #[diesel(sql_type = Text)]
    language: String,
    #[diesel(sql_type = BigInt)]
    sessions: i64,
}

impl From<SummaryRow> for AccountSummary {
    fn from(SummaryRow { id, name, closes_at, roles, created_at }: SummaryRow) -> Self {
        let view = |Held { role, totem, organization }| RoleView { role, totem, organization };
        let state = if closes_at.is_some() { AccountState::Closing } else { AccountState::Open };
        Self { id, name, state, closes_at, roles: roles.0.into_iter().map(view).collect(), created_at }
    }
}

const SUMMARY: &str = "a.id, a.name, a.closes_at, a.created_at, coalesce((select jsonb_agg(jsonb_build_object('role', g.role, 'totem', case when t.id is not null then jsonb_build_object('id', t.id, 'slug', t.slug, 'name', t.name, 'city', t.city) end, 'organization', case when o.id is not null then jsonb_build_object('id', o.id, 'slug', o.slug, 'name', o.name) end) order by t.slug, o.slug, g.role) from grants g left join totems t on t.id = g.totem_id left join organizations o on o.id = g.organization_id where g.account_id = a.id), '[]') as roles";

/// What the list is narrowed by.
pub struct Filters {
    pub q: Option<String>,
    pub role: Option<Role>,
    pub state: Option<AccountState>,
}

/// A page, the newest first. A name is found by any part of it, an address only as a whole.
pub fn page(filters: Filters, after: Option<AccountId>, limit: i64) -> Sql {
    let Filters { q, role, state } = filters;
    let mut statement = sql("select ").push(SUMMARY).push(" from accounts a where true");
    if let Some(q) = q {
        statement = statement
            .push(" and (strpos(fold(a.name), fold(")
            .bind::<Text, _>(q.clone())
            .push(")) > 0 or a.email_folded = lower(")
            .bind::<Text, _>(q)
            .push("))");
    }
    if let Some(role) = role {
        statement = statement
            .push(" and exists (select from grants g where g.account_id = a.id and g.role = ")
            .bind::<Text, _>(role.name())
            .push(")");
    }
    statement = match state {
        Some(AccountState::Open) => statement.push(" and a.closes_at is null"),
        Some(AccountState::Closing) => statement.push(" and a.closes_at is not null"),
        None => statement,
    };
    if let Some(after) = after {
        statement = statement.push(" and a.id < ").bind::<SqlUuid, _>(after);
    }
    statement.push(" order by a.id desc limit ").bind::<BigInt, _>(limit)
}

pub async fn find(state: &State, reader: &Account, id: AccountId) -> Result<AccountDetail, Problem> {
    let now = state.clock.now();
    let statement = sql("select ")
        .push(SUMMARY)
        .push(", a.email, a.language, (select count(*) from sessions s where s.account_id = a.id and s.expires_at > ")
        .bind::<Timestamptz, _>(now)
        .push(" and s.last_seen_at > ")
        .bind::<Timestamptz, _>(now - IDLE)
        .push(") as sessions from accounts a where a.id = ")
        .bind::<SqlUuid, _>(id);
    let rows: Vec<DetailRow> = state.db.read_as(reader, async |connection| statement.load(connection).await).await?;
    let DetailRow { summary, email, language, sessions } = rows.into_iter().next().ok_or(ErrorCode::NotFound)?;
    Ok(AccountDetail { summary: summary.into(), email, language, sessions })
}

/// People are looked up by administrators alone.
pub fn may_look(account: &Account) -> Result<(), Problem> {
    if account.has(Role::Admin) { Ok(()) } else { Err(Problem::new(ErrorCode::Forbidden).with(["admin"])) }
}
