//! Lists: what narrows them, what is searched, and in which order.

use chrono::{DateTime, NaiveDate, Utc};
use diesel::{
    QueryResult, QueryableByName,
    sql_types::{Array, BigInt, Bool, Date, Double, Float, Nullable, Text, Timestamptz, Uuid as SqlUuid},
};
use diesel_async::{AsyncPgConnection, RunQueryDsl};
use serde::{Deserialize, Serialize};

use super::{
    super::{
        position::{BoundingBox, Point},
        search::{Search, Site, prefix},
    },
    SUMMARY,
    facets::Facet,
};
use crate::{
    db::{Sql, sql},
    ids::OrganizationId,
};

/// How many matches in texts are ranked: more would make a common word slow.
const RANKED: &str = "500";
/// As in the migration's `on_earth`, in metres.
const RADIUS: f64 = 6_371_009.0;

/// What a list is narrowed by.
#[derive(Clone, Default)]
pub struct Filters {
    pub kinds: Vec<String>,
    pub stages: Vec<String>,
    pub sectors: Vec<String>,
    pub communes: Vec<String>,
    pub nuts3: Vec<String>,
    pub countries: Vec<String>,
    pub territories: Vec<String>,
    pub headcount_ranges: Vec<String>,
    pub activities: Vec<String>,
    pub sources: Vec<String>,
    pub founded_from: Option<NaiveDate>,
    pub founded_to: Option<NaiveDate>,
    pub updated_from: Option<DateTime<Utc>>,
    pub within: Option<BoundingBox>,
    pub near: Option<Point>,
    /// In kilometres around `near`.
    pub radius: Option<f64>,
    pub only_startups: bool,
    pub not: Option<OrganizationId>,
}

impl Filters {
    /// The same without what a facet counts, so that its other values can be chosen, too.
    pub fn without(&self, facet: Facet) -> Self {
        let mut filters = self.clone();
        filters.of(facet).clear();
        filters
    }

    /// Where they are matters: a plan must know where that is.
    pub fn is_spatial(&self) -> bool {
        self.near.is_some() || self.within.is_some()
    }

    pub fn of(&mut self, facet: Facet) -> &mut Vec<String> {
        match facet {
            Facet::Kinds => &mut self.kinds,
            Facet::Sectors => &mut self.sectors,
            Facet::Commune => &mut self.communes,
            Facet::Nuts3 => &mut self.nuts3,
            Facet::Country => &mut self.countries,
            Facet::Territory => &mut self.territories,
            Facet::Stage => &mut self.stages,
            Facet::HeadcountRange => &mut self.headcount_ranges,
        }
    }
}

/// What a list is sorted by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Order {
    Name,
    Updated,
    Relevance,
    Distance,
}

/// Where a page ends.
#[derive(Serialize, Deserialize)]
pub enum Place {
    Name(String, OrganizationId),
    Updated(DateTime<Utc>, OrganizationId),
    Rank(f32, OrganizationId),
    /// The bits of the distance: its decimal digits would be another number.
    Distance(u64, OrganizationId),
}

/// One page, keyset, in one statement.
pub fn list(filters: &Filters, search: Option<&Search>, order: Order, after: Option<Place>, limit: i64) -> Sql {
    let statement = match (order, search) {
        (Order::Relevance, Some(search)) => return ranked(filters, search, after, limit),
        (Order::Distance, _) => return nearest(filters, search, after, limit),
        _ => {
            let statement = chord(sql("select ").push(SUMMARY).push(", 0::float4 as rank, "), filters)
                .push(" as distance from organizations o left join sources s on s.system = o.source_system where ");
            condition(statement, filters, search)
        }
    };
    let statement = match after {
        Some(Place::Name(name, id)) => keyset::<Text, _>(statement, " and (o.sort_name, o.id) > (", name, id),
        Some(Place::Updated(at, id)) => keyset::<Timestamptz, _>(statement, " and (o.updated_at, o.id) < (", at, id),
        None | Some(Place::Rank(..) | Place::Distance(..)) => statement,
    };
    let statement = statement.push(match order {
        Order::Updated => " order by o.updated_at desc, o.id desc limit ",
        Order::Name | Order::Distance | Order::Relevance => " order by o.sort_name, o.id limit ",
    });
    statement.bind::<BigInt, _>(limit)
}

