//! Lists of the directory, with filters and full text.

use actix_web::{get, web::Data};
use garde::Validate;
use serde::Deserialize;
use utoipa::{IntoParams, ToSchema};

use super::{
    model::{OrganizationKind, OrganizationSummary, Stage, at_most},
    queries::{self, Filters, Order, Place},
};
use crate::{
    error::{ErrorCode, FieldCode},
    http::{Answer, FieldError, Limit, Line, Listing, Pages, Problem, Query},
    state::State,
};

#[derive(Deserialize, IntoParams, Validate)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct ListOrganizations {
    /// Words of the name or the text, with or without accents; quotation marks hold words together, a minus excludes.
    #[garde(dive)]
    #[param(inline)]
    q: Option<Line<1, 200>>,
    /// What they are; repeat it for several.
    #[serde(default)]
    #[garde(custom(at_most::<18, _>))]
    #[param(required = false, max_items = 18)]
    kinds: Vec<OrganizationKind>,
    /// Their sectors; repeat it for several.
    #[serde(default)]
    #[garde(custom(at_most::<20, _>), dive)]
    #[param(inline, required = false, max_items = 20)]
    sectors: Vec<Line<1, 60>>,
    /// Their commune; repeat it for several.
    #[serde(default)]
    #[garde(custom(at_most::<20, _>), dive)]
    #[param(inline, required = false, max_items = 20)]
    commune_code: Vec<Line<5, 5>>,
    /// Their département or district; repeat it for several.
    #[serde(default)]
    #[garde(custom(at_most::<20, _>), dive)]
    #[param(inline, required = false, max_items = 20)]
    nuts3: Vec<Line<1, 5>>,
    /// Their country; repeat it for several.
    #[serde(default)]
    #[garde(custom(at_most::<20, _>), dive)]
    #[param(inline, required = false, max_items = 20)]
    country: Vec<Line<2, 2>>,
    /// `relevance` needs `q` and is the default with it; else `name` is.
    #[garde(skip)]
    #[param(inline)]
    sort: Option<Sort>,
    /// Also count all matches, up to 10,000.
    #[garde(skip)]
    count: Option<bool>,
    #[serde(default)]
    #[garde(dive)]
    #[param(required = false)]
    limit: Limit,
    #[garde(skip)]
    cursor: Option<String>,
}

#[derive(Deserialize, IntoParams, Validate)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct ListStartups {
    /// Words of the name or the text, with or without accents; quotation marks hold words together, a minus excludes.
    #[garde(dive)]
    #[param(inline)]
    q: Option<Line<1, 200>>,
    /// Where they stand on the path; repeat it for several.
    #[serde(default)]
    #[garde(custom(at_most::<5, _>))]
    #[param(required = false, max_items = 5)]
    stage: Vec<Stage>,
    /// Their sectors; repeat it for several.
    #[serde(default)]
    #[garde(custom(at_most::<20, _>), dive)]
    #[param(inline, required = false, max_items = 20)]
    sectors: Vec<Line<1, 60>>,
    /// Their commune; repeat it for several.
    #[serde(default)]
    #[garde(custom(at_most::<20, _>), dive)]
    #[param(inline, required = false, max_items = 20)]
    commune_code: Vec<Line<5, 5>>,
    /// `relevance` needs `q` and is the default with it; else `name` is.
    #[garde(skip)]
    #[param(inline)]
    sort: Option<Sort>,
    /// Also count all matches, up to 10,000.
    #[garde(skip)]
    count: Option<bool>,
    #[serde(default)]
    #[garde(dive)]
    #[param(required = false)]
    limit: Limit,
    #[garde(skip)]
    cursor: Option<String>,
}

#[derive(Clone, Copy, Deserialize, ToSchema)]
enum Sort {
    #[serde(rename = "name")]
    Name,
    #[serde(rename = "-updated_at")]
    Updated,
    #[serde(rename = "relevance")]
    Relevance,
}

#[utoipa::path(
    tag = "directory",
    summary = "List organizations",
    description = "The published actors of the region and its neighbours. Repeating a filter means or, different filters mean \
        and. With `q`, the best 500 matches come in order of relevance, names first; sorted otherwise, all of them.",
    params(ListOrganizations),
    responses((status = 200, description = "A page of organizations", body = Listing<OrganizationSummary>)),
)]
#[get("/v1/organizations")]
pub async fn list_organizations(state: Data<State>, pages: Pages, query: Query<ListOrganizations>) -> Result<Answer, Problem> {
    let ListOrganizations { q, kinds, sectors, commune_code, nuts3, country, sort, count, limit, cursor } = query.0;
    let filters = Filters {
        kinds: kinds.into_iter().map(OrganizationKind::name).map(str::to_owned).collect(),
        stages: vec![],
        sectors: plain(sectors),
        communes: plain(commune_code),
        nuts3: plain(nuts3),
        countries: plain(country),
        only_startups: false,
    };
    let order = order(q, sort)?;
    answer(&state, &pages, filters, order, count.unwrap_or_default(), limit, cursor).await
}

#[utoipa::path(
    tag = "directory",
    summary = "List start-ups",
    description = "The organizations that are start-ups, with the same filters, order and ids.",
    params(ListStartups),
    responses((status = 200, description = "A page of start-ups", body = Listing<OrganizationSummary>)),
)]
#[get("/v1/startups")]
pub async fn list_startups(state: Data<State>, pages: Pages, query: Query<ListStartups>) -> Result<Answer, Problem> {
    let ListStartups { q, stage, sectors, commune_code, sort, count, limit, cursor } = query.0;
    let filters = Filters {
        stages: stage.into_iter().map(Stage::name).map(str::to_owned).collect(),
        sectors: plain(sectors),
        communes: plain(commune_code),
        only_startups: true,
        ..Filters::default()
    };
    let order = order(q, sort)?;
    answer(&state, &pages, filters, order, count.unwrap_or_default(), limit, cursor).await
}

fn plain<const MIN: usize, const MAX: usize>(lines: Vec<Line<MIN, MAX>>) -> Vec<String> {
    lines.into_iter().map(|line| line.0).collect()
}

fn order(q: Option<Line<1, 200>>, sort: Option<Sort>) -> Result<Order, Problem> {
    let q = q.map(|q| q.0);
    match (sort, q) {
        (Some(Sort::Relevance), None) => {
            let error = FieldError::parameter("sort", FieldCode::InvalidChoice).with(["name, -updated_at"]);
            Err(Problem::parameter(ErrorCode::InvalidParameter, error))
        }
        (Some(Sort::Relevance) | None, Some(q)) => Ok(Order::Relevance(q)),
        (Some(Sort::Name) | None, q) => Ok(Order::Name(q)),
        (Some(Sort::Updated), q) => Ok(Order::Updated(q)),
    }
}

async fn answer(
    state: &State,
    pages: &Pages,
    filters: Filters,
    order: Order,
    count: bool,
    limit: Limit,
    cursor: Option<String>,
) -> Result<Answer, Problem> {
    let after: Option<Place> = pages.after(cursor.as_deref())?;
    let statement = queries::list(&filters, &order, after, limit.0 + 1);
    let searched = matches!(order, Order::Relevance(_)) || order.words().is_some();
    let load = async |connection: &mut diesel_async::AsyncPgConnection| queries::load_list(connection, statement).await;
    let rows = if searched { state.db.search(load).await? } else { state.db.read(load).await? };
    let count = match count {
        true => Some(state.db.search(async |connection| queries::count(connection, &filters, &order).await).await?),
        false => None,
    };
    pages.answer(rows, limit, |row| row.place(&order), count, OrganizationSummary::from)
}
