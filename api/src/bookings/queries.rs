//! All SQL of bookings. Every finder takes its reader: what they may not see is not found.

use chrono::{DateTime, NaiveDate, Utc};
use diesel::{
    QueryResult, QueryableByName,
    pg::Pg,
    sql_types::{Array, BigInt, Bool, Date, Double, Integer, Jsonb, Nullable, Text, Timestamptz, Uuid as SqlUuid},
};
use diesel_async::{AsyncConnectionCore, RunQueryDsl};
use uuid::Uuid;

use super::model::{Booking, BookingContact, BookingParty, BookingStatus, Cancellation, SpaceFigures, SpaceRef, Terms};
use crate::{
    auth::Account,
    db::{JsonColumn, Sight, Sql, Tx, sql},
    error::ErrorCode,
    http::{Period, Problem},
    identity::TotemRef,
    ids::{AccountId, BookingId, CalendarFeedId, SeriesId, SpaceId, TotemId},
    notifications::{NotificationKind, is_off},
    state::State,
};

/// Whoever loses a unit to somebody else tries another one: so often at most, for there are no more units.
const TRIES: usize = 201;

#[derive(QueryableByName)]
pub struct Row {
    #[diesel(sql_type = SqlUuid)]
    id: BookingId,
    #[diesel(sql_type = Nullable<SqlUuid>)]
    series_id: Option<SeriesId>,
    #[diesel(sql_type = Jsonb)]
    space: JsonColumn<SpaceRef>,
    #[diesel(sql_type = Jsonb)]
    totem: JsonColumn<TotemRef>,
    #[diesel(sql_type = Integer)]
    unit: i32,
    #[diesel(sql_type = Timestamptz)]
    starts_at: DateTime<Utc>,
    #[diesel(sql_type = Timestamptz)]
    ends_at: DateTime<Utc>,
    #[diesel(sql_type = Text)]
    status: String,
    #[diesel(sql_type = Nullable<SqlUuid>)]
    account_id: Option<AccountId>,
    #[diesel(sql_type = Text)]
    contact_name: String,
    #[diesel(sql_type = Text)]
    contact_email: String,
    #[diesel(sql_type = Text)]
    contact_language: String,
    #[diesel(sql_type = Jsonb)]
    terms: JsonColumn<Terms>,
    #[diesel(sql_type = Nullable<Timestamptz>)]
    cancelled_at: Option<DateTime<Utc>>,
    #[diesel(sql_type = Nullable<Text>)]
    cancelled_by: Option<String>,
    #[diesel(sql_type = Nullable<Text>)]
    cancel_reason: Option<String>,
    #[diesel(sql_type = Bool)]
    price_due: bool,
    #[diesel(sql_type = Timestamptz)]
    created_at: DateTime<Utc>,
    #[diesel(sql_type = BigInt)]
    revision: i64,
}

impl From<Row> for Booking {
    fn from(row: Row) -> Self {
        let Row {
            id,
            series_id,
            space,
            totem,
            unit,
            starts_at,
            ends_at,
            status,
            account_id,
            contact_name,
            contact_email,
            contact_language,
            terms,
            cancelled_at,
            cancelled_by,
            cancel_reason,
            price_due,
            created_at,
            revision,
        } = row;
        let cancellation = cancelled_at.map(|at| Cancellation {
            at,
            by: cancelled_by.as_deref().map_or(BookingParty::Site, BookingParty::from_name),
            reason: cancel_reason,
            price_due,
        });
        Self {
            id,
            series_id,
            space: space.0,
            totem: totem.0,
            unit,
            starts_at,
            ends_at,
            status: BookingStatus::from_name(&status),
            contact: BookingContact { name: contact_name, email: Some(contact_email), language: contact_language },
            cancellable_until: terms.0.cancellable_until(starts_at),
            price: terms.0.price,
            late_cancellation: terms.0.late_cancellation,
            cancellation,
            allowed_transitions: vec![],
            created_at,
            revision,
            account_id,
        }
    }
}

