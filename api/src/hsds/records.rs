//! Our records in the words of HSDS. What is not known is left out, as its schemas ask.

use serde_json::{Map, Value, json};
use sha2::{Digest, Sha256};
use uuid::Uuid;

use crate::{
    directory::{
        kinds,
        model::{Location, Organization, RelationKind},
    },
    error::Language,
    http::LangText,
    totems::model::{Address, ServiceFamily, ServiceStatus, Totem, TotemService},
};

const KINDS: &str = "kinds";
const FAMILIES: &str = "service_families";

/// An id for what has none of its own, the same each time.
fn derived(parts: &[&str]) -> Uuid {
    let digest = Sha256::digest(parts.join("\n").as_bytes());
    let mut bytes = [0; 16];
    bytes.copy_from_slice(&digest[..16]);
    uuid::Builder::from_custom_bytes(bytes).into_uuid()
}

/// Without what is absent.
fn known(value: Value) -> Value {
    match value {
        Value::Object(members) => {
            Value::Object(members.into_iter().filter(|(_, value)| !value.is_null()).collect::<Map<String, Value>>())
        }
        other => other,
    }
}

fn say(text: &LangText) -> &str {
    text.say(Language::Fr)
}

pub fn organization_in_list(organization: &Organization) -> Value {
    let about = organization.description.as_ref().or(organization.summary.as_ref()).map(say);
    let id = organization.id.to_string();
    // Where it comes from is said as the last thing done to it.
    let metadata = organization.source.as_ref().map(|source| {
        json!([{
            "id": derived(&["metadata", &id]), "resource_id": id, "resource_type": "organization",
            "last_action_date": organization.updated_at.date_naive(), "last_action_type": "update", "field_name": "source",
            "previous_value": "", "replacement_value": source.attribution, "updated_by": source.name,
        }])
    });
    let parent = organization.relations.iter().find(|one| one.kind == RelationKind::PartOf && one.ended_on.is_none());
    known(json!({
        "id": organization.id,
        "name": organization.name,
        "alternate_name": organization.alternate_names.first(),
        // Asked for by the schema, and not always known.
        "description": about.unwrap_or(&organization.name),
        "website": organization.website,
        "year_incorporated": organization.founded_on.map(|date| chrono::Datelike::year(&date)),
        "legal_status": organization.legal_form.as_ref().and_then(|form| form.label.as_ref()),
        "parent_organization_id": parent.map(|relation| relation.organization.id),
        "uri": organization.source.as_ref().and_then(|source| source.url.as_ref()),
        "metadata": metadata,
    }))
}

pub fn organization(organization: &Organization) -> Value {
    let mut whole = organization_in_list(organization);
    let id = organization.id.to_string();
    whole["locations"] = organization.location.iter().map(|place| location(&id, &organization.name, place)).collect();
    let identifier = |number: &crate::directory::model::Identifier| {
        json!({
            "id": derived(&["identifier", number.scheme.name(), &number.value]), "organization_id": id,
            "identifier_scheme": number.scheme.name(), "identifier_type": number.scheme.name(), "identifier": number.value,
        })
    };
    whole["organization_identifiers"] = organization.identifiers.iter().map(identifier).collect();
    let kinds = kinds::KINDS.iter().filter(|kind| organization.kinds.iter().any(|name| name == kind.name()));
    whole["attributes"] = kinds.map(|kind| attribute(&id, "organization", KINDS, kind.name())).collect();
    whole
}

fn location(id: &str, name: &str, place: &Location) -> Value {
    let Location { address, postal_code, locality, commune_code, nuts3, country, latitude, longitude } = place;
    let addresses = self::address(id, [address, postal_code, locality], nuts3.as_deref(), country);
    known(json!({
        "id": id, "location_type": "physical", "organization_id": id, "name": locality.as_deref().unwrap_or(name),
        "latitude": latitude, "longitude": longitude, "external_identifier": commune_code,
        "external_identifier_type": commune_code.as_ref().map(|_| "INSEE"), "addresses": addresses,
    }))
}

/// HSDS knows whole addresses only.
fn address(id: &str, parts: [&Option<String>; 3], region: Option<&str>, country: &str) -> Value {
    let [Some(street), Some(code), Some(city)] = parts else { return Value::Null };
    json!([{
        "id": id, "location_id": id, "address_1": street, "city": city, "state_province": region.unwrap_or_default(),
        "postal_code": code, "country": country, "address_type": "physical",
    }])
}

