//! The official code lists.

use std::collections::{BTreeMap, HashMap, HashSet};

use serde::Deserialize;

use super::model::{SeedActivity, SeedCommune, SeedLegalForm, SeedPostalCode};
use super::text;

const COMMUNES: &str = include_str!("../../data/communes_lorraine.csv");
const POSTAL_CODES: &str = include_str!("../../data/codes_postaux_lorraine.csv");
const NAF_REV2: &str = include_str!("../../data/naf_rev2_sous_classes.json");
const NAF_2025: &str = include_str!("../../data/naf_2025_sous_classes.json");
const LEGAL_FORMS: &str = include_str!("../../data/categories_juridiques_niv3.json");
const LOCAL_UNITS: &str = include_str!("../../data/lau_nuts3_de_be.csv");

/// The NUTS 3 region of a département of Grand Est.
pub fn nuts3_of_department(department: &str) -> Option<&'static str> {
    Some(match department {
        "67" => "FRF11",
        "68" => "FRF12",
        "08" => "FRF21",
        "10" => "FRF22",
        "51" => "FRF23",
        "52" => "FRF24",
        "54" => "FRF31",
        "55" => "FRF32",
        "57" => "FRF33",
        "88" => "FRF34",
        _ => return None,
    })
}

#[derive(Deserialize)]
struct CommuneRow {
    code_insee: String,
    nom: String,
    departement: String,
    codes_postaux: String,
    population: Option<u32>,
    epci_nom: String,
    lat: Option<f64>,
    lon: Option<f64>,
}

pub fn communes() -> Result<Vec<SeedCommune>, String> {
    rows::<CommuneRow>(COMMUNES, b',')?
        .into_iter()
        .map(|CommuneRow { code_insee, nom, departement, codes_postaux, population, epci_nom, lat, lon }| {
            let name = text::line(&nom).ok_or_else(|| format!("commune {code_insee} has no name"))?;
            let nuts3 = nuts3_of_department(&departement).ok_or_else(|| format!("département {departement} is unknown"))?;
            let population = population.ok_or_else(|| format!("commune {code_insee} has no population"))?;
            let postal_codes = codes_postaux.split('|').filter(|code| !code.is_empty()).map(str::to_owned).collect();
            Ok(SeedCommune {
                code: code_insee,
                name,
                department: departement,
                nuts3,
                postal_codes,
                population,
                intercommunality: text::line(&epci_nom),
                latitude: lat,
                longitude: lon,
            })
        })
        .collect()
}

#[derive(Deserialize)]
struct PostalCodeRow {
    #[serde(rename = "codePostal")]
    postal_code: String,
    #[serde(rename = "codeCommune")]
    commune_code: String,
    #[serde(rename = "libelleAcheminement")]
    delivery_label: String,
}

/// Of the communes of today: the source was frozen in 2023 and still has one that is gone since.
pub fn postal_codes() -> Result<Vec<SeedPostalCode>, String> {
    let communes: HashSet<_> = communes()?.into_iter().map(|commune| commune.code).collect();
    Ok(rows::<PostalCodeRow>(POSTAL_CODES, b',')?
        .into_iter()
        .filter(|row| communes.contains(&row.commune_code))
        .map(|PostalCodeRow { postal_code, commune_code, delivery_label }| SeedPostalCode {
            postal_code,
            commune_code,
            delivery_label,
        })
        .collect())
}

/// NAF rev. 2, then NAF 2025, each by code.
pub fn activities() -> Result<Vec<SeedActivity>, String> {
    let mut activities = Vec::new();
    for (nomenclature, file) in [("naf_rev2", NAF_REV2), ("naf_2025", NAF_2025)] {
        let labels = labels(file)?;
        activities.extend(labels.into_iter().map(|(code, label)| SeedActivity { nomenclature, code, label }));
    }
    Ok(activities)
}

pub fn legal_forms() -> Result<Vec<SeedLegalForm>, String> {
    Ok(labels(LEGAL_FORMS)?.into_iter().map(|(code, label)| SeedLegalForm { code, label }).collect())
}

