//! All SQL of the directory.

mod confirmations;
mod entries;
mod facets;
mod history;
mod list;
mod merges;
mod new_matches;
mod relations;
mod suggest;

use chrono::{DateTime, NaiveDate, Utc};
use diesel::{
    QueryResult, Queryable, QueryableByName,
    sql_types::{Array, BigInt, Bool, Date, Double, Float, Integer, Jsonb, Nullable, Text, Timestamptz, Uuid as SqlUuid},
};
use diesel_async::{AsyncPgConnection, RunQueryDsl};
use serde::Serialize;
use serde_json::value::RawValue;
use uuid::Uuid;

pub use confirmations::{Asked, Keeper, ask, due, find_asked, keeps, lock_due};
pub use entries::{load_entries, mine, reviews};
pub use facets::{Facet, FacetCount, Number, Totals, number, totals};
pub use history::{HistoryRow, changed_since, history, load_history, note_proposer};
pub use list::{Filters, Order, Place, distance_km, list, mend};
pub use merges::{merge, revision};
pub use new_matches::{NewMatches, load_new_matches, new_matches};
pub use relations::{InverseRow, forget_relations, inverse_relations, replace_relations};
pub use suggest::{Suggested, load_suggested, suggest};

use super::{
    logo::Logo,
    model::{
        Coded, FundingRound, HeadcountRange, Identifier, Link, Location, LocationInput, Organization, OrganizationActivity,
        OrganizationStatus, OrganizationSummary, Profile, PublishedContact, Quality, Relation, Review, Source, SourceSummary,
        StartupProfile, quality,
    },
    search::Search,
};
use crate::{
    db::{JsonColumn, Sql, Tx, sql},
    error::FieldCode,
    http::{LangText, Problem},
    ids::{AccountId, OrganizationId, Ref},
};

/// Columns of `SUMMARY`, read by their place.
#[derive(Queryable)]
pub struct SummaryRow {
    id: OrganizationId,
    slug: String,
    name: String,
    sort_name: String,
    kinds: Vec<String>,
    /// Passed on as it is: to read and write it again would cost as much as the rest of the row.
    summary: Option<JsonColumn<Box<RawValue>>>,
    logo: Option<String>,
    website: Option<String>,
    founded_on: Option<NaiveDate>,
    location: LocationRow,
    sectors: Vec<String>,
    stage: Option<String>,
    pitch: Option<JsonColumn<Box<RawValue>>>,
    source: SourceSummaryRow,
    confirmed_on: Option<NaiveDate>,
    revision: i64,
    updated_at: DateTime<Utc>,
    rank: f32,
    /// Of a search near a place, in metres through the earth.
    distance: Option<f64>,
}

type LocationColumns = (
    Nullable<Text>,
    Nullable<Text>,
    Nullable<Text>,
    Nullable<Text>,
    Nullable<Text>,
    Nullable<Text>,
    Nullable<Double>,
    Nullable<Double>,
);
type SourceColumns = (Nullable<Text>, Nullable<Text>, Nullable<Text>, Nullable<Text>);
type SummaryColumns = (
    SqlUuid,
    Text,
    Text,
    Text,
    Array<Text>,
    Nullable<Jsonb>,
    Nullable<Text>,
    Nullable<Text>,
    Nullable<Date>,
    LocationColumns,
    Array<Text>,
    Nullable<Text>,
    Nullable<Jsonb>,
    SourceColumns,
    Nullable<Date>,
    BigInt,
    Timestamptz,
    Float,
    Nullable<Double>,
);

const SUMMARY: &str = "o.id, o.slug, o.name, o.sort_name, o.kinds, o.summary, o.logo, o.website, o.founded_on, null::text as address, \
    o.postal_code, o.locality, o.commune_code, o.nuts3, o.country, o.latitude, o.longitude, o.sectors, o.stage, o.pitch, \
    s.system as source_system, s.name as source_name, s.licence as source_licence, o.source_url, o.confirmed_on, o.revision, o.updated_at";

#[derive(Queryable, QueryableByName)]
pub struct LocationRow {
    #[diesel(sql_type = Nullable<Text>)]
    address: Option<String>,
    #[diesel(sql_type = Nullable<Text>)]
    postal_code: Option<String>,
    #[diesel(sql_type = Nullable<Text>)]
    locality: Option<String>,
    #[diesel(sql_type = Nullable<Text>)]
    commune_code: Option<String>,
    #[diesel(sql_type = Nullable<Text>)]
    nuts3: Option<String>,
    #[diesel(sql_type = Nullable<Text>)]
    country: Option<String>,
    #[diesel(sql_type = Nullable<Double>)]
    latitude: Option<f64>,
    #[diesel(sql_type = Nullable<Double>)]
    longitude: Option<f64>,
}

