//! What the columns of the CSV are, for people and for programs.

use serde::Serialize;
use utoipa::ToSchema;

pub struct Column {
    pub name: &'static str,
    r#type: &'static str,
    description: &'static str,
}

const fn column(name: &'static str, r#type: &'static str, description: &'static str) -> Column {
    Column { name, r#type, description }
}

pub const COLUMNS: [Column; 39] = [
    column("id", "string", "Never changes."),
    column("slug", "string", "As it stands in addresses."),
    column("name", "string", ""),
    column("alternate_names", "string", "Parted by |."),
    column("legal_name", "string", ""),
    column("kinds", "string", "Parted by |."),
    column("summary_fr", "string", "One line, in French."),
    column("summary_de", "string", "One line, in German."),
    column("summary_en", "string", "One line, in English."),
    column("description_fr", "string", "In French."),
    column("description_de", "string", "In German."),
    column("description_en", "string", "In English."),
    column("website", "string", ""),
    column("phone", "string", ""),
    column("siren", "string", "Number of the French register of companies."),
    column("siret", "string", "The same of an establishment."),
    column("identifiers", "string", "All numbers, as SCHEME:number, parted by |."),
    column("legal_form", "string", "Code of INSEE."),
    column("activity", "string", "Code of the NAF."),
    column("headcount_range", "string", ""),
    column("founded_on", "date", ""),
    column("address", "string", ""),
    column("postal_code", "string", ""),
    column("locality", "string", ""),
    column("commune_code", "string", "Code of INSEE, in France."),
    column("nuts3", "string", "Code of the region by Eurostat."),
    column("country", "string", "ISO 3166-1, two letters."),
    column("latitude", "number", "WGS 84."),
    column("longitude", "number", "WGS 84."),
    column("sectors", "string", "Parted by |."),
    column("territory", "string", "Who keeps the record."),
    column("stage", "string", "Of start-ups: where they stand."),
    column("source_name", "string", "Where the record comes from."),
    column("source_url", "string", ""),
    column("licence", "string", "Terms of the source."),
    column("attribution", "string", "To print wherever the record is shown."),
    column("confirmed_on", "date", "When it was last confirmed."),
    column("updated_at", "datetime", "UTC."),
    column("url", "string", "The page of the record."),
];

/// A Table Schema of Frictionless Data.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct TableSchema {
    fields: Vec<TableField>,
    #[schema(example = "id")]
    primary_key: &'static str,
    #[schema(example = json!([""]))]
    missing_values: [&'static str; 1],
}

/// A column.
#[derive(Serialize, ToSchema)]
pub struct TableField {
    #[schema(example = "name")]
    name: &'static str,
    #[schema(example = "string")]
    r#type: &'static str,
    #[serde(skip_serializing_if = "str::is_empty")]
    description: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(example = "any")]
    format: Option<&'static str>,
}

pub fn schema() -> TableSchema {
    let field = |column: &Column| TableField {
        name: column.name,
        r#type: column.r#type,
        description: column.description,
        format: (column.r#type == "datetime").then_some("any"),
    };
    TableSchema { fields: COLUMNS.iter().map(field).collect(), primary_key: "id", missing_values: [""] }
}
