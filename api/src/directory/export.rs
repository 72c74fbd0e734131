//! The directory as files: CSV with its Table Schema, NDJSON, GeoJSON. Read in batches and sent as they come, so that an
//! export takes no more memory than a page does.

mod csv;
mod geojson;
mod table_schema;

pub use csv::safe;

use std::{io, pin::Pin};

use actix_web::{HttpResponse, get, http::header, web::Data};
use bytes::Bytes;
use futures_util::{Stream, StreamExt, stream};

use super::{
    filters::{Asked, with_filters},
    list::mend,
    model::Organization,
    queries,
    search::Search,
};
use crate::{
    http::{Answer, Problem, Query, query::NoParameters},
    ids::OrganizationId,
    state::State,
};

/// Records read at once.
const BATCH: i64 = 500;

with_filters! {
    ExportOrganizations {}
}

with_filters! {
    MapOrganizations {
        /// No more than so many, for whoever shows them all at once.
        #[garde(range(min = 1, max = 10_000))]
        #[param(minimum = 1, maximum = 10_000, example = 10_000)]
        at_most: Option<i64>,
    }
}

/// How records become a file.
trait Format: 'static {
    const MEDIA_TYPE: &'static str;
    const FILE: &'static str;
    /// What comes before the first record.
    fn begin(&self) -> Vec<u8> {
        vec![]
    }
    fn record(&self, organization: &Organization, first: bool, into: &mut Vec<u8>) -> io::Result<()>;
    fn end(&self) -> Vec<u8> {
        vec![]
    }
}

/// A file being written.
struct Export<F> {
    state: Data<State>,
    format: F,
    asked: Asked,
    after: Option<OrganizationId>,
    /// How many more may follow, where that is bounded.
    room: Option<i64>,
    step: Step,
}

#[derive(PartialEq)]
enum Step {
    Begin,
    Records,
    Done,
}

async fn answer<F: Format>(state: Data<State>, asked: Asked, format: F, room: Option<i64>) -> Result<HttpResponse, Problem> {
    // What is misspelt is mended as in the list, so that both hold the same.
    let mut export = Export { state, format, asked, after: None, room, step: Step::Begin };
    let mut first = export.next().await?;
    if first.records == 0
        && let Some(typed) = &export.asked.search
        && let Some(mended) = mend(&export.state, typed).await?
    {
        export.asked.search = Some(Search::of(&mended));
        export.step = Step::Begin;
        first = export.next().await?;
    }
    let head = stream::iter([Ok::<_, io::Error>(first.bytes)]);
    // What fails now ends the answer before its end, which whoever reads notices: its status is long said.
    let rest = stream::try_unfold(export, async |mut export: Export<F>| match export.step {
        Step::Done => Ok(None),
        Step::Begin | Step::Records => {
            let chunk = export.next().await.map_err(|problem| io::Error::other(problem.to_string()))?;
            Ok(Some((chunk.bytes, export)))
        }
    });
    let body: Pin<Box<dyn Stream<Item = io::Result<Bytes>>>> = Box::pin(head.chain(rest));
    Ok(HttpResponse::Ok()
        .insert_header((header::CONTENT_TYPE, F::MEDIA_TYPE))
        .insert_header((header::CONTENT_DISPOSITION, format!("attachment; filename=\"{}\"", F::FILE)))
        .streaming(body))
}

struct Chunk {
    bytes: Bytes,
    records: usize,
}

impl<F: Format> Export<F> {
    async fn next(&mut self) -> Result<Chunk, Problem> {
        let Asked { filters, search } = &self.asked;
        let size = self.room.map_or(BATCH, |room| room.min(BATCH));
        let statement = queries::batch(filters, search.as_ref(), self.after, size);
        let rows = self.state.db.search(async |connection| queries::load_batch(connection, statement).await).await?;
        let mut bytes = if self.step == Step::Begin { self.format.begin() } else { vec![] };
        for (at, organization) in rows.iter().enumerate() {
            self.format.record(organization, self.step == Step::Begin && at == 0, &mut bytes).map_err(|error| {
                log::error!("a record cannot be exported: {error}");
                Problem::from(crate::error::ErrorCode::InternalError)
            })?;
        }
        self.after = rows.last().map(|row| row.id);
        self.room = self.room.map(|room| room - size);
        self.step = if (rows.len() as i64) < size || self.room == Some(0) { Step::Done } else { Step::Records };
        if self.step == Step::Done {
            bytes.extend(self.format.end());
        }
        Ok(Chunk { bytes: bytes.into(), records: rows.len() })
    }
}