impl From<LocationRow> for Option<Location> {
    fn from(row: LocationRow) -> Self {
        let LocationRow { address, postal_code, locality, commune_code, nuts3, country, latitude, longitude } = row;
        country.map(|country| Location { address, postal_code, locality, commune_code, nuts3, country, latitude, longitude })
    }
}

#[derive(Queryable)]
pub struct SourceSummaryRow {
    system: Option<String>,
    name: Option<String>,
    licence: Option<String>,
    url: Option<String>,
}

impl From<SourceSummaryRow> for Option<SourceSummary> {
    fn from(SourceSummaryRow { system, name, licence, url }: SourceSummaryRow) -> Self {
        Some(SourceSummary { system: system?, name: name?, licence: licence?, url })
    }
}

#[derive(QueryableByName)]
struct SourceRow {
    #[diesel(sql_type = Nullable<Text>)]
    source_system: Option<String>,
    #[diesel(sql_type = Nullable<Text>)]
    source_name: Option<String>,
    #[diesel(sql_type = Nullable<Text>)]
    source_external_id: Option<String>,
    #[diesel(sql_type = Nullable<Text>)]
    source_url: Option<String>,
    #[diesel(sql_type = Nullable<Text>)]
    source_licence: Option<String>,
    #[diesel(sql_type = Nullable<Text>)]
    source_attribution: Option<String>,
    #[diesel(sql_type = Nullable<Date>)]
    source_retrieved_on: Option<NaiveDate>,
}

impl From<SourceRow> for Option<Source> {
    fn from(row: SourceRow) -> Self {
        let SourceRow {
            source_system,
            source_name,
            source_external_id: external_id,
            source_url: url,
            source_licence,
            source_attribution,
            source_retrieved_on: retrieved_on,
        } = row;
        let (system, name) = (source_system?, source_name?);
        Some(Source { system, name, external_id, url, licence: source_licence?, attribution: source_attribution?, retrieved_on })
    }
}

impl SummaryRow {
    pub fn place(&self, order: Order) -> Place {
        match order {
            Order::Name => Place::Name(self.sort_name.clone(), self.id),
            Order::Updated => Place::Updated(self.updated_at, self.id),
            Order::Relevance => Place::Rank(self.rank, self.id),
            Order::Distance => Place::Distance(self.distance.unwrap_or_default().to_bits(), self.id),
        }
    }
}

impl From<SummaryRow> for OrganizationSummary {
    fn from(row: SummaryRow) -> Self {
        let SummaryRow {
            id,
            slug,
            name,
            sort_name: _,
            rank: _,
            distance,
            kinds,
            summary,
            logo,
            website,
            founded_on,
            location,
            sectors,
            stage,
            pitch,
            source,
            confirmed_on,
            revision,
            updated_at,
        } = row;
        let (summary, pitch) = (summary.map(|text| text.0), pitch.map(|text| text.0));
        let (location, source) = (location.into(), source.into());
        Self {
            id,
            slug,
            name,
            kinds,
            summary,
            logo: logo.map(|digest| Logo::of(&digest)),
            website,
            founded_on,
            location,
            sectors,
            stage,
            pitch,
            // A list holds nothing else.
            status: OrganizationStatus::Published,
            distance_km: distance.map(distance_km),
            source,
            confirmed_on,
            revision,
            updated_at,
        }
    }
}

pub async fn load_list(connection: &mut AsyncPgConnection, statement: Sql) -> QueryResult<Vec<SummaryRow>> {
    statement.columns::<SummaryColumns>().load(connection).await
}

/// A record with what decides who sees it.
pub struct Found {
    pub organization: Organization,
    pub created_by: Option<AccountId>,
    /// Deleted, and its address was known.
    pub was_public: bool,
    /// The slug of the record that took it in.
    pub merged_into: Option<String>,
    /// The region whose word counts, where that is not ours.
    pub foreign: Option<String>,
}