const WHOLE: &str = "select b.id, b.series_id, \
    jsonb_build_object('id', s.id, 'slug', s.slug, 'kind', s.kind, 'name', s.name) as space, \
    jsonb_build_object('id', t.id, 'slug', t.slug, 'name', t.name, 'city', t.city) as totem, \
    b.unit, lower(b.during) as starts_at, upper(b.during) as ends_at, b.status, b.account_id, b.contact_name, b.contact_email, \
    b.contact_language, b.terms, b.cancelled_at, b.cancelled_by, b.cancel_reason, b.price_due, b.created_at, b.revision \
    from bookings b join spaces s on s.id = b.space_id join totems t on t.id = b.totem_id where ";

async fn load<C: AsyncConnectionCore<Backend = Pg>>(connection: &mut C, statement: Sql) -> QueryResult<Vec<Booking>> {
    let rows: Vec<Row> = statement.load(connection).await?;
    Ok(rows.into_iter().map(Into::into).collect())
}

/// One's own and those of one's sites.
fn seen_by(account: &Account) -> Sql {
    sql(WHOLE)
        .push("(b.account_id = ")
        .bind::<SqlUuid, _>(account.id)
        .push(" or b.totem_id = any(")
        .bind::<Array<SqlUuid>, _>(account.totems())
        .push("))")
}

pub async fn find<C>(connection: &mut C, account: &Account, id: BookingId) -> QueryResult<Option<Booking>>
where
    C: AsyncConnectionCore<Backend = Pg>,
{
    Ok(load(connection, seen_by(account).push(" and b.id = ").bind::<SqlUuid, _>(id)).await?.into_iter().next())
}

/// Several, in the order of their beginning.
pub async fn find_all(tx: &mut Tx, account: &Account, ids: Vec<BookingId>) -> QueryResult<Vec<Booking>> {
    let ids: Vec<Uuid> = ids.into_iter().map(|id| id.0).collect();
    load(tx, seen_by(account).push(" and b.id = any(").bind::<Array<SqlUuid>, _>(ids).push(") order by starts_at, b.id")).await
}

/// A booking to be changed; with `following`, also those of its series that come after it and stand.
pub async fn lock(tx: &mut Tx, account: &Account, id: BookingId, following: bool) -> Result<Vec<Booking>, Problem> {
    let first = load(tx, seen_by(account).push(" and b.id = ").bind::<SqlUuid, _>(id).push(" for update of b")).await?;
    let first = first.into_iter().next().ok_or(ErrorCode::NotFound)?;
    let series = first.series_id.filter(|_| following);
    let rest = match series {
        None => vec![],
        Some(series) => {
            let rest = seen_by(account)
                .push(" and b.status = 'confirmed' and b.series_id = ")
                .bind::<SqlUuid, _>(series)
                .push(" and lower(b.during) > ")
                .bind::<Timestamptz, _>(first.starts_at)
                .push(" order by starts_at, b.id for update of b");
            load(tx, rest).await?
        }
    };
    Ok([first].into_iter().chain(rest).collect())
}

/// Which bookings a list shows.
pub struct Filter {
    /// Those of a site, else one's own.
    pub totem: Option<TotemId>,
    pub space: Option<SpaceId>,
    pub series: Option<SeriesId>,
    pub status: Option<BookingStatus>,
    pub from: Option<DateTime<Utc>>,
    pub to: Option<DateTime<Utc>>,
    pub latest_first: bool,
}

/// Where a page ended.
pub type Place = (DateTime<Utc>, BookingId);

pub async fn list<C>(
    connection: &mut C,
    account: &Account,
    filter: Filter,
    after: Option<Place>,
    limit: i64,
) -> QueryResult<Vec<Booking>>
where
    C: AsyncConnectionCore<Backend = Pg>,
{
    let Filter { totem, space, series, status, from, to, latest_first } = filter;
    let mut statement = match totem {
        Some(totem) => seen_by(account).push(" and b.totem_id = ").bind::<SqlUuid, _>(totem),
        None => sql(WHOLE).push("b.account_id = ").bind::<SqlUuid, _>(account.id),
    };
    if let Some(space) = space {
        statement = statement.push(" and b.space_id = ").bind::<SqlUuid, _>(space);
    }
    if let Some(series) = series {
        statement = statement.push(" and b.series_id = ").bind::<SqlUuid, _>(series);
    }
    if let Some(status) = status {
        statement = statement.push(" and b.status = ").bind::<Text, _>(status.name());
    }
    if let Some(from) = from {
        statement = statement.push(" and upper(b.during) > ").bind::<Timestamptz, _>(from);
    }
    if let Some(to) = to {
        statement = statement.push(" and lower(b.during) < ").bind::<Timestamptz, _>(to);
    }
    if let Some((starts_at, id)) = after {
        let beyond = if latest_first { " and (lower(b.during), b.id) < (" } else { " and (lower(b.during), b.id) > (" };
        statement = statement.push(beyond).bind::<Timestamptz, _>(starts_at).push(", ").bind::<SqlUuid, _>(id).push(")");
    }
    let order =
        if latest_first { " order by lower(b.during) desc, b.id desc limit " } else { " order by lower(b.during), b.id limit " };
    load(connection, statement.push(order).bind::<BigInt, _>(limit)).await
}

