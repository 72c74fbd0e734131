//! The catalogue itself.

use actix_web::{
    HttpRequest, HttpResponse, get,
    http::header::{self, Header},
    web::Data,
};
use garde::Validate;
use serde::Deserialize;
use utoipa::{IntoParams, ToSchema};

use super::{datasets, queries};
use crate::{
    error::ErrorCode,
    http::{Problem, Query},
    label_programmes,
    state::State,
};

/// How the catalogue is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum CatalogFormat {
    Turtle,
    JsonLd,
}

impl CatalogFormat {
    fn media_type(self) -> &'static str {
        match self {
            Self::Turtle => "text/turtle",
            Self::JsonLd => "application/ld+json",
        }
    }

    /// The one that whoever asks likes best; whoever takes anything is given JSON.
    fn accepted(req: &HttpRequest) -> Self {
        let liked = header::Accept::parse(req).map(|accept| accept.ranked()).unwrap_or_default();
        let first = liked.iter().find_map(|kind| match kind.essence_str() {
            "text/turtle" => Some(Self::Turtle),
            "application/ld+json" | "application/json" => Some(Self::JsonLd),
            _ => None,
        });
        first.unwrap_or(Self::JsonLd)
    }
}

#[derive(Deserialize, IntoParams, Validate)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct GetCatalog {
    /// How it is written, whatever `Accept` says.
    #[garde(skip)]
    #[param(inline, required = false, example = "turtle")]
    format: Option<CatalogFormat>,
}

#[utoipa::path(
    tag = "reference",
    summary = "Get the catalogue of open data",
    description = "By DCAT-AP 3, for portals that harvest it: a dataset for each source, with its licence, its attribution and what it \
        covers, and one for each thing that is kept here; each with the addresses at which it is had. As Turtle or JSON-LD, by \
        `Accept` or by `format`.",
    params(GetCatalog),
    responses((status = 200, description = "The catalogue", content(
        (Object = "application/ld+json", example = json!({"@context": {"dcat": "http://www.w3.org/ns/dcat#"}, "@graph": []})),
        (String = "text/turtle", example = json!("<https://lorntech.example/v1/catalog> a dcat:Catalog .")),
    ))),
)]
#[get("/v1/catalog")]
pub async fn get_catalog(req: HttpRequest, state: Data<State>, query: Query<GetCatalog>) -> Result<HttpResponse, Problem> {
    let format = query.0.format.unwrap_or_else(|| CatalogFormat::accepted(&req));
    let (sources, coverage, programmes) = state
        .db
        .read(async |connection| {
            let sources = queries::sources(connection).await?;
            let coverage = queries::coverage(connection).await?;
            Ok((sources, coverage, label_programmes::queries::list(connection).await?))
        })
        .await?;
    let graph = datasets::catalog(&state.settings, &sources, &coverage, &programmes);
    let written = match format {
        CatalogFormat::Turtle => graph.turtle(),
        CatalogFormat::JsonLd => graph.json_ld(),
    };
    let body = written.map_err(|error| {
        log::error!("the catalogue cannot be written: {error}");
        Problem::new(ErrorCode::InternalError)
    })?;
    Ok(HttpResponse::Ok().insert_header((header::CONTENT_TYPE, format.media_type())).body(body))
}