#[derive(Deserialize)]
struct LocalUnitRow {
    country: String,
    code_2016: String,
    lau_name_national: String,
}

/// NUTS 3 by `(country, locality)` for Saarland, the Trier region and the east of Wallonia, as far as a name
/// stands for one region only. German names lose what follows the comma ("Trier, Stadt").
pub fn nuts3_by_locality() -> Result<HashMap<(String, String), String>, String> {
    let mut regions: HashMap<(String, String), Option<String>> = HashMap::new();
    for LocalUnitRow { country, code_2016, lau_name_national } in rows::<LocalUnitRow>(LOCAL_UNITS, b',')? {
        let name = lau_name_national.split([',', '/']).next().unwrap_or_default().trim().to_owned();
        regions
            .entry((country, name))
            .and_modify(|known| {
                if known.as_deref() != Some(code_2016.as_str()) {
                    *known = None;
                }
            })
            .or_insert(Some(code_2016));
    }
    Ok(regions.into_iter().filter_map(|(place, region)| Some((place, region?))).collect())
}

pub fn rows<T: serde::de::DeserializeOwned>(file: &str, delimiter: u8) -> Result<Vec<T>, String> {
    csv::ReaderBuilder::new()
        .delimiter(delimiter)
        .from_reader(file.trim_start_matches('\u{feff}').as_bytes())
        .deserialize()
        .collect::<Result<_, _>>()
        .map_err(|error| error.to_string())
}

fn labels(file: &str) -> Result<BTreeMap<String, String>, String> {
    let raw: BTreeMap<String, String> = serde_json::from_str(file).map_err(|error| error.to_string())?;
    raw.into_iter()
        .map(|(code, label)| {
            let label = text::line(&label).ok_or_else(|| format!("code {code} has no label"))?;
            Ok((code, label))
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn every_commune_of_lorraine_is_there() {
        let communes = communes().unwrap();
        assert_eq!(communes.len(), 2321);
        assert_eq!(communes.iter().map(|commune| &commune.code).collect::<BTreeSet<_>>().len(), 2321);
        let metz = communes.iter().find(|commune| commune.code == "57463").unwrap();
        assert_eq!((metz.name.as_str(), metz.nuts3), ("Metz", "FRF33"));
        assert_eq!(metz.postal_codes, ["57000", "57050", "57070"]);
        for commune in &communes {
            assert!(commune.code.starts_with(&commune.department), "{}", commune.code);
            assert!(!commune.postal_codes.is_empty(), "{}", commune.code);
        }
        assert!(communes.iter().any(|commune| commune.population == 0), "villages that died for France stay");
    }

    #[test]
    fn postal_codes_name_known_communes() {
        let postal_codes = postal_codes().unwrap();
        assert_eq!(postal_codes.len(), 2334);
        assert!(postal_codes.iter().all(|code| code.commune_code != "88393"));
    }

    #[test]
    fn code_lists_are_whole_and_trimmed() {
        let activities = activities().unwrap();
        let count = |nomenclature| activities.iter().filter(|activity| activity.nomenclature == nomenclature).count();
        assert_eq!((count("naf_rev2"), count("naf_2025")), (732, 747));
        let forms = legal_forms().unwrap();
        assert_eq!(forms.len(), 260);
        let labels = activities.iter().map(|activity| &activity.label).chain(forms.iter().map(|form| &form.label));
        for label in labels {
            assert_eq!(label, label.trim());
            assert!(!label.contains("  "), "{label}");
        }
    }

    #[test]
    fn a_locality_has_a_region_only_when_there_is_one() {
        let regions = nuts3_by_locality().unwrap();
        let of = |country: &str, name: &str| regions.get(&(country.to_owned(), name.to_owned())).map(String::as_str);
        assert_eq!(of("DE", "Saarbrücken"), Some("DEC01"));
        assert_eq!(of("DE", "Trier"), Some("DEB21"));
        assert_eq!(of("BE", "Namur"), Some("BE352"));
        assert_eq!(of("DE", "Mainz"), None);
    }
}