#[derive(QueryableByName)]
struct Row {
    #[diesel(sql_type = SqlUuid)]
    id: OrganizationId,
    #[diesel(sql_type = Text)]
    slug: String,
    #[diesel(sql_type = Text)]
    name: String,
    #[diesel(sql_type = Array<Text>)]
    alternate_names: Vec<String>,
    #[diesel(sql_type = Nullable<Text>)]
    legal_name: Option<String>,
    #[diesel(sql_type = Array<Text>)]
    kinds: Vec<String>,
    #[diesel(sql_type = Nullable<Jsonb>)]
    summary: Option<JsonColumn<LangText>>,
    #[diesel(sql_type = Nullable<Jsonb>)]
    description: Option<JsonColumn<LangText>>,
    #[diesel(sql_type = Nullable<Text>)]
    logo: Option<String>,
    #[diesel(sql_type = Nullable<Text>)]
    website: Option<String>,
    #[diesel(sql_type = Nullable<Text>)]
    phone: Option<String>,
    #[diesel(sql_type = Jsonb)]
    links: JsonColumn<Vec<Link>>,
    #[diesel(sql_type = Jsonb)]
    identifiers: JsonColumn<Vec<Identifier>>,
    #[diesel(sql_type = Nullable<Jsonb>)]
    legal_form: Option<JsonColumn<Coded>>,
    #[diesel(sql_type = Nullable<Jsonb>)]
    activity: Option<JsonColumn<OrganizationActivity>>,
    #[diesel(sql_type = Nullable<Integer>)]
    headcount: Option<i32>,
    #[diesel(sql_type = Nullable<Text>)]
    headcount_range: Option<String>,
    #[diesel(sql_type = Nullable<Date>)]
    founded_on: Option<NaiveDate>,
    #[diesel(embed)]
    location: LocationRow,
    #[diesel(sql_type = Array<Text>)]
    sectors: Vec<String>,
    #[diesel(sql_type = Text)]
    territory: String,
    #[diesel(sql_type = Text)]
    status: String,
    #[diesel(sql_type = Nullable<Text>)]
    review_reason: Option<String>,
    #[diesel(sql_type = Nullable<Text>)]
    review_note: Option<String>,
    #[diesel(sql_type = Nullable<Jsonb>)]
    profile: Option<JsonColumn<Profile>>,
    #[diesel(sql_type = Nullable<Text>)]
    stage: Option<String>,
    #[diesel(sql_type = Nullable<Jsonb>)]
    pitch: Option<JsonColumn<LangText>>,
    #[diesel(sql_type = Nullable<Text>)]
    business_model: Option<String>,
    #[diesel(sql_type = Nullable<Integer>)]
    team_size: Option<i32>,
    #[diesel(sql_type = Array<Text>)]
    international: Vec<String>,
    #[diesel(sql_type = Nullable<Integer>)]
    jobs: Option<i32>,
    #[diesel(sql_type = Jsonb)]
    funding_rounds: JsonColumn<Vec<FundingRound>>,
    #[diesel(embed)]
    source: SourceRow,
    #[diesel(sql_type = Nullable<Date>)]
    confirmed_on: Option<NaiveDate>,
    #[diesel(sql_type = Bool)]
    has_owner: bool,
    #[diesel(sql_type = Nullable<SqlUuid>)]
    created_by: Option<AccountId>,
    #[diesel(sql_type = Bool)]
    was_public: bool,
    #[diesel(sql_type = Nullable<Text>)]
    merged_into: Option<String>,
    #[diesel(sql_type = Nullable<Text>)]
    foreign_authority: Option<String>,
    #[diesel(sql_type = BigInt)]
    revision: i64,
    #[diesel(sql_type = Timestamptz)]
    created_at: DateTime<Utc>,
    #[diesel(sql_type = Timestamptz)]
    updated_at: DateTime<Utc>,
    #[diesel(sql_type = Jsonb)]
    contacts: JsonColumn<Vec<PublishedContact>>,
    #[diesel(sql_type = Jsonb)]
    relations: JsonColumn<Vec<Relation>>,
    #[diesel(sql_type = Jsonb)]
    inverse_relations: JsonColumn<Vec<Relation>>,
}

const WHOLE: &str = "select o.id, o.slug, o.name, o.alternate_names, o.legal_name, o.kinds, o.summary, o.description, o.logo, o.website, o.phone, o.links, \
    coalesce((select jsonb_agg(jsonb_build_object('scheme', i.scheme, 'value', i.value) order by i.scheme, i.value) \
        from organization_identifiers i where i.organization_id = o.id), '[]') as identifiers, \
    case when o.legal_form is not null then jsonb_build_object('code', o.legal_form, 'label', \
        (select f.label from legal_forms f where f.code = o.legal_form)) end as legal_form, \
    case when o.activity is not null then coalesce((select jsonb_build_object('nomenclature', a.nomenclature, 'code', a.code, \
        'label', a.label) from activities a where a.code = o.activity \
        order by a.nomenclature is not distinct from o.activity_nomenclature desc, a.nomenclature desc limit 1), \
        jsonb_build_object('code', o.activity)) end as activity, \
    o.headcount, o.headcount_range, o.founded_on, o.address, o.postal_code, o.locality, o.commune_code, o.nuts3, o.country, o.latitude, \
    o.longitude, o.sectors, o.territory, o.status, o.review_reason, o.review_note, \
    o.profile, o.stage, o.pitch, o.business_model, o.team_size, o.international, o.jobs, o.funding_rounds, s.system as source_system, \
    s.name as source_name, o.source_external_id, o.source_url, s.licence as source_licence, s.attribution as source_attribution, \
    o.source_retrieved_on, o.confirmed_on, has_owner(o.id) as has_owner, o.created_by, o.was_public, \
    (select k.slug from organizations k where k.id = o.merged_into) as merged_into, nullif(o.authority, (select h.authority from feed_head h)) as foreign_authority, o.revision, o.created_at, o.updated_at, \
    case when o.status = 'published' then published_contacts(o.id) else '[]' end as contacts, ";

