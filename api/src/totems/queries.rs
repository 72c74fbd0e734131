//! All SQL of the Totems.

use chrono::{DateTime, NaiveDate, Utc};
use diesel::{
    QueryResult, QueryableByName,
    pg::Pg,
    sql_types::{Array, BigInt, Date, Double, Integer, Jsonb, Nullable, Text, Timestamptz, Uuid as SqlUuid},
};
use diesel_async::{AsyncConnectionCore, RunQueryDsl};

use super::{
    calendar::{Calendar, ClosedDays, WorkingDays},
    charter::CharterItem,
    hours::OpeningHours,
    model::{Address, FactSource, Totem, TotemContact, TotemService, TotemStatus},
};
use crate::{
    clock,
    db::{JsonColumn, Sql, Tx, sql},
    http::{LangText, Problem},
    ids::{Ref, ServiceId, TotemId},
    state::State,
};

#[derive(QueryableByName)]
struct Row {
    #[diesel(sql_type = SqlUuid)]
    id: TotemId,
    #[diesel(sql_type = Text)]
    slug: String,
    #[diesel(sql_type = Text)]
    code: String,
    #[diesel(sql_type = Text)]
    name: String,
    #[diesel(sql_type = Text)]
    city: String,
    #[diesel(sql_type = Jsonb)]
    description: JsonColumn<LangText>,
    #[diesel(sql_type = Text)]
    status: String,
    #[diesel(sql_type = Nullable<Date>)]
    status_on: Option<NaiveDate>,
    #[diesel(sql_type = Nullable<Text>)]
    street: Option<String>,
    #[diesel(sql_type = Nullable<Text>)]
    postal_code: Option<String>,
    #[diesel(sql_type = Nullable<Text>)]
    commune_code: Option<String>,
    #[diesel(sql_type = Nullable<Double>)]
    latitude: Option<f64>,
    #[diesel(sql_type = Nullable<Double>)]
    longitude: Option<f64>,
    #[diesel(sql_type = Jsonb)]
    opening_hours: JsonColumn<Vec<OpeningHours>>,
    #[diesel(sql_type = Nullable<Jsonb>)]
    contact: Option<JsonColumn<TotemContact>>,
    #[diesel(sql_type = Text)]
    calendar: String,
    #[diesel(sql_type = Jsonb)]
    closures: JsonColumn<Vec<ClosedDays>>,
    #[diesel(sql_type = Jsonb)]
    features: JsonColumn<Vec<LangText>>,
    #[diesel(sql_type = Jsonb)]
    facts: JsonColumn<Vec<FactSource>>,
    #[diesel(sql_type = Jsonb)]
    services: JsonColumn<Vec<TotemService>>,
    #[diesel(sql_type = BigInt)]
    revision: i64,
    #[diesel(sql_type = Timestamptz)]
    updated_at: DateTime<Utc>,
}

impl Row {
    fn on(self, today: NaiveDate) -> Totem {
        let Row {
            id,
            slug,
            code,
            name,
            city,
            description,
            status,
            status_on,
            street,
            postal_code,
            commune_code,
            latitude,
            longitude,
            opening_hours,
            contact,
            calendar,
            closures,
            features,
            facts,
            services,
            revision,
            updated_at,
        } = self;
        Totem {
            id,
            slug,
            code,
            name,
            description: description.0,
            status: match status.as_str() {
                "open" => TotemStatus::Open,
                "closed" => TotemStatus::Closed,
                _ => TotemStatus::Announced,
            },
            status_on,
            address: Address { street, postal_code, locality: city.clone(), commune_code },
            city,
            latitude,
            longitude,
            position_precision: "commune",
            opening_hours: opening_hours.0,
            contact: contact.map(|contact| contact.0),
            calendar: Calendar::from_name(&calendar),
            closures: closures.0,
            features: features.0,
            sources: facts.0,
            services: services.0.into_iter().map(|service| service.on(today)).collect(),
            revision,
            updated_at,
        }
    }
}

