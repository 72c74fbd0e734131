//! Research organizations of the Grande Région, from the Research Organization Registry. The file mixes two
//! versions of its schema. Inactive and withdrawn records stay out, and so does whoever fits none of the
//! directory's kinds honestly (hospitals, gardens, companies of unknown size).

use std::collections::HashMap;

use serde::Deserialize;

use super::model::{LangText, SeedCommune, SeedLocation, SeedOrganization, SeedSourceRef};
use super::ror_kinds::{self, Subject};
use super::{checks, reference, sources, text};

const FILE: &str = include_str!("../../data/ror_grande_region.json");

/// A town of ROR and the commune of that name must be this close, in kilometres.
const SAME_PLACE_KM: f64 = 15.0;

#[derive(Deserialize)]
struct Record {
    id: String,
    status: String,
    types: Vec<String>,
    #[serde(rename = "_zone")]
    zone: String,
    #[serde(default)]
    relationships: Vec<Relationship>,
    links: Vec<Link>,
    /// Version 2.
    #[serde(default)]
    names: Vec<Name>,
    #[serde(default)]
    locations: Vec<Location>,
    /// Version 1.
    name: Option<String>,
    #[serde(default)]
    aliases: Vec<String>,
    #[serde(default)]
    acronyms: Vec<String>,
    #[serde(default)]
    labels: Vec<Label>,
    #[serde(default)]
    addresses: Vec<Address>,
    country: Option<Country>,
}

#[derive(Deserialize)]
struct Relationship {
    #[serde(rename = "type")]
    kind: String,
    label: String,
}

#[derive(Deserialize)]
#[serde(untagged)]
enum Link {
    Plain(String),
    Typed {
        #[serde(rename = "type")]
        kind: String,
        value: String,
    },
}

#[derive(Deserialize)]
struct Name {
    value: String,
    types: Vec<String>,
}

#[derive(Deserialize)]
struct Location {
    geonames_details: Place,
}

#[derive(Deserialize)]
struct Place {
    country_code: String,
    name: String,
    lat: Option<f64>,
    lng: Option<f64>,
}

#[derive(Deserialize)]
struct Label {
    label: String,
}

#[derive(Deserialize)]
struct Address {
    city: String,
    lat: Option<f64>,
    lng: Option<f64>,
}

#[derive(Deserialize)]
struct Country {
    country_code: String,
}

struct Gazetteer {
    communes: HashMap<String, Vec<SeedCommune>>,
    nuts3: HashMap<(String, String), String>,
}

/// In the order of the file, without slugs.
pub fn organizations() -> Result<Vec<SeedOrganization>, String> {
    let records: Vec<Record> = serde_json::from_str(FILE).map_err(|error| error.to_string())?;
    let mut communes: HashMap<String, Vec<SeedCommune>> = HashMap::new();
    for commune in reference::communes()? {
        communes.entry(commune.name.clone()).or_default().push(commune);
    }
    let gazetteer = Gazetteer { communes, nuts3: reference::nuts3_by_locality()? };
    let mut organizations = Vec::new();
    for record in records.into_iter().filter(|record| record.status == "active") {
        organizations.extend(organization(record, &gazetteer)?);
    }
    Ok(organizations)
}

fn organization(record: Record, gazetteer: &Gazetteer) -> Result<Option<SeedOrganization>, String> {
    let ror = checks::ror(&record.id).ok_or_else(|| format!("{} is not a ROR id", record.id))?;
    let external_id = ror.trim_start_matches("https://ror.org/").to_owned();
    let display = record.names.iter().find(|name| name.types.iter().any(|kind| kind == "ror_display"));
    let name = display.map(|name| name.value.as_str()).or(record.name.as_deref()).and_then(text::line);
    let name = name.ok_or_else(|| format!("{ror} has no name"))?;

    let others = record.names.iter().map(|name| &name.value);
    let others = others.chain(record.labels.iter().map(|label| &label.label)).chain(&record.aliases);
    let mut alternate_names: Vec<String> = Vec::new();
    for other in others.chain(&record.acronyms).filter_map(|raw| text::line(raw)) {
        if other != name && !alternate_names.contains(&other) {
            alternate_names.push(other);
        }
    }

    let location = location(&record, gazetteer).ok_or_else(|| format!("{ror} has no place"))?;
    let kinds = ror_kinds::kinds(&Subject {
        id: &external_id,
        name: &name,
        alternate_names: &alternate_names,
        types: record.types.iter().map(|kind| kind.to_lowercase()).collect(),
        country: &location.country,
        parents: related(&record, "parent"),
        children: related(&record, "child"),
    });
    if kinds.is_empty() {
        return Ok(None);
    }
    let territory = match (record.zone.as_str(), &location.commune_code) {
        ("LU", _) => "lu",
        ("DE-Sa", _) => "de-sl",
        ("DE-Rh", _) => "de-rp",
        ("BE-W", _) => "be-wal",
        ("FR?", Some(_)) => "fr-lorraine",
        ("FR?", None) => "fr-grand-est",
        (zone, _) => return Err(format!("{ror} is in the unknown zone {zone}")),
    };
    let website = record.links.iter().find_map(|link| match link {
        Link::Plain(value) => text::website(value),
        Link::Typed { kind, value } if kind == "website" => text::website(value),
        Link::Typed { .. } => None,
    });
    Ok(Some(SeedOrganization {
        slug: String::new(),
        name,
        alternate_names,
        legal_name: None,
        kinds,
        summary: LangText::default(),
        description: LangText::default(),
        website,
        identifiers: vec![("ROR", ror.clone())],
        founded_on: None,
        location: Some(location),
        sectors: Vec::new(),
        territory: territory.to_owned(),
        source: SeedSourceRef { system: sources::ROR, external_id, url: Some(ror) },
        also_in: Vec::new(),
        startup: false,
    }))
}