/// A record and all that belongs to it.
fn whole() -> Sql {
    sql(WHOLE)
        .push(relations::RELATIONS)
        .push(", ")
        .push(relations::INVERSE_RELATIONS)
        .push(" from organizations o left join sources s on s.system = o.source_system where ")
}

/// The record, whoever may see it: its policy decides.
pub async fn find<C>(connection: &mut C, id: &Ref<OrganizationId>) -> QueryResult<Option<Found>>
where
    C: diesel_async::AsyncConnectionCore<Backend = diesel::pg::Pg>,
{
    let statement = match id {
        Ref::Id(id) => whole().push("o.id = ").bind::<SqlUuid, _>(*id),
        Ref::Slug(slug) => whole().push("o.slug = ").bind::<Text, _>(slug.clone()),
    };
    let rows: Vec<Row> = statement.load(connection).await?;
    Ok(rows.into_iter().next().map(Into::into))
}

impl From<Row> for Found {
    fn from(row: Row) -> Self {
        let Row {
            id,
            slug,
            name,
            alternate_names,
            legal_name,
            kinds,
            summary,
            description,
            logo,
            website,
            phone,
            links,
            identifiers,
            legal_form,
            activity,
            headcount,
            headcount_range,
            founded_on,
            location,
            sectors,
            territory,
            status,
            review_reason,
            review_note,
            profile,
            stage,
            pitch,
            business_model,
            team_size,
            international,
            jobs,
            funding_rounds,
            source,
            confirmed_on,
            has_owner,
            created_by,
            was_public,
            merged_into,
            foreign_authority,
            revision,
            created_at,
            updated_at,
            contacts,
            relations,
            inverse_relations,
        } = row;
        let pitch = pitch.map(|text| text.0);
        let is_startup = kinds.iter().any(|kind| kind == "startup");
        let funding_rounds = funding_rounds.0;
        let startup = StartupProfile { stage, pitch, business_model, team_size, international, jobs, funding_rounds };
        let startup = is_startup.then_some(startup);
        let headcount_range = headcount.map(|count| HeadcountRange::of(count).name().to_owned()).or(headcount_range);
        let mut organization = Organization {
            id,
            slug,
            name,
            alternate_names,
            legal_name,
            kinds,
            summary: summary.map(|text| text.0),
            description: description.map(|text| text.0),
            logo: logo.map(|digest| Logo::of(&digest)),
            website,
            phone,
            links: links.0,
            identifiers: identifiers.0,
            legal_form: legal_form.map(|coded| coded.0),
            activity: activity.map(|coded| coded.0),
            headcount,
            headcount_range,
            founded_on,
            location: location.into(),
            sectors,
            territory,
            status: OrganizationStatus::from_name(&status),
            review: review_reason.map(|reason| Review { reason, note: review_note }),
            allowed_transitions: vec![],
            may_edit: false,
            profile: profile.map(|profile| profile.0),
            startup,
            source: source.into(),
            confirmed_on,
            has_owner,
            relations: relations.0,
            inverse_relations: inverse_relations.0,
            contacts: contacts.0,
            quality: Quality { score: 0, missing: vec![] },
            revision,
            created_at,
            updated_at,
        };
        organization.quality = quality(&organization);
        Self { organization, created_by, was_public, merged_into, foreign: foreign_authority }
    }
}

/// The next records by id, whole.
pub fn batch(filters: &Filters, search: Option<&Search>, after: Option<OrganizationId>, size: i64) -> Sql {
    let mut statement = list::condition(whole(), filters, search);
    if let Some(id) = after {
        statement = statement.push(" and o.id > ").bind::<SqlUuid, _>(id);
    }
    statement.push(" order by o.id limit ").bind::<BigInt, _>(size)
}

/// Those of these records that are public.
pub fn these(ids: Vec<Uuid>) -> Sql {
    whole().push("o.status = 'published' and o.id = any(").bind::<Array<SqlUuid>, _>(ids).push(")")
}

pub fn matching(asked: &super::filters::Asked) -> Sql {
    let super::filters::Asked { filters, search } = asked;
    list::condition(sql("select o.id from organizations o where "), filters, search.as_ref()).push(" order by o.id")
}

pub async fn load_matching(connection: &mut AsyncPgConnection, statement: Sql) -> QueryResult<Vec<OrganizationId>> {
    #[derive(QueryableByName)]
    struct Id {
        #[diesel(sql_type = SqlUuid)]
        id: OrganizationId,
    }
    let rows: Vec<Id> = statement.load(connection).await?;
    Ok(rows.into_iter().map(|row| row.id).collect())
}

