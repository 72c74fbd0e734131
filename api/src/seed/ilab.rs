//! Laureates of the national i-Lab competition in Grand Est. One company won in several years and phases:
//! it is one organization. The register knows a region, not a town, so there is no locality.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::model::{LangText, SeedLocation, SeedOrganization, SeedSourceRef};
use super::{checks, reference, sources, text};

const FILE: &str = include_str!("../../data/ilab_grand_est.csv");

// The sectors that the competition's domains are gathered under.
const BIOTECH: &str = "Biotechnologies et pharmacie";
const MEDICAL: &str = "Technologies médicales";
const SOFTWARE: &str = "Numérique et logiciel";
const SERVICES: &str = "Services informatiques et autres";
const ELECTRONICS: &str = "Électronique et signal";
const CHEMISTRY: &str = "Chimie, matériaux et environnement";
const MECHANICS: &str = "Mécanique et procédés industriels";

/// The domains were renamed over the years.
fn sector(domain: &str) -> Option<&'static str> {
    Some(match domain {
        "Biotechnologies et pharmacie" | "Pharmacie & biotechnologies" | "Pharmacie, Sciences du vivant & Biotechnologies" => {
            BIOTECH
        }
        "Technologies médicales" => MEDICAL,
        "Informatique, logiciel & TIC" | "Numérique, technologies logicielles & communication" => SOFTWARE,
        "Services informatiques et autres" => SERVICES,
        "Électronique, Signal & Télécommunications" | "Électronique, traitement du signal & instrumentation" => ELECTRONICS,
        "Chimie et matériaux" | "Chimie & Sciences des matériaux" | "Chimie & environnement" => CHEMISTRY,
        "Mécanique & Travail des métaux" | "Matériaux, mécanique & procédés industriels" | "Génie des procédés" => {
            MECHANICS
        }
        _ => return None,
    })
}

#[derive(Deserialize)]
struct Row {
    #[serde(rename = "Identifiant")]
    id: String,
    #[serde(rename = "Année de concours")]
    year: u16,
    #[serde(rename = "Libellé entreprise")]
    company: String,
    #[serde(rename = "N° SIREN")]
    siren: String,
    #[serde(rename = "N° SIRET")]
    siret: String,
    #[serde(rename = "Site web entreprise")]
    website: String,
    #[serde(rename = "Lienc vers scanR")]
    scanr: String,
    #[serde(rename = "Domaine technologique")]
    domain: String,
    #[serde(rename = "Projet")]
    project: String,
    #[serde(rename = "Moto")]
    motto: String,
    #[serde(rename = "Résumé")]
    abstract_: String,
}

/// By SIREN, then by name, without slugs.
pub fn organizations() -> Result<Vec<SeedOrganization>, String> {
    companies(reference::rows::<Row>(FILE, b';')?)
}

fn companies(rows: Vec<Row>) -> Result<Vec<SeedOrganization>, String> {
    let rows: Vec<_> = rows.into_iter().filter_map(|row| Some((text::line(&row.company)?, row))).collect();
    let siren_by_name: BTreeMap<_, _> =
        rows.iter().filter_map(|(name, row)| Some((text::key(name), checks::siren(&row.siren)?))).collect();
    let mut groups: BTreeMap<String, Vec<(String, Row)>> = BTreeMap::new();
    for (name, row) in rows {
        let name_key = text::key(&name);
        let key = checks::siren(&row.siren).or_else(|| siren_by_name.get(&name_key).cloned());
        groups.entry(key.unwrap_or(name_key)).or_default().push((name, row));
    }
    groups.into_values().map(company).collect()
}