#[utoipa::path(
    tag = "directory",
    summary = "Export organizations as CSV",
    description = "All records of the list with the same filters, by id. UTF-8, commas, RFC 4180; several values of a cell are \
        parted by `|`, a bar within one is written `\\|`. A text that a spreadsheet would take for a formula has an apostrophe before it. The Table Schema is at \
        `/v1/organizations.schema.json`.",
    params(ExportOrganizations),
    responses((status = 200, description = "The file", body = String, content_type = "text/csv",
        example = json!("id,slug,name,…\r\n01920c1e-7b5a-7c3e-9d4f-2a6b8c0d1e3f,universite-de-lorraine,Université de Lorraine,…\r\n"))),
)]
#[get("/v1/organizations.csv")]
pub async fn get_organizations_csv(state: Data<State>, mut query: Query<ExportOrganizations>) -> Result<HttpResponse, Problem> {
    let asked = query.0.filters()?;
    let format = csv::Csv { public_url: state.settings.public_url.clone() };
    answer(state, asked, format, None).await
}

#[utoipa::path(
    tag = "directory",
    summary = "Get the Table Schema of the CSV export",
    description = "By Frictionless Data, for programs that read the CSV.",
    responses((status = 200, description = "The schema", body = table_schema::TableSchema)),
)]
#[get("/v1/organizations.schema.json")]
pub async fn get_organizations_table_schema(_: Query<NoParameters>) -> Result<Answer, Problem> {
    Ok(Answer::ok(&table_schema::schema())?.content_tag())
}

/// One record on each line, as `GET /v1/organizations/{id}` gives it.
struct Lines;

impl Format for Lines {
    const MEDIA_TYPE: &'static str = "application/x-ndjson";
    const FILE: &'static str = "organizations.ndjson";

    fn record(&self, organization: &Organization, _: bool, into: &mut Vec<u8>) -> io::Result<()> {
        serde_json::to_writer(&mut *into, organization)?;
        into.push(b'\n');
        Ok(())
    }
}

#[utoipa::path(
    tag = "directory",
    summary = "Export organizations as NDJSON",
    description = "All records of the list with the same filters, by id, each on a line of its own and whole.",
    params(ExportOrganizations),
    responses((status = 200, description = "The file", body = String, content_type = "application/x-ndjson",
        example = json!("{\"id\":\"01920c1e-7b5a-7c3e-9d4f-2a6b8c0d1e3f\",\"slug\":\"universite-de-lorraine\",…}\n"))),
)]
#[get("/v1/organizations.ndjson")]
pub async fn get_organizations_ndjson(
    state: Data<State>,
    mut query: Query<ExportOrganizations>,
) -> Result<HttpResponse, Problem> {
    let asked = query.0.filters()?;
    answer(state, asked, Lines, None).await
}

#[utoipa::path(
    tag = "directory",
    summary = "Export organizations as GeoJSON",
    description = "All records of the list with the same filters, by id; those without a position have no geometry. Each says \
        where it comes from and what to print where it is shown.",
    params(MapOrganizations),
    responses((status = 200, description = "The file", body = geojson::OrganizationFeatures, content_type = "application/geo+json")),
)]
#[get("/v1/organizations.geojson")]
pub async fn get_organizations_geojson(state: Data<State>, mut query: Query<MapOrganizations>) -> Result<HttpResponse, Problem> {
    let asked = query.0.filters()?;
    answer(state, asked, geojson::GeoJson, query.0.at_most).await
}