/// A service without its questions, as JSON.
macro_rules! service {
    () => {
        "jsonb_strip_nulls(jsonb_build_object('id', s.id, 'slug', s.slug, 'totem_id', s.totem_id, 'family', s.family, \
        'name', s.name, 'description', s.description, 'languages', s.languages, 'access', s.access, 'eligibility', s.eligibility, \
        'response_target_days', s.response_target_days, 'capacity', s.capacity, 'lead_time_days', s.lead_time_days, \
        'status', s.status, 'paused_reason', s.paused_reason, 'resumes_on', s.resumes_on, 'fulfils', s.fulfils, \
        'revision', s.revision, 'updated_at', s.updated_at))"
    };
}

const WHOLE: &str = concat!(
    "select t.id, t.slug, t.code, t.name, t.city, t.description, t.status, t.status_on, t.street, t.postal_code, \
    t.commune_code, t.latitude, t.longitude, t.opening_hours, t.contact, t.calendar, t.closures, t.features, t.facts, t.revision, t.updated_at, \
    coalesce((select jsonb_agg(",
    service!(),
    " order by s.position, s.id) from totem_services s where s.totem_id = t.id), '[]') as services from totems t"
);

/// All sites as they are today.
pub async fn list(state: &State) -> Result<Vec<Totem>, Problem> {
    let today = clock::day(state.clock.now());
    let rows: Vec<Row> =
        state.db.read(async |connection| sql(WHOLE).push(" order by t.city, t.id").load(connection).await).await?;
    Ok(rows.into_iter().map(|row| row.on(today)).collect())
}

/// One site as it is today.
pub async fn find(state: &State, id: &Ref<TotemId>) -> Result<Option<Totem>, Problem> {
    let today = clock::day(state.clock.now());
    let statement = of_totem(sql(WHOLE).push(" where "), id);
    let rows: Vec<Row> = state.db.read(async |connection| statement.load(connection).await).await?;
    Ok(rows.into_iter().next().map(|row| row.on(today)))
}

/// The same, held until the transaction ends.
pub async fn lock(tx: &mut Tx, id: &Ref<TotemId>, today: NaiveDate) -> QueryResult<Option<Totem>> {
    let rows: Vec<Row> = of_totem(sql(WHOLE).push(" where "), id).push(" for update of t").load(tx).await?;
    Ok(rows.into_iter().next().map(|row| row.on(today)))
}

#[derive(QueryableByName)]
struct DaysRow {
    #[diesel(sql_type = SqlUuid)]
    id: TotemId,
    #[diesel(sql_type = Text)]
    calendar: String,
    #[diesel(sql_type = Jsonb)]
    closures: JsonColumn<Vec<ClosedDays>>,
}

/// When a site works, for what wants nothing else of it.
pub async fn working_days(state: &State, id: &Ref<TotemId>) -> Result<Option<(TotemId, WorkingDays)>, Problem> {
    let statement = of_totem(sql("select t.id, t.calendar, t.closures from totems t where "), id);
    let rows: Vec<DaysRow> = state.db.read(async |connection| statement.load(connection).await).await?;
    Ok(rows.into_iter().next().map(|row| (row.id, WorkingDays::of(&row.calendar, row.closures.0))))
}

/// Writes what can be changed of a site.
pub async fn update(tx: &mut Tx, totem: &Totem) -> QueryResult<()> {
    let Totem { id, description, opening_hours, contact, closures, features, .. } = totem;
    sql("update totems set description = ")
        .bind::<Jsonb, _>(JsonColumn(description.clone()))
        .push(", opening_hours = ")
        .bind::<Jsonb, _>(JsonColumn(opening_hours.clone()))
        .push(", contact = ")
        .bind::<Nullable<Jsonb>, _>(contact.clone().map(JsonColumn))
        .push(", closures = ")
        .bind::<Jsonb, _>(JsonColumn(closures.clone()))
        .push(", features = ")
        .bind::<Jsonb, _>(JsonColumn(features.clone()))
        .push(" where id = ")
        .bind::<SqlUuid, _>(*id)
        .execute(tx)
        .await
        .map(drop)
}

