//! A logo's bytes.

use actix_web::{HttpResponse, get, http::header, web::Data};
use utoipa::{PartialSchema, ToSchema};

use super::queries;
use crate::{
    error::ErrorCode,
    http::{PICTURE_LIMIT, Path, Problem, Query, query::NoParameters},
    state::State,
};

/// The bytes of a picture.
pub struct Picture;

impl PartialSchema for Picture {
    fn schema() -> utoipa::openapi::RefOr<utoipa::openapi::Schema> {
        use utoipa::openapi::{KnownFormat, ObjectBuilder, SchemaFormat, schema::Type};
        let binary = SchemaFormat::KnownFormat(KnownFormat::Binary);
        let bytes = ObjectBuilder::new()
            .schema_type(Type::String)
            .format(Some(binary))
            .max_length(Some(PICTURE_LIMIT))
            .description(Some("The bytes of a picture."));
        bytes.examples(["(bytes)"]).into()
    }
}

impl ToSchema for Picture {}

#[utoipa::path(
    tag = "directory",
    summary = "Get a logo",
    description = "The picture itself, from the address that a record names in `logo`. It never changes: another picture has another \
        address.",
    params(
        ("id" = String, Path, description = "Names the picture", example = "8b1a9953c4611296a827abf8c47804d7", max_length = 32),
        ("size" = String, Path, description = "Side of the square in pixels: 64, 128, 256 or 512", example = "128", max_length = 4),
    ),
    responses((status = 200, description = "The picture", body = Picture, content_type = "image/webp")),
)]
#[get("/v1/logos/{id}/{size}")]
pub async fn get_logo(state: Data<State>, path: Path<(String, String)>, _: Query<NoParameters>) -> Result<HttpResponse, Problem> {
    let (digest, size) = path.0;
    let size = size.parse().map_err(|_| ErrorCode::NotFound)?;
    let image = state.db.read(async |connection| queries::find(connection, &digest, size).await).await?;
    let image = image.ok_or(ErrorCode::NotFound)?;
    Ok(HttpResponse::Ok()
        .insert_header((header::CONTENT_TYPE, "image/webp"))
        .insert_header((header::CACHE_CONTROL, "public, max-age=31536000, immutable"))
        .insert_header((header::ETAG, format!("\"{digest}-{size}\"")))
        // It is compressed already.
        .insert_header((header::CONTENT_ENCODING, "identity"))
        .body(image))
}