/// The published records by id, without the first `offset`, and how many there are.
pub async fn numbered(connection: &mut AsyncPgConnection, offset: i64, size: i64) -> QueryResult<(Vec<Organization>, i64)> {
    #[derive(QueryableByName)]
    struct Count {
        #[diesel(sql_type = BigInt)]
        count: i64,
    }
    let page = whole().push("o.id in (select id from organizations where status = 'published' order by id offset ");
    let page = page.bind::<BigInt, _>(offset).push(" limit ").bind::<BigInt, _>(size).push(") order by o.id");
    let rows = load_batch(connection, page).await?;
    let count =
        sql("select count(*) as count from organizations where status = 'published'").get_result::<Count>(connection).await?;
    Ok((rows, count.count))
}

pub async fn load_batch(connection: &mut AsyncPgConnection, statement: Sql) -> QueryResult<Vec<Organization>> {
    let rows: Vec<Row> = statement.load(connection).await?;
    Ok(rows.into_iter().map(|row| Found::from(row).organization).collect())
}

/// The same record, held until the transaction ends.
pub async fn lock(tx: &mut Tx, id: &Ref<OrganizationId>) -> QueryResult<Option<Found>> {
    let statement = sql("select id from organizations where ");
    let statement = match id {
        Ref::Id(id) => statement.push("id = ").bind::<SqlUuid, _>(*id),
        Ref::Slug(slug) => statement.push("slug = ").bind::<Text, _>(slug.clone()),
    };
    statement.push(" for update").execute(tx).await?;
    find(tx, id).await
}

/// A record to be.
#[derive(Clone, Debug, Default, Serialize)]
pub struct NewOrganization {
    pub slug: Option<String>,
    pub name: String,
    pub alternate_names: Vec<String>,
    pub legal_name: Option<String>,
    pub kinds: Vec<String>,
    pub summary: Option<LangText>,
    pub description: Option<LangText>,
    pub website: Option<String>,
    pub phone: Option<String>,
    pub founded_on: Option<NaiveDate>,
    pub address: Option<String>,
    pub postal_code: Option<String>,
    pub locality: Option<String>,
    pub commune_code: Option<String>,
    pub nuts3: Option<String>,
    pub country: Option<String>,
    pub latitude: Option<f64>,
    pub longitude: Option<f64>,
    pub sectors: Vec<String>,
    pub territory: String,
    pub stage: Option<String>,
    pub pitch: Option<LangText>,
    pub business_model: Option<String>,
    pub team_size: Option<i32>,
    pub international: Vec<String>,
    pub jobs: Option<i32>,
    pub funding_rounds: Vec<FundingRound>,
    pub links: Vec<Link>,
    pub legal_form: Option<String>,
    /// Nomenclature and code.
    pub activity: Option<(String, String)>,
    pub headcount: Option<i32>,
    pub headcount_range: Option<String>,
    pub profile: Option<Profile>,
    pub published: bool,
    pub source_system: Option<String>,
    pub source_external_id: Option<String>,
    pub source_url: Option<String>,
    pub created_by: Option<AccountId>,
    /// Ours unless told.
    pub authority: Option<String>,
}

impl NewOrganization {
    pub fn placed(self, location: Option<LocationInput>) -> Self {
        let Some(LocationInput { address, postal_code, locality, commune_code, country, latitude, longitude }) = location else {
            return self;
        };
        Self {
            address: address.map(|line| line.0),
            postal_code: postal_code.map(|line| line.0),
            locality: locality.map(|line| line.0),
            commune_code: commune_code.map(|line| line.0),
            country: Some(country),
            latitude,
            longitude,
            ..self
        }
    }

    pub fn proposed(name: String, by: AccountId) -> Self {
        Self { name, created_by: Some(by), territory: "fr-lorraine".to_owned(), ..Self::default() }
    }
}

/// A slug is kept free of the words that stand where it does.
pub const RESERVED: &[&str] = &["suggest", "match", "stream", "proposer"];

