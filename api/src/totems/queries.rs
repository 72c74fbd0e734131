//! All SQL of the Totems.

use chrono::{DateTime, NaiveDate, Utc};
use diesel::{
    QueryResult, QueryableByName,
    pg::Pg,
    sql_types::{BigInt, Date, Double, Jsonb, Nullable, Text, Timestamptz, Uuid as SqlUuid},
};
use diesel_async::{AsyncConnectionCore, RunQueryDsl};

use super::{
    calendar::{Calendar, ClosedDays},
    model::{Address, FactSource, Totem, TotemService, TotemStatus},
};
use crate::{
    db::{JsonColumn, sql},
    http::LangText,
    ids::{Ref, ServiceId, TotemId},
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

impl From<Row> for Totem {
    fn from(row: Row) -> Self {
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
            calendar,
            closures,
            features,
            facts,
            services,
            revision,
            updated_at,
        } = row;
        Self {
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
            calendar: Calendar::from_name(&calendar),
            closures: closures.0,
            features: features.0,
            sources: facts.0,
            services: services.0,
            revision,
            updated_at,
        }
    }
}

const WHOLE: &str = "select t.id, t.slug, t.code, t.name, t.city, t.description, t.status, t.status_on, t.street, t.postal_code, \
    t.commune_code, t.latitude, t.longitude, t.calendar, t.closures, t.features, t.facts, t.revision, t.updated_at, \
    coalesce((select jsonb_agg(jsonb_build_object('id', s.id, 'slug', s.slug, 'totem_id', s.totem_id, 'family', s.family, \
        'name', s.name, 'description', s.description, 'languages', s.languages, 'response_target_days', s.response_target_days, \
        'status', s.status) order by s.position, s.id) from totem_services s where s.totem_id = t.id), '[]') as services \
    from totems t";

pub async fn list<C: AsyncConnectionCore<Backend = Pg>>(connection: &mut C) -> QueryResult<Vec<Totem>> {
    let rows: Vec<Row> = sql(WHOLE).push(" order by t.city, t.id").load(connection).await?;
    Ok(rows.into_iter().map(Into::into).collect())
}

pub async fn find<C: AsyncConnectionCore<Backend = Pg>>(connection: &mut C, id: &Ref<TotemId>) -> QueryResult<Option<Totem>> {
    let statement = match id {
        Ref::Id(id) => sql(WHOLE).push(" where t.id = ").bind::<SqlUuid, _>(*id),
        Ref::Slug(slug) => sql(WHOLE).push(" where t.slug = ").bind::<Text, _>(slug.clone()),
    };
    let rows: Vec<Row> = statement.load(connection).await?;
    Ok(rows.into_iter().next().map(Into::into))
}

impl Totem {
    pub fn service(&self, id: &Ref<ServiceId>) -> Option<&TotemService> {
        self.services.iter().find(|service| match id {
            Ref::Id(id) => service.id == *id,
            Ref::Slug(slug) => service.slug == *slug,
        })
    }
}