/// Puts the services of a site in this order.
pub async fn order_services(tx: &mut Tx, totem: TotemId, order: Vec<ServiceId>) -> QueryResult<()> {
    sql("update totem_services s set position = o.position::int from unnest(")
        .bind::<Array<SqlUuid>, _>(order)
        .push(") with ordinality o (id, position) where o.id = s.id and s.position <> o.position and s.totem_id = ")
        .bind::<SqlUuid, _>(totem)
        .execute(tx)
        .await
        .map(drop)
}

fn of_totem(statement: Sql, id: &Ref<TotemId>) -> Sql {
    match id {
        Ref::Id(id) => statement.push("t.id = ").bind::<SqlUuid, _>(*id),
        Ref::Slug(slug) => statement.push("t.slug = ").bind::<Text, _>(slug.clone()),
    }
}

fn of_service(statement: Sql, id: &Ref<ServiceId>) -> Sql {
    match id {
        Ref::Id(id) => statement.push("s.id = ").bind::<SqlUuid, _>(*id),
        Ref::Slug(slug) => statement.push("s.slug = ").bind::<Text, _>(slug.clone()),
    }
}

#[derive(QueryableByName)]
struct ServiceRow {
    #[diesel(sql_type = Jsonb)]
    service: JsonColumn<TotemService>,
}

const SERVICE: &str = concat!(
    "select ",
    service!(),
    " || jsonb_build_object('questions', s.questions) as service from totem_services s join totems t on t.id = s.totem_id where "
);

/// The services of a site with their questions, in its order.
pub async fn services(state: &State, totem: &Ref<TotemId>) -> Result<Vec<TotemService>, Problem> {
    let today = clock::day(state.clock.now());
    let statement = of_totem(sql(SERVICE), totem).push(" order by s.position, s.id");
    let rows: Vec<ServiceRow> = state.db.read(async |connection| statement.load(connection).await).await?;
    Ok(rows.into_iter().map(|row| row.service.0.on(today)).collect())
}

/// One service of a site, with its questions, as it was last written.
pub async fn service<C: AsyncConnectionCore<Backend = Pg>>(
    connection: &mut C,
    totem: &Ref<TotemId>,
    id: &Ref<ServiceId>,
) -> QueryResult<Option<TotemService>> {
    let statement = of_service(of_totem(sql(SERVICE), totem).push(" and "), id);
    let rows: Vec<ServiceRow> = statement.load(connection).await?;
    Ok(rows.into_iter().next().map(|row| row.service.0))
}

/// The same, held until the transaction ends.
pub async fn lock_service(tx: &mut Tx, totem: &Ref<TotemId>, id: &Ref<ServiceId>) -> QueryResult<Option<TotemService>> {
    let statement = of_service(of_totem(sql(SERVICE), totem).push(" and "), id).push(" for update of s");
    let rows: Vec<ServiceRow> = statement.load(tx).await?;
    Ok(rows.into_iter().next().map(|row| row.service.0))
}

#[derive(QueryableByName)]
struct Revision {
    #[diesel(sql_type = BigInt)]
    revision: i64,
}

/// The revision of a site, which a change of a service raises.
pub async fn revision(tx: &mut Tx, totem: TotemId) -> QueryResult<i64> {
    let statement = sql("select revision from totems where id = ").bind::<SqlUuid, _>(totem);
    statement.get_result::<Revision>(tx).await.map(|row| row.revision)
}

