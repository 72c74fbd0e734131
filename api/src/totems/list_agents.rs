//! Who works at a site, and how much each has to do: for whoever gives out the work.

use actix_web::{get, web::Data};
use chrono::NaiveDate;
use diesel::{
    QueryableByName,
    sql_types::{BigInt, Bool, Date, Nullable, Text, Timestamptz, Uuid as SqlUuid},
};
use diesel_async::RunQueryDsl;
use serde::Serialize;
use utoipa::ToSchema;

use super::queries;
use crate::{
    auth::Account,
    clock,
    db::sql,
    error::ErrorCode,
    http::{Answer, Listing, Path, Problem, Query, query::NoParameters},
    identity::Absence,
    ids::{AccountId, Ref, TotemId},
    state::State,
};

/// Somebody who works at a Totem.
#[derive(Serialize, ToSchema)]
pub struct TotemAgent {
    pub account_id: AccountId,
    #[schema(example = "Dominique Exemple")]
    pub name: String,
    /// Manages the site.
    pub manager: bool,
    /// Away now or soon.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub absence: Option<Absence>,
    /// Requests that they are in charge of and that want something done; those that wait for whoever asked are left out.
    #[schema(example = 4, minimum = 0)]
    pub open_requests: i64,
    /// Of these, beyond their deadline.
    #[schema(example = 0, minimum = 0)]
    pub overdue_requests: i64,
}

#[derive(QueryableByName)]
struct Row {
    #[diesel(sql_type = SqlUuid)]
    account_id: AccountId,
    #[diesel(sql_type = Text)]
    name: String,
    #[diesel(sql_type = Bool)]
    manager: bool,
    #[diesel(sql_type = Nullable<Date>)]
    from_on: Option<NaiveDate>,
    #[diesel(sql_type = Nullable<Date>)]
    until_on: Option<NaiveDate>,
    #[diesel(sql_type = BigInt)]
    open_requests: i64,
    #[diesel(sql_type = BigInt)]
    overdue_requests: i64,
}

#[utoipa::path(
    tag = "totems",
    summary = "List who works at a Totem",
    description = "For its agents and managers: by name, with what each has to do and when they are away; all on one page.",
    params(("id" = String, Path, description = "Id or slug of the Totem", example = "metz", max_length = 120)),
    responses((status = 200, description = "All who work there", body = Listing<TotemAgent>)),
)]
#[get("/v1/totems/{id}/agents")]
pub async fn list_totem_agents(
    account: Account,
    state: Data<State>,
    id: Path<Ref<TotemId>>,
    _: Query<NoParameters>,
) -> Result<Answer, Problem> {
    let totem = queries::find(&state, &id.0).await?;
    let totem = totem.filter(|totem| account.serves(totem.id)).ok_or(ErrorCode::NotFound)?;
    let now = state.clock.now();
    let statement = sql("select a.id as account_id, a.name, exists (select from grants m where m.account_id = a.id and m.totem_id = t.id and m.role = 'manager') as manager, a.absent_from_on as from_on, a.absent_until_on as until_on, w.open_requests, w.overdue_requests from (select ")
        .bind::<SqlUuid, _>(totem.id)
        .push("::uuid as id) t join accounts a on a.closes_at is null and exists (select from grants g where g.account_id = a.id and g.totem_id = t.id and g.role in ('agent', 'manager')) cross join lateral (select count(*) as open_requests, count(*) filter (where r.due_at < ")
        .bind::<Timestamptz, _>(now)
        .push(") as overdue_requests from request_assignments x join service_requests r on r.id = x.request_id where x.account_id = a.id and r.totem_id = t.id and r.status in ('submitted', 'triage', 'assigned', 'in_progress')) w order by a.name, a.id");
    let rows: Vec<Row> = state.db.read_as(&account, async |connection| statement.load(connection).await).await?;
    let today = clock::day(now);
    let agent = |Row { account_id, name, manager, from_on, until_on, open_requests, overdue_requests }| {
        let absence = from_on.zip(until_on).filter(|(_, until)| *until >= today);
        let absence = absence.map(|(from_on, until_on)| Absence { from_on, until_on });
        TotemAgent { account_id, name, manager, absence, open_requests, overdue_requests }
    };
    Listing::whole(rows.into_iter().map(agent).collect()).answer()
}
