//! Bodies that are small tables.

use actix_web::{FromRequest, HttpRequest, dev::Payload};
use utoipa::{
    PartialSchema, ToSchema,
    openapi::{KnownFormat, ObjectBuilder, RefOr, Schema, SchemaFormat, schema::Type},
};

use super::json::{BODY_LIMIT, Extraction, arrive};

/// The bytes of a table as they came.
pub struct TableBody(pub Vec<u8>);

impl FromRequest for TableBody {
    type Error = super::Problem;
    type Future = Extraction<Self>;

    fn from_request(req: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let body = arrive(&["text/csv"], BODY_LIMIT, req, payload);
        Box::pin(async { body.await.map(Self) })
    }
}

impl PartialSchema for TableBody {
    fn schema() -> RefOr<Schema> {
        let format = SchemaFormat::KnownFormat(KnownFormat::Binary);
        let file = ObjectBuilder::new().schema_type(Type::String).format(Some(format)).max_length(Some(BODY_LIMIT));
        let example = "date;value;source_title;source_publisher\n2016-12-31;11400;Emploi salarié par secteur;Urssaf\n";
        file.examples([serde_json::json!(example)]).into()
    }
}

impl ToSchema for TableBody {}