/// The latest year speaks, the earlier ones fill its gaps.
fn company(mut rows: Vec<(String, Row)>) -> Result<SeedOrganization, String> {
    rows.sort_by(|(_, a), (_, b)| b.year.cmp(&a.year).then_with(|| a.id.cmp(&b.id)));
    let latest = |of: fn(&Row) -> Option<String>| rows.iter().find_map(|(_, row)| of(row));
    let Some((name, newest)) = rows.first() else {
        return Err("a company without a row".to_owned());
    };

    let siren = latest(|row| checks::siren(&row.siren));
    let siret = rows
        .iter()
        .filter_map(|(_, row)| checks::siret(&row.siret))
        .find(|siret| siren.as_ref().is_some_and(|siren| siret.starts_with(siren)));
    let summary = latest(|row| text::line(&row.motto))
        .or_else(|| latest(|row| text::line(&row.project)))
        .unwrap_or_else(|| format!("Lauréat du concours i-Lab {}", newest.year));
    let mut sectors: Vec<String> = Vec::new();
    for (name, row) in &rows {
        let sector = sector(row.domain.trim()).ok_or_else(|| format!("{name}: domain {:?} is unknown", row.domain))?;
        if !sectors.iter().any(|known| known == sector) {
            sectors.push(sector.to_owned());
        }
    }
    let mut alternate_names: Vec<String> = Vec::new();
    for (other, _) in &rows {
        if other != name && !alternate_names.contains(other) {
            alternate_names.push(other.clone());
        }
    }
    let external_id = siren.clone().or_else(|| latest(|row| text::line(&row.id))).unwrap_or_else(|| text::slug(name));
    let identifiers = siren.map(|value| ("FR-SIREN", value)).into_iter().chain(siret.map(|value| ("FR-SIRET", value))).collect();
    Ok(SeedOrganization {
        slug: String::new(),
        name: name.clone(),
        alternate_names,
        legal_name: None,
        kinds: vec!["startup"],
        summary: LangText { fr: Some(summary), ..LangText::default() },
        description: LangText { fr: latest(|row| text::paragraphs(&row.abstract_)), ..LangText::default() },
        website: latest(|row| text::website(&row.website)),
        identifiers,
        founded_on: None,
        location: Some(SeedLocation { country: "FR".to_owned(), ..SeedLocation::default() }),
        sectors,
        territory: "fr-grand-est".to_owned(),
        source: SeedSourceRef { system: sources::ILAB, external_id, url: latest(|row| text::website(&row.scanr)) },
        also_in: Vec::new(),
        startup: true,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(year: u16, company: &str, siren: &str) -> Row {
        Row {
            id: format!("A{year}"),
            year,
            company: company.to_owned(),
            siren: siren.to_owned(),
            siret: String::new(),
            website: "en cours".to_owned(),
            scanr: String::new(),
            domain: "Technologies médicales".to_owned(),
            project: String::new(),
            motto: String::new(),
            abstract_: String::new(),
        }
    }

    #[test]
    fn one_company_is_one_organization() {
        let organizations = organizations().unwrap();
        assert_eq!(organizations.len(), 129);
        let predict: Vec<_> = organizations.iter().filter(|one| one.name == "PREDICT").collect();
        assert_eq!(predict.len(), 1);
        assert_eq!(predict[0].identifiers, [("FR-SIREN", "423722131".to_owned())]);
        assert_eq!(predict[0].website.as_deref(), Some("http://www.predict.fr"));
    }

    #[test]
    fn names_join_rows_with_and_without_a_number() {
        let rows = vec![row(2000, "Exemple SA", ""), row(2003, "EXEMPLE SA", "423722131"), row(2001, "", "423722131")];
        let organizations = companies(rows).unwrap();
        assert_eq!(organizations.len(), 1);
        assert_eq!(organizations[0].name, "EXEMPLE SA");
        assert_eq!(organizations[0].alternate_names, ["Exemple SA"]);
        assert_eq!(organizations[0].website, None);
        assert_eq!(organizations[0].summary.fr.as_deref(), Some("Lauréat du concours i-Lab 2003"));
    }

    #[test]
    fn a_wrong_number_is_dropped() {
        let organizations = companies(vec![row(2000, "Exemple", "423722132")]).unwrap();
        assert!(organizations[0].identifiers.is_empty());
        assert_eq!(organizations[0].source.external_id, "A2000");
    }

    #[test]
    fn an_unknown_domain_is_an_error() {
        let mut odd = row(2000, "Exemple", "");
        odd.domain = "Autre".to_owned();
        assert!(companies(vec![odd]).is_err());
    }

    #[test]
    fn no_town_is_invented_and_no_address_of_a_person_is_left() {
        for one in organizations().unwrap() {
            let location = one.location.unwrap();
            assert_eq!((location.locality, location.latitude), (None, None));
            for text in [one.summary.fr, one.description.fr].into_iter().flatten() {
                assert!(!text.contains('@'), "{text}");
                assert!(!text.contains("  ") && !text.contains(char::is_control) || text.contains('\n'), "{text}");
            }
        }
    }
}
