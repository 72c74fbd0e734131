//! Examples of bodies, put together from the examples of their members, so that they stay true to the schema.

use std::collections::BTreeMap;

use serde_json::{Map, Value, json};
use utoipa::openapi::{
    RefOr, Schema, SchemaFormat,
    schema::{ArrayItems, Object, SchemaType, Type},
};

/// An id as they all look.
pub const ID: &str = "01920c1e-7b5a-7c3e-9d4f-2a6b8c0d1e3f";

type Schemas = BTreeMap<String, RefOr<Schema>>;

/// What a schema's values look like; nothing where the schema does not say enough.
pub fn of(schema: &RefOr<Schema>, schemas: &Schemas) -> Option<Value> {
    match schema {
        RefOr::Ref(reference) => of(schemas.get(reference.ref_location.rsplit('/').next()?)?, schemas),
        RefOr::T(Schema::Object(object)) => of_object(object, schemas),
        RefOr::T(Schema::Array(array)) => array.example.clone().or_else(|| match &array.items {
            ArrayItems::RefOrSchema(items) => of(items, schemas).map(|item| json!([item])),
            ArrayItems::False => None,
        }),
        RefOr::T(Schema::OneOf(one)) => one.example.clone().or_else(|| one.items.iter().find_map(|item| of(item, schemas))),
        RefOr::T(Schema::AllOf(all)) => all.example.clone().or_else(|| {
            let parts = all.items.iter().filter_map(|item| match of(item, schemas)? {
                Value::Object(members) => Some(members),
                _ => None,
            });
            Some(Value::Object(parts.flatten().collect()))
        }),
        RefOr::T(Schema::AnyOf(any)) => any.example.clone().or_else(|| any.items.iter().find_map(|item| of(item, schemas))),
        RefOr::T(_) => None,
    }
}

fn of_object(object: &Object, schemas: &Schemas) -> Option<Value> {
    let stated = object.example.clone().or_else(|| object.examples.first().cloned()).or_else(|| object.default.clone());
    if stated.is_some() {
        return stated;
    }
    if let Some(values) = &object.enum_values {
        return values.first().cloned();
    }
    match kind(&object.schema_type)? {
        Type::Object => {
            let mut members = Map::new();
            for (name, member) in &object.properties {
                match of(member, schemas) {
                    Some(value) => members.insert(name.clone(), value),
                    // What may be left out is left out rather than made up.
                    None if !object.required.contains(name) => None,
                    None => return None,
                };
            }
            (!members.is_empty()).then_some(Value::Object(members))
        }
        Type::String => of_text(object.format.as_ref()?),
        Type::Boolean => Some(json!(false)),
        Type::Integer => Some(object.minimum.as_ref().and_then(|least| serde_json::to_value(least).ok()).unwrap_or(json!(1))),
        Type::Number | Type::Array | Type::Null => None,
    }
}

/// The type, leaving aside that it may be absent.
fn kind(schema_type: &SchemaType) -> Option<&Type> {
    match schema_type {
        SchemaType::Type(one) => Some(one),
        SchemaType::Array(several) => several.iter().find(|one| **one != Type::Null),
        SchemaType::AnyValue => None,
    }
}

fn of_text(format: &SchemaFormat) -> Option<Value> {
    let format = serde_json::to_value(format).ok()?;
    Some(match format.as_str()? {
        "uuid" => json!(ID),
        "date" => json!("2026-09-14"),
        "date-time" => json!("2026-09-14T08:30:00Z"),
        "email" => json!("camille@exemple.fr"),
        "uri" => json!("https://exemple.fr"),
        _ => return None,
    })
}
