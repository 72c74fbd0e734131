//! All SQL of spaces.

use chrono::{DateTime, Utc};
use diesel::{
    QueryResult, QueryableByName,
    pg::Pg,
    sql_types::{BigInt, Integer, Jsonb, Nullable, Text, Timestamptz, Uuid as SqlUuid},
};
use diesel_async::{AsyncConnectionCore, RunQueryDsl};

use super::model::{BookingRules, Price, Space, SpaceKind, SpaceStatus};
use crate::{
    db::{JsonColumn, Sql, Tx, sql},
    http::{LangText, Period},
    identity::TotemRef,
    ids::{Ref, SpaceId, TotemId},
    totems::{
        calendar::{ClosedDays, WorkingDays},
        hours::OpeningHours,
    },
};

/// A space with the days on which its site is closed.
#[derive(Clone)]
pub struct Found {
    pub space: Space,
    pub days: WorkingDays,
}

#[derive(QueryableByName)]
struct Row {
    #[diesel(sql_type = SqlUuid)]
    id: SpaceId,
    #[diesel(sql_type = Text)]
    slug: String,
    #[diesel(sql_type = Jsonb)]
    totem: JsonColumn<TotemRef>,
    #[diesel(sql_type = Text)]
    calendar: String,
    #[diesel(sql_type = Jsonb)]
    closures: JsonColumn<Vec<ClosedDays>>,
    #[diesel(sql_type = Text)]
    kind: String,
    #[diesel(sql_type = Jsonb)]
    name: JsonColumn<LangText>,
    #[diesel(sql_type = Nullable<Jsonb>)]
    description: Option<JsonColumn<LangText>>,
    #[diesel(sql_type = Integer)]
    units: i32,
    #[diesel(sql_type = Jsonb)]
    price: JsonColumn<Price>,
    #[diesel(sql_type = Jsonb)]
    opening_hours: JsonColumn<Vec<OpeningHours>>,
    #[diesel(sql_type = Jsonb)]
    rules: JsonColumn<BookingRules>,
    #[diesel(sql_type = Text)]
    status: String,
    #[diesel(sql_type = Nullable<Jsonb>)]
    pause_reason: Option<JsonColumn<LangText>>,
    #[diesel(sql_type = BigInt)]
    revision: i64,
    #[diesel(sql_type = Timestamptz)]
    updated_at: DateTime<Utc>,
}

impl From<Row> for Found {
    fn from(row: Row) -> Self {
        let Row {
            id,
            slug,
            totem,
            calendar,
            closures,
            kind,
            name,
            description,
            units,
            price,
            opening_hours,
            rules,
            status,
            pause_reason,
            revision,
            updated_at,
        } = row;
        let space = Space {
            id,
            slug,
            totem: totem.0,
            kind: SpaceKind::from_name(&kind),
            name: name.0,
            description: description.map(|text| text.0),
            units,
            price: price.0,
            opening_hours: opening_hours.0,
            rules: rules.0,
            status: SpaceStatus::from_name(&status),
            pause_reason: pause_reason.map(|text| text.0),
            revision,
            updated_at,
        };
        Self { space, days: WorkingDays::of(&calendar, closures.0) }
    }
}

const WHOLE: &str = "select s.id, s.slug, jsonb_build_object('id', t.id, 'slug', t.slug, 'name', t.name, 'city', t.city) as totem, \
    t.calendar, t.closures, s.kind, s.name, s.description, s.units, s.price, s.opening_hours, s.rules, s.status, s.pause_reason, s.revision, \
    s.updated_at from spaces s join totems t on t.id = s.totem_id where ";

async fn load<C: AsyncConnectionCore<Backend = Pg>>(connection: &mut C, statement: Sql) -> QueryResult<Vec<Found>> {
    let rows: Vec<Row> = statement.load(connection).await?;
    Ok(rows.into_iter().map(Into::into).collect())
}

fn of_totem(totem: &Ref<TotemId>) -> Sql {
    match totem {
        Ref::Id(id) => sql(WHOLE).push("t.id = ").bind::<SqlUuid, _>(*id),
        Ref::Slug(slug) => sql(WHOLE).push("t.slug = ").bind::<Text, _>(slug.clone()),
    }
}

/// Those of all sites.
pub async fn all<C: AsyncConnectionCore<Backend = Pg>>(connection: &mut C) -> QueryResult<Vec<Found>> {
    load(connection, sql(WHOLE).push("true order by t.city, s.id")).await
}

/// All of a site, in the order in which they were made.
pub async fn list<C: AsyncConnectionCore<Backend = Pg>>(connection: &mut C, totem: &Ref<TotemId>) -> QueryResult<Vec<Found>> {
    load(connection, of_totem(totem).push(" order by s.id")).await
}

pub async fn find<C>(connection: &mut C, totem: &Ref<TotemId>, space: &Ref<SpaceId>) -> QueryResult<Option<Found>>
where
    C: AsyncConnectionCore<Backend = Pg>,
{
    let statement = match space {
        Ref::Id(id) => of_totem(totem).push(" and s.id = ").bind::<SqlUuid, _>(*id),
        Ref::Slug(slug) => of_totem(totem).push(" and s.slug = ").bind::<Text, _>(slug.clone()),
    };
    Ok(load(connection, statement).await?.into_iter().next())
}

pub async fn find_by_id<C: AsyncConnectionCore<Backend = Pg>>(connection: &mut C, id: SpaceId) -> QueryResult<Option<Found>> {
    Ok(load(connection, sql(WHOLE).push("s.id = ").bind::<SqlUuid, _>(id)).await?.into_iter().next())
}

