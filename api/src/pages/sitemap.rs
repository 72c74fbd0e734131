//! What search engines ask for first: `robots.txt`, and every public page in sitemaps of a bounded size.

use actix_web::{HttpResponse, get, http::header::ContentType, web::Data};
use chrono::{DateTime, Utc};
use diesel::{
    QueryableByName,
    sql_types::{BigInt, Text, Timestamptz},
};
use diesel_async::RunQueryDsl;

use super::html::text;
use crate::{
    db::sql,
    error::ErrorCode,
    http::{Path, Problem},
    spaces,
    state::State,
    totems,
};

/// Records in one file, a megabyte of it; the format allows 50,000.
const RECORDS: i64 = 10_000;
/// Whoever stands before the service may keep an answer for an hour.
const KEEP: (&str, &str) = ("cache-control", "public, max-age=3600");

/// Public pages with an address of their own; those of the Totems and the directory follow from what is there.
const PAGES: &[&str] =
    &["/", "/annuaire", "/ecosysteme", "/totems", "/demander", "/candidature", "/objectifs", "/sources", "/accessibilite"];

/// Nothing is closed to search engines: what is personal says so itself, and the site needs the API to show its pages.
#[get("/robots.txt")]
pub async fn robots(state: Data<State>) -> HttpResponse {
    let words = format!("User-agent: *\nDisallow:\n\nSitemap: {}/sitemap.xml\n", state.settings.public_url);
    HttpResponse::Ok().content_type(ContentType::plaintext()).insert_header(KEEP).body(words)
}

/// The sitemap of sitemaps.
#[get("/sitemap.xml")]
pub async fn index(state: Data<State>) -> Result<HttpResponse, Problem> {
    #[derive(QueryableByName)]
    struct Count {
        #[diesel(sql_type = BigInt)]
        published: i64,
    }
    let count = sql("select count(*) as published from organizations where status = 'published'");
    let count: Count = state.db.read(async |connection| count.get_result(connection).await).await?;
    let last = (count.published + RECORDS - 1) / RECORDS;
    let files = std::iter::once("pages".to_owned()).chain((1..=last).map(|number| number.to_string()));
    let at = |name: String| format!("<sitemap><loc>{}/sitemap/{name}.xml</loc></sitemap>", text(&state.settings.public_url));
    Ok(xml("sitemapindex", files.map(at)))
}

/// One sitemap: `pages`, or a part of the directory, from 1.
#[get("/sitemap/{name}.xml")]
pub async fn part(state: Data<State>, name: Path<String>) -> Result<HttpResponse, Problem> {
    match name.0.as_str() {
        "pages" => pages(&state).await,
        other => match other.parse() {
            Ok(number @ 1..=1_000_000) => records(&state, number).await,
            _ => Err(ErrorCode::NotFound.into()),
        },
    }
}

async fn pages(state: &State) -> Result<HttpResponse, Problem> {
    let totems = totems::queries::list(state).await?;
    let spaces = state.db.read(async |connection| spaces::queries::all(connection).await).await?;
    let all = PAGES.iter().map(|path| (*path).to_owned()).chain(totems.iter().map(|totem| format!("/totems/{}", totem.slug)));
    let all = all.chain(spaces.iter().map(|found| found.space.page()));
    Ok(xml("urlset", all.map(|path| url(state, &path, ""))))
}

async fn records(state: &State, number: i64) -> Result<HttpResponse, Problem> {
    #[derive(QueryableByName)]
    struct Record {
        #[diesel(sql_type = Text)]
        slug: String,
        #[diesel(sql_type = Timestamptz)]
        updated_at: DateTime<Utc>,
    }
    // By id, which grows with time: a new record changes the last part only.
    let statement = sql("select slug, updated_at from organizations where status = 'published' order by id offset ")
        .bind::<BigInt, _>((number - 1) * RECORDS)
        .push(" limit ")
        .bind::<BigInt, _>(RECORDS);
    let records: Vec<Record> = state.db.read(async |connection| statement.load(connection).await).await?;
    if records.is_empty() {
        return Err(ErrorCode::NotFound.into());
    }
    Ok(xml(
        "urlset",
        records.iter().map(|record| {
            let changed = format!("<lastmod>{}</lastmod>", record.updated_at.format("%Y-%m-%d"));
            url(state, &format!("/annuaire/{}", record.slug), &changed)
        }),
    ))
}

fn url(state: &State, path: &str, more: &str) -> String {
    format!("<url><loc>{}</loc>{more}</url>", text(&format!("{}{path}", state.settings.public_url)))
}

fn xml(root: &str, entries: impl Iterator<Item = String>) -> HttpResponse {
    let entries: String = entries.collect();
    let body = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<{root} xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\">{entries}</{root}>"
    );
    HttpResponse::Ok().content_type("application/xml").insert_header(KEEP).body(body)
}