/// What is to be booked, but for when.
#[derive(Clone)]
pub struct New {
    pub space: SpaceId,
    pub totem: TotemId,
    /// The units that will do, from the first to the last.
    pub units: (i32, i32),
    pub account: Option<AccountId>,
    pub contact: BookingContact,
    pub terms: Terms,
    pub series: Option<SeriesId>,
    pub created_at: DateTime<Utc>,
}

/// What came of it.
#[derive(Default)]
pub struct Outcome {
    pub made: Vec<BookingId>,
    pub taken: Vec<Period>,
}

/// Books the lowest unit that is free at each of these times. What looks free and is not any more, because somebody else
/// was quicker, is looked for again with their booking in sight: none is refused while a unit is free.
pub async fn book(tx: &mut Tx, new: &New, mut wanted: Vec<(BookingId, Period)>) -> Result<Outcome, Problem> {
    let mut outcome = Outcome::default();
    for _ in 0..TRIES {
        if wanted.is_empty() {
            return Ok(outcome);
        }
        let tried = try_to_book(tx, new, &wanted).await?;
        wanted.retain(|(id, period)| match tried.iter().find(|tried| tried.id == *id) {
            Some(Tried { made: true, .. }) => {
                outcome.made.push(*id);
                false
            }
            Some(Tried { looked_free: true, .. }) => true,
            _ => {
                outcome.taken.push(*period);
                false
            }
        });
    }
    Err(Problem::new(ErrorCode::Unavailable).transient())
}

#[derive(QueryableByName)]
struct Tried {
    #[diesel(sql_type = SqlUuid)]
    id: BookingId,
    #[diesel(sql_type = Bool)]
    looked_free: bool,
    #[diesel(sql_type = Bool)]
    made: bool,
}

/// One statement sees one state of the database: a unit that somebody is just booking looks free. The exclusion constraint
/// waits for them, and leaves the row out if they stay.
async fn try_to_book(tx: &mut Tx, new: &New, wanted: &[(BookingId, Period)]) -> QueryResult<Vec<Tried>> {
    let New { space, totem, units: (first, last), account, contact, terms, series, created_at } = new.clone();
    let BookingContact { name, email, language } = contact;
    let column = |read: fn(&Period) -> DateTime<Utc>| wanted.iter().map(|(_, period)| read(period)).collect::<Vec<_>>();
    sql("with asked as (select w.id, tstzrange(w.starts_at, w.ends_at) as during from unnest(")
        .bind::<Array<SqlUuid>, _>(wanted.iter().map(|(id, _)| id.0).collect::<Vec<_>>())
        .push("::uuid[], ")
        .bind::<Array<Timestamptz>, _>(column(|period| period.starts_at))
        .push("::timestamptz[], ")
        .bind::<Array<Timestamptz>, _>(column(|period| period.ends_at))
        .push("::timestamptz[]) as w(id, starts_at, ends_at)), found as (select a.id, a.during, u.unit from asked a cross join lateral (select coalesce(array_agg(h.unit), '{}') as units from held_units(")
        .bind::<SqlUuid, _>(space)
        .push(", a.during) h) held left join lateral (select n as unit from generate_series(")
        .bind::<Integer, _>(first)
        .push("::int4, ")
        .bind::<Integer, _>(last)
        .push("::int4) n where n <> all(held.units) order by n limit 1) u on true), made as (insert into bookings (id, space_id, totem_id, unit, during, account_id, contact_name, contact_email, contact_language, terms, series_id, created_at) select id, ")
        .bind::<SqlUuid, _>(space)
        .push(", ")
        .bind::<SqlUuid, _>(totem)
        .push(", unit, during, ")
        .bind::<Nullable<SqlUuid>, _>(account)
        .push(", ")
        .bind::<Text, _>(name)
        .push(", ")
        .bind::<Text, _>(email.unwrap_or_default())
        .push(", ")
        .bind::<Text, _>(language)
        .push(", ")
        .bind::<Jsonb, _>(JsonColumn(terms))
        .push(", ")
        .bind::<Nullable<SqlUuid>, _>(series)
        .push(", ")
        .bind::<Timestamptz, _>(created_at)
        .push(" from found where unit is not null on conflict do nothing returning id) select f.id, f.unit is not null as looked_free, m.id is not null as made from found f left join made m on m.id = f.id")
        .load(tx)
        .await
}