fn attribute(id: &str, entity: &str, taxonomy: &str, code: &str) -> Value {
    json!({
        "id": derived(&["attribute", id, code]), "link_id": id, "link_entity": entity,
        "taxonomy_term_id": derived(&[taxonomy, code]), "taxonomy_term": term(taxonomy, code),
    })
}

pub fn totem_in_list(totem: &Totem) -> Value {
    json!({"id": totem.id, "name": totem.name, "description": say(&totem.description)})
}

pub fn totem(totem: &Totem) -> Value {
    let mut whole = totem_in_list(totem);
    whole["locations"] = json!([site(totem)]);
    whole["attributes"] = json!([attribute(&totem.id.to_string(), "organization", KINDS, "totem")]);
    whole
}

fn site(totem: &Totem) -> Value {
    let Address { street, postal_code, locality, commune_code } = &totem.address;
    known(json!({
        "id": totem.id, "location_type": "physical", "organization_id": totem.id, "name": totem.name,
        "latitude": totem.latitude, "longitude": totem.longitude, "external_identifier": commune_code,
        "external_identifier_type": commune_code.as_ref().map(|_| "INSEE"),
        "addresses": address(&totem.id.to_string(), [street, postal_code, &Some(locality.clone())], None, "FR"),
    }))
}

pub fn service_in_list(totem: &Totem, service: &TotemService) -> Value {
    json!({
        "id": service.id, "organization_id": totem.id, "name": say(&service.name), "description": say(&service.description),
        "status": if service.status == ServiceStatus::Active { "active" } else { "temporarily closed" },
        "wait_time": format!("P{}D", service.response_target_days),
        "organization": totem_in_list(totem),
    })
}

pub fn service(totem: &Totem, service: &TotemService) -> Value {
    let mut whole = service_in_list(totem, service);
    let id = service.id.to_string();
    whole["service_at_locations"] = json!([at_location(totem, service)]);
    let language = |code: &String| json!({"id": derived(&["language", &id, code]), "service_id": id, "code": code});
    whole["languages"] = service.languages.iter().map(language).collect();
    if let Some(eligibility) = &service.eligibility {
        whole["eligibility_description"] = json!(say(eligibility));
    }
    whole["attributes"] = json!([attribute(&id, "service", FAMILIES, family(service.family).0)]);
    whole
}

pub fn at_location(totem: &Totem, service: &TotemService) -> Value {
    json!({"id": service.id, "service_id": service.id, "location_id": totem.id, "location": site(totem)})
}

/// A family's code, and what it is called.
fn family(family: ServiceFamily) -> (&'static str, &'static str) {
    let name = match family {
        ServiceFamily::Logistics => "Logistique",
        ServiceFamily::RealEstate => "Immobilier",
        ServiceFamily::Coaching => "Accompagnement",
        ServiceFamily::Financing => "Financement",
        ServiceFamily::Training => "Formation",
        ServiceFamily::Events => "Rencontres et événements",
        ServiceFamily::Equipment => "Machines et équipement",
        ServiceFamily::Other => "Autre service",
    };
    (family.name(), name)
}

pub fn taxonomies() -> Vec<Value> {
    [(KINDS, "Ce qu’est un acteur de l’annuaire"), (FAMILIES, "Ce à quoi sert un service d’un Totem")]
        .map(|(name, description)| json!({"id": derived(&[name]), "name": name, "description": description}))
        .into()
}

pub fn terms() -> Vec<Value> {
    let kinds = kinds::KINDS.iter().map(|kind| term(KINDS, kind.name()));
    kinds.chain(ServiceFamily::ALL.iter().map(|one| term(FAMILIES, family(*one).0))).collect()
}

fn term(taxonomy: &str, code: &str) -> Value {
    let name = match taxonomy {
        KINDS => kinds::KINDS.iter().find(|kind| kind.name() == code).map(|kind| kinds::label(*kind, Language::Fr)),
        _ => ServiceFamily::ALL.iter().map(|one| family(*one)).find(|(known, _)| *known == code).map(|(_, name)| name),
    };
    let name = name.unwrap_or(code);
    json!({
        "id": derived(&[taxonomy, code]), "code": code, "name": name, "description": name, "taxonomy": taxonomy,
        "taxonomy_id": derived(&[taxonomy]), "language": "fr",
    })
}
