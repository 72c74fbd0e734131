//! Lists of the directory, with filters, full text and facets.

use actix_web::{get, web::Data};
use serde::Serialize;
use utoipa::ToSchema;

use super::{
    filters::{Asked, Sort, commas, with_filters},
    model::{OrganizationSummary, at_most},
    queries::{self, Facet, FacetCount, Order, Place, SummaryRow, Totals},
    search::Search,
};
use crate::{
    http::{Answer, Limit, Pages, Problem, Query, page::COUNT_CAP},
    state::State,
};

with_filters! {
    ListOrganizations {
        /// `relevance` needs `q` and is the default with it, `distance` needs `near`; else `name` is.
        #[param(inline)]
        sort: Option<Sort>,
        /// Also count the values of these, of up to 10,000 matches; repeat it for several, or part them by commas.
        #[serde(default, deserialize_with = "commas")]
        #[garde(custom(at_most::<8, _>))]
        #[param(inline, required = false, max_items = 8)]
        facets: Vec<Facet>,
        /// Also count all matches, up to 10,000.
        count: Option<bool>,
        #[serde(default)]
        #[garde(dive)]
        #[param(required = false)]
        limit: Limit,
        cursor: Option<String>,
    }
}

with_filters! {
    ListStartups {
        /// `relevance` needs `q` and is the default with it, `distance` needs `near`; else `name` is.
        #[param(inline)]
        sort: Option<Sort>,
        /// Also count the values of these, of up to 10,000 matches; repeat it for several, or part them by commas.
        #[serde(default, deserialize_with = "commas")]
        #[garde(custom(at_most::<8, _>))]
        #[param(inline, required = false, max_items = 8)]
        facets: Vec<Facet>,
        /// Also count all matches, up to 10,000.
        count: Option<bool>,
        #[serde(default)]
        #[garde(dive)]
        #[param(required = false)]
        limit: Limit,
        cursor: Option<String>,
    }
}

/// A page of the directory. `next_cursor` is absent on the last page.
#[derive(Default, Serialize, ToSchema)]
pub struct OrganizationListing {
    pub items: Vec<OrganizationSummary>,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(example = "kM3vC2x1aB0eD4fG5hI6jFsiTWV0eiIsIjU3NDYzIl0")]
    pub next_cursor: Option<String>,
    /// How many there are in all, where `count=true` or `facets` asked for it; counted up to 10,000.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(minimum = 0, maximum = 10000, example = 412)]
    pub count: Option<i64>,
    /// There are more than `count` says, and the facets count the values of as many only.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub count_is_lower_bound: Option<bool>,
    /// The words that were searched, where those of `q` are in no record and others are one letter apart.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(example = "universite de lorraine")]
    pub searched: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub facets: Option<Facets>,
}

/// Of each facet that was asked for, its most frequent values, 50 at most. The filter of the facet itself is left out, so
/// that its other values can be chosen, too.
#[derive(Default, Serialize, ToSchema)]
pub struct Facets {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub kinds: Option<Vec<FacetValue>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sectors: Option<Vec<FacetValue>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub commune: Option<Vec<FacetValue>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub nuts3: Option<Vec<FacetValue>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub country: Option<Vec<FacetValue>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub territory: Option<Vec<FacetValue>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub stage: Option<Vec<FacetValue>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub headcount_range: Option<Vec<FacetValue>>,
}

#[derive(Serialize, ToSchema)]
pub struct FacetValue {
    /// To filter by.
    #[schema(example = "57463")]
    pub value: String,
    /// What it is called, where the value does not say it.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(example = "Metz")]
    pub label: Option<String>,
    #[schema(minimum = 1, example = 16)]
    pub count: i64,
}

impl Facets {
    fn of(&mut self, facet: Facet) -> &mut Option<Vec<FacetValue>> {
        match facet {
            Facet::Kinds => &mut self.kinds,
            Facet::Sectors => &mut self.sectors,
            Facet::Commune => &mut self.commune,
            Facet::Nuts3 => &mut self.nuts3,
            Facet::Country => &mut self.country,
            Facet::Territory => &mut self.territory,
            Facet::Stage => &mut self.stage,
            Facet::HeadcountRange => &mut self.headcount_range,
        }
    }
}

/// What a list is to hold besides its items.
struct Wanted {
    order: Order,
    facets: Vec<Facet>,
    count: bool,
    limit: Limit,
    cursor: Option<String>,
}