/// By distance: an index gives the nearest in order, but not those at one distance in the order of their ids, so how far
/// the page reaches is found first.
fn nearest(filters: &Filters, search: Option<&Search>, after: Option<Place>, limit: i64) -> Sql {
    let beyond = |statement: Sql| match &after {
        Some(Place::Distance(bits, id)) => chord(statement.push(" and ("), filters)
            .push(", o.id) > (")
            .bind::<Double, _>(f64::from_bits(*bits))
            .push(", ")
            .bind::<SqlUuid, _>(*id)
            .push(")"),
        _ => statement,
    };
    let placed = " and o.latitude is not null and o.longitude is not null";
    let mut statement = chord(sql("with reach as (select max(chord) as chord from (select "), filters);
    statement = condition(statement.push(" as chord from organizations o where "), filters, search).push(placed);
    statement = chord(beyond(statement).push(" order by "), filters).push(" limit ").bind::<BigInt, _>(limit);
    statement = chord(statement.push(") as nearest) select ").push(SUMMARY).push(", 0::float4 as rank, "), filters);
    statement = statement.push(" as distance from organizations o left join sources s on s.system = o.source_system where ");
    statement = condition(statement, filters, search).push(placed);
    if let Some(point) = filters.near {
        // A little further, for the index rounds.
        statement = on_earth(statement.push(" and on_earth(o.latitude, o.longitude) <@ cube_enlarge("), point)
            .push(", (select chord + 1 from reach), 3)");
    }
    statement =
        chord(beyond(statement).push(" and "), filters).push(" <= (select chord from reach) order by distance, o.id limit ");
    statement.bind::<BigInt, _>(limit)
}

