//! What the figures of a site are counted from: its requests, whoever they are of, as numbers alone.

use chrono::{DateTime, NaiveDate, Utc};
use diesel::{
    QueryableByName,
    sql_types::{BigInt, Bool, Date, Double, Nullable, Timestamptz, Uuid as SqlUuid},
};
use diesel_async::RunQueryDsl;
use serde::Serialize;
use utoipa::ToSchema;

use super::model::ServiceRef;
use crate::{
    bookings::model::SpaceFigures,
    db::{Sql, sql},
    http::Problem,
    identity::TotemRef,
    ids::{ServiceId, TotemId},
    state::State,
    totems::model::{Totem, TotemService},
};

/// With fewer ratings their average would tell what one person thinks.
const FEWEST_RATINGS: i64 = 5;

/// How a site keeps its promises.
#[derive(Serialize, ToSchema)]
pub struct TotemStatistics {
    pub totem: TotemRef,
    /// Requests sent from this day on …
    pub submitted_on_gte: NaiveDate,
    /// … and before this one.
    pub submitted_on_lt: NaiveDate,
    pub counted_at: DateTime<Utc>,
    pub total: RequestFigures,
    /// In the site's order, those with requests alone.
    pub services: Vec<ServiceFigures>,
    /// By the month in Paris in which they were sent, the earliest first, those with requests alone.
    pub months: Vec<MonthFigures>,
    /// What was booked at the site, by space; of the last twelve months at most.
    pub bookings: Vec<SpaceFigures>,
}

#[derive(Serialize, ToSchema)]
pub struct ServiceFigures {
    pub service: ServiceRef,
    #[serde(flatten)]
    pub figures: RequestFigures,
}

#[derive(Serialize, ToSchema)]
pub struct MonthFigures {
    /// Its first day.
    pub month: NaiveDate,
    #[serde(flatten)]
    pub figures: RequestFigures,
}

/// How each site keeps its promises.
#[derive(Serialize, ToSchema)]
pub struct TotemsStatistics {
    /// Requests sent from this day on …
    pub submitted_on_gte: NaiveDate,
    /// … and before this one.
    pub submitted_on_lt: NaiveDate,
    pub counted_at: DateTime<Utc>,
    /// By city, those without requests too.
    pub totems: Vec<TotemFigures>,
}

#[derive(Serialize, ToSchema)]
pub struct TotemFigures {
    pub totem: TotemRef,
    #[serde(flatten)]
    pub figures: RequestFigures,
}

/// Figures of some requests.
#[derive(Default, Serialize, ToSchema)]
pub struct RequestFigures {
    #[schema(example = 40, minimum = 0)]
    pub submitted: i64,
    /// Those whose promise could be kept or broken: answered, refused, or open beyond their deadline.
    #[schema(example = 32, minimum = 0)]
    pub due: i64,
    /// Of these, answered or refused by their deadline.
    #[schema(example = 30, minimum = 0)]
    pub in_time: i64,
    /// Open beyond their deadline now.
    #[schema(example = 1, minimum = 0)]
    pub overdue: i64,
    /// Working days from sending to the first answer or refusal, of one in two requests at most.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(example = 3.0)]
    pub median_days: Option<f64>,
    /// The same, of nine in ten.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(example = 5.0)]
    pub p90_days: Option<f64>,
    /// Where they stand: open, answered or closed, refused, cancelled by whoever asked, expired without their reply.
    #[schema(example = 6, minimum = 0)]
    pub open: i64,
    #[schema(example = 28, minimum = 0)]
    pub answered: i64,
    #[schema(example = 3, minimum = 0)]
    pub rejected: i64,
    #[schema(example = 2, minimum = 0)]
    pub cancelled: i64,
    #[schema(example = 1, minimum = 0)]
    pub expired: i64,
    /// Opened again after they were closed.
    #[schema(example = 1, minimum = 0)]
    pub reopened: i64,
    /// How many said whether it helped.
    #[schema(example = 12, minimum = 0)]
    pub ratings: i64,
    /// From 1 to 5, from five ratings on.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(example = 4.3)]
    pub satisfaction: Option<f64>,
}

#[derive(QueryableByName)]
struct Row {
    #[diesel(sql_type = Bool)]
    of_service: bool,
    #[diesel(sql_type = Nullable<SqlUuid>)]
    service_id: Option<ServiceId>,
    #[diesel(sql_type = Nullable<Date>)]
    month: Option<NaiveDate>,
    #[diesel(embed)]
    counted: Counted,
}

#[derive(QueryableByName)]
struct TotemRow {
    #[diesel(sql_type = SqlUuid)]
    totem_id: TotemId,
    #[diesel(embed)]
    counted: Counted,
}

#[derive(QueryableByName)]
struct Counted {
    #[diesel(sql_type = BigInt)]
    submitted: i64,
    #[diesel(sql_type = BigInt)]
    due: i64,
    #[diesel(sql_type = BigInt)]
    in_time: i64,
    #[diesel(sql_type = BigInt)]
    overdue: i64,
    #[diesel(sql_type = Nullable<Double>)]
    median_days: Option<f64>,
    #[diesel(sql_type = Nullable<Double>)]
    p90_days: Option<f64>,
    #[diesel(sql_type = BigInt)]
    open: i64,
    #[diesel(sql_type = BigInt)]
    answered: i64,
    #[diesel(sql_type = BigInt)]
    rejected: i64,
    #[diesel(sql_type = BigInt)]
    cancelled: i64,
    #[diesel(sql_type = BigInt)]
    expired: i64,
    #[diesel(sql_type = BigInt)]
    reopened: i64,
    #[diesel(sql_type = BigInt)]
    ratings: i64,
    #[diesel(sql_type = Nullable<Double>)]
    satisfaction: Option<f64>,
}

