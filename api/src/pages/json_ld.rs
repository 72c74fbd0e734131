//! A record in the words of schema.org, for search engines and whoever reads pages by program.

use serde_json::{Value, json};

use crate::{
    directory::model::{Identifier, Location, Organization, Relation, RelationKind},
    error::Language,
    members::model::OrganizationRef,
    totems::{
        calendar::ClosedDays,
        hours::OpeningHours,
        model::{Address, ServiceStatus, Totem},
    },
};

/// As it stands in the head of a page: nothing in it can end the element, nor an attribute if it is copied into one.
pub fn element(data: &Value) -> String {
    let escaped = [("<", "\\u003c"), (">", "\\u003e"), ("&", "\\u0026"), ("'", "\\u0027")];
    let text = escaped.iter().fold(data.to_string(), |text, (mark, code)| text.replace(mark, code));
    format!("<script type=\"application/ld+json\">{text}</script>")
}

pub fn organization(organization: &Organization, public_url: &str) -> Value {
    let address = format!("{public_url}/annuaire/{}", organization.slug);
    let about = organization.description.as_ref().or(organization.summary.as_ref()).map(|text| text.say(Language::Fr));
    let source = organization.source.as_ref().map(|source| {
        known(json!({
            "@type": "Dataset", "name": source.name, "creditText": source.attribution, "license": source.licence,
            "url": source.url.as_ref().filter(|url| is_web(url)),
        }))
    });
    let pages = |relations: &[Relation], kind: RelationKind, of: &str| -> Vec<Value> {
        // What has ended is told on the page, and is no fact of today.
        let standing = relations.iter().filter(|relation| relation.kind == kind && relation.ended_on.is_none());
        let page = |Relation { organization: OrganizationRef { slug, name, .. }, .. }: &Relation| {
            let address = format!("{public_url}/annuaire/{slug}");
            json!({"@type": of, "@id": address, "url": address, "name": name})
        };
        standing.map(page).collect()
    };
    let related = |relations: &[Relation], kind: RelationKind| pages(relations, kind, "Organization");
    let sites = pages(&organization.relations, RelationKind::LocatedIn, "Place");
    // An address alone stands by itself, as it always did.
    let place = organization.location.as_ref().map(place);
    let locations = match (place, sites.is_empty()) {
        (place, true) => json!(place),
        (place, false) => place.into_iter().chain(sites).collect(),
    };
    known(json!({
        "@context": "https://schema.org",
        "@type": kind(&organization.kinds),
        "@id": address,
        "mainEntityOfPage": address,
        "name": organization.name,
        "alternateName": organization.alternate_names,
        "legalName": organization.legal_name,
        "description": about,
        "url": organization.website.as_ref().filter(|url| is_web(url)),
        "telephone": organization.phone,
        "foundingDate": organization.founded_on,
        "identifier": organization.identifiers.iter().map(identifier).collect::<Vec<_>>(),
        "location": locations,
        "parentOrganization": related(&organization.relations, RelationKind::PartOf),
        "subOrganization": related(&organization.inverse_relations, RelationKind::PartOf),
        "memberOf": related(&organization.relations, RelationKind::MemberOf),
        "member": related(&organization.inverse_relations, RelationKind::MemberOf),
        "subjectOf": source,
    }))
}

/// A Totem: who it is, where and when it is open, and what it offers. Its position is that of its commune, and so is none here.
pub fn totem(totem: &Totem, public_url: &str) -> Value {
    let address = format!("{public_url}/totems/{}", totem.slug);
    let contact = totem.contact.as_ref();
    let Address { street, postal_code, locality, commune_code: _ } = &totem.address;
    let hours = totem.opening_hours.iter().map(|OpeningHours { weekday, opens, closes }| {
        json!({"@type": "OpeningHoursSpecification", "dayOfWeek": format!("https://schema.org/{weekday:?}"), "opens": opens, "closes": closes})
    });
    let closed = totem.closures.iter().map(|ClosedDays { from_on, until_on, .. }| {
        // As schema.org says that a day is closed.
        json!({"@type": "OpeningHoursSpecification", "validFrom": from_on, "validThrough": until_on, "opens": "00:00", "closes": "00:00"})
    });
    let offers = totem.services.iter().filter(|service| service.status == ServiceStatus::Active).map(|service| {
        let (name, about) = (service.name.say(Language::Fr), service.description.say(Language::Fr));
        json!({"@type": "Offer", "itemOffered": {"@type": "Service", "name": name, "description": about}})
    });
    let offers: Vec<Value> = offers.collect();
    let catalog = (!offers.is_empty()).then(|| json!({"@type": "OfferCatalog", "itemListElement": offers}));
    known(json!({
        "@context": "https://schema.org",
        "@type": ["Organization", "CivicStructure"],
        "@id": address,
        "mainEntityOfPage": address,
        "name": totem.name,
        "description": totem.description.say(Language::Fr),
        "url": contact.and_then(|contact| contact.website.as_ref()).filter(|url| is_web(url)),
        "email": contact.and_then(|contact| contact.email.as_ref()),
        "telephone": contact.and_then(|contact| contact.phone.as_ref()),
        "address": known(json!({
            "@type": "PostalAddress", "streetAddress": street, "postalCode": postal_code, "addressLocality": locality,
        })),
        "openingHoursSpecification": hours.collect::<Vec<_>>(),
        "specialOpeningHoursSpecification": closed.collect::<Vec<_>>(),
        "hasOfferCatalog": catalog,
    }))
}

/// A source may say anything.
fn is_web(url: &str) -> bool {
    url.starts_with("https://") || url.starts_with("http://")
}

/// Without what nobody knows.
fn known(value: Value) -> Value {
    let empty = |value: &Value| value.is_null() || value.as_array().is_some_and(Vec::is_empty);
    match value {
        Value::Object(members) => Value::Object(members.into_iter().filter(|(_, value)| !empty(value)).collect()),
        other => other,
    }
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
    known(json!({
        "@type": "Place",
        "address": known(json!({
            "@type": "PostalAddress", "streetAddress": address, "postalCode": postal_code, "addressLocality": locality,
            "addressCountry": country,
        })),
        "geo": geo.map(|(latitude, longitude)| json!({"@type": "GeoCoordinates", "latitude": latitude, "longitude": longitude})),
    }))
}