/// A booking that is cancelled, and whether its price stays due.
pub async fn cancel(
    tx: &mut Tx,
    bookings: &[(BookingId, bool)],
    by: BookingParty,
    reason: Option<String>,
    now: DateTime<Utc>,
) -> QueryResult<usize> {
    sql("update bookings b set status = 'cancelled', cancelled_at = ")
        .bind::<Timestamptz, _>(now)
        .push(", cancelled_by = ")
        .bind::<Text, _>(by.name())
        .push(", cancel_reason = ")
        .bind::<Nullable<Text>, _>(reason)
        .push(", price_due = w.due from unnest(")
        .bind::<Array<SqlUuid>, _>(bookings.iter().map(|(id, _)| id.0).collect::<Vec<_>>())
        .push("::uuid[], ")
        .bind::<Array<Bool>, _>(bookings.iter().map(|(_, due)| *due).collect::<Vec<_>>())
        .push("::bool[]) as w(id, due) where b.id = w.id")
        .execute(tx)
        .await
}

#[derive(QueryableByName)]
struct Feed {
    #[diesel(sql_type = SqlUuid)]
    id: CalendarFeedId,
}

/// The address of somebody's calendar, if they have one.
pub async fn feed(state: &State, account: &Account) -> Result<Option<CalendarFeedId>, Problem> {
    let found = sql("select id from calendar_feeds where account_id = ").bind::<SqlUuid, _>(account.id);
    let rows: Vec<Feed> = state.db.read_as(account, async |connection| found.load(connection).await).await?;
    Ok(rows.into_iter().next().map(|Feed { id }| id))
}

/// A new address; the one before, if there was one, leads nowhere any more.
pub async fn renew_feed(tx: &mut Tx, account: AccountId, id: CalendarFeedId, now: DateTime<Utc>) -> QueryResult<usize> {
    sql("insert into calendar_feeds (account_id, id, created_at) values (")
        .bind::<SqlUuid, _>(account)
        .push(", ")
        .bind::<SqlUuid, _>(id)
        .push(", ")
        .bind::<Timestamptz, _>(now)
        .push(") on conflict (account_id) do update set id = excluded.id, created_at = excluded.created_at")
        .execute(tx)
        .await
}

/// Whether there was one.
pub async fn delete_feed(tx: &mut Tx, account: AccountId) -> QueryResult<bool> {
    let gone = sql("delete from calendar_feeds where account_id = ").bind::<SqlUuid, _>(account).execute(tx).await?;
    Ok(gone == 1)
}

/// Whose calendar is at this address, and the language they read.
#[derive(QueryableByName)]
pub struct Holder {
    #[diesel(sql_type = SqlUuid)]
    pub account: AccountId,
    #[diesel(sql_type = Text)]
    pub language: String,
}

pub async fn holder_of_feed(state: &State, id: CalendarFeedId) -> Result<Option<Holder>, Problem> {
    let found = sql(
        "select a.id as account, a.language from calendar_feeds f join accounts a on a.id = f.account_id where a.closes_at is null and f.id = ",
    )
    .bind::<SqlUuid, _>(id);
    let rows: Vec<Holder> = state.db.read_everything(async |connection| found.load(connection).await).await?;
    Ok(rows.into_iter().next())
}