impl From<Counted> for RequestFigures {
    fn from(row: Counted) -> Self {
        Self {
            submitted: row.submitted,
            due: row.due,
            in_time: row.in_time,
            overdue: row.overdue,
            median_days: row.median_days,
            p90_days: row.p90_days,
            open: row.open,
            answered: row.answered,
            rejected: row.rejected,
            cancelled: row.cancelled,
            expired: row.expired,
            reopened: row.reopened,
            ratings: row.ratings,
            satisfaction: row.satisfaction.filter(|_| row.ratings >= FEWEST_RATINGS),
        }
    }
}

/// What was sent in these days, to one site or to all.
fn sent(now: DateTime<Utc>, from: NaiveDate, until: NaiveDate, totem: Option<TotemId>) -> Sql {
    let sent = sql("with sent as (select totem_id, service_id, date_trunc('month', submitted_at at time zone 'Europe/Paris')::date as month, status, responded_at, response_days, in_time, reopenings, satisfaction, responded_at is null and status in ('submitted', 'triage', 'assigned', 'in_progress') and due_at < ")
        .bind::<Timestamptz, _>(now)
        .push(" as overdue from service_requests where submitted_at >= ")
        .bind::<Date, _>(from)
        .push("::timestamp at time zone 'Europe/Paris' and submitted_at < ")
        .bind::<Date, _>(until)
        .push("::timestamp at time zone 'Europe/Paris'");
    match totem {
        Some(totem) => sent.push(" and totem_id = ").bind::<SqlUuid, _>(totem).push(")"),
        None => sent.push(")"),
    }
}

/// What is counted of them.
macro_rules! counted {
    () => {
        "count(*) as submitted, count(*) filter (where in_time is not null or overdue) as due, \
        count(*) filter (where in_time) as in_time, count(*) filter (where overdue) as overdue, \
        percentile_disc(0.5) within group (order by response_days)::float8 as median_days, \
        percentile_disc(0.9) within group (order by response_days)::float8 as p90_days, \
        count(*) filter (where status in ('submitted', 'triage', 'assigned', 'in_progress', 'waiting_requester')) as open, \
        count(*) filter (where status in ('answered', 'closed')) as answered, \
        count(*) filter (where status = 'rejected') as rejected, count(*) filter (where status = 'cancelled') as cancelled, \
        count(*) filter (where status = 'expired') as expired, count(*) filter (where reopenings > 0) as reopened, \
        count(satisfaction) as ratings, round(avg(satisfaction), 2)::float8 as satisfaction from sent "
    };
}

/// The figures of what was sent in these days, in one statement: of all, of each service, of each month; beside what was booked.
pub async fn of(
    state: &State,
    totem: &Totem,
    bookings: Vec<SpaceFigures>,
    from: NaiveDate,
    until: NaiveDate,
) -> Result<TotemStatistics, Problem> {
    let now = state.clock.now();
    let counting = sent(now, from, until, Some(totem.id)).push(concat!(
        " select grouping(service_id) = 0 as of_service, service_id, month, ",
        counted!(),
        "group by grouping sets ((), (service_id), (month)) order by month"
    ));
    // Nobody sees these rows but by their numbers.
    let rows: Vec<Row> = state.db.read_everything(async |connection| counting.load(connection).await).await?;
    Ok(TotemStatistics { bookings, ..arrange(rows, totem, from, until, now) })
}

/// Of each site the figures of what was sent there in these days, in one statement.
pub async fn of_each(state: &State, totems: &[Totem], from: NaiveDate, until: NaiveDate) -> Result<TotemsStatistics, Problem> {
    let now = state.clock.now();
    let counting = sent(now, from, until, None).push(concat!(" select totem_id, ", counted!(), "group by totem_id"));
    // Nobody sees these rows but by their numbers.
    let mut rows: Vec<TotemRow> = state.db.read_everything(async |connection| counting.load(connection).await).await?;
    let mut figures = |totem: &Totem| {
        let place = rows.iter().position(|row| row.totem_id == totem.id);
        let figures = place.map(|place| rows.swap_remove(place).counted.into()).unwrap_or_default();
        TotemFigures { totem: totem.in_short(), figures }
    };
    let totems = totems.iter().map(&mut figures).collect();
    Ok(TotemsStatistics { submitted_on_gte: from, submitted_on_lt: until, counted_at: now, totems })
}

fn arrange(rows: Vec<Row>, totem: &Totem, from: NaiveDate, until: NaiveDate, now: DateTime<Utc>) -> TotemStatistics {
    let (mut total, mut of_services, mut months) = (None, vec![], vec![]);
    for row in rows {
        match (row.of_service, row.service_id, row.month) {
            (true, Some(service), _) => of_services.push((service, RequestFigures::from(row.counted))),
            (_, _, Some(month)) => months.push(MonthFigures { month, figures: row.counted.into() }),
            _ => total = Some(RequestFigures::from(row.counted)),
        }
    }
    let of_service = |service: &TotemService| {
        let place = of_services.iter().position(|(id, _)| *id == service.id)?;
        let TotemService { id, slug, family, name, .. } = service.clone();
        Some(ServiceFigures { service: ServiceRef { id, slug, family, name }, figures: of_services.swap_remove(place).1 })
    };
    TotemStatistics {
        totem: totem.in_short(),
        submitted_on_gte: from,
        submitted_on_lt: until,
        counted_at: now,
        total: total.unwrap_or_default(),
        services: totem.services.iter().filter_map(of_service).collect(),
        months,
        bookings: vec![],
    }
}