/// Inserts a record with its identifiers. Its département follows from its commune.
pub async fn insert(tx: &mut Tx, id: OrganizationId, new: &NewOrganization, identifiers: &[Identifier]) -> QueryResult<()> {
    let slug = match &new.slug {
        Some(slug) => slug.clone(),
        None => free_slug(tx, &new.name).await?,
    };
    let new = new.clone();
    let (nomenclature, activity) = new.activity.unzip();
    sql("insert into organizations (id, slug, name, alternate_names, legal_name, kinds, summary, description, website, phone, founded_on, address, postal_code, locality, commune_code, nuts3, country, latitude, longitude, sectors, territory, stage, pitch, business_model, team_size, international, jobs, funding_rounds, links, legal_form, activity_nomenclature, activity, headcount, headcount_range, profile, status, source_system, source_external_id, source_url, created_by, authority) values (")
        .bind::<SqlUuid, _>(id)
        .push(", ")
        .bind::<Text, _>(slug)
        .push(", ")
        .bind::<Text, _>(new.name)
        .push(", ")
        .bind::<Array<Text>, _>(new.alternate_names)
        .push(", ")
        .bind::<Nullable<Text>, _>(new.legal_name)
        .push(", ")
        .bind::<Array<Text>, _>(new.kinds)
        .push(", ")
        .bind::<Nullable<Jsonb>, _>(new.summary.map(JsonColumn))
        .push(", ")
        .bind::<Nullable<Jsonb>, _>(new.description.map(JsonColumn))
        .push(", ")
        .bind::<Nullable<Text>, _>(new.website)
        .push(", ")
        .bind::<Nullable<Text>, _>(new.phone)
        .push(", ")
        .bind::<Nullable<Date>, _>(new.founded_on)
        .push(", ")
        .bind::<Nullable<Text>, _>(new.address)
        .push(", ")
        .bind::<Nullable<Text>, _>(new.postal_code)
        .push(", ")
        .bind::<Nullable<Text>, _>(new.locality)
        .push(", ")
        .bind::<Nullable<Text>, _>(new.commune_code.clone())
        .push(", coalesce(")
        .bind::<Nullable<Text>, _>(new.nuts3)
        .push(", (select c.nuts3 from communes c where c.code = ")
        .bind::<Nullable<Text>, _>(new.commune_code)
        .push(")), ")
        .bind::<Nullable<Text>, _>(new.country)
        .push(", ")
        .bind::<Nullable<Double>, _>(new.latitude)
        .push(", ")
        .bind::<Nullable<Double>, _>(new.longitude)
        .push(", ")
        .bind::<Array<Text>, _>(new.sectors)
        .push(", ")
        .bind::<Text, _>(new.territory)
        .push(", ")
        .bind::<Nullable<Text>, _>(new.stage)
        .push(", ")
        .bind::<Nullable<Jsonb>, _>(new.pitch.map(JsonColumn))
        .push(", ")
        .bind::<Nullable<Text>, _>(new.business_model)
        .push(", ")
        .bind::<Nullable<Integer>, _>(new.team_size)
        .push(", ")
        .bind::<Array<Text>, _>(new.international)
        .push(", ")
        .bind::<Nullable<Integer>, _>(new.jobs)
        .push(", ")
        .bind::<Jsonb, _>(JsonColumn(new.funding_rounds))
        .push(", ")
        .bind::<Jsonb, _>(JsonColumn(new.links))
        .push(", ")
        .bind::<Nullable<Text>, _>(new.legal_form)
        .push(", ")
        .bind::<Nullable<Text>, _>(nomenclature)
        .push(", ")
        .bind::<Nullable<Text>, _>(activity)
        .push(", ")
        .bind::<Nullable<Integer>, _>(new.headcount)
        .push(", ")
        .bind::<Nullable<Text>, _>(new.headcount_range)
        .push(", ")
        .bind::<Nullable<Jsonb>, _>(new.profile.map(JsonColumn))
        .push(", ")
        .bind::<Text, _>(if new.published { "published" } else { "pending_review" })
        .push(", ")
        .bind::<Nullable<Text>, _>(new.source_system)
        .push(", ")
        .bind::<Nullable<Text>, _>(new.source_external_id)
        .push(", ")
        .bind::<Nullable<Text>, _>(new.source_url)
        .push(", ")
        .bind::<Nullable<SqlUuid>, _>(new.created_by)
        .push(", coalesce(")
        .bind::<Nullable<Text>, _>(new.authority)
        .push(", own_authority()))")
        .execute(tx)
        .await?;
    insert_identifiers(tx, id, identifiers).await
}

async fn insert_identifiers(tx: &mut Tx, id: OrganizationId, identifiers: &[Identifier]) -> QueryResult<()> {
    let (schemes, values): (Vec<String>, Vec<String>) =
        identifiers.iter().map(|identifier| (identifier.scheme.name().to_owned(), identifier.value.clone())).unzip();
    if !schemes.is_empty() {
        sql("insert into organization_identifiers (organization_id, scheme, value) select ")
            .bind::<SqlUuid, _>(id)
            .push(", scheme, value from unnest(")
            .bind::<Array<Text>, _>(schemes)
            .push("::text[], ")
            .bind::<Array<Text>, _>(values)
            .push("::text[]) as i(scheme, value)")
            .execute(tx)
            .await?;
    }
    Ok(())
}