/// What somebody has booked from then on, for their calendar: also what was cancelled, so that it goes there, too.
pub async fn of_account(state: &State, account: AccountId, from: DateTime<Utc>) -> Result<Vec<Booking>, Problem> {
    let statement = sql(WHOLE)
        .push("b.account_id = ")
        .bind::<SqlUuid, _>(account)
        .push(" and upper(b.during) > ")
        .bind::<Timestamptz, _>(from)
        .push(" order by starts_at, b.id limit 1000");
    state.db.read_as(Sight::own(account), async |connection| load(connection, statement).await).await
}

/// What a letter tells, to whom.
pub struct Written {
    pub account: Option<AccountId>,
    /// They want no such letters.
    pub off: bool,
    pub name: String,
    pub email: String,
    pub language: String,
    pub bookings: Vec<Booking>,
}

/// The bookings of a letter as they are when it leaves; nothing of whom nobody can write to any more.
pub async fn written(state: &State, ids: &[BookingId]) -> Result<Option<Written>, Problem> {
    #[derive(QueryableByName)]
    struct Reader {
        #[diesel(sql_type = Nullable<SqlUuid>)]
        account: Option<AccountId>,
        #[diesel(sql_type = Bool)]
        off: bool,
        #[diesel(sql_type = Text)]
        name: String,
        #[diesel(sql_type = Text)]
        email: String,
        #[diesel(sql_type = Text)]
        language: String,
    }
    let ids: Vec<Uuid> = ids.iter().map(|id| id.0).collect();
    let reader = sql("select a.id as account, ")
        .append(is_off(NotificationKind::Bookings))
        .push(" as off, coalesce(a.name, b.contact_name) as name, coalesce(a.email, b.contact_email) as email, coalesce(a.language, b.contact_language) as language from bookings b left join accounts a on a.id = b.account_id where a.closes_at is null and b.contact_email <> '' and b.id = any(")
        .bind::<Array<SqlUuid>, _>(ids.clone())
        .push(") limit 1");
    let whole = sql(WHOLE).push("b.id = any(").bind::<Array<SqlUuid>, _>(ids).push(") order by starts_at, b.id");
    let read = async |connection: &mut diesel_async::AsyncPgConnection| {
        let readers: Vec<Reader> = reader.load(connection).await?;
        Ok((readers, load(connection, whole).await?))
    };
    let (readers, bookings) = state.db.read_everything(read).await?;
    let written = readers.into_iter().next();
    Ok(written.map(|Reader { account, off, name, email, language }| Written { account, off, name, email, language, bookings }))
}

#[derive(QueryableByName)]
struct FiguresRow {
    #[diesel(sql_type = Jsonb)]
    space: JsonColumn<SpaceRef>,
    #[diesel(sql_type = BigInt)]
    booked: i64,
    #[diesel(sql_type = BigInt)]
    cancelled: i64,
    #[diesel(sql_type = Double)]
    hours: f64,
}

/// What began at a site in these days in Paris, by space, those with bookings alone. Bookings are kept for a year, so that
/// there are no figures of older ones.
pub async fn figures(state: &State, totem: TotemId, from: NaiveDate, until: NaiveDate) -> Result<Vec<SpaceFigures>, Problem> {
    let counting = sql("select jsonb_build_object('id', s.id, 'slug', s.slug, 'kind', s.kind, 'name', s.name) as space, count(*) filter (where b.status = 'confirmed') as booked, \
        count(*) filter (where b.status = 'cancelled') as cancelled, coalesce(sum(extract(epoch from upper(b.during) - lower(b.during)) / 3600) \
        filter (where b.status = 'confirmed'), 0)::float8 as hours from bookings b join spaces s on s.id = b.space_id where b.totem_id = ")
    .bind::<SqlUuid, _>(totem)
    .push(" and lower(b.during) >= ")
    .bind::<Date, _>(from)
    .push("::timestamp at time zone 'Europe/Paris' and lower(b.during) < ")
    .bind::<Date, _>(until)
    .push("::timestamp at time zone 'Europe/Paris' group by s.id order by s.created_at, s.id");
    // Nobody sees these rows but by their numbers.
    let rows: Vec<FiguresRow> = state.db.read_everything(async |connection| counting.load(connection).await).await?;
    let figures = |FiguresRow { space, booked, cancelled, hours }| SpaceFigures { space: space.0, booked, cancelled, hours };
    Ok(rows.into_iter().map(figures).collect())
}
