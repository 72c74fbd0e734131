//! Counts beside a list: of all matches, and of each value of a facet.

use diesel::{
    QueryResult, QueryableByName,
    sql_types::{BigInt, Nullable, Text},
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
const VALUES: &str = "50";

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
    pub fn name(self) -> &'static str {
        self.quoted().trim_matches('\'')
    }

    /// Its name as SQL writes it.
    fn quoted(self) -> &'static str {
        match self {
            Self::Kinds => "'kinds'",
            Self::Sectors => "'sectors'",
            Self::Commune => "'commune'",
            Self::Nuts3 => "'nuts3'",
            Self::Country => "'country'",
            Self::Territory => "'territory'",
            Self::Stage => "'stage'",
            Self::HeadcountRange => "'headcount_range'",
        }
    }

    fn values(self) -> &'static str {
        match self {
            Self::Kinds => "unnest(m.kinds)",
            Self::Sectors => "unnest(m.sectors)",
            Self::Commune => "m.commune_code",
            Self::Nuts3 => "m.nuts3",
            Self::Country => "m.country",
            Self::Territory => "m.territory",
            Self::Stage => "m.stage",
            Self::HeadcountRange => "m.headcount_range",
        }
    }
}

/// How many matches have a value; without a facet, how many there are, counted no further than anybody reads.
#[derive(QueryableByName)]
pub struct FacetCount {
    #[diesel(sql_type = Text)]
    pub facet: String,
    #[diesel(sql_type = Nullable<Text>)]
    pub value: Option<String>,
    #[diesel(sql_type = Nullable<Text>)]
    pub label: Option<String>,
    #[diesel(sql_type = BigInt)]
    pub count: i64,
}

const COLUMNS: &str = "o.kinds, o.sectors, o.commune_code, o.nuts3, o.country, o.territory, o.stage, o.headcount_range";

/// The number of matches and the counts of the facets, in one statement.
pub async fn totals(
    connection: &mut AsyncPgConnection,
    filters: &Filters,
    search: Option<&Search>,
    facets: &[Facet],
) -> QueryResult<Vec<FacetCount>> {
    let columns = if facets.is_empty() { "" } else { COLUMNS };
    let mut statement = matches(sql("with matches as materialized (select ").push(columns), filters, search);
    statement = statement.push(") select '' as facet, null::text as value, null::text as label, count(*) as count from matches");
    for facet in facets {
        statement = statement
            .push(" union all (select ")
            .push(facet.quoted())
            .push(", v.value, ")
            .push(if *facet == Facet::Commune { "(select c.name from communes c where c.code = v.value)" } else { "null" })
            .push(", v.count from (select value, count(*) from (select ")
            .push(facet.values())
            .push(" as value from ");
        let chosen = !filters.clone().of(*facet).is_empty();
        statement = if chosen {
            matches(statement.push("(select ").push(COLUMNS), &filters.without(*facet), search).push(")")
        } else {
            statement.push("matches")
        };
        statement = statement
            .push(" as m) as values where value is not null group by value order by count(*) desc, value limit ")
            .push(VALUES)
            .push(") as v)");
    }
    statement.load(connection).await
}

fn matches(statement: Sql, filters: &Filters, search: Option<&Search>) -> Sql {
    let statement = statement.push(" from organizations o where ");
    condition(statement, filters, search).push(" limit ").bind::<BigInt, _>(COUNT_CAP + 1)
}

/// How many match, all of them.
pub fn number(filters: &Filters, search: Option<&Search>) -> Sql {
    condition(
        sql("select '' as facet, null::text as value, null::text as label, count(*) as count from organizations o where "),
        filters,
        search,
    )
}
