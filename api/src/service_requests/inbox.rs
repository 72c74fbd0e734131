//! The inbox of a site: what its agents have to do, the nearest deadline first.

use std::collections::BTreeMap;

use chrono::{DateTime, NaiveDate, Utc};
use diesel::{
    QueryableByName,
    sql_types::{Array, BigInt, Date, Jsonb, Text, Timestamptz, Uuid as SqlUuid},
};
use diesel_async::RunQueryDsl;
use futures_util::future::try_join;
use serde::Serialize;
use serde_json::value::RawValue;
use utoipa::ToSchema;

use super::model::{Assignee, ServiceRef, Status};
use crate::{
    auth::Account,
    db::{JsonColumn, Sql, sql},
    http::{Answer, Limit, Pages, Problem},
    ids::{AccountId, RequestId, ServiceId, TotemId},
    state::State,
    totems::calendar::WorkingDays,
};

/// Counting all that a site ever had would take longer than the page.
const COUNTED: i64 = 100;

/// What an inbox is narrowed by.
pub struct InboxFilter {
    pub totem: TotemId,
    /// Empty: those in which somebody has to act.
    pub statuses: Vec<Status>,
    pub service: Option<ServiceId>,
    /// Days in Paris: from this one on, and before this one.
    pub submitted_from: Option<NaiveDate>,
    pub submitted_until: Option<NaiveDate>,
    pub in_time: Option<bool>,
    pub assignee: Option<AccountId>,
    pub unassigned: bool,
}

/// A page of an inbox.
#[derive(Serialize, ToSchema)]
pub struct Inbox {
    items: Vec<InboxItem>,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(example = "kM3vC2x1aB0eD4fG5hI6jFsiTWV0eiIsIjU3NDYzIl0")]
    next_cursor: Option<String>,
    /// Requests of the site in each state that is not over, whatever the filters; 100 stands for as many or more.
    #[schema(example = json!({"triage": 2, "in_progress": 1}))]
    counts: BTreeMap<String, i64>,
}

/// A request as an agent weighs it.
#[derive(Serialize, ToSchema)]
pub struct InboxItem {
    id: RequestId,
    #[schema(example = "MTZ-7K3Q-9F2A")]
    reference: String,
    #[schema(example = "Préparer une première levée")]
    subject: String,
    #[schema(value_type = ServiceRef)]
    service: Box<RawValue>,
    status: Status,
    #[schema(example = "Camille Exemple")]
    contact_name: String,
    #[schema(value_type = Vec<Assignee>)]
    assignees: Box<RawValue>,
    submitted_at: DateTime<Utc>,
    due_at: DateTime<Utc>,
    /// Its deadline has passed and nobody is waited for.
    overdue: bool,
    /// Working days of the site until the deadline; negative when it has passed.
    #[schema(example = 3)]
    working_days_left: i64,
    updated_at: DateTime<Utc>,
    revision: i64,
}

#[derive(QueryableByName)]
struct Row {
    #[diesel(sql_type = SqlUuid)]
    id: RequestId,
    #[diesel(sql_type = Text)]
    reference: String,
    #[diesel(sql_type = Text)]
    subject: String,
    #[diesel(sql_type = Jsonb)]
    service: JsonColumn<Box<RawValue>>,
    #[diesel(sql_type = Text)]
    status: String,
    #[diesel(sql_type = Text)]
    contact_name: String,
    #[diesel(sql_type = Jsonb)]
    assignees: JsonColumn<Box<RawValue>>,
    #[diesel(sql_type = Timestamptz)]
    submitted_at: DateTime<Utc>,
    #[diesel(sql_type = Timestamptz)]
    due_at: DateTime<Utc>,
    #[diesel(sql_type = Timestamptz)]
    updated_at: DateTime<Utc>,
    #[diesel(sql_type = BigInt)]
    revision: i64,
}

#[derive(QueryableByName)]
struct Count {
    #[diesel(sql_type = Text)]
    status: String,
    #[diesel(sql_type = BigInt)]
    count: i64,
}

pub async fn page(
    state: &State,
    reader: &Account,
    pages: &Pages,
    filter: InboxFilter,
    days: WorkingDays,
    limit: Limit,
    cursor: Option<String>,
) -> Result<Answer, Problem> {
    let after: Option<(DateTime<Utc>, RequestId)> = pages.after(cursor.as_deref())?;
    let totem = filter.totem;
    let now = state.clock.now();
    let statement = list(filter, after, limit.0 + 1, now);
    let alive = Status::OPEN.into_iter().chain([Status::Answered]);
    let statuses: Vec<_> = alive.map(|status| status.name().to_owned()).collect();
    let counting = sql("select s.status, (select count(*) from (select from service_requests r where r.submitted_at is not null and r.status = s.status and r.totem_id = ")
        .bind::<SqlUuid, _>(totem)
        .push(" limit ")
        .bind::<BigInt, _>(COUNTED)
        .push(") as r) as count from unnest(")
        .bind::<Array<Text>, _>(statuses)
        .push("::text[]) as s(status)");
    let load = async |connection: &mut diesel_async::AsyncPgConnection| {
        // Both are on their way at once.
        let (mut first, mut second) = (&*connection, &*connection);
        try_join(statement.load(&mut first), counting.load(&mut second)).await
    };
    let (mut rows, counts): (Vec<Row>, Vec<Count>) = state.db.read_as(reader, load).await?;
    let more = rows.len() as i64 > limit.0;
    rows.truncate(limit.0 as usize);
    let next_cursor = rows.last().filter(|_| more).map(|last| pages.cursor(&(last.due_at, last.id)));
    let next = next_cursor.as_ref().map(|cursor| pages.address(cursor, limit));
    let items = rows.into_iter().map(|row| item(row, &days, now)).collect();
    let counts = counts.into_iter().filter(|of| of.count > 0).map(|Count { status, count }| (status, count)).collect();
    Ok(Answer::ok(&Inbox { items, next_cursor, counts })?.content_tag().next(next))
}