/// As it stays until the transaction ends: for whoever books, beside others who book.
pub async fn keep(tx: &mut Tx, id: SpaceId) -> QueryResult<Option<Found>> {
    Ok(load(tx, sql(WHOLE).push("s.id = ").bind::<SqlUuid, _>(id).push(" for share of s")).await?.into_iter().next())
}

/// To be changed: nobody books meanwhile.
pub async fn lock(tx: &mut Tx, id: SpaceId) -> QueryResult<Option<Found>> {
    Ok(load(tx, sql(WHOLE).push("s.id = ").bind::<SqlUuid, _>(id).push(" for update of s")).await?.into_iter().next())
}

/// A slug that another space of the site has gets the end of the id behind it.
pub async fn insert(tx: &mut Tx, space: &Space, now: DateTime<Utc>) -> QueryResult<usize> {
    let Space {
        id,
        slug,
        totem,
        kind,
        name,
        description,
        units,
        price,
        opening_hours,
        rules,
        status,
        pause_reason,
        revision: _,
        updated_at: _,
    } = space.clone();
    sql("insert into spaces (id, totem_id, slug, kind, name, description, units, price, opening_hours, rules, status, pause_reason, created_at, updated_at) select w.id, w.totem, \
         case when exists (select from spaces s where s.totem_id = w.totem and s.slug = w.slug) then w.slug || '-' || right(w.id::text, 6) else w.slug end, ")
        .bind::<Text, _>(kind.name())
        .push(", ")
        .bind::<Jsonb, _>(JsonColumn(name))
        .push(", ")
        .bind::<Nullable<Jsonb>, _>(description.map(JsonColumn))
        .push(", ")
        .bind::<Integer, _>(units)
        .push(", ")
        .bind::<Jsonb, _>(JsonColumn(price))
        .push(", ")
        .bind::<Jsonb, _>(JsonColumn(opening_hours))
        .push(", ")
        .bind::<Jsonb, _>(JsonColumn(rules))
        .push(", ")
        .bind::<Text, _>(status.name())
        .push(", ")
        .bind::<Nullable<Jsonb>, _>(pause_reason.map(JsonColumn))
        .push(", ")
        .bind::<Timestamptz, _>(now)
        .push(", ")
        .bind::<Timestamptz, _>(now)
        .push(" from (select ")
        .bind::<SqlUuid, _>(id)
        .push("::uuid as id, ")
        .bind::<SqlUuid, _>(totem.id)
        .push("::uuid as totem, ")
        .bind::<Text, _>(slug)
        .push("::text as slug) w")
        .execute(tx)
        .await
}

pub async fn update(tx: &mut Tx, space: &Space, now: DateTime<Utc>) -> QueryResult<usize> {
    let Space {
        id,
        slug: _,
        totem: _,
        kind,
        name,
        description,
        units,
        price,
        opening_hours,
        rules,
        status,
        pause_reason,
        revision: _,
        updated_at: _,
    } = space.clone();
    sql("update spaces set kind = ")
        .bind::<Text, _>(kind.name())
        .push(", name = ")
        .bind::<Jsonb, _>(JsonColumn(name))
        .push(", description = ")
        .bind::<Nullable<Jsonb>, _>(description.map(JsonColumn))
        .push(", units = ")
        .bind::<Integer, _>(units)
        .push(", price = ")
        .bind::<Jsonb, _>(JsonColumn(price))
        .push(", opening_hours = ")
        .bind::<Jsonb, _>(JsonColumn(opening_hours))
        .push(", rules = ")
        .bind::<Jsonb, _>(JsonColumn(rules))
        .push(", status = ")
        .bind::<Text, _>(status.name())
        .push(", pause_reason = ")
        .bind::<Nullable<Jsonb>, _>(pause_reason.map(JsonColumn))
        .push(", updated_at = ")
        .bind::<Timestamptz, _>(now)
        .push(" where id = ")
        .bind::<SqlUuid, _>(id)
        .execute(tx)
        .await
}

/// A unit that is held.
#[derive(Clone, Copy, Debug, QueryableByName)]
pub struct Held {
    #[diesel(sql_type = Integer)]
    pub unit: i32,
    #[diesel(sql_type = Timestamptz)]
    starts_at: DateTime<Utc>,
    #[diesel(sql_type = Timestamptz)]
    ends_at: DateTime<Utc>,
}

impl Held {
    pub fn period(&self) -> Period {
        Period { starts_at: self.starts_at, ends_at: self.ends_at }
    }
}

/// Which units are held within this period, in order, and by nobody's name.
pub async fn held<C>(connection: &mut C, space: SpaceId, within: Period) -> QueryResult<Vec<Held>>
where
    C: AsyncConnectionCore<Backend = Pg>,
{
    sql("select unit, lower(during) as starts_at, upper(during) as ends_at from held_units(")
        .bind::<SqlUuid, _>(space)
        .push(", tstzrange(")
        .bind::<Timestamptz, _>(within.starts_at)
        .push(", ")
        .bind::<Timestamptz, _>(within.ends_at)
        .push(")) order by unit, starts_at")
        .load(connection)
        .await
}

/// The highest unit that somebody holds from now on.
pub async fn highest_held(tx: &mut Tx, space: SpaceId, now: DateTime<Utc>) -> QueryResult<i32> {
    #[derive(QueryableByName)]
    struct Highest {
        #[diesel(sql_type = Integer)]
        unit: i32,
    }
    let highest = sql("select coalesce(max(unit), 0) as unit from held_units(").bind::<SqlUuid, _>(space).push(", tstzrange(");
    Ok(highest.bind::<Timestamptz, _>(now).push(", null))").get_result::<Highest>(tx).await?.unit)
}
