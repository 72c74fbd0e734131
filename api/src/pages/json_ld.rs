//! A record in the words of schema.org, for search engines and whoever reads pages by program.

use serde_json::{Map, Value, json};

use crate::{
    directory::model::{Identifier, Location, Organization},
    error::Language,
};

/// As it stands in the head of a page: nothing in it can end the element.
pub fn element(data: &Value) -> String {
    let text = data.to_string().replace('<', "\\u003c").replace('>', "\\u003e").replace('&', "\\u0026");
    format!("<script type=\"application/ld+json\">{text}</script>")
}

pub fn organization(organization: &Organization, public_url: &str) -> Value {
    let address = format!("{public_url}/annuaire/{}", organization.slug);
    let about = organization.description.as_ref().or(organization.summary.as_ref()).map(|text| text.say(Language::Fr));
    let mut data = Map::new();
    let mut add = |name: &str, value: Value| {
        let empty = value.is_null() || value.as_array().is_some_and(Vec::is_empty);
        if !empty {
            data.insert(name.to_owned(), value);
        }
    };
    add("@context", json!("https://schema.org"));
    add("@type", json!(kind(&organization.kinds)));
    add("@id", json!(address));
    add("mainEntityOfPage", json!(address));
    add("name", json!(organization.name));
    add("alternateName", json!(organization.alternate_names));
    add("legalName", json!(organization.legal_name));
    add("description", json!(about));
    add("url", json!(organization.website));
    add("foundingDate", json!(organization.founded_on));
    add("identifier", organization.identifiers.iter().map(identifier).collect());
    add("location", organization.location.as_ref().map_or(Value::Null, place));
    add(
        "subjectOf",
        organization.source.as_ref().map_or(Value::Null, |source| {
            json!({
                "@type": "Dataset", "name": source.name, "creditText": source.attribution, "license": source.licence,
                "url": source.url,
            })
        }),
    );
    Value::Object(data)
}

fn kind(kinds: &[String]) -> &'static str {
    match kinds.first().map(String::as_str) {
        Some("university") => "CollegeOrUniversity",
        Some("training_body") => "EducationalOrganization",
        Some("research_lab") => "ResearchOrganization",
        Some("startup" | "sme" | "large_company") => "Corporation",
        Some("public_body") => "GovernmentOrganization",
        Some("funder") => "FundingAgency",
        _ => "Organization",
    }
}

fn identifier(identifier: &Identifier) -> Value {
    json!({"@type": "PropertyValue", "propertyID": identifier.scheme, "value": identifier.value})
}

fn place(location: &Location) -> Value {
    let Location { address, postal_code, locality, commune_code: _, nuts3: _, country, latitude, longitude } = location;
    let geo = latitude.zip(*longitude);
    json!({
        "@type": "Place",
        "address": {
            "@type": "PostalAddress", "streetAddress": address, "postalCode": postal_code, "addressLocality": locality,
            "addressCountry": country,
        },
        "geo": geo.map(|(latitude, longitude)| json!({"@type": "GeoCoordinates", "latitude": latitude, "longitude": longitude})),
    })
}