fn keyset<T, V>(statement: Sql, beginning: &'static str, value: V, id: OrganizationId) -> Sql
where
    T: diesel::sql_types::SqlType + diesel::sql_types::SingleValue,
    V: diesel::expression::AsExpression<T>,
    V::Expression: diesel::query_builder::QueryFragment<diesel::pg::Pg> + Send + Sync + 'static,
{
    statement.push(beginning).bind::<T, _>(value).push(", ").bind::<SqlUuid, _>(id).push(")")
}

/// Each way to mean a record is a branch of its own, so that a number, a site or an exact name is never among the
/// matches that are not ranked: numbers, sites, names, words of names, words of texts.
/// Only what a page shows is read whole.
fn ranked(filters: &Filters, search: &Search, after: Option<Place>, limit: i64) -> Sql {
    let Search { text, words: _, names, numbers, site } = search;
    let mut statement = sql("select ").push(SUMMARY).push(", h.rank, ");
    statement = chord(statement, filters)
        .push(" as distance from (select id, max(rank)::float4 as rank from ((select o.id, 5 + similarity(o.sort_name, fold(");
    statement = statement.bind::<Text, _>(text.clone()).push(")) as rank from organizations o where ");
    statement = narrow(statement, filters).push(" and ");
    statement = known_as(statement, text).push(" limit 100)");
    if !numbers.is_empty() {
        statement =
            narrow(statement.push(" union all (select o.id, 9::float4 from organizations o where "), filters).push(" and ");
        statement = numbered(statement, numbers).push(" limit 100)");
    }
    if let Some(site) = site {
        // Of the records of a site, the one of its first page comes first.
        statement = statement
            .push(" union all (select o.id, (case when o.site_key = ")
            .bind::<Text, _>(site.key.clone())
            .push(" then 8 when o.site_key like ")
            .bind::<Text, _>(format!("{}%", site.key))
            .push(" then 6 else 7 end - length(o.website) / 1000.0)::float4 as rank from organizations o where ");
        statement = narrow(statement, filters).push(" and ");
        statement = at_site(statement, site).push(" order by rank desc, o.id limit 100)");
    }
    if let Some(names) = names {
        statement = statement
            .push(" union all (select o.id, 2 + similarity(o.sort_name, fold(")
            .bind::<Text, _>(text.clone())
            .push(")) + ts_rank(o.name_words, to_tsquery('names', ")
            .bind::<Text, _>(names.clone())
            .push("), 1) / 2 + (o.sort_name like ")
            .bind::<Text, _>(prefix(text))
            .push(")::int from organizations o where ");
        statement = narrow(statement, filters).push(" and ");
        statement = named(statement, names).push(" limit 200)");
    }
    statement = statement.push(" union all (select o.id, ts_rank('{0.05, 0.1, 0.4, 1}', o.search, ");
    statement = in_languages(statement, search).push(") as rank from organizations o where ");
    statement = in_languages(narrow(statement, filters).push(" and o.search @@ "), search);
    statement = statement.push(" limit ").push(RANKED).push(")) as branch group by id");
    if let Some(Place::Rank(rank, id)) = after {
        statement = keyset::<Float, _>(statement, " having (max(rank)::float4, id) < (", rank, id);
    }
    statement.push(" order by 2 desc, id desc limit ").bind::<BigInt, _>(limit).push(
        ") as h join organizations o on o.id = h.id left join sources s on s.system = o.source_system order by h.rank desc, o.id desc",
    )
}

/// Whom the filters and the search let through, whatever the order.
pub fn condition(statement: Sql, filters: &Filters, search: Option<&Search>) -> Sql {
    let statement = narrow(statement, filters);
    let Some(search) = search else { return statement };
    let Search { text, words: _, names, numbers, site } = search;
    let mut statement = known_as(statement.push(" and ("), text);
    statement = in_languages(statement.push(" or o.search @@ "), search);
    if let Some(names) = names {
        statement = named(statement.push(" or "), names);
    }
    if !numbers.is_empty() {
        statement = numbered(statement.push(" or "), numbers);
    }
    if let Some(site) = site {
        statement = at_site(statement.push(" or "), site);
    }
    statement.push(")")
}

pub fn known_as(statement: Sql, text: &str) -> Sql {
    statement.push("o.name_keys @> array[name_key(").bind::<Text, _>(text.to_owned()).push(")]")
}

pub fn named(statement: Sql, names: &str) -> Sql {
    statement.push("o.name_words @@ to_tsquery('names', ").bind::<Text, _>(names.to_owned()).push(")")
}

/// A SIREN is the beginning of the SIRET of each of its places.
fn numbered(statement: Sql, numbers: &[String]) -> Sql {
    let begins = numbers.iter().find(|number| number.len() == 9 && number.bytes().all(|byte| byte.is_ascii_digit()));
    statement
        .push("o.id = any(array(select i.organization_id from organization_identifiers i where i.value collate \"C\" = any(")
        .bind::<Array<Text>, _>(numbers.to_vec())
        .push(") or i.value collate \"C\" like ")
        .bind::<Nullable<Text>, _>(begins.map(|siren| format!("{siren}_____")))
        .push("))")
}

fn at_site(statement: Sql, site: &Site) -> Sql {
    statement
        .push("(o.site_key = any(")
        .bind::<Array<Text>, _>(site.above.clone())
        .push(") or o.site_key like ")
        .bind::<Text, _>(format!("{}%", site.key))
        .push(")")
}

/// The words in each language a text may be in.
fn in_languages(statement: Sql, search: &Search) -> Sql {
    statement.push("words_in_languages(").bind::<Text, _>(search.words.clone()).push(")")
}

/// Each part adds its condition; what nobody asked for adds nothing, so that the plan depends on what was.
fn narrow(statement: Sql, filters: &Filters) -> Sql {
    let Filters {
        kinds,
        stages,
        sectors,
        communes,
        nuts3,
        countries,
        territories,
        headcount_ranges,
        activities,
        sources,
        founded_from,
        founded_to,
        updated_from,
        within,
        near: _,
        radius: _,
        only_startups,
        not,
    } = filters;
    let mut statement = statement.push("o.status = 'published'");
    if *only_startups {
        statement = statement.push(" and o.kinds @> '{startup}'");
    }
    for (column, values) in [(" and o.kinds && ", kinds), (" and o.sectors && ", sectors)] {
        if !values.is_empty() {
            statement = statement.push(column).bind::<Array<Text>, _>(values.clone());
        }
    }
    for (column, values) in [
        (" and o.stage = any(", stages),
        (" and o.commune_code = any(", communes),
        (" and o.nuts3 = any(", nuts3),
        (" and o.country = any(", countries),
        (" and o.territory = any(", territories),
        (" and o.headcount_range = any(", headcount_ranges),
        (" and o.activity = any(", activities),
        (" and o.source_system = any(", sources),
    ] {
        if !values.is_empty() {
            statement = statement.push(column).bind::<Array<Text>, _>(values.clone()).push(")");
        }
    }
    for (bound, date) in [(" and o.founded_on >= ", founded_from), (" and o.founded_on <= ", founded_to)] {
        if let Some(date) = date {
            statement = statement.push(bound).bind::<Date, _>(*date);
        }
    }
    if let Some(at) = updated_from {
        statement = statement.push(" and o.updated_at >= ").bind::<Timestamptz, _>(*at);
    }
    if let Some(id) = not {
        statement = statement.push(" and o.id <> ").bind::<SqlUuid, _>(*id);
    }
    if let Some(BoundingBox { west, south, east, north }) = within {
        statement = statement
            .push(" and o.latitude is not null and o.longitude is not null and point(o.longitude, o.latitude) <@ box(point(");
        statement = statement.bind::<Double, _>(*west).push(", ").bind::<Double, _>(*south).push("), point(");
        statement = statement.bind::<Double, _>(*east).push(", ").bind::<Double, _>(*north).push("))");
    }
    nearby(statement, filters)
}

fn nearby(statement: Sql, filters: &Filters) -> Sql {
    let (Some(point), Some(radius)) = (filters.near, filters.radius) else { return statement };
    let reach = straight(radius * 1000.0);
    let statement = statement
        .push(" and o.latitude is not null and o.longitude is not null and on_earth(o.latitude, o.longitude) <@ cube_enlarge(");
    let statement = on_earth(statement, point).push(", ").bind::<Double, _>(reach).push(", 3) and ");
    chord(statement, filters).push(" <= ").bind::<Double, _>(reach)
}

fn on_earth(statement: Sql, Point { latitude, longitude }: Point) -> Sql {
    statement.push("on_earth(").bind::<Double, _>(latitude).push(", ").bind::<Double, _>(longitude).push(")")
}

/// The straight line through the earth to `near`: what the index sorts by.
fn chord(statement: Sql, filters: &Filters) -> Sql {
    let Some(point) = filters.near else { return statement.push("null::float8") };
    on_earth(statement.push("(on_earth(o.latitude, o.longitude) <-> "), point).push(")")
}

fn straight(metres: f64) -> f64 {
    2.0 * RADIUS * (metres / (2.0 * RADIUS)).sin()
}

/// Kilometres over the ground as they are shown, of the straight line in metres.
pub fn distance_km(chord: f64) -> f64 {
    (over_ground(chord) / 10.0).round() / 100.0
}

/// The way over the ground, of the straight line.
fn over_ground(chord: f64) -> f64 {
    2.0 * RADIUS * (chord / (2.0 * RADIUS)).clamp(-1.0, 1.0).asin()
}

/// The words with what is not in any name replaced by the word of a name that is one letter apart, or that begins so, if
/// there is any.
pub async fn mend(connection: &mut AsyncPgConnection, words: Vec<String>) -> QueryResult<Option<String>> {
    #[derive(QueryableByName)]
    struct Mended {
        #[diesel(sql_type = Nullable<Text>)]
        words: Option<String>,
        #[diesel(sql_type = Nullable<Bool>)]
        changed: Option<bool>,
    }
    let statement = sql("select string_agg(coalesce(near.word, w.word), ' ' order by place) as words, \
        bool_or(near.word is not null) as changed \
        from (select fold(word) as word, length(fold(word)) as letters, place from unnest(")
        .bind::<Array<Text>, _>(words)
        .push("::text[]) with ordinality as w(word, place)) as w left join lateral (select d.word from directory_words d, \
            lateral (select one_letter_less(d.word) && one_letter_less(w.word) as whole) as how \
            where letters between 4 and 30 and not exists (select from directory_words known where known.word = w.word) \
            and one_letter_less(left(d.word, 6)) && one_letter_less(left(w.word, 6)) \
            and (whole or letters > 4 and one_letter_less(w.word) && (one_letter_less(left(d.word, letters - 1)) \
                || one_letter_less(left(d.word, letters)) || one_letter_less(left(d.word, letters + 1)))) \
            order by whole desc, left(d.word, 1) = left(w.word, 1) desc, similarity(d.word, w.word) desc, d.word limit 1) as near on true");
    let Mended { words, changed } = statement.get_result(connection).await?;
    Ok(words.filter(|_| changed == Some(true)))
}
