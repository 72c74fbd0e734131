//! Files as bodies: of one of a few types, up to fifty mebibytes.

use std::time::Duration;

use actix_web::{
    FromRequest, HttpMessage, HttpRequest,
    dev::Payload,
    http::header::{CONTENT_ENCODING, CONTENT_LENGTH, CONTENT_TYPE},
};
use futures_util::StreamExt;
use serde_json::json;
use tokio::sync::Semaphore;
use utoipa::{
    PartialSchema, ToSchema,
    openapi::{
        KnownFormat, ObjectBuilder, RefOr, Schema, SchemaFormat,
        schema::{SchemaType, Type},
    },
};

use super::{Problem, json::Extraction};
use crate::{
    auth::{Actor, Role},
    error::ErrorCode,
};

/// A file larger than this is refused.
pub const FILE_LIMIT: usize = 50 << 20;
/// A file must have arrived by then.
const FILE_TIME: Duration = Duration::from_secs(180);
/// Files on their way at a time: each is in memory until it is stored.
static ON_THEIR_WAY: Semaphore = Semaphore::const_new(2);

const TYPES: &[&str] =
    &["text/csv", "application/json", "application/x-ndjson", "application/geo+json", "application/octet-stream"];

/// A file.
pub struct Upload(pub Vec<u8>);

impl FromRequest for Upload {
    type Error = Problem;
    type Future = Extraction<Self>;

    fn from_request(req: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let refused = refusal(req).and_then(|()| may_send(req));
        let payload = payload.take();
        Box::pin(async move {
            refused?;
            let _place = ON_THEIR_WAY.try_acquire().map_err(|_| Problem::new(ErrorCode::Unavailable).retry_after(5))?;
            #[expect(clippy::disallowed_methods, reason = "no transaction is open while a body arrives")]
            let arrival = tokio::time::timeout(FILE_TIME, collect(payload)).await;
            arrival.map_err(|_| Problem::new(ErrorCode::RequestTimeout))?.map(Self)
        })
    }
}

/// Whoever may not import is told so before their file is read.
fn may_send(req: &HttpRequest) -> Result<(), Problem> {
    let extensions = req.extensions();
    let account = extensions.get::<Actor>().and_then(Actor::account);
    if account.is_some_and(|account| account.has(Role::Moderator) || account.has(Role::Admin)) {
        return Ok(());
    }
    Err(Problem::new(ErrorCode::Forbidden).with([Role::Moderator.name()]))
}

fn refusal(req: &HttpRequest) -> Result<(), Problem> {
    let header = |name| req.headers().get(name).and_then(|value| value.to_str().ok());
    let given = header(CONTENT_TYPE).unwrap_or_default().split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
    if !TYPES.contains(&given.as_str()) || req.headers().contains_key(CONTENT_ENCODING) {
        return Err(Problem::new(ErrorCode::UnsupportedMediaType).with([TYPES.join(", ")]));
    }
    match header(CONTENT_LENGTH).and_then(|length| length.parse::<u64>().ok()) {
        Some(length) if length > FILE_LIMIT as u64 => Err(too_large()),
        _ => Ok(()),
    }
}

async fn collect(mut payload: Payload) -> Result<Vec<u8>, Problem> {
    let mut bytes = Vec::new();
    while let Some(chunk) = payload.next().await {
        let chunk = chunk.map_err(|_| Problem::new(ErrorCode::RequestTimeout))?;
        if bytes.len() + chunk.len() > FILE_LIMIT {
            return Err(too_large());
        }
        bytes.extend_from_slice(&chunk);
    }
    Ok(bytes)
}

fn too_large() -> Problem {
    Problem::new(ErrorCode::BodyTooLarge).with([FILE_LIMIT.to_string()])
}

/// The document's words for a file of text, with an example.
fn text(example: &str) -> RefOr<Schema> {
    let format = SchemaFormat::KnownFormat(KnownFormat::Binary);
    let file = ObjectBuilder::new().schema_type(Type::String).format(Some(format)).max_length(Some(FILE_LIMIT));
    file.examples([json!(example)]).into()
}

impl PartialSchema for Upload {
    fn schema() -> RefOr<Schema> {
        text("nom;ville\nMakerSpace56;Vannes\n")
    }
}

impl ToSchema for Upload {}

/// A file with an object on each line, for the document.
pub struct ObjectLines;

impl PartialSchema for ObjectLines {
    fn schema() -> RefOr<Schema> {
        text("{\"nom\": \"MakerSpace56\", \"ville\": \"Vannes\"}\n")
    }
}

impl ToSchema for ObjectLines {}

/// JSON of any form, for the document: records are looked for in it.
pub struct JsonFile;

impl PartialSchema for JsonFile {
    fn schema() -> RefOr<Schema> {
        let file = ObjectBuilder::new().schema_type(SchemaType::AnyValue);
        let file = file.description(Some("An array of objects, an object that holds one, or GeoJSON."));
        file.examples([json!([{"nom": "MakerSpace56", "ville": "Vannes"}])]).into()
    }
}

impl ToSchema for JsonFile {}
