//! The directory and the services of the Totems by Open Referral HSDS 3.0, for programs that read any directory of
//! services. Its own document describes it (`openapi_url` of its first page); ours does not repeat it.
//!
//! A Totem is an organization there, beside those of the directory, for only an organization has services. What has one
//! place only has the same id as its place.

mod records;

use actix_web::{get, web::Data, web::ServiceConfig};
use garde::Validate;
use serde::Deserialize;
use serde_json::{Value, json};
use uuid::Uuid;

use crate::{
    directory::{self, model::OrganizationStatus},
    error::ErrorCode,
    http::{Answer, Path, Problem, Query, query::NoParameters},
    ids::{OrganizationId, Ref},
    state::State,
    totems::{self, model::Totem},
};

/// Its own document.
pub const OPENAPI: &str = "https://raw.githubusercontent.com/openreferral/specification/3.0/schema/openapi.json";

/// What is read here, for whoever asks with another method.
pub const PATHS: [&str; 11] = [
    "/hsds",
    "/hsds/organizations",
    "/hsds/organizations/{id}",
    "/hsds/services",
    "/hsds/services/{id}",
    "/hsds/service_at_locations",
    "/hsds/service_at_locations/{id}",
    "/hsds/taxonomies",
    "/hsds/taxonomies/{id}",
    "/hsds/taxonomy_terms",
    "/hsds/taxonomy_terms/{id}",
];

pub fn routes(config: &mut ServiceConfig) {
    config
        .service(get_about)
        .service(list_organizations)
        .service(get_organization)
        .service(list_services)
        .service(get_service)
        .service(list_service_at_locations)
        .service(get_service_at_location)
        .service(list_taxonomies)
        .service(get_taxonomy)
        .service(list_taxonomy_terms)
        .service(get_taxonomy_term);
}

/// A page by its number, as HSDS has it.
#[derive(Deserialize, Validate)]
#[serde(deny_unknown_fields)]
struct Numbered {
    #[serde(default = "first")]
    #[garde(range(min = 1, max = 1_000_000))]
    page: i64,
    #[serde(default = "fifty")]
    #[garde(range(min = 1, max = 200))]
    per_page: i64,
}

fn first() -> i64 {
    1
}

fn fifty() -> i64 {
    50
}

impl Numbered {
    fn offset(&self) -> i64 {
        (self.page - 1) * self.per_page
    }

    fn answer(&self, total: i64, contents: Vec<Value>) -> Result<Answer, Problem> {
        let pages = (total + self.per_page - 1) / self.per_page;
        let page = json!({
            "total_items": total, "total_pages": pages, "page_number": self.page, "size": contents.len(),
            "first_page": self.page == 1, "last_page": self.page >= pages, "empty": contents.is_empty(), "contents": contents,
        });
        Ok(Answer::ok(&page)?.content_tag())
    }

    /// A page of what is short.
    fn of(&self, all: Vec<Value>) -> Result<Answer, Problem> {
        let start = usize::try_from(self.offset()).unwrap_or(usize::MAX);
        let size = usize::try_from(self.per_page).unwrap_or(0);
        let total = i64::try_from(all.len()).unwrap_or(i64::MAX);
        self.answer(total, all.into_iter().skip(start).take(size).collect())
    }
}

fn one(found: Option<Value>) -> Result<Answer, Problem> {
    Ok(Answer::ok(&found.ok_or(ErrorCode::NotFound)?)?.content_tag())
}

async fn totems(state: &State) -> Result<Vec<Totem>, Problem> {
    totems::queries::list(state).await
}

#[get("/hsds")]
async fn get_about(state: Data<State>, _: Query<NoParameters>) -> Result<Answer, Problem> {
    let about = json!({
        "version": "3.0", "profile": format!("{}/docs/", state.settings.public_url),
        "openapi_url": OPENAPI,
    });
    Ok(Answer::ok(&about)?.content_tag())
}