fn list(filter: InboxFilter, after: Option<(DateTime<Utc>, RequestId)>, limit: i64, now: DateTime<Utc>) -> Sql {
    sql("select r.id, r.reference, r.subject, s.service, r.status, r.contact_name, coalesce((select jsonb_agg(jsonb_build_object('account_id', a.account_id, 'name', a.name, 'lead', a.lead) order by a.lead desc, a.name) from (select request_id, account_id, lead, account_name(account_id) as name from request_assignments) a where a.request_id = r.id), '[]') as assignees, r.submitted_at, r.due_at, r.updated_at, r.revision from (")
        .append(requests(filter, after, limit, now))
        // Made once for a service instead of once for a row, which `offset 0` keeps apart.
        .push(") as r cross join lateral (select jsonb_build_object('id', s.id, 'slug', s.slug, 'family', s.family, 'name', s.name) as service from totem_services s where s.id = r.service_id offset 0) as s order by r.due_at, r.id")
}

/// The page, read no further than it goes: sorting what a site ever had would take longer than everything else.
fn requests(mut filter: InboxFilter, after: Option<(DateTime<Utc>, RequestId)>, limit: i64, now: DateTime<Utc>) -> Sql {
    let (totem, statuses) = (filter.totem, std::mem::take(&mut filter.statuses));
    let narrowed = narrowed(filter, after, now).push(" order by r.due_at, r.id limit ").bind::<BigInt, _>(limit);
    if statuses.is_empty() {
        // As the condition of the index `service_requests_inbox` says it, which holds them in this order.
        let open = Status::OPEN
            .iter()
            .enumerate()
            .fold(sql(""), |open, (at, status)| open.push(if at == 0 { "'" } else { ", '" }).push(status.name()).push("'"));
        return sql("select r.* from service_requests r where r.submitted_at is not null and r.totem_id = ")
            .bind::<SqlUuid, _>(totem)
            .push(" and r.status in (")
            .append(open)
            .push(")")
            .append(narrowed);
    }
    let statuses: Vec<_> = statuses.into_iter().map(|status| status.name().to_owned()).collect();
    // Each state in the order of its index, in the index alone.
    sql("select r.* from (select r.id, r.due_at from unnest(")
        .bind::<Array<Text>, _>(statuses)
        .push("::text[]) as w(status), lateral (select r.id, r.due_at from service_requests r where r.submitted_at is not null and r.status = w.status and r.totem_id = ")
        .bind::<SqlUuid, _>(totem)
        .append(narrowed)
        .push(") as r order by r.due_at, r.id limit ")
        .bind::<BigInt, _>(limit)
        .push(") as p join service_requests r on r.id = p.id")
}

/// The conditions besides site and state.
fn narrowed(filter: InboxFilter, after: Option<(DateTime<Utc>, RequestId)>, now: DateTime<Utc>) -> Sql {
    let InboxFilter { service, submitted_from, submitted_until, in_time, assignee, unassigned, .. } = filter;
    let mut statement = sql("");
    if let Some(service) = service {
        statement = statement.push(" and r.service_id = ").bind::<SqlUuid, _>(service);
    }
    for (day, comparison) in [(submitted_from, " and r.submitted_at >= "), (submitted_until, " and r.submitted_at < ")] {
        if let Some(day) = day {
            statement = statement.push(comparison).bind::<Date, _>(day).push("::timestamp at time zone 'Europe/Paris'");
        }
    }
    match in_time {
        Some(true) => statement = statement.push(" and r.in_time"),
        Some(false) => {
            statement = statement
                .push(" and (r.in_time = false or (r.responded_at is null and r.status in ('submitted', 'triage', 'assigned', 'in_progress') and r.due_at < ")
                .bind::<Timestamptz, _>(now)
                .push("))");
        }
        None => {}
    }
    if let Some(account) = assignee {
        statement = statement
            .push(" and exists (select from request_assignments a where a.request_id = r.id and a.account_id = ")
            .bind::<SqlUuid, _>(account)
            .push(")");
    }
    if unassigned {
        statement = statement.push(" and not exists (select from request_assignments a where a.request_id = r.id)");
    }
    if let Some((due_at, id)) = after {
        statement = statement
            .push(" and (r.due_at, r.id) > (")
            .bind::<Timestamptz, _>(due_at)
            .push(", ")
            .bind::<SqlUuid, _>(id)
            .push(")");
    }
    statement
}

fn item(row: Row, days: &WorkingDays, now: DateTime<Utc>) -> InboxItem {
    let Row { id, reference, subject, service, status, contact_name, assignees, submitted_at, due_at, updated_at, revision } =
        row;
    let status = Status::from_name(&status);
    let running = Status::OPEN.contains(&status) && status != Status::WaitingRequester;
    InboxItem {
        id,
        reference,
        subject,
        service: service.0,
        status,
        contact_name,
        assignees: assignees.0,
        submitted_at,
        due_at,
        overdue: running && due_at < now,
        working_days_left: days.between(now, due_at),
        updated_at,
        revision,
    }
}