#[utoipa::path(
    tag = "directory",
    summary = "List organizations",
    description = "The published actors of the region and its neighbours. Repeating a filter means or, different filters mean \
        and. With `q`, the best 500 matches come in order of relevance, names first; sorted otherwise, all of them. Places are \
        known by the names of their neighbours (Trèves finds Trier). Where nothing is found, one letter per word may be wrong: \
        `searched` then says what was searched.",
    params(ListOrganizations),
    responses((status = 200, description = "A page of organizations", body = OrganizationListing)),
)]
#[get("/v1/organizations")]
pub async fn list_organizations(
    state: Data<State>,
    pages: Pages,
    mut query: Query<ListOrganizations>,
) -> Result<Answer, Problem> {
    let asked = query.0.filters()?;
    let order = asked.order(query.0.sort)?;
    let ListOrganizations { facets, count, limit, cursor, .. } = query.0;
    answer(&state, &pages, asked, Wanted { order, facets, count: count.unwrap_or_default(), limit, cursor }).await
}

#[utoipa::path(
    tag = "directory",
    summary = "List start-ups",
    description = "The organizations that are start-ups, with the same filters, order and ids.",
    params(ListStartups),
    responses((status = 200, description = "A page of start-ups", body = OrganizationListing)),
)]
#[get("/v1/startups")]
pub async fn list_startups(state: Data<State>, pages: Pages, mut query: Query<ListStartups>) -> Result<Answer, Problem> {
    let mut asked = query.0.filters()?;
    asked.filters.only_startups = true;
    let order = asked.order(query.0.sort)?;
    let ListStartups { facets, count, limit, cursor, .. } = query.0;
    answer(&state, &pages, asked, Wanted { order, facets, count: count.unwrap_or_default(), limit, cursor }).await
}

/// Where a page ends, of the words as they were typed or mended.
type End = (Place, Option<String>);

async fn answer(state: &State, pages: &Pages, asked: Asked, wanted: Wanted) -> Result<Answer, Problem> {
    let Wanted { order, facets, count, limit, cursor } = wanted;
    let Asked { filters, mut search } = asked;
    let (after, mut mended) = match pages.after::<End>(cursor.as_deref())? {
        Some((place, mended)) => (Some(place), mended),
        None => (None, None),
    };
    if let Some(mended) = &mended {
        search = Some(Search::of(mended));
    }
    let first = after.is_none();
    let mut rows = page(state, &filters, search.as_ref(), order, after, limit).await?;
    if let Some(typed) = search.as_ref().filter(|_| first && rows.is_empty()) {
        mended = mend(state, typed).await?;
        if let Some(mended) = &mended {
            let other = Search::of(mended);
            rows = page(state, &filters, Some(&other), order, None, limit).await?;
            search = Some(other);
        }
    }
    let totals = match count || !facets.is_empty() {
        true => {
            let count = async |connection: &mut diesel_async::AsyncPgConnection| {
                queries::totals(connection, &filters, search.as_ref(), &facets).await
            };
            Some(state.db.search(count).await?)
        }
        false => None,
    };
    let page = pages.cut(rows, limit, |row| (row.place(order), mended.clone()));
    let next = page.next;
    let list = OrganizationListing {
        items: page.rows.into_iter().map(OrganizationSummary::from).collect(),
        next_cursor: page.next_cursor,
        searched: mended,
        ..OrganizationListing::default()
    };
    Ok(list.counted(totals).answer()?.next(next))
}

impl OrganizationListing {
    fn counted(mut self, totals: Option<Totals>) -> Self {
        let Some(Totals { count, facets }) = totals else { return self };
        self.count = Some(count.min(COUNT_CAP));
        self.count_is_lower_bound = Some(count > COUNT_CAP);
        if !facets.is_empty() {
            let counts = self.facets.insert(Facets::default());
            for (facet, values) in facets {
                let value = |FacetCount { value, label, count }| FacetValue { value, label, count };
                *counts.of(facet) = Some(values.into_iter().map(value).collect());
            }
        }
        self
    }

    fn answer(&self) -> Result<Answer, Problem> {
        Ok(Answer::ok(self)?.content_tag())
    }
}

async fn page(
    state: &State,
    filters: &queries::Filters,
    search: Option<&Search>,
    order: Order,
    after: Option<Place>,
    limit: Limit,
) -> Result<Vec<SummaryRow>, Problem> {
    let statement = queries::list(filters, search, order, after, limit.0 + 1);
    let load = async |connection: &mut diesel_async::AsyncPgConnection| queries::load_list(connection, statement).await;
    // A plan that does not look at the values would not see how few they leave.
    if search.is_some() || filters.is_spatial() { state.db.search(load).await } else { state.db.read(load).await }
}

/// What was meant, where the words are in no record.
pub async fn mend(state: &State, typed: &Search) -> Result<Option<String>, Problem> {
    let words = typed.spelt();
    if words.is_empty() {
        return Ok(None);
    }
    state.db.search(async |connection| queries::mend(connection, words).await).await
}