/// Whether the reference lists have the codes that somebody gives. What an import brings may be older than the lists, and
/// stands without a label.
pub async fn check_codes(tx: &mut Tx, legal_form: Option<&str>, activity: Option<(&str, &str)>) -> Result<(), Problem> {
    #[derive(QueryableByName)]
    struct Known {
        #[diesel(sql_type = Bool)]
        legal_form: bool,
        #[diesel(sql_type = Bool)]
        activity: bool,
    }
    if legal_form.is_none() && activity.is_none() {
        return Ok(());
    }
    let (nomenclature, code) = activity.unzip();
    let known = sql("select exists (select from legal_forms where code = ")
        .bind::<Nullable<Text>, _>(legal_form.map(str::to_owned))
        .push(") as legal_form, exists (select from activities where nomenclature = ")
        .bind::<Nullable<Text>, _>(nomenclature.map(str::to_owned))
        .push(" and code = ")
        .bind::<Nullable<Text>, _>(code.map(str::to_owned))
        .push(") as activity");
    let known: Known = known.get_result(tx).await?;
    match (legal_form, activity) {
        (Some(_), _) if !known.legal_form => Err(Problem::field("/legal_form", FieldCode::UnknownReference)),
        (_, Some(_)) if !known.activity => Err(Problem::field("/activity", FieldCode::UnknownReference)),
        _ => Ok(()),
    }
}

/// The same for a record that comes with numbers, of which others may have some: those are left out, and said.
pub async fn replace_free_identifiers(tx: &mut Tx, id: OrganizationId, identifiers: &[Identifier]) -> QueryResult<Vec<String>> {
    #[derive(QueryableByName)]
    struct Taken {
        #[diesel(sql_type = Text)]
        number: String,
    }
    let (schemes, values): (Vec<String>, Vec<String>) =
        identifiers.iter().map(|identifier| (identifier.scheme.name().to_owned(), identifier.value.clone())).unzip();
    let given = || {
        sql("unnest(")
            .bind::<Array<Text>, _>(schemes.clone())
            .push("::text[], ")
            .bind::<Array<Text>, _>(values.clone())
            .push("::text[]) as n(scheme, value)")
    };
    sql("delete from organization_identifiers i where organization_id = ")
        .bind::<SqlUuid, _>(id)
        .push(" and not exists (select from ")
        .append(given())
        .push(" where n.scheme = i.scheme and n.value = i.value)")
        .execute(tx)
        .await?;
    if schemes.is_empty() {
        return Ok(vec![]);
    }
    sql("insert into organization_identifiers (organization_id, scheme, value) select ")
        .bind::<SqlUuid, _>(id)
        .push(", scheme, value from ")
        .append(given())
        .push(" on conflict do nothing")
        .execute(tx)
        .await?;
    let taken: Vec<Taken> = sql("select i.scheme || ' ' || i.value as number from organization_identifiers i join ")
        .append(given())
        .push(" on n.scheme = i.scheme and n.value = i.value where i.organization_id <> ")
        .bind::<SqlUuid, _>(id)
        .load(tx)
        .await?;
    Ok(taken.into_iter().map(|row| row.number).collect())
}

/// Gives a record these identifiers and no others.
pub async fn replace_identifiers(tx: &mut Tx, id: OrganizationId, identifiers: &[Identifier]) -> QueryResult<()> {
    sql("delete from organization_identifiers where organization_id = ").bind::<SqlUuid, _>(id).execute(tx).await?;
    insert_identifiers(tx, id, identifiers).await
}

async fn free_slug(tx: &mut Tx, name: &str) -> QueryResult<String> {
    #[derive(QueryableByName)]
    struct Taken {
        #[diesel(sql_type = Bool)]
        taken: bool,
    }
    let base = slug(name);
    let taken = sql("select exists (select from organizations where slug = ").bind::<Text, _>(base.clone()).push(") as taken");
    let taken = taken.get_result::<Taken>(tx).await?.taken || RESERVED.contains(&base.as_str());
    Ok(if taken { format!("{base}-{}", crate::clock::new_reference("").to_lowercase().replace('-', "")) } else { base })
}

/// A name as part of an address: ASCII, lower case, with hyphens.
pub fn slug(name: &str) -> String {
    use unicode_normalization::UnicodeNormalization;
    let plain: String =
        name.to_lowercase().replace('œ', "oe").replace('æ', "ae").replace('ß', "ss").nfd().filter(char::is_ascii).collect();
    let words: Vec<&str> = plain.split(|mark: char| !mark.is_ascii_alphanumeric()).filter(|word| !word.is_empty()).collect();
    let slug: String = words.join("-").chars().take(80).collect();
    let slug = slug.trim_end_matches('-');
    if slug.is_empty() { "fiche".to_owned() } else { slug.to_owned() }
}