#[get("/hsds/organizations")]
async fn list_organizations(state: Data<State>, page: Query<Numbered>) -> Result<Answer, Problem> {
    let page = page.0;
    let totems = totems(&state).await?;
    let sites = i64::try_from(totems.len()).unwrap_or(0);
    let first = totems.iter().skip(usize::try_from(page.offset()).unwrap_or(usize::MAX));
    let mut contents: Vec<Value> = first.take(usize::try_from(page.per_page).unwrap_or(0)).map(records::totem_in_list).collect();
    let rest = page.per_page - i64::try_from(contents.len()).unwrap_or(0);
    let (rows, total) = state
        .db
        .read(async |connection| directory::queries::numbered(connection, (page.offset() - sites).max(0), rest).await)
        .await?;
    contents.extend(rows.iter().map(records::organization_in_list));
    page.answer(total + sites, contents)
}

#[get("/hsds/organizations/{id}")]
async fn get_organization(state: Data<State>, id: Path<Uuid>, _: Query<NoParameters>) -> Result<Answer, Problem> {
    let totems = totems(&state).await?;
    if let Some(totem) = totems.iter().find(|totem| totem.id.0 == id.0) {
        return one(Some(records::totem(totem)));
    }
    let id = Ref::Id(OrganizationId(id.0));
    let found = state.db.read(async |connection| directory::queries::find(connection, &id).await).await?;
    let published = found.map(|found| found.organization).filter(|found| found.status == OrganizationStatus::Published);
    one(published.as_ref().map(records::organization))
}

#[get("/hsds/services")]
async fn list_services(state: Data<State>, page: Query<Numbered>) -> Result<Answer, Problem> {
    let totems = totems(&state).await?;
    let all = totems.iter().flat_map(|totem| totem.services.iter().map(move |service| records::service_in_list(totem, service)));
    page.0.of(all.collect())
}

#[get("/hsds/services/{id}")]
async fn get_service(state: Data<State>, id: Path<Uuid>, _: Query<NoParameters>) -> Result<Answer, Problem> {
    let totems = totems(&state).await?;
    let mut all = totems.iter().flat_map(|totem| totem.services.iter().map(move |service| (totem, service)));
    one(all.find(|(_, service)| service.id.0 == id.0).map(|(totem, service)| records::service(totem, service)))
}

#[get("/hsds/service_at_locations")]
async fn list_service_at_locations(state: Data<State>, page: Query<Numbered>) -> Result<Answer, Problem> {
    let totems = totems(&state).await?;
    let all = totems.iter().flat_map(|totem| totem.services.iter().map(move |service| records::at_location(totem, service)));
    page.0.of(all.collect())
}

#[get("/hsds/service_at_locations/{id}")]
async fn get_service_at_location(state: Data<State>, id: Path<Uuid>, _: Query<NoParameters>) -> Result<Answer, Problem> {
    let totems = totems(&state).await?;
    let mut all = totems.iter().flat_map(|totem| totem.services.iter().map(move |service| (totem, service)));
    one(all.find(|(_, service)| service.id.0 == id.0).map(|(totem, service)| records::at_location(totem, service)))
}

#[get("/hsds/taxonomies")]
async fn list_taxonomies(page: Query<Numbered>) -> Result<Answer, Problem> {
    page.0.of(records::taxonomies())
}

#[get("/hsds/taxonomies/{id}")]
async fn get_taxonomy(id: Path<Uuid>, _: Query<NoParameters>) -> Result<Answer, Problem> {
    one(by_id(records::taxonomies(), id.0))
}

#[get("/hsds/taxonomy_terms")]
async fn list_taxonomy_terms(page: Query<Numbered>) -> Result<Answer, Problem> {
    page.0.of(records::terms())
}

#[get("/hsds/taxonomy_terms/{id}")]
async fn get_taxonomy_term(id: Path<Uuid>, _: Query<NoParameters>) -> Result<Answer, Problem> {
    one(by_id(records::terms(), id.0))
}

fn by_id(all: Vec<Value>, id: Uuid) -> Option<Value> {
    all.into_iter().find(|one| one["id"] == json!(id))
}
