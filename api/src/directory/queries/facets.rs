//! Counts beside a list: of all matches, and of each value of a facet.

use std::collections::HashMap;

use diesel::{
    QueryResult, QueryableByName,
    sql_types::{Array, BigInt, Nullable, SmallInt, Text},
};
use diesel_async::{AsyncPgConnection, RunQueryDsl};
use serde::Deserialize;
use utoipa::ToSchema;

use super::{
    super::search::Search,
    list::{Filters, condition},
};
use crate::{
    db::{Sql, sql},
    http::page::COUNT_CAP,
};

/// Values that a facet shows.
const VALUES: usize = 50;
/// What parts matches, what the facets of a match, and the values of a facet, `chr(29)` to `chr(31)` in SQL: no text of a line
/// holds any of them.
const PARTS: [char; 3] = ['\u{1d}', '\u{1e}', '\u{1f}'];

/// What is counted by its values.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Facet {
    Kinds,
    Sectors,
    Commune,
    Nuts3,
    Country,
    Territory,
    Stage,
    HeadcountRange,
}

impl Facet {
    fn values(self) -> &'static str {
        match self {
            Self::Kinds => "array_to_string(o.kinds, chr(31))",
            Self::Sectors => "array_to_string(o.sectors, chr(31))",
            Self::Commune => "o.commune_code",
            Self::Nuts3 => "o.nuts3",
            Self::Country => "o.country",
            Self::Territory => "o.territory",
            Self::Stage => "o.stage",
            Self::HeadcountRange => "o.headcount_range",
        }
    }
}

/// How many matches have a value.
#[derive(Debug, PartialEq, Eq)]
pub struct FacetCount {
    pub value: String,
    pub label: Option<String>,
    pub count: i64,
}

/// How many matches there are, counted no further than anybody reads, and of each facet its most frequent values.
#[derive(Default)]
pub struct Totals {
    pub count: i64,
    pub facets: Vec<(Facet, Vec<FacetCount>)>,
}

#[derive(QueryableByName)]
struct Matches {
    /// Which of the parts was asked.
    #[diesel(sql_type = SmallInt)]
    part: i16,
    #[diesel(sql_type = BigInt)]
    count: i64,
    #[diesel(sql_type = Nullable<Text>)]
    listed: Option<String>,
}

/// The number of matches and the counts of the facets, in one statement. PostgreSQL gives the values of all matches as one
/// text, which is counted here: to group them there takes three times as long as finding them.
pub async fn totals(
    connection: &mut AsyncPgConnection,
    filters: &Filters,
    search: Option<&Search>,
    facets: &[Facet],
) -> QueryResult<Totals> {
    // What is chosen by its own filter is counted without it, by itself.
    let (chosen, open): (Vec<Facet>, Vec<Facet>) = facets.iter().partition(|facet| !filters.clone().of(**facet).is_empty());
    let mut parts = vec![(filters.clone(), open)];
    parts.extend(chosen.into_iter().map(|facet| (filters.without(facet), vec![facet])));
    let mut statement = sql("");
    for (part, (filters, facets)) in (0..).zip(&parts) {
        statement = matches(statement.push(if part == 0 { "" } else { " union all " }), part, filters, search, facets);
    }
    let rows: Vec<Matches> = statement.load(connection).await?;
    let mut totals = Totals::default();
    for Matches { part, count, listed } in rows {
        if part == 0 {
            totals.count = count;
        }
        let facets = &parts[usize::from(part.unsigned_abs())].1;
        totals.facets.extend(facets.iter().copied().zip(counted(&listed.unwrap_or_default(), facets.len())));
    }
    for (_, counts) in totals.facets.iter_mut().filter(|(facet, _)| *facet == Facet::Commune) {
        name(connection, counts).await?;
    }
    Ok(totals)
}

/// Matches of one part, and what they have in these facets.
fn matches(statement: Sql, part: i16, filters: &Filters, search: Option<&Search>, facets: &[Facet]) -> Sql {
    let mut statement = statement
        .push("(select ")
        .bind::<SmallInt, _>(part)
        .push(" as part, count(*) as count, ")
        .push(if facets.is_empty() { "null" } else { "string_agg(listed, chr(29))" })
        .push(" as listed from (select concat(");
    for (place, facet) in facets.iter().enumerate() {
        statement = statement.push(if place == 0 { "" } else { ", chr(30), " }).push(facet.values());
    }
    let statement = statement.push(if facets.is_empty() { "''" } else { "" }).push(") as listed from organizations o where ");
    condition(statement, filters, search).push(" limit ").bind::<BigInt, _>(COUNT_CAP + 1).push(") as m)")
}

/// Of each facet, its most frequent values.
fn counted(matches: &str, facets: usize) -> Vec<Vec<FacetCount>> {
    let mut counts = vec![HashMap::<&str, i64>::new(); facets];
    for one in matches.split(PARTS[0]) {
        for (counts, values) in counts.iter_mut().zip(one.split(PARTS[1])) {
            for value in values.split(PARTS[2]).filter(|value| !value.is_empty()) {
                *counts.entry(value).or_default() += 1;
            }
        }
    }
    counts.into_iter().map(most_frequent).collect()
}

fn most_frequent(counts: HashMap<&str, i64>) -> Vec<FacetCount> {
    let mut counts: Vec<_> = counts.into_iter().collect();
    counts.sort_unstable_by(|(a, more), (b, less)| less.cmp(more).then(a.cmp(b)));
    let shown = counts.into_iter().take(VALUES);
    shown.map(|(value, count)| FacetCount { value: value.to_owned(), label: None, count }).collect()
}

/// What the communes are called.
async fn name(connection: &mut AsyncPgConnection, counts: &mut [FacetCount]) -> QueryResult<()> {
    #[derive(QueryableByName)]
    struct Commune {
        #[diesel(sql_type = Text)]
        code: String,
        #[diesel(sql_type = Text)]
        name: String,
    }
    let codes: Vec<String> = counts.iter().map(|count| count.value.clone()).collect();
    let statement = sql("select code, name from communes where code = any(").bind::<Array<Text>, _>(codes).push(")");
    let rows: Vec<Commune> = statement.load(connection).await?;
    let mut names: HashMap<String, String> = rows.into_iter().map(|row| (row.code, row.name)).collect();
    for count in counts {
        count.label = names.remove(&count.value);
    }
    Ok(())
}

/// How many match, all of them.
pub fn number(filters: &Filters, search: Option<&Search>) -> Sql {
    condition(sql("select count(*) as count from organizations o where "), filters, search)
}

#[derive(QueryableByName)]
pub struct Number {
    #[diesel(sql_type = BigInt)]
    pub count: i64,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_counted_by_facet_the_most_frequent_first() {
        let matches = "startup\u{1f}sme\u{1e}FR\u{1d}sme\u{1e}\u{1d}sme\u{1e}FR";
        let counts = counted(matches, 2);
        let plain = |at: usize| counts[at].iter().map(|one| (one.value.as_str(), one.count)).collect::<Vec<_>>();
        assert_eq!(plain(0), [("sme", 3), ("startup", 1)]);
        assert_eq!(plain(1), [("FR", 2)]);
        assert!(counted("", 1)[0].is_empty());
    }
}