/// Columns to change: `None` keeps, `Some(None)` clears.
#[derive(Default, diesel::AsChangeset)]
#[diesel(table_name = lorntech_schema::tables::organizations)]
pub struct Change {
    pub name: Option<String>,
    pub kinds: Option<Vec<String>>,
    pub summary: Option<Option<JsonColumn<LangText>>>,
    pub description: Option<Option<JsonColumn<LangText>>>,
    pub website: Option<Option<String>>,
    pub sectors: Option<Vec<String>>,
    pub founded_on: Option<Option<NaiveDate>>,
    pub address: Option<Option<String>>,
    pub postal_code: Option<Option<String>>,
    pub locality: Option<Option<String>>,
    pub commune_code: Option<Option<String>>,
    pub nuts3: Option<Option<String>>,
    pub country: Option<Option<String>>,
    pub latitude: Option<Option<f64>>,
    pub longitude: Option<Option<f64>>,
    pub alternate_names: Option<Vec<String>>,
    pub legal_name: Option<Option<String>>,
    pub links: Option<JsonColumn<Vec<Link>>>,
    pub legal_form: Option<Option<String>>,
    pub activity_nomenclature: Option<Option<String>>,
    pub activity: Option<Option<String>>,
    pub headcount: Option<Option<i32>>,
    pub headcount_range: Option<Option<String>>,
    pub profile: Option<Option<JsonColumn<Profile>>>,
    pub stage: Option<Option<String>>,
    pub pitch: Option<Option<JsonColumn<LangText>>>,
    pub business_model: Option<Option<String>>,
    pub team_size: Option<Option<i32>>,
    pub international: Option<Vec<String>>,
    pub jobs: Option<Option<i32>>,
    pub funding_rounds: Option<JsonColumn<Vec<FundingRound>>>,
    pub phone: Option<Option<String>>,
    pub territory: Option<String>,
    pub source_system: Option<Option<String>>,
    pub source_url: Option<Option<String>>,
    pub merged_into: Option<Option<Uuid>>,
    pub status: Option<String>,
    pub review_reason: Option<Option<String>>,
    pub review_note: Option<Option<String>>,
    pub was_public: Option<bool>,
    pub confirmed_on: Option<Option<NaiveDate>>,
    /// Set by a trigger: here so that a change of nothing is a statement too.
    pub updated_at: Option<DateTime<Utc>>,
}

impl Change {
    /// All of it: what the new record does not have is cleared.
    pub fn to(new: NewOrganization) -> Self {
        let (activity_nomenclature, activity) = new.activity.unzip();
        Self {
            name: Some(new.name),
            kinds: Some(new.kinds),
            summary: Some(new.summary.map(JsonColumn)),
            description: Some(new.description.map(JsonColumn)),
            website: Some(new.website),
            sectors: Some(new.sectors),
            founded_on: Some(new.founded_on),
            address: Some(new.address),
            postal_code: Some(new.postal_code),
            locality: Some(new.locality),
            commune_code: Some(new.commune_code),
            nuts3: Some(new.nuts3),
            country: Some(new.country),
            latitude: Some(new.latitude),
            longitude: Some(new.longitude),
            alternate_names: Some(new.alternate_names),
            legal_name: Some(new.legal_name),
            links: Some(JsonColumn(new.links)),
            legal_form: Some(new.legal_form),
            activity_nomenclature: Some(activity_nomenclature),
            activity: Some(activity),
            headcount: Some(new.headcount),
            headcount_range: Some(new.headcount_range),
            profile: Some(new.profile.map(JsonColumn)),
            stage: Some(new.stage),
            pitch: Some(new.pitch.map(JsonColumn)),
            business_model: Some(new.business_model),
            team_size: Some(new.team_size),
            international: Some(new.international),
            jobs: Some(new.jobs),
            funding_rounds: Some(JsonColumn(new.funding_rounds)),
            phone: Some(new.phone),
            territory: Some(new.territory),
            source_system: Some(new.source_system),
            source_url: Some(new.source_url),
            ..Self::default()
        }
    }
}

/// A record is shown differently from now on although none of its columns has changed; its revision.
pub async fn touch(tx: &mut Tx, id: OrganizationId) -> QueryResult<i64> {
    #[derive(QueryableByName)]
    struct Touched {
        #[diesel(sql_type = BigInt)]
        revision: i64,
    }
    let touched =
        sql("update organizations set updated_at = now() where id = ").bind::<SqlUuid, _>(id).push(" returning revision");
    Ok(touched.get_result::<Touched>(tx).await?.revision)
}

pub async fn update(tx: &mut Tx, id: OrganizationId, change: Change) -> QueryResult<usize> {
    use diesel::{ExpressionMethods, QueryDsl};
    use lorntech_schema::tables::organizations;
    diesel::update(organizations::table.filter(organizations::id.eq(id))).set(change).execute(tx).await
}