fn related<'a>(record: &'a Record, kind: &str) -> Vec<&'a str> {
    let of_kind = record.relationships.iter().filter(|relationship| relationship.kind.eq_ignore_ascii_case(kind));
    of_kind.map(|relationship| relationship.label.as_str()).collect()
}

/// ROR knows the town; its position is the town's. Of several towns the first one counts.
fn location(record: &Record, gazetteer: &Gazetteer) -> Option<SeedLocation> {
    let (country, town, latitude, longitude) = match (record.locations.first(), record.addresses.first()) {
        (Some(Location { geonames_details: place }), _) => (place.country_code.clone(), &place.name, place.lat, place.lng),
        (None, Some(address)) => (record.country.as_ref()?.country_code.clone(), &address.city, address.lat, address.lng),
        (None, None) => return None,
    };
    let locality = text::line(town)?;
    let commune = (country == "FR").then(|| gazetteer.commune(&locality, latitude, longitude)).flatten();
    let nuts3 = match country.as_str() {
        "FR" => commune.map(|commune| commune.nuts3.to_owned()),
        "LU" => Some("LU000".to_owned()),
        _ => gazetteer.nuts3.get(&(country.clone(), locality.clone())).cloned(),
    };
    Some(SeedLocation {
        address: None,
        postal_code: None,
        commune_code: commune.map(|commune| commune.code.clone()),
        locality: Some(locality),
        nuts3,
        country,
        latitude,
        longitude,
    })
}

impl Gazetteer {
    fn commune(&self, name: &str, latitude: Option<f64>, longitude: Option<f64>) -> Option<&SeedCommune> {
        let (latitude, longitude) = (latitude?, longitude?);
        let near = |commune: &&SeedCommune| match (commune.latitude, commune.longitude) {
            (Some(north), Some(east)) => kilometres(latitude - north, longitude - east, latitude) < SAME_PLACE_KM,
            _ => false,
        };
        self.communes.get(name)?.iter().find(near)
    }
}

/// Good enough within a region.
fn kilometres(north: f64, east: f64, latitude: f64) -> f64 {
    111.2 * north.hypot(east * latitude.to_radians().cos())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_versions_of_the_schema_are_read() {
        let organizations = organizations().unwrap();
        let by_id = |id: &str| organizations.iter().find(|one| one.source.external_id == id).unwrap();
        let version_2 = by_id("05a2hgt53");
        assert_eq!((version_2.name.as_str(), version_2.territory.as_str()), ("Materia Nova", "be-wal"));
        assert_eq!(version_2.website.as_deref(), Some("https://www.materianova.be/fr/"));
        let version_1 = by_id("05natt857");
        assert_eq!(version_1.name, "Musée National d'Histoire Naturelle");
        assert!(version_1.alternate_names.contains(&"Nationalmusée fir Naturgeschicht".to_owned()));
        assert_eq!(version_1.website.as_deref(), Some("https://www.mnhn.lu"));
    }

    #[test]
    fn towns_of_lorraine_have_their_commune_code_and_no_other_has() {
        for one in organizations().unwrap() {
            let location = one.location.unwrap();
            assert_eq!(location.commune_code.is_some(), one.territory == "fr-lorraine", "{}", one.name);
            assert!(location.locality.is_some());
            match one.territory.as_str() {
                "lu" => assert_eq!(location.nuts3.as_deref(), Some("LU000")),
                "fr-lorraine" => {
                    assert!(location.nuts3.is_some_and(|code| code.starts_with("FRF3")))
                }
                "de-sl" => assert!(location.nuts3.is_none_or(|code| code.starts_with("DEC"))),
                _ => {}
            }
        }
    }
}