/// Puts a service behind the others of its site, with a slug that none of them has.
pub async fn insert_service(tx: &mut Tx, service: &TotemService) -> QueryResult<()> {
    let TotemService {
        id,
        slug,
        totem_id,
        family,
        name,
        description,
        languages,
        access,
        eligibility,
        response_target_days,
        capacity,
        lead_time_days,
        status,
        paused_reason,
        resumes_on,
        fulfils,
        questions,
        revision: _,
        updated_at: _,
    } = service.clone();
    let base = slug.clone();
    sql("insert into totem_services (id, totem_id, slug, family, name, description, languages, access, eligibility, response_target_days, capacity, lead_time_days, status, paused_reason, resumes_on, fulfils, questions, position) select ")
        .bind::<SqlUuid, _>(id)
        .push(", ")
        .bind::<SqlUuid, _>(totem_id)
        .push(", case when exists (select from totem_services where slug = ")
        .bind::<Text, _>(slug)
        .push(" and totem_id = ")
        .bind::<SqlUuid, _>(totem_id)
        .push(") then ")
        .bind::<Text, _>(format!("{base}-{}", clock::new_reference("").to_lowercase().replace('-', "")))
        .push(" else ")
        .bind::<Text, _>(base)
        .push(" end, ")
        .bind::<Text, _>(family.name())
        .push(", ")
        .bind::<Jsonb, _>(JsonColumn(name))
        .push(", ")
        .bind::<Jsonb, _>(JsonColumn(description))
        .push(", ")
        .bind::<Array<Text>, _>(languages)
        .push(", ")
        .bind::<Text, _>(access.name())
        .push(", ")
        .bind::<Nullable<Jsonb>, _>(eligibility.map(JsonColumn))
        .push(", ")
        .bind::<Integer, _>(response_target_days)
        .push(", ")
        .bind::<Nullable<Integer>, _>(capacity)
        .push(", ")
        .bind::<Nullable<Integer>, _>(lead_time_days)
        .push(", ")
        .bind::<Text, _>(status.name())
        .push(", ")
        .bind::<Nullable<Jsonb>, _>(paused_reason.map(JsonColumn))
        .push(", ")
        .bind::<Nullable<Date>, _>(resumes_on)
        .push(", ")
        .bind::<Array<Text>, _>(names(&fulfils))
        .push(", ")
        .bind::<Jsonb, _>(JsonColumn(questions))
        .push(", coalesce(max(position), 0) + 1 from totem_services where totem_id = ")
        .bind::<SqlUuid, _>(totem_id)
        .execute(tx)
        .await
        .map(drop)
}

/// Writes what can be changed of a service.
pub async fn update_service(tx: &mut Tx, service: &TotemService) -> QueryResult<()> {
    let TotemService {
        id,
        slug: _,
        totem_id: _,
        family,
        name,
        description,
        languages,
        access,
        eligibility,
        response_target_days,
        capacity,
        lead_time_days,
        status,
        paused_reason,
        resumes_on,
        fulfils,
        questions,
        revision: _,
        updated_at: _,
    } = service.clone();
    sql("update totem_services set family = ")
        .bind::<Text, _>(family.name())
        .push(", name = ")
        .bind::<Jsonb, _>(JsonColumn(name))
        .push(", description = ")
        .bind::<Jsonb, _>(JsonColumn(description))
        .push(", languages = ")
        .bind::<Array<Text>, _>(languages)
        .push(", access = ")
        .bind::<Text, _>(access.name())
        .push(", eligibility = ")
        .bind::<Nullable<Jsonb>, _>(eligibility.map(JsonColumn))
        .push(", response_target_days = ")
        .bind::<Integer, _>(response_target_days)
        .push(", capacity = ")
        .bind::<Nullable<Integer>, _>(capacity)
        .push(", lead_time_days = ")
        .bind::<Nullable<Integer>, _>(lead_time_days)
        .push(", status = ")
        .bind::<Text, _>(status.name())
        .push(", paused_reason = ")
        .bind::<Nullable<Jsonb>, _>(paused_reason.map(JsonColumn))
        .push(", resumes_on = ")
        .bind::<Nullable<Date>, _>(resumes_on)
        .push(", fulfils = ")
        .bind::<Array<Text>, _>(names(&fulfils))
        .push(", questions = ")
        .bind::<Jsonb, _>(JsonColumn(questions))
        .push(" where id = ")
        .bind::<SqlUuid, _>(id)
        .execute(tx)
        .await
        .map(drop)
}

fn names(items: &[CharterItem]) -> Vec<String> {
    items.iter().map(|item| item.name().to_owned()).collect()
}
